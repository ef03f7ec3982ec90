/// Texts that have to stand together.
struct ProximityPlan {
  enum Kind {
    case near(Int)
    case ordered(Int)
    case sentence
    case paragraph
    /// In order, with so much between each and the next, and no punctuation.
    case pattern([Space])
  }

  /// Units between two pieces of a pattern.
  struct Space {
    let count: Int
    /// Or more of them.
    let isOpen: Bool
  }

  let kind: Kind
  /// The query's texts, by index; of each operand any.
  let operands: [[Int]]
  let zone: ExactPhrase.Zone
  /// Whether it is only asked for not to occur.
  let isExcluded: Bool
}

extension ProximityPlan.Kind {
  init(_ kind: QueryProximity.Kind) {
    switch kind {
    case .near(let distance): self = .near(distance)
    case .ordered(let distance): self = .ordered(distance)
    case .sentence: self = .sentence
    case .paragraph: self = .paragraph
    }
  }
}

extension QueryPattern {
  /// What is looked for, each with what lies between it and the one before.
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

/// A regular expression, and what documents with a match satisfy besides.
struct ExpressionPlan {
  let expression: String
  let zone: ExactPhrase.Zone
  /// nil where every document has to be looked into.
  let needs: Requirement?
  let isExcluded: Bool
}
