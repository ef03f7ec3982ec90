/// A decoder of text files to UTF-8 that detects the encoding unless one is forced, and refuses
/// texts above a limit.
///
/// Detection tries a byte order mark, UTF-16 without one, UTF-8, and `EncodingDetector`, which
/// prefers a declared encoding. A few malformed or NUL bytes become U+FFFD. Many are an error with
/// the offset of the first one, because the encoding is wrong, or the file is not text.
public struct TextDecoder: Sendable {
  /// ICU name of the forced encoding; nil to detect the encoding.
  let forced: String?
  /// The largest size of an article; see `ArticleLimits`.
  let maximumBytes: Int
  /// The encoding that the container of a text declares, such as a header of HTTP or MIME.
  private var containerCharset: String?

  /// Creates a decoder.
  ///
  /// - Parameters:
  ///   - forced: an ICU name (`GB18030`, `Big5`, `UTF-16LE` …), or nil to detect.
  ///   - maximumBytes: the largest size of an article; see `ArticleLimits`.
  /// - Throws: `unknownEncoding`.
  public init(
    forced: String?, maximumBytes: Int = ArticleLimits.defaultBytes
  ) throws(ArticleError) {
    if let forced, CharsetConverter(name: forced) == nil {
      throw ArticleError(path: "", reason: .unknownEncoding(name: forced))
    }
    self.forced = forced
    self.maximumBytes = min(maximumBytes, ArticleLimits.maximumBytes)
  }

  /// Returns a decoder of texts whose container declares their encoding. The declaration precedes
  /// the one in a text, as in browsers.
  public func declaring(_ charset: String?) -> TextDecoder {
    var decoder = self
    decoder.containerCharset = charset
    return decoder
  }

  /// Decodes a whole file.
  ///
  /// - Parameters:
  ///   - declared: the encoding that the text declares, if any. A declaration that the bytes
  ///     contradict is ignored.
  ///   - path: path for errors.
  /// - Throws: `tooLarge`, `empty`, `undecodable`; `notText` for more than 1 % control characters.
  /// - Complexity: O(n).
  public func decode(
    _ bytes: [UInt8], declared: String? = nil, path: String
  ) throws(ArticleError) -> DecodedText {
    func fail(_ reason: ArticleError.Reason) -> ArticleError {
      ArticleError(path: path, reason: reason)
    }
    func check(_ count: Int) throws(ArticleError) {
      guard count <= maximumBytes else {
        throw fail(.tooLarge(bytes: count, limit: maximumBytes))
      }
    }
    try check(bytes.count)
    var result: DecodedText
    let declarations = [containerCharset, declared].compactMap { $0.flatMap(CharsetName.canonical) }
    switch decoded(bytes, declared: declarations) {
    case .success(let text): result = Self.noting(declarations.first, in: text, of: bytes)
    case .failure(let failure):
      // Nearly every binary format has NUL bytes, and damaged text has few.
      if !failure.encoding.hasPrefix("UTF-16"), let nul = bytes.firstIndex(of: 0) {
        throw fail(.notText(offset: nul))
      }
      throw fail(.undecodable(encoding: failure.encoding, offset: failure.offset))
    }
    try check(result.utf8.count)
    guard result.utf8.contains(where: { $0 > 0x20 }) else {
      throw fail(result.utf8.firstIndex(of: 0).map { .notText(offset: $0) } ?? .empty)
    }
    let controls = Self.controls(in: result.utf8)
    if controls.count * 100 > result.utf8.count, let offset = controls.first {
      throw fail(.notText(offset: offset))
    }
    if controls.hasNUL {
      Self.replaceNULs(in: &result, of: bytes)
      try check(result.utf8.count)
    }
    return result
  }

  /// Notes a declared encoding that is not the one of a decoded text.
  private static func noting(
    _ declared: String?, in text: DecodedText, of bytes: [UInt8]
  ) -> DecodedText {
    guard let declared, declared.uppercased() != text.encoding.uppercased(),
      let start = bytes.firstIndex(where: { $0 >= 0x80 }), !text.encoding.hasPrefix("UTF-16")
    else { return text }
    var text = text
    let doubt = DecodingDoubt(
      text.encoding, confidence: text.doubt?.confidence ?? 1, declared: declared, other: declared,
      sample: bytes[start...])
    if doubt.text == doubt.otherText { return text }
    text.doubt = doubt
    return text
  }

