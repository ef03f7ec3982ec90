import InvertedIndex

/// Documents that satisfy a requirement, and what has been seen on the way to them.
struct Match {
  var documents: DocumentSet
  /// By term, where these documents stand in its postings, all that have it; none beyond the last that is known.
  var places: [PostingPlaces?] = []

  static var nothing: Match { Match(documents: .empty) }
}

extension [PostingPlaces?] {
  /// Those of a term, if they are known.
  func of(_ term: Int) -> PostingPlaces? { term < count ? self[term] : nil }
}
