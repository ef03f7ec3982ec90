import CICU

/// The versions that decide which terms a text has. An index stores them.
public enum AnalysisVersion {
  /// The version of normalization, units, positions and the terms that matching needs.
  ///
  /// An index with another value must be rebuilt, because the same query would match other text.
  public static let normalizer: UInt32 = 2

  /// The version of the running ICU, as in `72.1`.
  ///
  /// Another version may move word boundaries, which changes ranks.
  public static let icuVersion = dotted(cicu_u_getVersion())

  /// The version of Unicode that the running ICU implements, as in `15.0`.
  ///
  /// A later version may analyze characters differently that the earlier one did not know.
  public static let unicodeVersion = dotted(cicu_u_getUnicodeVersion())

  private static func dotted(_ packed: UInt32) -> String {
    var parts = [24, 16, 8, 0].map { packed >> $0 & 0xFF }
    while parts.count > 2, parts.last == 0 { parts.removeLast() }
    return parts.map { String($0) }.joined(separator: ".")
  }
}