  private func decoded(
    _ bytes: [UInt8], declared: [String]
  ) -> Result<DecodedText, DecodingFailure> {
    if let mark = ByteOrderMark.of(bytes) {
      let count = mark.bytes.count
      return Self.decoded(Array(bytes.dropFirst(count)), mark.encoding)
        .map {
          var text = $0
          text.damage.advance(by: count)
          return text
        }
        .mapError { DecodingFailure(encoding: $0.encoding, offset: count + $0.offset) }
    }
    if let forced { return Self.decoded(bytes, forced) }
    if let name = UTF16Detector.encoding(of: bytes) { return Self.decoded(bytes, name) }
    let validity = UTF8Validity(bytes)
    guard validity.firstInvalid != nil else {
      // Encodings of seven bits shift between ASCII and others by escape sequences.
      for name in declared where CharsetName.hasSevenBits(name) {
        if case .success(let text)? = CharsetConverter(name: name)?.decode(bytes) {
          return .success(text)
        }
      }
      return .success(DecodedText(utf8: bytes, encoding: "UTF-8"))
    }
    // Mostly valid UTF-8 is damaged UTF-8. No other encoding may claim it.
    if !validity.isMostlyValid,
      let found = EncodingDetector.decode(bytes, declared: declared.filter { $0 != "UTF-8" })
    {
      return found
    }
    return Self.decoded(bytes, "UTF-8")
  }

  private static func decoded(
    _ bytes: [UInt8], _ name: String
  ) -> Result<DecodedText, DecodingFailure> {
    guard isUTF8(name) else { return EncodingDetector.repaired(bytes, in: name) }
    guard UTF8Validity.firstInvalid(in: bytes) != nil else {
      return .success(DecodedText(utf8: bytes, encoding: "UTF-8"))
    }
    let text = UTF8Validity.repaired(bytes)
    if let damage = text.damage, !damage.isTolerable(inBytes: bytes.count) {
      return .failure(DecodingFailure(encoding: "UTF-8", offset: damage.offset))
    }
    return .success(text)
  }

  static func isUTF8(_ name: String) -> Bool { ["UTF-8", "UTF8"].contains(name.uppercased()) }

  /// Counts the control characters that are no white space.
  static func controls(
    in text: [UInt8]
  ) -> (count: Int, first: Int?, hasNUL: Bool) {
    var (count, first, hasNUL): (Int, Int?, Bool) = (0, nil, false)
    let span = text.span
    var at = ByteScan.control(in: span, from: 0)
    while at < span.count {
      // Tab, line feed, vertical tab, form feed and carriage return are white space.
      if !(0x09...0x0D ~= span[at]) {
        count += 1
        first = first ?? at
        if span[at] == 0 { hasNUL = true }
      }
      at = ByteScan.control(in: span, from: at + 1)
    }
    return (count, first, hasNUL)
  }

  /// Replaces the NUL bytes of a decoded text by U+FFFD.
  ///
  /// - Parameter bytes: the bytes from which the text was decoded.
  static func replaceNULs(in text: inout DecodedText, of bytes: [UInt8]) {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count + 64)
    var count = 0
    for byte in text.utf8 {
      if byte == 0 {
        count += 1
        Unicode.append(0xFFFD, to: &result)
      } else {
        result.append(byte)
      }
    }
    text.utf8 = result
    text.damage.add(bytes.firstIndex(of: 0) ?? 0, count: count)
  }
}

/// A byte order mark at the beginning of a file.
struct ByteOrderMark {
  let encoding: String
  let bytes: [UInt8]

  private static let all = [
    ByteOrderMark(encoding: "UTF-8", bytes: [0xEF, 0xBB, 0xBF]),
    ByteOrderMark(encoding: "UTF-16LE", bytes: [0xFF, 0xFE]),
    ByteOrderMark(encoding: "UTF-16BE", bytes: [0xFE, 0xFF]),
  ]

  static func of(_ file: some Sequence<UInt8>) -> ByteOrderMark? {
    all.first { file.starts(with: $0.bytes) }
  }
}
