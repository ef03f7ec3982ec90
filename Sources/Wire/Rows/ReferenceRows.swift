public import Xunwen

/// The form of a bibliographic reference.
public enum ReferenceFormat: String, CaseIterable, Sendable {
  /// GB/T 7714-2015.
  case gbt7714
  /// BibTeX entries for biblatex.
  case bibtex
  /// RIS records.
  case ris
  /// CSL-JSON, an array of items.
  case json
  case text
}

/// A list of references as text, made one by one.
public struct ReferenceList {
  private let format: ReferenceFormat
  private var isEmpty = true

  /// An empty list.
  public init(_ format: ReferenceFormat) { self.format = format }

  /// The bytes of the next reference. Throws `EncodingError`.
  public mutating func bytes(of reference: Reference) throws -> [UInt8] {
    defer { isEmpty = false }
    switch format {
    case .gbt7714: return Array((reference.gbt7714 + "\n").utf8)
    case .bibtex: return Array(reference.bibTeX.utf8)
    case .ris: return Array(reference.ris.utf8)
    case .json:
      return Array((isEmpty ? "[\n" : ",\n").utf8)
        + (try JSONWriter.line(DataRow(reference)).dropLast())
    case .text: return Array((reference.text + "\n").utf8)
    }
  }

  /// The bytes after the last reference.
  public var end: [UInt8] {
    guard format == .json else { return [] }
    return Array((isEmpty ? "[]\n" : "\n]\n").utf8)
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
