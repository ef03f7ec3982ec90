/// Tests whether bytes begin a mail, a mailbox or a page saved as MHTML.
enum MailSniffer {
  /// Fields that only messages have.
  private static let technicalFields: Set = [
    "mime-version", "message-id", "received", "return-path", "delivered-to", "content-type",
    "dkim-signature", "x-mailer", "references", "in-reply-to",
  ]
  private static let personalFields: Set = ["from", "to", "date", "subject", "cc", "reply-to"]
  private static let snapshotFields: Set = [
    "snapshot-content-location", "x-mimeole", "content-location",
  ]

  /// Returns true for a header with fields of both kinds, three or more together.
  static func isMessage(_ beginning: [UInt8]) -> Bool {
    let names = fieldNames(beginning)
    let technical = technicalFields.intersection(names).count
    let personal = personalFields.intersection(names).count
    return technical > 0 && personal > 0 && technical + personal > 2
  }

  /// Returns true for a line `From …` and a header.
  static func isMailbox(_ beginning: [UInt8]) -> Bool {
    let line = beginning.prefix { $0 != 0x0A && $0 != 0x0D }
    guard MailboxLine.isSeparator(Array(line)) else { return false }
    return !fieldNames(Array(beginning.dropFirst(line.count))).isEmpty
  }

  /// Returns true for a header of pages that browsers save.
  static func isSavedPage(_ beginning: [UInt8]) -> Bool {
    guard isMessage(beginning) else { return false }
    let header = HeaderFields(beginning[...])
    let type = ParameterizedValue(header.bytes("content-type") ?? [])
    return type.value == "multipart/related" && !snapshotFields.isDisjoint(with: header.names)
  }

  /// The names of the fields at the beginning, in lower case; empty unless all lines up to the
  /// first blank one are fields.
  private static func fieldNames(_ beginning: [UInt8]) -> [String] {
    var text = beginning[...].drop { $0 == 0x0A || $0 == 0x0D }
    // Nearly all other files show it by their first bytes.
    guard let first = text.first, 0x41...0x7A ~= first else { return [] }
    // The last line may be cut.
    if let last = text.lastIndex(of: 0x0A) { text = text[...last] }
    var names: [String] = []
    // The first line of most other files is no field, so the rest is not split.
    while !text.isEmpty {
      var line = text.prefix { $0 != 0x0A }
      text = text.dropFirst(line.count + 1)
      if line.last == 0x0D { line.removeLast() }
      guard let first = line.first else { break }
      if first == 0x20 || first == 0x09, !names.isEmpty { continue }
      guard let (name, _) = HeaderFields.field(line) else { return [] }
      names.append(name)
    }
    return names
  }
}
