import CICU

/// Tells GB18030 from Big5, and both from anything else, for bytes that are not UTF-8.
///
/// Both encodings are tried strictly on a sample; the one whose text has more of the characters
/// that make up most Chinese prose is right. In Chinese text they are two thirds of all Han
/// characters; in text read in the wrong encoding, one in thirty. That also works on a headline of
/// ten characters, where ICU's detector is close to guessing; ICU is asked only when neither
/// encoding gives Chinese, and believed only when it is sure.
enum EncodingDetector {
  /// Below this share of frequent characters among the non-ASCII ones, text is not taken for
  /// Chinese.
  private static let minimumShare = 0.15
  /// Confidence (of 100) at which ICU is believed about another encoding.
  private static let minimumConfidence = 60
  /// Bytes from the first that is not ASCII; ICU's detector needs no more, and its time grows with
  /// the length.
  private static let sampleBytes = 64 << 10

  /// The decoded text, where the likely encoding breaks off, or nil when no encoding is likely.
  ///
  /// - Complexity: O(n).
  static func decode(_ bytes: [UInt8]) -> Result<DecodedText, DecodingFailure>? {
    // All before it is ASCII, so that the sample begins with a whole character in each of the
    // encodings.
    let start = bytes.firstIndex { $0 >= 0x80 } ?? 0
    let sample = Array(bytes[start...].prefix(sampleBytes))
    var candidates = ["GB18030", "Big5"].map { (name: $0, share: share(of: sample, in: $0)) }
      .filter { $0.share >= minimumShare }
      .sorted { $0.share > $1.share }
    if candidates.isEmpty, let name = Match.best(sample, atLeast: minimumConfidence) {
      candidates = [(name, 0)]
    }
    var failure: DecodingFailure?
    for name in candidates.map(\.name) {
      switch CharsetConverter(name: name)?.utf8(bytes) {
      case .success(let text):
        return .success(DecodedText(utf8: text, encoding: name))
      case .failure(let malformed):
        failure = failure ?? DecodingFailure(encoding: name, offset: malformed.offset)
      case nil: break
      }
    }
    return failure.map { .failure($0) }
  }

  /// The share of frequent characters as far as the sample can be read, less what cannot be.
  private static func share(of sample: [UInt8], in name: String) -> Double {
    guard let converter = CharsetConverter(name: name) else { return 0 }
    switch converter.utf8(sample) {
    case .success(let text): return frequentShare(text)
    case .failure(let malformed):
      // The sample may end within a character.
      let readable = Array(sample.prefix(malformed.offset))
      guard case .success(let text)? = CharsetConverter(name: name)?.utf8(readable) else {
        return 0
      }
      return frequentShare(text) * Double(readable.count) / Double(sample.count)
    }
  }

  /// The share of frequent Chinese characters among the code points outside ASCII, punctuation left
  /// out.
  static func frequentShare(_ utf8: [UInt8]) -> Double {
    var count = 0
    var frequent = 0
    for scalar in String(decoding: utf8, as: UTF8.self).unicodeScalars where scalar.value >= 0x80 {
      // Punctuation and full-width forms are the same in both encodings' texts and say nothing.
      if 0x3000...0x303F ~= scalar.value || 0xFF00...0xFFEF ~= scalar.value
        || 0x2010...0x203F ~= scalar.value || scalar.value == 0xB7
      {
        continue
      }
      count += 1
      if FrequentCharacters.contains(scalar) { frequent += 1 }
    }
    return count == 0 ? 0 : Double(frequent) / Double(count)
  }
}

/// What ICU's detector says.
private enum Match {
  /// The name of the most likely multibyte encoding of East Asia, if it is likely enough.
  ///
  /// Single-byte encodings are left out: they allow any bytes, so that ICU finds them in every
  /// damaged file.
  static func best(_ bytes: [UInt8], atLeast minimum: Int) -> String? {
    let plausible = ["GB18030", "Big5", "EUC-JP", "EUC-KR", "Shift_JIS", "ISO-2022-CN"]
    var status: Int32 = 0
    guard let detector = unsafe cicu_ucsdet_open(&status) else { return nil }
    defer { unsafe cicu_ucsdet_close(detector) }
    // Safe: ICU keeps the pointer only until the detector is closed, inside the closure's caller;
    // the matches belong to the detector and their names are copied before it is closed.
    return unsafe bytes.withUnsafeBytes { bytes -> String? in
      unsafe cicu_ucsdet_setText(
        detector, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count),
        &status)
      var count: Int32 = 0
      guard let matches = unsafe cicu_ucsdet_detectAll(detector, &count, &status),
        !cicu_failed(status)
      else { return nil }
      for i in 0..<Int(count) {
        guard let match = unsafe matches[i], let name = unsafe cicu_ucsdet_getName(match, &status)
        else { continue }
        let confidence = unsafe Int(cicu_ucsdet_getConfidence(match, &status))
        let found = unsafe String(cString: name)
        if confidence >= minimum, plausible.contains(found) { return found }
      }
      return nil
    }
  }
}
