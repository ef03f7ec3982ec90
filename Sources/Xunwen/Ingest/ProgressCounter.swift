import Synchronization

/// Adds up what all threads have read and tells the caller now and then.
final class ProgressCounter: Sendable {
  private struct State {
    var articles = 0
    var bytes = 0
    var told = 0
  }

  private let state = Mutex(State())
  private let totalBytes: Int
  private let tell: @Sendable (IndexingProgress) -> Void

  /// Bytes between two calls: a few hundred calls for a large archive.
  private static let step = 256 << 10

  init(totalBytes: Int, _ tell: @escaping @Sendable (IndexingProgress) -> Void) {
    self.totalBytes = totalBytes
    self.tell = tell
  }

  func add(articles: Int, bytes: Int) {
    state.withLock { state in
      state.articles += articles
      state.bytes += bytes
      if state.bytes - state.told >= Self.step { report(&state) }
    }
  }

  /// Tells the last state, whatever was told before.
  func finish() {
    state.withLock { report(&$0) }
  }

  /// Under the lock, so that what is told never goes back.
  private func report(_ state: inout State) {
    state.told = state.bytes
    tell(IndexingProgress(articles: state.articles, bytes: state.bytes, totalBytes: totalBytes))
  }
}
