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

/// Texts in the format `flowed` (RFC 3676), in which a space at the end of a line means that the
/// paragraph continues in the next one.
enum FlowedText {
  static func joined(_ text: [UInt8], deletingSpaces: Bool) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    /// The depth of quotation of the line that continues; nil after the end of a paragraph.
    var openDepth: Int?
    var isFirst = true
    for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
      var content = line.last == 0x0D ? line.dropLast() : line
      let depth = content.prefix { $0 == UInt8(ascii: ">") }.count
      content = content.dropFirst(depth)
      if content.first == 0x20 { content.removeFirst() }
      if openDepth != depth {
        if !isFirst { output.append(0x0A) }
        if depth > 0 {
          output += [UInt8](repeating: UInt8(ascii: ">"), count: depth)
          output.append(0x20)
        }
      }
      isFirst = false
      // The line before a signature ends with a space and is no part of a paragraph.
      let isSignature = content.elementsEqual([0x2D, 0x2D, 0x20])
      let continues = content.last == 0x20 && !isSignature
      output += continues && deletingSpaces ? content.dropLast() : content
      openDepth = continues ? depth : nil
    }
    return output
  }
}
