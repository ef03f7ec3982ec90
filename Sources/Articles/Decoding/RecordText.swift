/// The bytes of a record as valid UTF-8 without NUL bytes.
///
/// A malformed sequence and a NUL byte become U+FFFD, so that they do not cost the record. Many of
/// them mean that the record is in another encoding, or is no text.
struct RecordText {
  let bytes: [UInt8]
  /// The replaced bytes; nil for an undamaged record. Offsets count in the record.
  let damage: DecodingDamage?

  /// Repairs a record.
  ///
  /// - Parameters:
  ///   - line: the number of the record's first line.
  ///   - encoding: name of the file's encoding. Sequences that are malformed in another encoding
  ///     than UTF-8 are the byte 0xFF.
  ///   - path: path for errors.
  /// - Throws: `undecodable` or `notText` for more than one replacement in twenty bytes;
  ///   `tooLarge`.
  /// - Complexity: O(*n*); without a copy for an undamaged record.
  init(
    repairing bytes: [UInt8], line: Int, encoding: String, path: String
  ) throws(ArticleError) {
    let isMalformed = UTF8Validity.firstInvalid(in: bytes) != nil
    let nul = ByteScan.nul(in: bytes.span, from: 0)
    guard isMalformed || nul < bytes.count else {
      (self.bytes, damage) = (bytes, nil)
      return
    }
    func fail(_ reason: ArticleError.Reason) -> ArticleError {
      ArticleError(path: path, line: line, reason: reason)
    }
    var text =
      isMalformed
      ? UTF8Validity.repaired(bytes) : DecodedText(utf8: bytes, encoding: "UTF-8", damage: nil)
    if let damage = text.damage, !damage.isTolerable(inBytes: bytes.count) {
      throw fail(.undecodable(encoding: encoding, offset: damage.offset))
    }
    if nul < bytes.count { TextDecoder.replaceNULs(in: &text, of: bytes) }
    if let damage = text.damage, !damage.isTolerable(inBytes: bytes.count) {
      throw fail(.notText(offset: nul))
    }
    guard text.utf8.count <= ArticleLimits.maximumBytes else {
      throw fail(.tooLarge(bytes: text.utf8.count, limit: ArticleLimits.maximumBytes))
    }
    self.bytes = text.utf8
    var damage = text.damage
    damage?.line = line
    self.damage = damage
  }
}
