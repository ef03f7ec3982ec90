/// A mail as an article: the subject is the title, and the sender is the source.
struct MailArticle: Sendable {
  let header: MessageHeader
  let texts: [MailText]

  /// - Throws: `empty`; the errors of `TextDecoder.decode` and of web pages.
  func article(
    id: String, path: String, _ decoder: TextDecoder
  ) throws(ArticleError) -> Article {
    let body = try body(path: path, decoder)
    var members: [RecordMember] = []
    func add(_ name: String, _ value: String?, _ field: RecordField? = nil) {
      guard let value, !value.isEmpty else { return }
      add(name, Array(value.utf8), field)
    }
    func add(_ name: String, _ value: [UInt8], _ field: RecordField?) {
      members.append(
        RecordMember(
          key: Array(name.utf8), role: field.map { FieldMap.Role(field: $0, rank: 0) },
          value: .text(value), range: 0..<value.count))
    }
    add("subject", header.text("subject"), .title)
    add("sender", header.bytes("from").flatMap { MailAddress.name(of: $0) }, .source)
    add("date", header.text("date").map(Self.withoutComments), .date)
    add("body", body.utf8, .text)
    for name in ["from", "to", "cc"] { add(name, header.text(name)) }
    add("message_id", header.text("message-id"))
    return try RecordArticle(members).article(
      defaultID: { id }, encoding: body.encoding,
      extra: { member in
        Extra(
          key: String(decoding: member.key, as: UTF8.self),
          value: JSONText.quoted((member.text ?? [])[...]))
      },
      { ArticleError(path: path, reason: $0) })
  }

  /// A comment such as `(中国标准时间)` may follow a time.
  private static func withoutComments(_ date: String) -> String {
    let plain = date.prefix { $0 != "(" }
    return String(plain.last == " " ? plain.dropLast() : plain)
  }

  /// A page is preferred to a plain text, unless it has less than half of its text.
  private static let smallestShare = 0.5

  /// The texts of the message, of which one form each is taken.
  private func body(path: String, _ decoder: TextDecoder) throws(ArticleError) -> DecodedText {
    var forms: [Form] = []
    var failure: ArticleError?
    for text in texts {
      do throws(ArticleError) {
        guard let decoded = try text.decoded(path: path, decoder) else { continue }
        if let alternative = text.alternative, let last = forms.last?.alternative,
          alternative == last
        {
          forms[forms.count - 1].add(decoded, isPage: text.isPage)
        } else {
          forms.append(Form(decoded, isPage: text.isPage, alternative: text.alternative))
        }
      } catch {
        failure = failure ?? error
      }
    }
    var chosen: [Form] = []
    for form in forms {
      if let last = chosen.last?.alternative, last.multipart == form.alternative?.multipart {
        if form.isBetter(than: chosen[chosen.count - 1]) { chosen[chosen.count - 1] = form }
      } else {
        chosen.append(form)
      }
    }
    if chosen.isEmpty, let failure { throw failure }
    var body = DecodedText(utf8: [], encoding: chosen.first?.encoding ?? "UTF-8")
    for form in chosen {
      if !body.utf8.isEmpty { body.utf8 += [0x0A, 0x0A] }
      body.utf8 += form.text
    }
    return body
  }

  /// A form of a text: one part of `multipart/alternative`, or a text without alternatives.
  private struct Form {
    private(set) var text: [UInt8]
    private(set) var isPage: Bool
    let encoding: String
    let alternative: (multipart: Int, part: Int)?

    init(_ text: DecodedText, isPage: Bool, alternative: (multipart: Int, part: Int)?) {
      (self.text, encoding) = (text.utf8, text.encoding)
      (self.isPage, self.alternative) = (isPage, alternative)
    }

    mutating func add(_ other: DecodedText, isPage: Bool) {
      text += [0x0A, 0x0A] + other.utf8
      self.isPage = self.isPage || isPage
    }

    private var weight: Double { Double(text.count { $0 > 0x20 }) }

    /// - Parameter earlier: a form with less precedence in the message.
    func isBetter(than earlier: Form) -> Bool {
      if isPage == earlier.isPage { return true }
      let (page, plain) = isPage ? (self, earlier) : (earlier, self)
      return isPage == (page.weight >= MailArticle.smallestShare * plain.weight)
    }
  }
}
