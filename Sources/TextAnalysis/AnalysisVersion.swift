import CICU

/// What an index must remember about the analysis that built it.
///
/// `normalizer` decides which strings match, so an index of another value must be rebuilt. Another ICU
/// may move word boundaries or know more characters: ranks can shift, and text in characters that the
/// older Unicode lacked may be read differently.
public enum AnalysisVersion {
  /// Counts changes to normalization, units, positions and the terms that matching needs.
  public static let normalizer: UInt32 = 2

  /// The version of the running ICU, as in `72.1`.
  public static let icuVersion = dotted(cicu_icuVersion())

  /// The version of Unicode that the running ICU implements, as in `15.0`.
  public static let unicodeVersion = dotted(cicu_unicodeVersion())

  private static func dotted(_ packed: UInt32) -> String {
    var parts = [24, 16, 8, 0].map { packed >> $0 & 0xFF }
    while parts.count > 2, parts.last == 0 { parts.removeLast() }
    return parts.map { String($0) }.joined(separator: ".")
  }
}
