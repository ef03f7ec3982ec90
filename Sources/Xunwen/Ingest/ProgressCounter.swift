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
    let progress: IndexingProgress? = state.withLock { state in
      state.articles += articles
      state.bytes += bytes
      guard state.bytes - state.told >= Self.step else { return nil }
      state.told = state.bytes
      return IndexingProgress(articles: state.articles, bytes: state.bytes, totalBytes: totalBytes)
    }
    if let progress { tell(progress) }
  }
}
