/// A strict decoder of text files to UTF-8 that detects the encoding unless one is forced.
///
/// Detection tries a byte order mark, then UTF-8, then `EncodingDetector`. UTF-16 is read only with
/// a byte order mark or when forced. A malformed byte is an error with its offset.
public struct TextDecoder: Sendable {
  /// ICU name of the forced encoding; nil to detect the encoding.
  let forced: String?

  /// Creates a decoder.
  ///
  /// - Parameter forced: an ICU name (`GB18030`, `Big5`, `UTF-16LE` …), or nil to detect.
  /// - Throws: `unknownEncoding`.
  public init(forced: String?) throws(ArticleError) {
    if let forced, CharsetConverter(name: forced) == nil {
      throw ArticleError(path: "", reason: .unknownEncoding(name: forced))
    }
    self.forced = forced
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
    guard bytes.count <= ArticleLimits.maximumBytes else {
      throw fail(.tooLarge(bytes: bytes.count, limit: ArticleLimits.maximumBytes))
    }
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
    guard result.utf8.contains(where: { $0 > 0x20 }) else {
      throw fail(result.utf8.firstIndex(of: 0).map { .notText(offset: $0) } ?? .empty)
    }
    if let offset = Self.firstControl(in: result.utf8) { throw fail(.notText(offset: offset)) }
    return result
  }

  private func decoded(_ bytes: [UInt8]) -> Result<DecodedText, DecodingFailure> {
    switch ByteOrderMark(bytes) {
    case .utf8: return utf8(Array(bytes.dropFirst(3)), skipped: 3)
    case .utf16LittleEndian: return converted(Array(bytes.dropFirst(2)), "UTF-16LE", skipped: 2)
    case .utf16BigEndian: return converted(Array(bytes.dropFirst(2)), "UTF-16BE", skipped: 2)
    case nil: break
    }
    if let forced {
      return Self.isUTF8(forced) ? utf8(bytes, skipped: 0) : converted(bytes, forced, skipped: 0)
    }
    let validity = UTF8Validity(bytes)
    guard let firstInvalid = validity.firstInvalid else {
      return .success(DecodedText(utf8: bytes, encoding: "UTF-8"))
    }
    // Mostly valid UTF-8 is damaged UTF-8. No other encoding may claim it.
    if !validity.isMostlyValid, let found = EncodingDetector.decode(bytes) { return found }
    return .failure(DecodingFailure(encoding: "UTF-8", offset: firstInvalid))
  }

  private func utf8(_ bytes: [UInt8], skipped: Int) -> Result<DecodedText, DecodingFailure> {
    if let offset = UTF8Validity.firstInvalid(in: bytes) {
      return .failure(DecodingFailure(encoding: "UTF-8", offset: skipped + offset))
    }
    return .success(DecodedText(utf8: bytes, encoding: "UTF-8"))
  }

  private func converted(_ bytes: [UInt8], _ name: String, skipped: Int) -> Result<
    DecodedText, DecodingFailure
  > {
    switch CharsetConverter(name: name)?.utf8(bytes) {
    case .success(let text): .success(DecodedText(utf8: text, encoding: name))
    case .failure(let malformed):
      .failure(DecodingFailure(encoding: name, offset: skipped + malformed.offset))
    case nil: .failure(DecodingFailure(encoding: name, offset: 0))
    }
  }

  static func isUTF8(_ name: String) -> Bool {
    ["UTF-8", "UTF8"].contains(name.uppercased())
  }

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
enum ByteOrderMark {
  case utf8
  case utf16LittleEndian
  case utf16BigEndian

  init?(_ bytes: [UInt8]) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      self = .utf8
    } else if bytes.starts(with: [0xFF, 0xFE]) {
      self = .utf16LittleEndian
    } else if bytes.starts(with: [0xFE, 0xFF]) {
      self = .utf16BigEndian
    } else {
      return nil
    }
  }
}
