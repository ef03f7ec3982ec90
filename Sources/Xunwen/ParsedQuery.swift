import Articles
import Calendar
import Search

/// A parsed query, before it is planned on a commit.
struct ParsedQuery: Sendable {
  let tree: Query
  /// The tree with the names of sources and tags and the values of fields as written.
  let written: Query
  /// The malformed parts of a query that was parsed leniently.
  let mistakes: [QuerySyntaxError]
  /// The query without its mistakes; empty for a query that was not parsed.
  private let repaired: String
  /// The range of the whole query, in Unicode scalars.
  let range: Range<Int>
  private let fields: FieldCatalog

  /// - Parameter fields: the fields of the index.
  /// - Throws: `QuerySyntaxError`.
  init(
    _ text: String, _ scope: QueryScope, _ fields: FieldCatalog
  ) throws(QuerySyntaxError) {
    self.fields = fields
    range = 0..<text.unicodeScalars.count
    let tree: Query?
    if scope.isLenient {
      let lenient = LenientQuery(text, fields: fields, today: scope.today)
      (tree, mistakes, repaired) = (lenient.query, lenient.mistakes, lenient.repaired)
    } else {
      tree = try QueryParser.parse(text, fields: fields, today: scope.today)
      (mistakes, repaired) = ([], text)
    }
    guard let tree else {
      // The first mistake says more than "the query is empty".
      throw mistakes.first ?? QuerySyntaxError(message: "the query is empty", range: range)
    }
    written = tree
    self.tree = tree.renamed { $0.cleanedName() }
  }

  /// An unquoted clause. The text is not parsed.
  init(clause text: String) { self.init(text) { .text($0) } }

  /// A quoted phrase. The text is not parsed.
  init(phrase text: String) { self.init(text) { .phrase($0) } }

  /// A query that matches every article.
  static var everything: ParsedQuery { ParsedQuery("") { _ in .everything } }

  /// The query with its texts searched in the tail of articles also; nil when each names its zone.
  var includingTails: ParsedQuery? {
    tree.includingTails.map { ParsedQuery(tree: $0, of: self) }
  }

  private init(tree: Query, of query: ParsedQuery) {
    (self.tree, written) = (tree, tree)
    (mistakes, repaired, range) = (query.mistakes, query.repaired, query.range)
    fields = query.fields
  }

  private init(_ text: String, _ leaf: (QueryText) -> Query) {
    fields = FieldCatalog()
    range = 0..<text.unicodeScalars.count
    tree = leaf(QueryText(text: text, range: range))
    (written, mistakes, repaired) = (tree, [], "")
  }

  /// The hints at valid parts that the writer may have meant differently.
  var hints: [QueryHint] { QueryHint.all(for: repaired, fields: fields) }

  var nothingToLookUp: QuerySyntaxError { mistakes.first ?? .nothingToLookUp(in: range) }
}

extension QuerySyntaxError {
  /// - Parameter range: the range of the query, in Unicode scalars.
  static func nothingToLookUp(in range: Range<Int>) -> QuerySyntaxError {
    QuerySyntaxError(message: "nothing in the query can be looked up", range: range)
  }
}
