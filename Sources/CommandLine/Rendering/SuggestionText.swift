import Xunwen

/// Suggestions beside the answer to a query.
enum SuggestionText {
  static func write(_ suggestions: [QuerySuggestion]) {
    for suggestion in suggestions {
      let articles = Decimal.count(suggestion.articles, "article")
      StandardError.write("did you mean: \(suggestion.query) (\(articles))\n")
    }
  }
}

/// A suggestion for programs.
struct SuggestionRow: Encodable {
  let type = "suggestion"
  let query: String
  let articles: Int

  init(_ suggestion: QuerySuggestion) {
    query = suggestion.query
    articles = suggestion.articles
  }
}
