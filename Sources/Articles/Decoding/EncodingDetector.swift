import CICU

/// A detector of GB18030, Big5 and other East Asian encodings, for bytes that are not UTF-8.
///
/// A sample is decoded in GB18030 and in Big5. The right encoding gives a text with more frequent
/// characters: about two thirds of the Han characters of Chinese text are frequent, but only one in
/// thirty of wrongly decoded text. This works even for a title of ten characters, for which ICU's
/// detector is unreliable. ICU's detector is used when neither encoding gives Chinese text.
enum EncodingDetector {
  /// Minimum share of frequent characters among the characters that are not ASCII.
  private static let minimumShare = 0.15
  /// Minimum confidence of ICU's detector, out of 100.
  private static let minimumConfidence = 60
  /// Size of the sample in bytes, from the first byte that is not ASCII.
  private static let sampleBytes = 64 << 10

  /// Decodes a text in its most likely encoding.
  ///
  /// - Returns: nil when no encoding is likely.
  /// - Complexity: O(n).
  static func decode(_ bytes: [UInt8]) -> Result<DecodedText, DecodingFailure>? {
    // Only ASCII precedes the sample, so that it starts at a character in each encoding.
    let start = bytes.firstIndex { $0 >= 0x80 } ?? 0
    let sample = Array(bytes[start...].prefix(sampleBytes))
    var candidates = ["GB18030", "Big5"].map { (name: $0, share: share(of: sample, in: $0)) }
      .filter { $0.share >= minimumShare }
      .sorted { $0.share > $1.share }
    if candidates.isEmpty, let name = ICUDetector.best(sample, atLeast: minimumConfidence) {
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

  /// Returns the share of frequent characters in a decoded sample, times the share of the sample
  /// that is decodable.
  private static func share(of sample: [UInt8], in name: String) -> Double {
    guard let converter = CharsetConverter(name: name) else { return 0 }
    switch converter.utf8(sample) {
    case .success(let text): return frequentShare(text)
    case .failure(let malformed):
      // The sample can end within a character.
      let readable = Array(sample.prefix(malformed.offset))
      guard case .success(let text)? = CharsetConverter(name: name)?.utf8(readable) else {
        return 0
      }
      return frequentShare(text) * Double(readable.count) / Double(sample.count)
    }
  }

  /// Returns the share of frequent Chinese characters among the code points that are neither ASCII
  /// nor punctuation.
  static func frequentShare(_ utf8: [UInt8]) -> Double {
    var count = 0
    var frequent = 0
    for scalar in String(decoding: utf8, as: UTF8.self).unicodeScalars where scalar.value >= 0x80 {
      // Wrongly decoded text has punctuation and full-width forms, too.
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

/// Decoded text and its original encoding.
public struct DecodedText: Sendable, Equatable {
  public var utf8: [UInt8]
  public var encoding: String
}

/// The encoding that was tried and the offset of the first byte malformed in it.
struct DecodingFailure: Error {
  var encoding: String
  var offset: Int
}

/// ICU's charset detector.
private enum ICUDetector {
  /// Returns the name of the most likely East Asian multibyte encoding, or nil.
  ///
  /// Single-byte encodings are excluded: any bytes are valid in them, so ICU finds them in every
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
