/// Memory that scoring needs, kept from query to query: clearing it costs more than many a query.
///
/// Confined to one thread, like the analyzer beside it.
final class ScoringScratch {
  /// What is scored at a time.
  struct Window {
    var batch = CandidateBatch()
    var scores = ScoreAccumulator()
  }

  private var idle: Window?

  /// Lends the window to `body`.
  func withWindow(_ body: (inout Window) -> Void) {
    // Out of the object while it is used, so that no access to it is checked.
    var window = idle.take() ?? Window()
    body(&window)
    idle = window
  }
}
