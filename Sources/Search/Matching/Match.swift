import InvertedIndex

/// Documents that satisfy a requirement, and what has been seen on the way to them.
struct Match {
  var documents: DocumentSet
  /// By term, a cursor that remembers where these documents stand in its postings, all that have it; empty where
  /// none does.
  var cursors: [PostingsCursor?] = []

  static var nothing: Match { Match(documents: .empty) }
}

extension [PostingsCursor?] {
  /// That of a term, if there is one.
  func of(_ term: Int) -> PostingsCursor? { term < count ? self[term] : nil }
}
