/// What a ranking term is in the texts that have it; more than one where it comes in several.
///
/// Each role has a weight of its own, see `RankingWeight`; those of all occurrences are added up.
public struct TermRoles: OptionSet, Sendable, Hashable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Two characters that are an ICU word.
  public static let wordGram = TermRoles(rawValue: 1)
  /// Two characters inside a longer word.
  public static let innerGram = TermRoles(rawValue: 2)
  /// Two characters, each of another word.
  public static let straddlingGram = TermRoles(rawValue: 4)
  /// A word of one character, or of three or more.
  public static let word = TermRoles(rawValue: 8)
  /// A word or number that is not Han.
  public static let token = TermRoles(rawValue: 16)
}
