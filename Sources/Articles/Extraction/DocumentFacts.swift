import Calendar

/// The facts about an official document that its page prints: in a table at its head, below its
/// headline, or under its text. A page has no value rather than a wrong one.
struct DocumentFacts {
  /// A fact, and the line that prints it.
  struct Fact: Sendable, Equatable {
    let field: DocumentField
    let value: String
    let line: Int
    let reason: String
  }

  private(set) var facts: [Fact] = []

  private let page: PageFeatures
  private let states: [ZoneState]
  private let titleLine: Int?
  private let bodyStart: Int
  private let bodyEnd: Int

  /// The most lines between the title and a table above it.
  private static let maximumDistance = 60
  /// The most lines between the body and a table below it.
  private static let tailWindow = 14
  /// The least number of fields of such a table.
  private static let tailFields = 3
  /// The most lines between the body and a signature, such as attachments and contacts.
  private static let signatureWindow = 10
  /// A page with this number of different document numbers in tables is a list of documents.
  private static let maximumNumbers = 3

  init(_ page: PageFeatures, states: [ZoneState], title: String) {
    (self.page, self.states) = (page, states)
    titleLine = states.firstIndex(of: .title)
    bodyStart = states.firstIndex { $0 == .body || $0 == .opening } ?? states.count
    bodyEnd = states.lastIndex { $0 == .body || $0 == .opening } ?? titleLine ?? 0
    addTables(title)
    addNumber(title)
    addSignature(title)
    let order = DocumentField.allCases
    facts.sort {
      (order.firstIndex(of: $0.field) ?? 0) < (order.firstIndex(of: $1.field) ?? 0)
    }
  }

  private func has(_ field: DocumentField) -> Bool { facts.contains { $0.field == field } }

  // MARK: Tables

  /// True for a line in which a table of facts about the document can be.
  private func isPlace(_ i: Int) -> Bool {
    switch states[i] {
    case .before: (titleLine ?? i) - i <= Self.maximumDistance
    case .front, .lead, .summary, .subtitle, .opening: true
    case .insert: i < bodyEnd && i - bodyStart <= 8
    case .tail: i - bodyEnd <= Self.tailWindow
    case .title, .body, .comments: false
    }
  }

  private mutating func addTables(_ title: String) {
    var printed = page.tables.facts.filter { isPlace($0.line) }
    var counts: [Int: Set<DocumentField>] = [:]
    for fact in printed { counts[fact.table, default: []].insert(fact.field) }
    // A label or two below the text belong to a related document.
    printed.removeAll {
      states[$0.line] == .tail && (counts[$0.table]?.count ?? 0) < Self.tailFields
    }
    counts = counts.filter { table, _ in printed.contains { $0.table == table } }
    let best = counts.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }
    let numbers = Set(page.tables.facts.filter { $0.field == .number }.map(\.value.text))
    guard let (main, fields) = best, numbers.count < Self.maximumNumbers || fields.count > 3 else {
      return
    }
    for field in DocumentField.allCases {
      let candidates = printed.filter { $0.field == field }
      let best = candidates.min {
        ($0.table == main ? 0 : 1, $0.rank, $0.line) < ($1.table == main ? 0 : 1, $1.rank, $1.line)
      }
      guard let best else { continue }
      // The title is in the article.
      if field == .title, best.value.text == title { continue }
      facts.append(
        Fact(field: field, value: best.value.text, line: best.line, reason: "label"))
    }
  }

  // MARK: Numbers

  /// Adds the number that is a line of its own between title and body, or a part of the title.
  private mutating func addNumber(_ title: String) {
    guard !has(.number) else { return }
    let first = page.document.numbers.first { line, _ in
      switch states[line] {
      case .title, .subtitle, .front, .lead, .summary: true
      case .opening: line - (titleLine ?? line) <= 12
      case .before: (titleLine ?? line) - line <= 6
      default: false
      }
    }
    if let (line, number) = first {
      facts.append(
        Fact(field: .number, value: number.description, line: line, reason: "line of its own"))
    } else if let titleLine, title.unicodeScalars.contains("号"),
      let number = Self.number(inTitle: title)
    {
      facts.append(
        Fact(field: .number, value: number.description, line: titleLine, reason: "in the title"))
    }
  }

  /// Returns the number that a title begins or ends with: 关于…的通知（国发〔2023〕5号）. After 》 it is
  /// the number of another document.
  static func number(inTitle title: String) -> DocumentNumber? {
    let scalars = PrintedText.foldedLabels(title.unicodeScalars.prefix(200))
    if let last = scalars.last, DocumentNumber.isClosing(last) {
      var depth = 0
      for i in scalars.indices.reversed() {
        if DocumentNumber.isClosing(scalars[i]) { depth += 1 }
        if DocumentNumber.isOpening(scalars[i]) { depth -= 1 }
        guard depth == 0 else { continue }
        guard i > 6, scalars[..<i].last(where: { $0 != " " }) != "》" else { return nil }
        return DocumentNumber(folded: Array(scalars[i...]))
      }
    }
    guard let end = scalars.prefix(40).firstIndex(of: "号"), end + 1 < scalars.count,
      scalars[end + 1] == " " || scalars[end + 1] == "《"
    else { return nil }
    return DocumentNumber(folded: Array(scalars[...end]))
  }

  // MARK: Signatures

  /// Adds the office and the day under the text of an official document, and the day in brackets
  /// below its headline.
  private mutating func addSignature(_ title: String) {
    guard !has(.written) || !has(.issuer), isDocument(title) else { return }
    if let line = page.document.bracketedDays.first(where: {
      states[$0.line] != .title && $0.line < bodyStart + 2
    }) {
      add(.written, line.day.description, line.line, "in brackets below the title")
    }
    guard let signature = page.document.signatures.first(where: { isSignature($0.line) }) else {
      return
    }
    add(.written, signature.value.day.description, signature.line, "below the text")
    if !signature.value.office.isEmpty {
      add(.issuer, signature.value.office, signature.line, "below the text")
    }
  }

  private mutating func add(_ field: DocumentField, _ value: String, _ line: Int, _ reason: String)
  {
    guard !has(field) else { return }
    facts.append(Fact(field: field, value: value, line: line, reason: reason))
  }

  private func isSignature(_ line: Int) -> Bool {
    switch states[line] {
    case .opening, .body, .insert: return true
    case .tail: return line <= bodyEnd + Self.signatureWindow
    // An order is signed above the text that it publishes.
    case .front, .before: return (page.document.numbers.first?.line).map { $0 < line } ?? false
    default: return false
    }
  }

  private func isDocument(_ title: String) -> Bool {
    if facts.contains(where: { $0.field.isTypical }) { return true }
    return Self.isDocumentTitle(Array(title.unicodeScalars.prefix(200)))
  }

  /// True for the title of an official document: 国务院关于…的通知.
  static func isDocumentTitle(_ title: [Unicode.Scalar]) -> Bool {
    kinds.matchEnd(title.suffix(4)) != nil && about.occurs(in: title)
  }

  private static let about = LabelWords("关于 關於")

  /// The kinds of official documents, which end their titles.
  private static let kinds = LabelWords("的通知 的意见 的批复 的函 的公告 的通告 的决定 的通报 的命令 的复函 的请示 的意見")

  /// The facts as members of the article.
  var extras: [Extra] {
    facts.map { Extra(key: $0.field.rawValue, value: JSONText.quoted(Array($0.value.utf8)[...])) }
  }
}
