import CICU

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

  /// Throws when an ICU function failed.
  static func check(_ status: Int32, _ function: String) throws(AnalysisError) {
    if cicu_failed(status) { throw .icu(function: function, code: status) }
  }
}
