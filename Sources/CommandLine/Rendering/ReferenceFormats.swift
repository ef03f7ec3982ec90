import ArgumentParser
import Xunwen

/// The forms of a reference.
enum ReferenceFormat: String, CaseIterable, ExpressibleByArgument {
  case gbt7714, bibtex, json, text

  func write(_ reference: Reference, to output: StandardOutput) throws {
    switch self {
    case .gbt7714: try output.write(reference.gbt7714 + "\n")
    case .bibtex: try output.write(reference.bibTeX)
    case .json: try output.write(JSONLine().encode(ReferenceItem(reference)))
    case .text: try output.write(reference.text + "\n")
    }
  }
}

/// An item of CSL-JSON (citation-style-language/schema, csl-data.json, version 1.0): members that say nothing are left
/// out, since the schema knows no null.
struct ReferenceItem: Encodable {
  let id: String
  let type: String
  let title: String?
  let author: [Name]?
  let containerTitle: String?
  let issued: DateItem?
  let accessed: DateItem?
  let url: String?

  private enum CodingKeys: String, CodingKey {
    case id, type, title, author, issued, accessed
    case containerTitle = "container-title"
    case url = "URL"
  }

  /// An institution.
  struct Name: Encodable {
    let literal: String
  }

  struct DateItem: Encodable {
    /// One date: year, month, day, as far as they are known.
    let parts: [[Int]]

    private enum CodingKeys: String, CodingKey {
      case parts = "date-parts"
    }

    init(_ time: CivilDateTime) {
      let date = time.date
      parts = [[date.year, date.month, date.day].compactMap { $0 }]
    }
  }

  init(_ reference: Reference) {
    id = reference.id
    title = reference.title.isEmpty ? nil : reference.title
    // As in the other forms: a newspaper contains the article, any other publisher is responsible for it.
    let isInPaper = reference.isNewspaper
    type = isInPaper ? "article-newspaper" : "webpage"
    author = isInPaper || reference.source.isEmpty ? nil : [Name(literal: reference.source)]
    containerTitle = isInPaper ? reference.source : nil
    issued = reference.published.map(DateItem.init)
    accessed = reference.accessed.map(DateItem.init)
    url = reference.url.isEmpty ? nil : reference.url
  }
}
