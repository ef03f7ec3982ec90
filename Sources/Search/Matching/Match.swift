import InvertedIndex

/// Documents that satisfy a requirement, and what has been seen on the way to them.
struct Match {
  var documents: DocumentSet
  /// Of some terms where these documents stand in the postings, all that have the term.
  var places: [PostingPlaces] = []

  static var nothing: Match { Match(documents: .empty) }
}

extension [PostingPlaces] {
  /// Those of a term, if there are.
  func of(_ info: TermInfo) -> PostingPlaces? { first { $0.info == info } }
}
