import CICU

/// The versions that decide which terms a text has. An index stores them.
public enum AnalysisVersion {
  /// The version of normalization, units and terms. An index with another value must be rebuilt.
  public static let normalizer: UInt32 = 3

  /// The version of the running ICU, as in `72.1`. Another one may move words, which changes ranks.
  public static let icuVersion = dotted(cicu_u_getVersion())

  private static func dotted(_ packed: UInt32) -> String {
    var parts = [24, 16, 8, 0].map { packed >> $0 & 0xFF }
    while parts.count > 2, parts.last == 0 { parts.removeLast() }
    return parts.map { String($0) }.joined(separator: ".")
  }
}

/// An error that keeps an analyzer from opening.
public enum AnalysisError: Error, Equatable, Sendable {
  /// An ICU function failed; `code` is its `UErrorCode` (ICU's `utypes.h` names them).
  case icu(function: String, code: Int32)

  /// Returns the handle that an ICU function opened, or throws when it failed.
  static func opened(
    _ handle: OpaquePointer?, _ status: Int32, by function: String
  ) throws(AnalysisError) -> OpaquePointer {
    try check(status, function)
    guard let handle = unsafe handle else { throw .icu(function: function, code: status) }
    return unsafe handle
  }

  static func check(_ status: Int32, _ function: String) throws(AnalysisError) {
    if cicu_failed(status) { throw .icu(function: function, code: status) }
  }
}
