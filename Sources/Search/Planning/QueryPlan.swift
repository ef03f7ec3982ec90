import Calendar
import TextAnalysis

/// What documents have to satisfy.
enum Requirement {
  /// Contain one of the query's texts, by index.
  case contains(Int)
  case all([Requirement])
  case any([Requirement])
  indirect case not(Requirement)
  /// Contain at least one of some terms of the query, by index.
  case anyTerm([Int])
  /// Satisfy so many of some.
  case least(Int, [Requirement])
  /// Have texts of the query together, by index of the proximity.
  case near(Int)
  /// Have a match of a regular expression, by index.
  case expression(Int)
  /// Have this id.
  case id(String)
  /// Nothing.
  case none
  /// Come from one of these publishers.
  case source([String])
  /// Be published on one of these days.
  case published(DateRange)
}

extension Requirement {
  /// Whether it finds documents by itself: exclusions only narrow what something else finds.
  var findsDocuments: Bool {
    switch self {
    case .not: false
    case .all(let requirements): requirements.contains(where: \.findsDocuments)
    case .any(let requirements): requirements.allSatisfy(\.findsDocuments)
    case .least(_, let requirements): requirements.allSatisfy(\.findsDocuments)
    case .contains, .anyTerm, .source, .published, .near, .expression, .id, .none: true
    }
  }

  /// The requirements, and instead of those that ask for all of some others these.
  static func flattened(_ requirements: [Requirement]) -> [Requirement] {
    let isFlat = requirements.allSatisfy { if case .all = $0 { false } else { true } }
    if isFlat { return requirements }
    return requirements.flatMap { requirement in
      if case .all(let inner) = requirement { flattened(inner) } else { [requirement] }
    }
  }
}

/// A query, analyzed and ready to be run on any segment.
struct QueryPlan {
  /// What is looked up: what scores, and what else documents are found by.
  let terms: [QueryTerm]
  /// What requirements ask for.
  let texts: [PhrasePlan]
  let proximities: [ProximityPlan]
  let expressions: [ExpressionPlan]
  /// What a document that matches satisfies.
  let strict: Requirement
  /// What a document that matches in part satisfies; nil when nothing of the query may be given up.
  let partial: LooseRequirement?
  /// What a document satisfies of which any clause may match.
  let loose: LooseRequirement
  /// What of the user's dictionary the query has, in its order.
  let dictionaryUses: [DictionaryUse]

  /// What a document that has a term has to satisfy besides, where it then matches, and none without the term; nil
  /// otherwise. It asks for columns only.
  func filters(of term: Int) -> [Requirement]? {
    var filters = Requirement.flattened([strict])
    guard let place = filters.firstIndex(where: { !$0.isOfColumns }),
      case .contains(let text) = filters.remove(at: place), texts[text].onlyTerm == term,
      filters.allSatisfy(\.isOfColumns)
    else { return nil }
    return filters
  }
}

/// Everything of some requirements, and any of some others.
struct LooseRequirement {
  let must: [Requirement]
  /// Terms, by index, one of which is enough.
  let terms: [Int]
  /// What else is enough.
  let alternatives: [Requirement]

  /// The same as one requirement.
  var requirement: Requirement {
    let any = (terms.isEmpty ? [] : [.anyTerm(terms)]) + alternatives
    return .all(must + (any.isEmpty ? [] : [.any(any)]))
  }
}
