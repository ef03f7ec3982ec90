public import Xunwen

/// The form of a bibliographic reference.
public enum ReferenceFormat: String, CaseIterable, Sendable {
  /// GB/T 7714-2015.
  case gbt7714
  /// BibTeX entries for biblatex.
  case bibtex
  /// CSL-JSON, one item on each line.
  case json
  case text

  /// The bytes of a reference, with the line break after it.
  ///
  /// - Throws: `EncodingError`.
  public func bytes(of reference: Reference) throws -> [UInt8] {
    switch self {
    case .gbt7714: Array((reference.gbt7714 + "\n").utf8)
    case .bibtex: Array(reference.bibTeX.utf8)
    case .json: try JSONLine().encode(DataRow(reference))
    case .text: Array((reference.text + "\n").utf8)
    }
  }
}

extension DataRow {
  /// An item of CSL-JSON (citation-style-language/schema, csl-data.json, version 1.0). Unknown
  /// members are left out, since the schema does not allow null.
  ///
  /// A newspaper is the container of the article; any other publisher is its author.
  fileprivate init(_ reference: Reference) {
    func value(_ date: CivilDate) -> FieldValue {
      let parts = [date.year, date.month, date.day].compactMap { $0 }.map(FieldValue.integer)
      return .object(["date-parts": .list([.list(parts)])])
    }
    var item: DataRow = [
      "id": .text(reference.id), "type": reference.isNewspaper ? "article-newspaper" : "webpage",
    ]
    if !reference.title.isEmpty { item = item.with(["title": .text(reference.title)]) }
    if reference.isNewspaper {
      item = item.with(["container-title": .text(reference.source)])
    } else if !reference.source.isEmpty {
      item = item.with(["author": .list([.object(["literal": .text(reference.source)])])])
    }
    if let published = reference.published { item = item.with(["issued": value(published.date)]) }
    if let accessed = reference.accessed { item = item.with(["accessed": value(accessed)]) }
    if !reference.url.isEmpty { item = item.with(["URL": .text(reference.url)]) }
    self = item
  }
}
