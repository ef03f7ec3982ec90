import Synchronization
import Xunwen

/// A commit of an index that the server answers from.
final class ServedCommit: Sendable {
  /// The name of the index.
  let name: String
  let archive: Archive
  /// The number of the commit.
  let generation: Int
  /// A hash of the dictionary, which changes answers as a commit does.
  let dictionaryHash: UInt64
  private let known = Mutex<ArchiveStatistics?>(nil)

  init(_ name: String, _ archive: Archive) {
    self.name = name
    self.archive = archive
    generation = archive.generation
    var hash = ContentHash()
    for word in archive.dictionary.flatMap({ $0.words + [""] }) { hash.add(word) }
    dictionaryHash = hash.value
  }

  /// The statistics, computed on the first call.
  func statistics() throws -> ArchiveStatistics {
    try known.withLock { known in
      if let known { return known }
      let computed = try archive.statistics
      known = computed
      return computed
    }
  }
}

/// An index with its newest commit and the commits before it that readers may still page through.
final class ServedIndex: Sendable {
  let name: String
  let path: String

  private struct State {
    /// The newest commit first; none before the first commit of an index that the server makes.
    var commits: [ServedCommit]
    /// When the newest commit was opened.
    var opened: ContinuousClock.Instant
    /// The time of change of the folder at the last look, and at the last two looks if it was the
    /// same: a change within the resolution of the clock has the time of the change before.
    var seen: Int64?
    var settled: Int64?
  }

  private let state: Mutex<State>
  /// The commits that stay open, with the newest one.
  private static let openCommits = 3
  /// How long an earlier commit stays open.
  private static let patience = Duration.seconds(600)

  /// Opens an index.
  ///
  /// - Parameter isMadeHere: true when the server makes the index if there is none.
  init(name: String, path: String, isMadeHere: Bool = false) throws {
    (self.name, self.path) = (name, path)
    var commits: [ServedCommit] = []
    do {
      commits = [ServedCommit(name, try Archive(at: path))]
    } catch XunwenError.noIndex where isMadeHere {}
    state = Mutex(State(commits: commits, opened: .now))
  }

  /// The newest commit; nil before the first one.
  var newest: ServedCommit? { state.withLock { $0.commits.first } }

  /// The commit with a number; nil when it is not open.
  func commit(_ generation: Int) -> ServedCommit? {
    state.withLock { $0.commits.first { $0.generation == generation } }
  }

  /// Opens a newer commit or dictionary if there is one, and closes commits that are too old.
  ///
  /// - Returns: true when the answers may differ from now on.
  /// - Throws: the error of the newest commit. The index then keeps its commit.
  @discardableResult
  func follow() throws -> Bool {
    let now = ContinuousClock.now
    state.withLock { state in
      if now - state.opened > Self.patience { state.commits = Array(state.commits.prefix(1)) }
    }
    // A commit and a change of the dictionary rename a file, which changes the folder.
    guard let changed = try modified(), state.withLock({ $0.settled != changed }) else {
      return false
    }
    guard let commit = try open() else { return false }
    return state.withLock { state in
      state.settled = state.seen == changed ? changed : nil
      state.seen = changed
      if let newest = state.commits.first,
        (commit.generation, commit.dictionaryHash) == (newest.generation, newest.dictionaryHash)
      {
        return false
      }
      state.commits.removeAll { $0.generation == commit.generation }
      state.commits = Array(([commit] + state.commits).prefix(Self.openCommits))
      state.opened = now
      return true
    }
  }

  /// The time of change of the folder; nil when there is neither a folder nor a commit.
  private func modified() throws -> Int64? {
    if newest != nil { return try FileSystem.facts(of: path).modified }
    return try FileSystem.factsIfExists(of: path)?.modified
  }

  /// Opens the newest commit; nil before the first one.
  private func open() throws -> ServedCommit? {
    do {
      return ServedCommit(name, try Archive(at: path))
    } catch XunwenError.noIndex where newest == nil {
      return nil
    }
  }
}
