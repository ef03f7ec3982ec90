/// Scratch memory for scoring, one for each thread. It is reused for the next query, because
/// clearing new memory costs more than a cheap query.
final class ScoringScratch {
  /// The memory for the documents of one window.
  struct Window {
    var batch = CandidateBatch()
    var accumulator = ScoreAccumulator()
  }

  private var idle: Window?

  func withWindow(_ body: (inout Window) -> Void) {
    // A local variable needs no exclusivity checks, unlike a property of a class.
    var window = idle.take() ?? Window()
    body(&window)
    idle = window
  }
}
