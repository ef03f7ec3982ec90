/// A message in a file of Outlook (`.msg`), as the header and the texts of a mail.
struct OutlookMessage {
  let header: MessageHeader
  let texts: [MailText]

  /// - Throws: `tooLarge`, `damagedDocument`, `unreadable`.
  init(
    _ properties: OutlookProperties, in file: CompoundFile, limit: Int
  ) throws(ArticleError) {
    header = try Self.header(properties)
    var texts: [MailText] = []
    func add(_ bytes: [UInt8], _ type: String, charset: String?) {
      let field = charset.map { "\(type); charset=\($0)" } ?? type
      texts.append(
        MailText(
          bytes: bytes, type: ParameterizedValue(Array(field.utf8)), mediaType: type,
          alternative: (0, texts.count)))
    }
    if let text = try properties.utf8(.text, limit: limit) {
      add(text, "text/plain", charset: "utf-8")
    }
    if let entry = properties.binary(.page) {
      let codePage = properties.integer(.pageCodePage) ?? 0
      add(
        try file.contents(of: entry, limit: limit), "text/html",
        charset: BinaryText.charset(ofCodePage: codePage))
    } else if let page = try properties.utf8(.page, limit: limit) {
      add(page, "text/html", charset: "utf-8")
    }
    self.texts = texts
  }

  private static func header(
    _ properties: OutlookProperties
  ) throws(ArticleError) -> MessageHeader {
    var lines = ""
    func add(_ name: String, _ value: String?) {
      if let value { lines += "\(name): \(value)\n" }
    }
    add("Subject", try properties.line(.subject))
    var address = try properties.line(.senderInternetAddress)
    if address == nil { address = try properties.line(.senderAddress) }
    add("From", Self.sender(name: try properties.line(.senderName), address: address))
    add("To", try properties.line(.receivers))
    add("Cc", try properties.line(.copyReceivers))
    add("Message-ID", try properties.line(.messageID))
    let time = properties.milliseconds(.submitted) ?? properties.milliseconds(.delivered)
    add("Date", time.map(String.init))
    return MessageHeader(Array(lines.utf8))
  }

  private static func sender(name: String?, address: String?) -> String? {
    guard let name else { return address }
    let quoted = "\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    // An address within Exchange is a path such as /O=EXAMPLE/CN=RECIPIENTS.
    guard let address, address.contains("@") else { return quoted }
    return "\(quoted) <\(address)>"
  }
}
