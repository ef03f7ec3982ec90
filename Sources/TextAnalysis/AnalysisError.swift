/// Why an analyzer could not be opened.
public enum AnalysisError: Error, Equatable, Sendable {
  /// An ICU function failed; `code` is its `UErrorCode` (ICU's `utypes.h` names them).
  case icu(function: String, code: Int32)
}
