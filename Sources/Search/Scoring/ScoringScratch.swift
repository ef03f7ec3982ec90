/// Scratch memory for scoring that is reused for the next query, because clearing new memory costs
/// more than a cheap query.
///
/// Each thread has its own scratch memory.
final class ScoringScratch {
  /// The accumulator and the candidates of one window of documents.
  struct Window {
    var batch = CandidateBatch()
    var scores = ScoreAccumulator()
  }

  private var idle: Window?

  /// Passes the window to `body`.
  func withWindow(_ body: (inout Window) -> Void) {
    // A local variable needs no exclusivity checks, unlike a property of a class.
    var window = idle.take() ?? Window()
    body(&window)
    idle = window
  }
}
