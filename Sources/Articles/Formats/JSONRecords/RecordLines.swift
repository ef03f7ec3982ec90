/// A reader of the lines of a record file, in UTF-8. It does not parse them.
///
/// A line ends at LF. Blank lines are skipped. A file in UTF-16, where an LF byte can be part of
/// another character, is decoded before it is cut. Without a byte order mark or a forced encoding,
/// the first line that is not ASCII decides the encoding of the file.
///
/// The memory is limited by the longest line that the decoder accepts. Longer lines are skipped.
public struct RecordLines: RecordSource, ~Copyable {
  private var input: RecordInput
  private var decoder: TextDecoder
  private var number = 0

  /// Opens a record file, standard input, or a member of an archive.
  ///
  /// - Throws: `unreadable`, `notRegularFile`, `notText`.
  public init(_ file: CorpusFile, decoder: TextDecoder) throws(ArticleError) {
    self.init(try RecordInput(file, decoder: decoder), decoder: decoder)
  }

  /// Reads the lines of an opened file.
  init(_ input: consuming RecordInput, decoder: TextDecoder) {
    self.input = input
    self.decoder = decoder
  }

  /// Returns the next non-blank line, or nil at the end, in amortized O(length of the line).
  ///
  /// Byte order marks at the beginning of a line are removed. Concatenated files have them.
  ///
  /// An error concerns one line, and the next call continues after it. After a failed read the next
  /// call returns nil.
  ///
  /// - Throws: `unreadable`, `tooLarge`, `undecodable`.
  public mutating func next() throws(ArticleError) -> RecordLine? {
    while let bytes = try nextBytes() {
      let line = bytes.first == Self.mark[0] ? Self.withoutMark(bytes) : bytes
      if line.contains(where: { $0 > 0x20 }) { return try decoded(line) }
    }
    return nil
  }

  public mutating func takeDoubt() -> DecodingDoubt? { input.takeDoubt() }

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private static func withoutMark(_ line: [UInt8]) -> [UInt8] {
    line.starts(with: mark) ? Array(line.dropFirst(mark.count)) : line
  }

  private mutating func decoded(_ bytes: [UInt8]) throws(ArticleError) -> RecordLine {
    if input.encoding == nil, bytes.contains(where: { $0 >= 0x80 }) {
      input.setEncoding("UTF-8")
      let validity = UTF8Validity(bytes)
      if validity.firstInvalid != nil, !validity.isMostlyValid,
        case .success(let found)? = EncodingDetector.decode(bytes)
      {
        input.setEncoding(found.encoding, doubt: found.doubt)
        decoder = try TextDecoder(
          forced: found.encoding, maximumBytes: input.maximumBytes)
      }
    }
    let encoding = input.encoding ?? "UTF-8"
    if input.isConverted || encoding == "UTF-8" {
      return try RecordLine(repairing: bytes, number: number, encoding: encoding, path: input.path)
    }
    do throws(ArticleError) {
      let text = try decoder.decode(bytes, path: input.path)
      var damage = text.damage
      damage?.line = number
      return RecordLine(
        bytes: text.utf8, number: number, encoding: encoding, ordinal: number, damage: damage)
    } catch {
      throw ArticleError(path: input.path, line: number, reason: error.reason)
    }
  }

  /// Returns the next line without its LF, or nil at the end.
  ///
  /// - Throws: `tooLarge` after skipping a line; `unreadable`, `undecodable`.
  private mutating func nextBytes() throws(ArticleError) -> [UInt8]? {
    while true {
      if let length = input.buffer.lineLength {
        number += 1
        return try line(ofLength: length)
      }
      if input.isAtEnd {
        if input.buffer.count == 0 { return nil }
        number += 1
        return try line(ofLength: input.buffer.count)
      }
      guard input.buffer.count <= decoder.maximumBytes else { try skipLongLine() }
      try input.fill()
    }
  }

  private mutating func line(ofLength length: Int) throws(ArticleError) -> [UInt8] {
    guard length <= decoder.maximumBytes else {
      input.buffer.skipLine(ofLength: length)
      throw tooLarge(length)
    }
    return input.buffer.removeLine(ofLength: length)
  }

  /// Skips a line above the limit without keeping it in memory.
  ///
  /// - Throws: `tooLarge`, or an error of reading.
  private mutating func skipLongLine() throws(ArticleError) -> Never {
    number += 1
    var length = input.buffer.removeAll().count
    while !input.isAtEnd {
      try input.fill()
      if let end = input.buffer.lineLength {
        input.buffer.skipLine(ofLength: end)
        length += end
        break
      }
      length += input.buffer.removeAll().count
    }
    throw tooLarge(length)
  }

  private func tooLarge(_ length: Int) -> ArticleError {
    ArticleError(
      path: input.path, line: number, reason: .tooLarge(bytes: length, limit: decoder.maximumBytes))
  }
}

/// One record of a file, in JSON: a line, or an element of an array.
public struct RecordLine: Sendable, CutRecord {
  /// The record in valid UTF-8, without the LF of its line.
  public let bytes: [UInt8]
  /// The number of its first line, from 1.
  public let number: Int
  /// Name of the file's encoding.
  public let encoding: String
  /// The number that identifies the record in its file: the number of its line if each record has
  /// a line of its own, otherwise the number of records up to it.
  let ordinal: Int
  /// The bytes that became U+FFFD; nil for an undamaged record.
  public let damage: DecodingDamage?

  fileprivate init(
    bytes: [UInt8], number: Int, encoding: String, ordinal: Int, damage: DecodingDamage?
  ) {
    (self.bytes, self.number, self.encoding) = (bytes, number, encoding)
    (self.ordinal, self.damage) = (ordinal, damage)
  }

  /// Creates a record of UTF-8. Few malformed sequences and NUL bytes become U+FFFD.
  ///
  /// - Parameters:
  ///   - encoding: name of the file's encoding.
  ///   - ordinal: the number that identifies the record; nil for the number of its line.
  ///   - path: path for errors.
  /// - Throws: `undecodable`, `notText`, `tooLarge`.
  public init(
    repairing bytes: [UInt8], number: Int, encoding: String = "UTF-8", ordinal: Int? = nil,
    path: String
  ) throws(ArticleError) {
    let text = try RecordText(repairing: bytes, line: number, encoding: encoding, path: path)
    self.init(
      bytes: text.bytes, number: number, encoding: encoding, ordinal: ordinal ?? number,
      damage: text.damage)
  }
}
