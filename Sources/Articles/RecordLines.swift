/// The lines of a record file, one at a time, in UTF-8; parsing them is left to others, on other
/// cores.
///
/// A line ends at LF, as JSON lines do; blank lines are skipped. Encodings in which an LF byte may
/// be part of another character (UTF-16 above all) are decoded as a whole first. Without a byte
/// order mark or a forced encoding, the first line that is not ASCII decides for the file: UTF-8,
/// or what `EncodingDetector` finds.
public struct RecordLines: ~Copyable {
  private let path: String
  private let input: InputFile
  private var decoder: TextDecoder
  private var encoding: String?
  private var buffer: [UInt8] = []
  private var start = 0
  private var number = 0
  private var isAtEnd = false
  /// Whether `buffer` is the whole file in UTF-8.
  private var isDecoded = false

  private static let chunkBytes = 1 << 20
  /// Beginning of a file in which a NUL means that it is binary.
  private static let lookahead = 8 << 10

  /// Opens a record file.
  ///
  /// - Parameter encoding: a name ICU knows, or nil to detect.
  /// - Throws: `unknownEncoding`, `unreadable`, and what decoding a whole file throws.
  public init(_ file: CorpusFile, encoding: String?) throws(ArticleError) {
    let decoder = try TextDecoder(forced: encoding)
    try self.init(InputFile(path: file.path), path: file.path, decoder, forced: encoding)
  }

  /// Reads standard input.
  public init(standardInput encoding: String?) throws(ArticleError) {
    let decoder = try TextDecoder(forced: encoding)
    try self.init(InputFile(standardInput: ()), path: "-", decoder, forced: encoding)
  }

  private init(
    _ input: consuming InputFile, path: String, _ decoder: TextDecoder, forced: String?
  ) throws(ArticleError) {
    self.path = path
    self.input = input
    self.decoder = decoder
    while buffer.count < Self.lookahead, !isAtEnd { try fill() }
    let mark = ByteOrderMark(buffer)
    if mark == .utf8 {
      start = 3
      encoding = "UTF-8"
    } else if mark != nil || forced.map(Self.mayHideLineEnds) == true {
      let text = try decoder.decode(buffer + self.input.readAll(), path: path)
      (buffer, encoding, isAtEnd, isDecoded) = (text.utf8, text.encoding, true, true)
    } else if let nul = buffer.prefix(Self.lookahead).firstIndex(of: 0) {
      throw ArticleError(path: path, reason: .notText(offset: nul))
    } else if let forced {
      encoding = TextDecoder.isUTF8(forced) ? "UTF-8" : forced
    }
  }

  /// Whether an LF byte can be half of another character in the encoding.
  private static func mayHideLineEnds(_ name: String) -> Bool {
    let name = name.uppercased()
    return !["UTF-8", "UTF8", "GB", "BIG5", "EUC", "SHIFT", "CP936", "CP950"].contains(
      where: name.hasPrefix)
  }

  /// The next line that is not blank, or nil after the last.
  ///
  /// An error concerns one line; calling again goes on after it. (After a failed read there is
  /// nothing to go on with, and the next call returns nil.)
  ///
  /// - Throws: `unreadable`, `tooLarge`, `undecodable`.
  /// - Complexity: O(length of the line), amortized.
  public mutating func next() throws(ArticleError) -> RecordLine? {
    while let bytes = try nextBytes() {
      guard bytes.contains(where: { $0 > 0x20 }) else { continue }
      return try decoded(bytes)
    }
    return nil
  }

  private mutating func decoded(_ bytes: [UInt8]) throws(ArticleError) -> RecordLine {
    let firstInvalid = UTF8Validity.firstInvalid(in: bytes)
    if encoding == nil, bytes.contains(where: { $0 >= 0x80 }) {
      encoding = "UTF-8"
      if firstInvalid != nil, !UTF8Validity(bytes).isMostlyValid,
        case .success(let found)? = EncodingDetector.decode(bytes)
      {
        encoding = found.encoding
        decoder = try TextDecoder(forced: found.encoding)
      }
    }
    let encoding = encoding ?? "UTF-8"
    guard encoding != "UTF-8", !isDecoded else {
      if let firstInvalid {
        throw ArticleError(
          path: path, line: number, reason: .undecodable(encoding: encoding, offset: firstInvalid))
      }
      return RecordLine(bytes: bytes, number: number, encoding: encoding)
    }
    do throws(ArticleError) {
      let text = try decoder.decode(bytes, path: path)
      return RecordLine(bytes: text.utf8, number: number, encoding: encoding)
    } catch {
      throw ArticleError(path: path, line: number, reason: error.reason)
    }
  }

  /// The next line without its LF, however long up to the limit.
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
    }
  }

  private mutating func fill() throws(ArticleError) {
    do throws(ArticleError) {
      isAtEnd = try input.read(upTo: Self.chunkBytes, appendingTo: &buffer) == 0
    } catch {
      isAtEnd = true
      start = buffer.count
      throw error
    }
  }

  /// Reads past a line above the limit without keeping it, then reports it.
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
  /// Valid UTF-8.
  public internal(set) var bytes: [UInt8]
  /// From 1.
  public internal(set) var number: Int
  /// What the file is encoded in.
  public internal(set) var encoding: String
}
