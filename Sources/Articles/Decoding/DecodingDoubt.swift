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
  private static let sampleCodePoints = 24

  /// - Parameters:
  ///   - sample: the bytes from the first one that is not ASCII.
  init(
    _ encoding: String, confidence: Double, declared: String? = nil, other: String? = nil,
    sample: some Collection<UInt8>
  ) {
    (self.encoding, self.confidence, self.declared) = (encoding, confidence, declared)
    self.other = other
    let bytes = Array(sample.prefix(4 * Self.sampleCodePoints))
    text = Self.beginning(of: bytes, in: encoding)
    otherText = other.map { Self.beginning(of: bytes, in: $0) }
  }

  private static func beginning(of bytes: [UInt8], in encoding: String) -> String {
    var text = bytes
    if !TextDecoder.isUTF8(encoding) {
      text = []
      CharsetConverter(name: encoding)?.convert(bytes, isLast: false, appendingTo: &text)
    }
    var scalars = String.UnicodeScalarView()
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars.prefix(sampleCodePoints) {
      // Markup is no part of the text.
      if scalar == "<" || scalar == "\n" { break }
      scalars.append(scalar.isWhiteSpace ? " " : scalar)
    }
    return String(scalars)
  }
}
