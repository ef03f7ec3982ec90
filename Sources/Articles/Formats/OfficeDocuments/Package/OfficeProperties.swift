/// The properties of a document in Office Open XML, OpenDocument, EPUB or OFD, whose elements have
/// nearly the same names.
///
/// The title is often a template's or a program's, so it only supports a printed title. The day of
/// creation is not the day of publication.
struct OfficeProperties: Sendable {
  fileprivate(set) var title = ""
  fileprivate(set) var authors: [String] = []
  fileprivate(set) var keywords: [String] = []
  fileprivate(set) var created = ""
  /// The day of publication of a book, and its publisher.
  fileprivate(set) var date = ""
  fileprivate(set) var publisher = ""

  /// Reads the properties in a document, if it exists. Those before damage count.
  init(_ document: [UInt8]?) {
    guard let document else { return }
    let reader = PropertyReader()
    _ = XMLDocument.parse(document, into: reader)
    self = reader.properties
  }

  fileprivate init() {}

  /// Adds the properties to an article.
  func complete(_ article: inout Article) {
    article.tags = keywords
    article.add("author", authors.joined(separator: "、"))
    article.add("created", created)
  }
}

/// A reader of the elements of properties.
private final class PropertyReader: XMLHandler {
  private(set) var properties = OfficeProperties()

  private var path: [String] = []
  private var hasInitialAuthor = false
  private var value: [UInt8]?

  private static let maximumBytes = 4 << 10
  private static let maximumCount = 100

  func start(_ name: String, _ attributes: XMLAttributes) {
    path.append(name)
    // The days of changes are no days of publication.
    let isOther = name == "date" && ["modification", "creation"].contains(attributes["event"])
    value = Self.names.contains(name) && !isOther ? [] : nil
  }

  func text(_ bytes: [UInt8]) {
    if let count = value?.count, count < Self.maximumBytes { value? += bytes }
  }

  private static let names: Set = [
    "title", "creator", "initial-creator", "keywords", "keyword", "created", "creation-date",
    "date", "publisher", "subject", "Title", "Author", "Keyword", "CreationDate",
  ]

  func end(_ name: String) {
    path.removeLast(min(path.count, 1))
    guard let bytes = value else { return }
    value = nil
    let text = String(decoding: bytes.prefix(Self.maximumBytes), as: UTF8.self).foldingWhitespace()
    guard !text.isEmpty else { return }
    switch name {
    case "title", "Title": if properties.title.isEmpty { properties.title = text }
    case "initial-creator":
      // In OpenDocument, the creator is the last person who changed the document.
      properties.authors = [text]
      hasInitialAuthor = true
    case "creator" where !hasInitialAuthor, "Author": add(text, to: &properties.authors)
    case "keywords", "keyword", "Keyword":
      for tag in TagText.tags(in: Array(text.utf8)) { add(tag, to: &properties.keywords) }
    // The subjects of a book are its keywords; elsewhere, the subject is another title.
    case "subject" where path.contains("metadata"):
      add(text.cleanedName(), to: &properties.keywords)
    case "created", "creation-date", "CreationDate":
      if properties.created.isEmpty { properties.created = text }
    case "date": if properties.date.isEmpty { properties.date = text }
    case "publisher": if properties.publisher.isEmpty { properties.publisher = text }
    default: break
    }
  }

  private func add(_ text: String, to list: inout [String]) {
    if list.count < Self.maximumCount, !text.isEmpty, !list.contains(text) { list.append(text) }
  }
}

extension Article {
  /// Adds an extra, unless its value is empty.
  mutating func add(_ key: String, _ text: String) {
    if !text.isEmpty { extras.append(Extra(key: key, text: text)) }
  }
}
