import Synchronization

/// The bytes of the current member of a container.
final class MemberStream: ByteStream {
  /// The state that reading changes.
  private struct State {
    /// The bytes that were read to recognize the format, until they are used.
    var beginning: [UInt8] = []
    var hasBeginning = false
    /// The error after these bytes, until it is thrown.
    var failure: ArticleError?
    var isAtEnd = false
    var hasFailed = false
  }

  /// Appends up to some number of bytes to an array, and returns their number; 0 at the end.
  typealias Source = @Sendable (Int, inout [UInt8]) throws(ArticleError) -> Int

  /// Number of containers around the bytes.
  let depth: Int
  /// The innermost archive around the bytes; nil when there is none.
  let archive: OpenArchive?
  /// True when the bytes are the current member of `archive`, as they are in it.
  let isArchived: Bool
  private let source: Source
  private let state = Mutex(State())

  /// The current member of an archive.
  ///
  /// - Parameter path: path for errors.
  init(_ archive: OpenArchive, path: String) {
    (depth, self.archive, isArchived) = (archive.depth, archive, true)
    source = { count, bytes throws(ArticleError) in
      try archive.read(upTo: count, appendingTo: &bytes, path: path)
    }
  }

  /// The current member of a container in a file, which may be a member itself.
  ///
  /// - Parameter counts: false if the container does not count as one around the bytes.
  init(in file: CorpusFile, counts: Bool = true, source: @escaping Source) {
    let outer = file.stream as? MemberStream
    (depth, archive, isArchived) = (
      (outer?.depth ?? 0) + (counts ? 1 : 0), outer?.archive, false
    )
    self.source = source
  }

  /// True when an error was thrown.
  var hasFailed: Bool { state.withLock { $0.hasFailed } }

  /// Throws the error that ended `beginning`, unless it has been thrown.
  func checkBeginning() throws(ArticleError) {
    let failure = state.withLock { state in
      let failure = state.failure.take()
      if failure != nil { state.hasFailed = true }
      return failure
    }
    if let failure { throw failure }
  }

  private static let beginningBytes = 4 << 10

  /// The first 4 KiB, or fewer if the member is shorter or damaged. They are read again later.
  func beginning() -> [UInt8] {
    state.withLock { state in
      if state.hasBeginning { return state.beginning }
      state.hasBeginning = true
      do throws(ArticleError) {
        while state.beginning.count < Self.beginningBytes, !state.isAtEnd {
          let rest = Self.beginningBytes - state.beginning.count
          state.isAtEnd = try source(rest, &state.beginning) == 0
        }
      } catch {
        state.isAtEnd = true
        state.failure = error
      }
      return state.beginning
    }
  }

  func read(upTo count: Int, appendingTo bytes: inout [UInt8]) throws(ArticleError) -> Int {
    try state.read(appendingTo: &bytes) { state, read throws(ArticleError) in
      do throws(ArticleError) {
        try self.read(&state, upTo: count, appendingTo: &read)
      } catch {
        state.hasFailed = true
        state.isAtEnd = true
        throw error
      }
    }
  }

  private func read(
    _ state: inout State, upTo count: Int, appendingTo bytes: inout [UInt8]
  ) throws(ArticleError) {
    if !state.beginning.isEmpty {
      bytes += state.beginning.prefix(count)
      state.beginning.removeFirst(bytes.count)
      return
    }
    if let failure = state.failure.take() { throw failure }
    if state.isAtEnd { return }
    state.isAtEnd = try source(count, &bytes) == 0
  }
}
