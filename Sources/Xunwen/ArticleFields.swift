import Articles
import InvertedIndex
import Search

/// A reader of the values of fields in articles. The stored article alone decides them, so that a
/// check, a repair and a new declaration need no file.
struct ArticleFields: Sendable {
  private let fields: [String: IndexField]
  private let section: IndexField?
  private let url: IndexField?

  init(_ catalog: FieldCatalog = FieldCatalog()) {
    fields = Dictionary(catalog.all.map { ($0.name, $0) }) { first, _ in first }
    section = fields["section"]
    url = fields["url"]
  }

  /// The values of an article.
  struct Values {
    /// Each value once.
    fileprivate(set) var terms: [FieldTerm] = []
    /// The fields of which a value has another type, once for each such value.
    fileprivate(set) var misfits: [String] = []
  }

  /// Returns the values of an article.
  ///
  /// - Complexity: O(*n*) in the extras that are fields, beside a look-up for every extra.
  func values(of article: Article) -> Values {
    var values = Values()
    if article.extras.isEmpty, section == nil, url == nil { return values }
    var counts: [String: Int] = [:]
    var known: Set<FieldTerm.Identity> = []
    func add(_ text: String, _ field: IndexField) {
      let text = text.cleanedName()
      guard !text.isEmpty, counts[field.name, default: 0] < IndexField.valueCountLimit else {
        return
      }
      guard let term = FieldTerm(field, recorded: text) else {
        values.misfits.append(field.name)
        return
      }
      guard known.insert(term.identity).inserted else { return }
      counts[field.name, default: 0] += 1
      values.terms.append(term)
    }
    if let section { add(article.section, section) }
    if let url { add(article.url, url) }
    for extra in article.extras {
      guard let field = fields[extra.key] else { continue }
      for text in extra.texts(limit: IndexField.valueCountLimit) { add(text, field) }
    }
    return values
  }
}

extension FieldTerm {
  /// A value as it is written in an article; nil for a text of another type.
  ///
  /// - Parameter text: a cleaned name.
  fileprivate init?(_ field: IndexField, recorded text: String) {
    switch field.type {
    case .keyword, .documentNumber: self.init(field, text: text)
    case .number:
      guard let number = WrittenNumber.value(of: text) else { return nil }
      self.init(field, number: number)
    case .date:
      guard let date = CivilDateTime(recorded: text)?.date else { return nil }
      self.init(field, date: date.packed)
    }
  }
}
