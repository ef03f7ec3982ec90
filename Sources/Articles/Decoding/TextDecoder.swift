/// A strict decoder of text files to UTF-8 that detects the encoding unless one is forced, and
/// refuses texts above a limit.
///
/// Detection tries a byte order mark, then UTF-8, then `EncodingDetector`. UTF-16 is read only with
/// a byte order mark or when forced. A malformed byte is an error with its offset.
public struct TextDecoder: Sendable {
  /// ICU name of the forced encoding; nil to detect the encoding.
  let forced: String?
  /// The largest size of an article; see `ArticleLimits`.
  let maximumBytes: Int

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

  /// Decodes a whole file.
  ///
  /// - Parameter path: path for errors.
  /// - Throws: `tooLarge`, `empty`, `undecodable`; `notText` for a NUL byte or more than 1 %
  ///   control characters.
  /// - Complexity: O(n).
  public func decode(_ bytes: [UInt8], path: String) throws(ArticleError) -> DecodedText {
    func fail(_ reason: ArticleError.Reason) -> ArticleError {
      ArticleError(path: path, reason: reason)
    }
    func check(_ count: Int) throws(ArticleError) {
      guard count <= maximumBytes else {
        throw fail(.tooLarge(bytes: count, limit: maximumBytes))
      }
    }
    try check(bytes.count)
    let result: DecodedText
    switch decoded(bytes) {
    case .success(let text): result = text
    case .failure(let failure):
      // Nearly every binary format has NUL bytes, and damaged text has none.
      if !failure.encoding.hasPrefix("UTF-16"), let nul = bytes.firstIndex(of: 0) {
        throw fail(.notText(offset: nul))
      }
      throw fail(.undecodable(encoding: failure.encoding, offset: failure.offset))
    }
    try check(result.utf8.count)
    guard result.utf8.contains(where: { $0 > 0x20 }) else {
      throw fail(result.utf8.firstIndex(of: 0).map { .notText(offset: $0) } ?? .empty)
    }
    if let offset = Self.firstControl(in: result.utf8) { throw fail(.notText(offset: offset)) }
    return result
  }

  private func decoded(_ bytes: [UInt8]) -> Result<DecodedText, DecodingFailure> {
    if let mark = ByteOrderMark.of(bytes) {
      return Self.decoded(Array(bytes.dropFirst(mark.bytes.count)), mark.encoding).mapError {
        DecodingFailure(encoding: $0.encoding, offset: mark.bytes.count + $0.offset)
      }
    }
    if let forced { return Self.decoded(bytes, forced) }
    let validity = UTF8Validity(bytes)
    guard let firstInvalid = validity.firstInvalid else {
      return .success(DecodedText(utf8: bytes, encoding: "UTF-8"))
    }
    // Mostly valid UTF-8 is damaged UTF-8. No other encoding may claim it.
    if !validity.isMostlyValid, let found = EncodingDetector.decode(bytes) { return found }
    return .failure(DecodingFailure(encoding: "UTF-8", offset: firstInvalid))
  }

  private static func decoded(
    _ bytes: [UInt8], _ name: String
  ) -> Result<DecodedText, DecodingFailure> {
    guard isUTF8(name) else {
      return CharsetConverter(name: name)?.decode(bytes)
        ?? .failure(DecodingFailure(encoding: name, offset: 0))
    }
    if let offset = UTF8Validity.firstInvalid(in: bytes) {
      return .failure(DecodingFailure(encoding: "UTF-8", offset: offset))
    }
    return .success(DecodedText(utf8: bytes, encoding: "UTF-8"))
  }

  static func isUTF8(_ name: String) -> Bool { ["UTF-8", "UTF8"].contains(name.uppercased()) }

  /// Returns the offset of the first NUL, or of the first control character if more than 1 % of the
  /// bytes are control characters; nil for text.
  private static func firstControl(in text: [UInt8]) -> Int? {
    var first: Int?
    var count = 0
    for i in text.indices where text[i] < 0x20 || text[i] == 0x7F {
      if text[i] == 0 { return i }
      // Tab, line feed, vertical tab, form feed and carriage return are white space.
      guard !(0x09...0x0D ~= text[i]) else { continue }
      count += 1
      first = first ?? i
    }
    return count * 100 > text.count ? first : nil
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
