import Calendar
import TextAnalysis

/// A condition that documents must satisfy. Texts, terms, proximities and expressions are given by
/// their index in the plan.
enum Requirement: Sendable {
  /// The text occurs.
  case contains(Int)
  case all([Requirement])
  case any([Requirement])
  indirect case not(Requirement)
  /// One of the terms occurs.
  case anyTerm([Int])
  /// At least this many of the requirements are satisfied.
  case least(Int, [Requirement])
  /// The texts of the proximity occur near each other.
  case near(Int)
  /// The regular expression matches.
  case expression(Int)
  /// The stored text confirms the clause.
  case confirmed(Int)
  case id(String)
  /// Every document satisfies this.
  case none
  /// The source is one of these, or matches one of these patterns.
  case source([SourceName])
  case published(DateRange, UncertainDates)
  /// A value of a field passes.
  indirect case value(FieldCondition, UncertainDates)

  /// True when the requirement finds documents by itself. An exclusion only removes documents.
  var findsDocuments: Bool {
    switch self {
    case .not: false
    case .all(let requirements): requirements.contains(where: \.findsDocuments)
    case .any(let requirements), .least(_, let requirements):
      requirements.allSatisfy(\.findsDocuments)
    case .contains, .anyTerm, .source, .published, .value, .near, .expression, .confirmed, .id,
      .none:
      true
    }
  }

  /// True when only some of the requirements inside need to be satisfied.
  var hasBranches: Bool {
    switch self {
    case .any, .least: true
    case .all(let requirements): requirements.contains(where: \.hasBranches)
    default: false
    }
  }

  static func flattened(_ requirements: [Requirement]) -> [Requirement] {
    let isFlat = requirements.allSatisfy { if case .all = $0 { false } else { true } }
    if isFlat { return requirements }
    return requirements.flatMap { requirement in
      if case .all(let inner) = requirement { flattened(inner) } else { [requirement] }
    }
  }
}

/// An analyzed query, ready for execution on any segment of one commit.
struct QueryPlan: Sendable {
  let terms: [QueryTerm]
  let texts: [PhrasePlan]
  let proximities: [ProximityPlan]
  let expressions: [ExpressionPlan]
  let confirmations: [ConfirmationPlan]
  /// The requirement for a match of all clauses.
  let strict: Requirement
  /// The requirement for a partial match; nil when no clause may be dropped.
  let partial: LooseRequirement?
  /// The requirement for a match of any clause.
  let loose: LooseRequirement
  /// The requirement whose satisfied branches are marked in an article; nil when every text is
  /// marked.
  let marking: Requirement?
  let dictionaryUses: [DictionaryUse]

  /// The column requirements of a query whose only other requirement is that a document has one of
  /// the terms; nil for others.
  ///
  /// - Parameter terms: ascending.
  func filters(ofAny terms: [Int]) -> [Requirement]? {
    var filters = Requirement.flattened([strict])
    guard let index = filters.firstIndex(where: { !$0.isOfColumns }),
      case .contains(let text) = filters.remove(at: index),
      texts[text].sufficientTerms?.sorted() == terms,
      filters.allSatisfy(\.isOfColumns)
    else { return nil }
    return filters
  }
}

/// The requirements of a match of any clause: all of `must`, and one of the terms or alternatives.
struct LooseRequirement: Sendable {
  let must: [Requirement]
  let terms: [Int]
  let alternatives: [Requirement]

  var requirement: Requirement {
    let any = (terms.isEmpty ? [] : [.anyTerm(terms)]) + alternatives
    return .all(must + (any.isEmpty ? [] : [.any(any)]))
  }
}

/// Texts that must occur near each other.
struct ProximityPlan {
  enum Kind {
    case near(Int)
    case ordered(Int)
    case sentence
    case paragraph
    /// In order, with the given space between neighbours, and without punctuation.
    case pattern([Space])

    init(_ kind: QueryProximity.Kind) {
      switch kind {
      case .near(let distance): self = .near(distance)
      case .ordered(let distance): self = .ordered(distance)
      case .sentence: self = .sentence
      case .paragraph: self = .paragraph
      }
    }
  }

  /// The units between two pieces of a pattern: exactly `count`, or at least `count` when open.
  struct Space {
    let count: Int
    let isOpen: Bool
  }

  let kind: Kind
  /// For each operand, the indices of the texts that it may be.
  let operands: [[Int]]
  let zone: ExactPhrase.Zone
  let isExcluded: Bool
}

extension QueryPattern {
  /// The literals and globs, each with the space before it.
  var spacedElements: [(element: Element, space: ProximityPlan.Space)] {
    var result: [(element: Element, space: ProximityPlan.Space)] = []
    var space = ProximityPlan.Space(count: 0, isOpen: false)
    for element in elements {
      if case .units(let count, let isOpen) = element {
        space = .init(count: count, isOpen: isOpen)
      } else {
        result.append((element, space))
        space = .init(count: 0, isOpen: false)
      }
    }
    return result
  }
}

/// A regular expression, and the requirement that every document with a match satisfies.
struct ExpressionPlan: Sendable {
  let expression: String
  let zone: ExactPhrase.Zone
  let needs: Requirement?
  let isExcluded: Bool
}

/// A clause whose signs only the stored text decides, and the requirement that every document with
/// a match satisfies.
struct ConfirmationPlan: Sendable {
  /// A quotation or a proximity.
  let clause: Query
  let zone: ExactPhrase.Zone
  let needs: Requirement
}

/// A query that was parsed and planned once, for any number of searches of one commit.
public struct PlannedQuery: Sendable {
  /// The parsed query, as its match mode reads it.
  public let query: Query
  /// The scope for which the query was planned.
  public let scope: QueryScope
  let plan: QueryPlan

  /// The entries of the user's dictionary that the query uses, in its order.
  public var dictionaryUses: [DictionaryUse] { plan.dictionaryUses }

  /// True when the index only finds candidates, and the stored text of each decides.
  public var readsArticles: Bool { !plan.confirmations.isEmpty || !plan.expressions.isEmpty }
}

extension QueryScope {
  var filters: [Requirement] {
    var filters: [Requirement] = []
    if !sources.isEmpty { filters.append(.source(sources.map { SourceName($0) })) }
    if let dates { filters.append(.published(dates, uncertainDates)) }
    return filters
  }
}
