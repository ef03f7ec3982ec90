import Synchronization

extension Mutex where Value: ~Copyable {
  /// Appends the bytes that a closure reads under the lock, and returns their number. After an
  /// error, nothing is appended.
  func read(
    appendingTo bytes: inout [UInt8],
    _ body: (inout Value, inout [UInt8]) throws(ArticleError) -> Void
  ) throws(ArticleError) -> Int {
    let (result, read) = withLock { state in
      var read: [UInt8] = []
      do throws(ArticleError) {
        try body(&state, &read)
        return (Result<Void, ArticleError>.success(()), read)
      } catch {
        return (.failure(error), read)
      }
    }
    try result.get()
    bytes += read
    return read.count
  }
}
