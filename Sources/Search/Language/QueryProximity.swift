// Operands that stand together: `养老 NEAR/5 服务`, `养老 /s 服务`.
//
// A distance counts positions, as the index does: a Chinese character is one, a word or number of another script
// is one, and so is a run of punctuation, whichever marks it consists of. White space is none. What stands
// together stands in the headline, or in the body, or in the tail.

/// Operands that have to stand together.
public struct QueryProximity: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// In any order, without overlapping, with so many positions between them at most, in all.
    case near(Int)
    /// The same in the order in which they are written.
    case ordered(Int)
    /// In one sentence; they may overlap.
    case sentence
    /// In one paragraph; they may overlap.
    case paragraph
  }

  public let kind: Kind
  /// Two or more, each looked for as it is written, or any of a group of `OR`.
  public let operands: [Query]
  /// Where they stand in the query string, in Unicode scalars.
  public let range: Range<Int>

  /// Of `NEAR` and `ADJ` without a number.
  static let usualDistance = 10
  static let maxDistance = 10_000
  /// Most operands: telling whether some in any order are near each other takes time that doubles with each.
  static let maxOperands = 8
}

extension QueryProximity.Kind: CustomStringConvertible {
  public var description: String {
    switch self {
    case .near(let distance): "near \(distance)"
    case .ordered(let distance): "adj \(distance)"
    case .sentence: "sentence"
    case .paragraph: "paragraph"
    }
  }
}
