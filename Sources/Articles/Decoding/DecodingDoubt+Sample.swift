extension DecodingDoubt {
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
