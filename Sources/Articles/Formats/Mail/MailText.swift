/// A text of a mail, or one of its forms.
struct MailText: Sendable {
  let bytes: [UInt8]
  let type: ParameterizedValue
  let mediaType: String
  /// The number of the outermost `multipart/alternative` around the text, and of its part that
  /// contains the text.
  let alternative: (multipart: Int, part: Int)?

  var isPage: Bool { mediaType == "text/html" }

  /// Returns the text in UTF-8 without markup; nil when it is blank.
  func decoded(path: String, _ decoder: TextDecoder) throws(ArticleError) -> DecodedText? {
    guard bytes.contains(where: { $0 > 0x20 }) else { return nil }
    let declared = isPage ? MarkupSniffer.declaredCharset(bytes) : nil
    var text = try decoder.declaring(type.charset)
      .decode(bytes, declared: declared, path: path)
    if isPage {
      guard let lines = MarkedPage.text(of: text.utf8) else {
        throw ArticleError(path: path, reason: .tooManyAttributes)
      }
      text.utf8 = lines
    } else if type.text("format")?.lowercased() == "flowed" {
      let deletesSpaces = type.text("delsp")?.lowercased() == "yes"
      text.utf8 = FlowedText.joined(text.utf8, deletingSpaces: deletesSpaces)
    }
    return Blanks.trimmed(text.utf8, 0..<text.utf8.count) == nil ? nil : text
  }
}
