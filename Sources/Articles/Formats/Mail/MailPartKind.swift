/// The role of a part in its mail.
enum MailPartKind {
  /// The text of the message, or one form of it.
  case text
  case attachment(type: String)
  /// A further form of the text, or a part of it that no reader sees.
  case nothing

  init(_ part: MessageParts.Part) {
    let header = part.header
    var type = header.mediaType
    // RFC 2046: the parts of a digest are messages.
    if part.multiparts.last?.subtype == "digest", header.type.value.isEmpty {
      type = "message/rfc822"
    }
    let isText = type == "text/plain" || type == "text/html"
    let isAlternative = part.multiparts.contains { $0.subtype == "alternative" }
    let isAttached = header.disposition.value == "attachment"
    if isText, !isAttached, isAlternative || header.fileName == nil {
      self = Self.isRoot(part) ? .text : .nothing
    } else if isAlternative, !isAttached, header.fileName == nil, type.hasPrefix("text/") {
      self = .nothing
    } else {
      self = .attachment(type: type)
    }
  }

  /// False for a part of `multipart/related` that is not its root.
  private static func isRoot(_ part: MessageParts.Part) -> Bool {
    guard let related = part.multiparts.last(where: { $0.subtype == "related" }) else {
      return true
    }
    if let start = related.start { return part.header.fields.text("content-id") == start }
    return related.index == 1
  }
}
