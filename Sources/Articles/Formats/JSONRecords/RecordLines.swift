/// A reader of the lines of a record file, in UTF-8. It does not parse them.
///
/// A line ends at LF. Blank lines are skipped. A file in UTF-16, where an LF byte can be part of
/// another character, is decoded as a whole first. Without a byte order mark or a forced encoding,
/// the first line that is not ASCII decides the encoding of the file.
public struct RecordLines: ~Copyable {
  private let path: String
  private let input: InputFile
  private var decoder: TextDecoder
  private var encoding: String?
  private var buffer: [UInt8] = []
  private var start = 0
  private var number = 0
  private var isAtEnd = false
  /// True when `buffer` is the whole file, decoded to UTF-8.
  private var isDecoded = false

  private static let chunkBytes = 1 << 20
  /// A file with a NUL among its first bytes is binary.
  private static let lookahead = 8 << 10

  /// Opens a record file or standard input.
  ///
  /// - Throws: `unreadable`, `notRegularFile`, `notText`, and the errors of decoding a whole file.
  public init(_ file: CorpusFile, decoder: TextDecoder) throws(ArticleError) {
    if file.isStandardInput {
      try self.init(.standardInput, path: file.path, decoder)
    } else {
      try self.init(InputFile(path: file.path), path: file.path, decoder)
    }
  }

  private init(
    _ input: consuming InputFile, path: String, _ decoder: TextDecoder
  ) throws(ArticleError) {
    self.path = path
    self.input = input
    self.decoder = decoder
    while buffer.count < Self.lookahead, !isAtEnd { try fill() }
    let mark = ByteOrderMark.of(buffer)
    if let mark, mark.encoding == "UTF-8" {
      (start, encoding) = (mark.bytes.count, mark.encoding)
    } else if mark != nil || decoder.forced.map(Self.mayHideLineEnds) == true {
      buffer += try self.input.readAll()
      guard !self.input.isInterrupted else {
        // The text may end within a character, so that no line can be trusted.
        (buffer, isAtEnd) = ([], true)
        return
      }
      let text = try decoder.decode(buffer, path: path)
      (buffer, encoding, isAtEnd, isDecoded) = (text.utf8, text.encoding, true, true)
    } else if let nul = buffer.prefix(Self.lookahead).firstIndex(of: 0) {
      throw ArticleError(path: path, reason: .notText(offset: nul))
    } else if let forced = decoder.forced {
      encoding = TextDecoder.isUTF8(forced) ? "UTF-8" : forced
    }
  }

  /// True when an LF byte can be half of another character in the encoding.
  private static func mayHideLineEnds(_ name: String) -> Bool {
    let name = name.uppercased()
    return !["UTF-8", "UTF8", "GB", "BIG5", "EUC", "SHIFT", "CP936", "CP950"].contains(
      where: name.hasPrefix)
  }

  /// Returns the next non-blank line, or nil at the end, in amortized O(length of the line).
  ///
  /// An error concerns one line, and the next call continues after it. After a failed read the next
  /// call returns nil.
  ///
  /// - Throws: `unreadable`, `tooLarge`, `undecodable`.
  public mutating func next() throws(ArticleError) -> RecordLine? {
    while let bytes = try nextBytes() {
      if bytes.contains(where: { $0 > 0x20 }) { return try decoded(bytes) }
    }
    return nil
  }

  private mutating func decoded(_ bytes: [UInt8]) throws(ArticleError) -> RecordLine {
    if encoding == nil, bytes.contains(where: { $0 >= 0x80 }) {
      encoding = "UTF-8"
      let validity = UTF8Validity(bytes)
      if validity.firstInvalid != nil, !validity.isMostlyValid,
        case .success(let found)? = EncodingDetector.decode(bytes)
      {
        encoding = found.encoding
        decoder = try TextDecoder(forced: found.encoding)
      }
    }
    let encoding = encoding ?? "UTF-8"
    if isDecoded || encoding == "UTF-8" {
      return try RecordLine(validating: bytes, number: number, encoding: encoding, path: path)
    }
    do throws(ArticleError) {
      let text = try decoder.decode(bytes, path: path)
      return RecordLine(bytes: text.utf8, number: number, encoding: encoding)
    } catch {
      throw ArticleError(path: path, line: number, reason: error.reason)
    }
  }

  /// Returns the next line without its LF, or nil at the end.
  private mutating func nextBytes() throws(ArticleError) -> [UInt8]? {
    var searched = start
    while true {
      if let end = ByteScan.lineFeed(in: buffer.span, from: searched) {
        defer { start = end + 1 }
        number += 1
        return Array(buffer[start..<end])
      }
      if isAtEnd {
        guard start < buffer.count else { return nil }
        defer { start = buffer.count }
        number += 1
        return Array(buffer[start...])
      }
      buffer.removeSubrange(..<start)
      start = 0
      searched = buffer.count
      guard buffer.count <= ArticleLimits.maximumBytes else { try skipLongLine() }
      try fill()
      searched = min(searched, buffer.count)
    }
  }

  private mutating func fill() throws(ArticleError) {
    do throws(ArticleError) {
      isAtEnd = try input.read(upTo: Self.chunkBytes, appendingTo: &buffer) == 0
      if isAtEnd, input.isInterrupted { dropIncompleteLine() }
    } catch {
      isAtEnd = true
      start = buffer.count
      throw error
    }
  }

  private mutating func dropIncompleteLine() {
    // Of a line above the limit, nothing is kept.
    guard start < buffer.count else { return }
    let end = buffer[start...].lastIndex(of: 0x0A).map { $0 + 1 } ?? start
    buffer.removeSubrange(end...)
  }

  /// Skips a line above the limit without keeping it in memory.
  ///
  /// - Throws: `tooLarge`, always.
  private mutating func skipLongLine() throws(ArticleError) -> Never {
    number += 1
    var length = buffer.count
    while !isAtEnd {
      buffer.removeAll(keepingCapacity: true)
      try fill()
      if let end = ByteScan.lineFeed(in: buffer.span, from: 0) {
        start = end + 1
        length += end
        break
      }
      length += buffer.count
      start = buffer.count
    }
    throw ArticleError(
      path: path, line: number,
      reason: .tooLarge(bytes: length, limit: ArticleLimits.maximumBytes))
  }
}

/// One line of a record file.
public struct RecordLine: Sendable {
  /// The line in valid UTF-8, without its LF.
  public let bytes: [UInt8]
  /// Line number, from 1.
  public let number: Int
  /// Name of the file's encoding.
  public let encoding: String

  fileprivate init(bytes: [UInt8], number: Int, encoding: String) {
    (self.bytes, self.number, self.encoding) = (bytes, number, encoding)
  }

  /// Creates a line of UTF-8. Throws `undecodable` for malformed bytes.
  ///
  /// - Parameters:
  ///   - encoding: name of the file's encoding.
  ///   - path: path for errors.
  public init(
    validating bytes: [UInt8], number: Int, encoding: String = "UTF-8", path: String
  ) throws(ArticleError) {
    if let offset = UTF8Validity.firstInvalid(in: bytes) {
      throw ArticleError(
        path: path, line: number, reason: .undecodable(encoding: encoding, offset: offset))
    }
    self.init(bytes: bytes, number: number, encoding: encoding)
  }
}
