import Synchronization

/// The bytes of a compressed stream for libarchive.
final class CompressedSource: Sendable {
  private struct State {
    var failure: ArticleError?
    var isInterrupted = false
  }

  private let stream: any ByteStream
  private let state = Mutex(State())

  init(_ stream: any ByteStream) { self.stream = stream }

  /// The error that ended the stream.
  var failure: ArticleError? { state.withLock { $0.failure } }

  /// True when the stream has ended early, because the task is cancelled.
  var isInterrupted: Bool { state.withLock { $0.isInterrupted } }

  /// Reads bytes, and returns their number; 0 at the end and after an error.
  func read(into target: UnsafeMutableRawBufferPointer) -> Int {
    var bytes: [UInt8] = []
    do throws(ArticleError) {
      _ = try stream.read(upTo: target.count, appendingTo: &bytes)
    } catch {
      state.withLock { $0.failure = error }
      return 0
    }
    if bytes.isEmpty, Task.isCancelled { state.withLock { $0.isInterrupted = true } }
    // Safe: a stream appends at most the bytes for which it is asked.
    unsafe target.copyBytes(from: bytes)
    return bytes.count
  }
}
