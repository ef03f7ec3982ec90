import Synchronization
import Wire
import Xunwen

/// The updates of an index from its folders: one at the start, then one after each burst of
/// changes. Updates run one after the other, in a task of their own.
final class FolderIndexer: Sendable {
  private struct Folder {
    let path: String
    var watch = FolderWatch.none
    /// The first and the last change that no update has read; nil without changes.
    var changes: (first: ContinuousClock.Instant, last: ContinuousClock.Instant)?
  }

  private struct State {
    var folders: [Folder]
    var report = IndexingReport()
    var options: IndexingOptions
    var areWatchesPrepared = false
    var started: ContinuousClock.Instant?
    var task: Task<Void, Never>?
    /// No update begins before.
    var earliest: ContinuousClock.Instant
    var isStopping = false
  }

  let index: ServedIndex
  private let isWatched: Bool
  private let state: Mutex<State>

  /// The time without a change after which a burst of changes is over.
  private static let quiet = Duration.seconds(1)
  /// An update begins after this time even if files change without a pause.
  private static let patience = Duration.seconds(15)
  /// The time until an update is tried again that another writer or an error has prevented.
  private static let lockedPause = Duration.seconds(2)
  private static let failedPause = Duration.seconds(60)

  init(_ index: ServedIndex, _ source: ServerOptions.IndexSource) {
    self.index = index
    isWatched = source.isWatched
    let now = ContinuousClock.now
    let past = now - Self.patience
    state = Mutex(
      State(
        folders: source.folders.map { Folder(path: $0, changes: (past, past)) },
        options: source.options, earliest: now))
  }

  /// Refuses a place where no index can be made, before the server answers.
  ///
  /// - Throws: `UnwritableIndex`; other errors of the index. Another writer's lock is no error.
  func checkPlace() throws {
    guard index.newest == nil else { return }
    do {
      _ = try ArchiveWriter(creatingAt: index.path)
    } catch StorageError.locked {
    } catch let error as StorageError {
      throw UnwritableIndex(index.path, error)
    }
  }

  /// The row of the API.
  var row: DataRow {
    let report = state.withLock { state in
      var report = state.report
      if let started = state.started { report.elapsed = ContinuousClock.now - started }
      report.watches = state.folders.map(\.watch.name)
      report.watchReasons = state.folders.compactMap(\.watch.reason)
      return report
    }
    return report.row(index: index.name, generation: index.newest?.generation)
  }

  /// Looks for changes, and begins an update when one is due. Calls do not overlap.
  func tick() {
    if isWatched, !state.withLock({ $0.areWatchesPrepared || $0.isStopping }) { prepareWatches() }
    let now = ContinuousClock.now
    state.withLock { state in
      let isUpdating = state.task != nil
      for number in state.folders.indices
      where state.folders[number].watch.hasChanged(isUpdating: isUpdating) {
        state.folders[number].changes = (state.folders[number].changes?.first ?? now, now)
        // The change may be the remedy.
        if state.report.state == .failed { state.earliest = now }
      }
      guard state.task == nil, !state.isStopping, now >= state.earliest,
        let due = state.folders.firstIndex(where: { Self.isDue($0, now) })
      else { return }
      state.folders[due].changes = nil
      begin(state.folders[due].path, &state)
    }
  }

  private static func isDue(_ folder: Folder, _ now: ContinuousClock.Instant) -> Bool {
    guard let (first, last) = folder.changes else { return false }
    if case .scans = folder.watch { return true }
    return now - last >= quiet || now - first >= patience
  }

  /// Watches the folders before the first update, so that no change is missed.
  private func prepareWatches() {
    let paths = state.withLock { $0.folders.map(\.path) }
    let watches = paths.map { FolderWatch($0, index: index.path) }
    for (path, watch) in zip(paths, watches) {
      if let reason = watch.reason {
        let seconds = Int(FolderWatch.interval.seconds)
        ServerMessages.write("\(path) is scanned every \(seconds) s: \(reason)")
      }
    }
    state.withLock { state in
      for (number, watch) in watches.enumerated() { state.folders[number].watch = watch }
      state.areWatchesPrepared = true
    }
  }

  private func begin(_ folder: String, _ state: inout State) {
    state.report.state = .indexing
    state.report.folder = FilePath.name(FileSystem.realPath(folder))
    state.report.progress = nil
    (state.report.failures, state.report.firstFailures) = (0, [])
    state.started = .now
    let options = state.options
    state.task = Task.detached { await self.update(folder, options) }
  }

  /// Cancels a running update, and waits until it has committed the articles that it has read.
  func stop() async {
    let task = state.withLock { state in
      state.isStopping = true
      return state.task
    }
    task?.cancel()
    await task?.value
  }

  private func update(_ folder: String, _ options: IndexingOptions) async {
    do {
      let summary = try await ArchiveWriter(creatingAt: index.path).update(
        from: .folder(folder), options: options
      ) { failure in
        ServerMessages.write("\(failure)")
        self.state.withLock { $0.report.add(failure, of: folder) }
      } onProgress: { progress in
        self.state.withLock { $0.report.progress = progress }
      }
      if let failure = summary.mergeFailure {
        ServerMessages.write("\(folder): segments could not be merged: \(failure)")
      }
      if summary.added + summary.changed + summary.removed > 0 || summary.isInterrupted {
        ServerMessages.write(Self.text(summary, folder))
      }
      // The time of an update that reads articles says nothing about the time of a scan.
      let isScan = summary.added + summary.changed == 0
      end(folder, .current, error: nil, scanTime: isScan ? summary.elapsed : .zero)
    } catch StorageError.locked(let path, let holder) {
      end(folder, .locked, error: "\(StorageError.locked(path: path, holder: holder))")
    } catch {
      end(folder, .failed, error: "\(error)")
    }
  }

  private static func text(_ summary: IndexingSummary, _ folder: String) -> String {
    let counts = [
      (summary.added, "added"), (summary.changed, "changed"), (summary.removed, "removed"),
    ]
    let parts = counts.filter { $0.0 > 0 }.map { "\(NumberText.grouped($0.0)) \($0.1)" }
    let failures = summary.failures > 0 ? [NumberText.count(summary.failures, "failure")] : []
    let interruption = summary.isInterrupted ? ["interrupted; the next start continues"] : []
    return "\(folder): " + (parts + failures + interruption).joined(separator: ", ")
  }

  private func end(
    _ folder: String, _ outcome: IndexingReport.State, error: String?, scanTime: Duration = .zero
  ) {
    // The commit can be searched when the report says so.
    do {
      try index.follow()
    } catch {
      ServerErrors.report(error, "index \(index.name)")
    }
    let isNew = state.withLock { state in
      let isNew = error != nil && error != state.report.error
      let now = ContinuousClock.now
      let elapsed = state.started.map { now - $0 } ?? .zero
      (state.report.state, state.report.error, state.report.elapsed) = (outcome, error, elapsed)
      (state.started, state.task) = (nil, nil)
      state.options.forgetsRules = outcome != .current && state.options.forgetsRules
      if let number = state.folders.firstIndex(where: { $0.path == folder }) {
        state.folders[number].watch.rest(after: scanTime)
        if outcome != .current { state.folders[number].changes = (now, now) }
      }
      switch outcome {
      case .locked: state.earliest = now + Self.lockedPause
      case .failed: state.earliest = now + Self.failedPause
      default: state.earliest = now
      }
      return isNew
    }
    if isNew, let error {
      let advice = outcome == .locked ? "; the update is tried again" : ""
      ServerMessages.write("\(folder): \(error)\(advice)")
    }
  }
}
