/// The malformed sequences and NUL bytes that became U+FFFD.
public struct DecodingDamage: Sendable, Hashable, Codable {
  /// The number of the line in which a damaged record begins, from 1; nil when a whole file was
  /// decoded.
  public var line: Int?
  /// The offset of the first one in the file, or in the record.
  public internal(set) var offset: Int
  public let count: Int

  public init(line: Int? = nil, offset: Int, count: Int) {
    (self.line, self.offset, self.count) = (line, offset, count)
  }

  /// True unless so much is damaged that the encoding is certainly wrong: more than one sequence in
  /// twenty bytes.
  func isTolerable(inBytes byteCount: Int) -> Bool { count * 20 <= byteCount }
}

/// The reasons to doubt the encoding in which a text was decoded, and what another encoding would
/// change.
public struct DecodingDoubt: Sendable, Hashable, Codable {
  /// The encoding in which the text was decoded.
  public var encoding: String
  /// The confidence in the encoding, from 0 to 1. Below `threshold`, the encoding is doubtful.
  public var confidence: Double
  /// The encoding that the text declares, if that is not the one in which it was decoded.
  public var declared: String?
  /// The encoding that is likely otherwise, or that is declared; nil when there is none.
  public var other: String?
  /// The beginning of the text that is not ASCII.
  public var text: String
  /// The same bytes in the other encoding.
  public var otherText: String?

  /// The confidence below which the detected encoding is reported.
  public static let threshold = 0.6
}
