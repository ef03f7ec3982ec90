/// A reader of the lines of a record file, in UTF-8. It does not parse them.
///
/// A line ends at LF. Blank lines are skipped. A file in UTF-16, where an LF byte can be part of
/// another character, is decoded before it is cut. Without a byte order mark or a forced encoding,
/// the first line that is not ASCII decides the encoding of the file.
///
/// The memory is limited by the longest line that the decoder accepts. Longer lines are skipped.
public struct RecordLines: ~Copyable {
  private let path: String
  private let input: InputFile
  private var decoder: TextDecoder
  private var encoding: String?
  private var buffer = InputBuffer()
  private var number = 0
  private var isAtEnd = false
  /// Decodes the file before it is cut into lines; nil when the lines are decoded one by one.
  private var converter: CharsetConverter?
  /// The error at which decoding the file ended, until its last lines have been read.
  private var failure: ArticleError?

  private static let chunkBytes = 1 << 20
  /// A file with a NUL among its first bytes is binary.
  private static let lookahead = 8 << 10

  /// Opens a record file, standard input, or a member of an archive.
  ///
  /// - Throws: `unreadable`, `notRegularFile`, `notText`.
  public init(_ file: CorpusFile, decoder: TextDecoder) throws(ArticleError) {
    try self.init(InputFile(file), path: file.path, decoder)
  }

  private init(
    _ input: consuming InputFile, path: String, _ decoder: TextDecoder
  ) throws(ArticleError) {
    self.path = path
    self.input = input
    self.decoder = decoder
    while buffer.count < Self.lookahead, !isAtEnd { try fill() }
    let mark = ByteOrderMark.of(buffer.bytes)
    buffer.removeFirst(mark?.bytes.count ?? 0)
    if mark?.encoding == "UTF-8" {
      encoding = "UTF-8"
    } else if let name = mark?.encoding ?? decoder.forced.flatMap(Self.hidingLineEnds) {
      encoding = name
      converter = CharsetConverter(name: name)
      convert(buffer.removeAll())
    } else if let forced = decoder.forced {
      encoding = TextDecoder.isUTF8(forced) ? "UTF-8" : forced
    }
    if mark?.encoding != "UTF-8", let nul = buffer.bytes.prefix(Self.lookahead).firstIndex(of: 0) {
      throw ArticleError(path: path, reason: .notText(offset: nul))
    }
  }

  /// Returns the name of an encoding in which an LF byte can be half of another character; nil for
  /// another encoding.
  private static func hidingLineEnds(_ name: String) -> String? {
    let capitals = name.uppercased()
    let others = ["UTF-8", "UTF8", "GB", "BIG5", "EUC", "SHIFT", "CP936", "CP950"]
    return others.contains(where: capitals.hasPrefix) ? nil : name
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
    if converter != nil || encoding == "UTF-8" {
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
  ///
  /// - Throws: `tooLarge` after skipping a line; `unreadable`, `undecodable`.
  private mutating func nextBytes() throws(ArticleError) -> [UInt8]? {
    while true {
      if let length = buffer.lineLength {
        number += 1
        return try line(ofLength: length)
      }
      if isAtEnd {
        if let failure = failure.take() {
          _ = buffer.removeAll()
          throw failure
        }
        if buffer.count == 0 { return nil }
        number += 1
        return try line(ofLength: buffer.count)
      }
      guard buffer.count <= decoder.maximumBytes else { try skipLongLine() }
      try fill()
    }
  }

  private mutating func line(ofLength length: Int) throws(ArticleError) -> [UInt8] {
    guard length <= decoder.maximumBytes else {
      buffer.skipLine(ofLength: length)
      throw tooLarge(length)
    }
    return buffer.removeLine(ofLength: length)
  }

  private mutating func fill() throws(ArticleError) {
    do throws(ArticleError) {
      guard converter != nil else {
        isAtEnd = try buffer.append(upTo: Self.chunkBytes, from: input) == 0
        if isAtEnd, input.isInterrupted { buffer.dropIncompleteLine() }
        return
      }
      var bytes: [UInt8] = []
      isAtEnd = try input.read(upTo: Self.chunkBytes, appendingTo: &bytes) == 0
      convert(bytes)
    } catch {
      isAtEnd = true
      _ = buffer.removeAll()
      throw error
    }
  }

  /// Appends bytes of the file in UTF-8. A malformed byte ends the file.
  private mutating func convert(_ bytes: [UInt8]) {
    guard let converter else { return }
    // Interrupted input may end within a character.
    let isInterrupted = isAtEnd && input.isInterrupted
    do throws(DecodingFailure) {
      try buffer.append(bytes, isLast: isAtEnd && !isInterrupted, by: converter)
      if isInterrupted { buffer.dropIncompleteLine() }
    } catch {
      isAtEnd = true
      failure = ArticleError(
        path: path, reason: .undecodable(encoding: error.encoding, offset: error.offset))
    }
  }

  /// Skips a line above the limit without keeping it in memory.
  ///
  /// - Throws: `tooLarge`, or an error of reading.
  private mutating func skipLongLine() throws(ArticleError) -> Never {
    number += 1
    var length = buffer.removeAll().count
    while !isAtEnd {
      try fill()
      if let end = buffer.lineLength {
        buffer.skipLine(ofLength: end)
        length += end
        break
      }
      length += buffer.removeAll().count
    }
    throw tooLarge(length)
  }

  private func tooLarge(_ length: Int) -> ArticleError {
    ArticleError(
      path: path, line: number, reason: .tooLarge(bytes: length, limit: decoder.maximumBytes))
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
