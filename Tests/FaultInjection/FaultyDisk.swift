// A disk that fails when it is told to, and knows what a power cut would leave of it.
//
// It passes everything on to a real disk, where readers find it, and keeps account of what has been synced:
// `DiskJournal`. It is used from several threads, and so does everything under one lock.

public import Storage
import Synchronization
import TestSupport

/// Fails operations that change the disk, by number; loses power; is full.
///
///     let disk = FaultyDisk(fault: Fault(.crash, at: 7))
///     let directory = IndexDirectory(path, disk: disk)
///     …                                    // the 8th call throws, and all after it
///     disk.cutPower(seed: 1)               // the folder as it might be found
///
/// Counted are open, write, truncate, sync, rename, link, unlink, mkdir. All directories are taken for synced
/// as they are first met; from then on nothing else may change them.
public final class FaultyDisk: Disk {
  private let base: any Disk
  private let state: Mutex<State>

  private struct State {
    var fault: Fault?
    var operationCount = 0
    var failureCount = 0
    var journal: DiskJournal

    /// Counts an operation, and throws if it is to fail.
    mutating func count(
      _ operation: String, _ path: String, isWrite: Bool = false
    ) throws(StorageError) {
      if let fault, fault.kind == .shortWrite, !isWrite { return }
      let number = operationCount
      operationCount += 1
      guard let fault, number == fault.operation || (fault.isLasting && number > fault.operation)
      else { return }
      failureCount += 1
      throw .io(path: path, operation: operation, errno: fault.code)
    }
  }

  /// - Parameters:
  ///   - base: the disk underneath; if none is given, the system's, without waiting for it.
  ///   - freeSpace: bytes that files may grow by, all together; removing files gives back theirs.
  public init(
    over base: (any Disk)? = nil, fault: Fault? = nil, freeSpace: Int? = nil
  ) {
    self.base = base ?? UnsyncedDisk()
    state = Mutex(State(fault: fault, journal: DiskJournal(freeSpace: freeSpace)))
  }

  /// Operations so far, of those that the fault may hit.
  public var operationCount: Int { state.withLock { $0.operationCount } }

  /// Whether an operation has failed.
  public var hasFailed: Bool { state.withLock { $0.failureCount > 0 } }

  /// Takes another fault, whose operations count from now on; none, and the disk is sound.
  public func setFault(_ fault: Fault?) {
    state.withLock {
      $0.fault = fault
      $0.operationCount = 0
    }
  }

  /// Makes the directories what they might be after power was lost now: see `PowerCut`.
  ///
  /// Can be repeated with other seeds, which all start from the same moment. Whoever had files open must have
  /// let go of them, as a dead process would; what was done to the directories behind the disk's back since is
  /// undone too.
  public func cutPower(seed: UInt64) throws(StorageError) {
    try attempt { state throws(StorageError) in
      state.fault = Fault(.crash, at: 0)
      var random = SplitMix64(seed: seed)
      try PowerCut.apply(to: state.journal, using: &random)
    }
  }

  // MARK: - Disk

  public func open(
    _ path: String, _ contents: OpenedContents
  ) throws(StorageError) -> any WritableFile {
    try attempt { state throws(StorageError) in
      let known = state.journal.file(at: path)
      try state.count("open", path)
      if let known, contents == .emptied { try state.journal.willDrop(known) }
      let file = try base.open(path, contents)
      let number: Int
      if let known { number = known } else { number = try state.journal.created(path) }
      if contents == .emptied { state.journal.dropped(number) }
      state.journal.opened(number)
      return FaultyFile(file, number: number, path: path, disk: self)
    }
  }

  public func rename(_ path: String, to newPath: String) throws(StorageError) {
    try attempt { state throws(StorageError) in
      state.journal.prepare(path, newPath)
      try state.count("rename", path)
      try base.rename(path, to: newPath)
      state.journal.renamed(path, to: newPath)
    }
  }

  public func link(_ path: String, to newPath: String) throws(StorageError) {
    try attempt { state throws(StorageError) in
      state.journal.prepare(path, newPath)
      try state.count("link", path)
      try base.link(path, to: newPath)
      state.journal.linked(path, to: newPath)
    }
  }

  public func unlink(_ path: String) throws(StorageError) {
    try attempt { state throws(StorageError) in
      state.journal.prepare(path)
      try state.count("unlink", path)
      try base.unlink(path)
      state.journal.unlinked(path)
    }
  }

  public func makeDirectory(_ path: String) throws(StorageError) {
    try attempt { state throws(StorageError) in
      state.journal.prepare(path)
      try state.count("mkdir", path)
      try base.makeDirectory(path)
      state.journal.madeDirectory(path)
    }
  }

  public func syncDirectory(_ path: String) throws(StorageError) {
    try attempt { state throws(StorageError) in
      state.journal.prepare("\(path)/")
      try state.count("fsync", path)
      try base.syncDirectory(path)
      state.journal.syncedDirectory(path)
    }
  }

  // MARK: - Open files

  func write(
    _ bytes: [UInt8], at offset: Int, of file: FaultyFile
  ) throws(StorageError) {
    try attempt { state throws(StorageError) in
      var count = bytes.count
      var failure: StorageError?
      do throws(StorageError) {
        try state.count("write", file.path, isWrite: true)
        count = state.journal.fitting(bytes.count, at: offset, of: file.number)
        if count < bytes.count {
          state.failureCount += 1
          failure = .io(path: file.path, operation: "write", errno: noSpaceCode)
        }
      } catch {
        let isPartial = state.fault?.kind == .shortWrite || state.fault?.kind == .crash
        count = isPartial && state.failureCount == 1 ? bytes.count / 2 : 0
        failure = error
      }
      if count > 0 {
        try state.journal.willWrite(at: offset, of: file.number)
        let part = Array(bytes.prefix(count))
        // Safe: bytes have no padding.
        try file.base.write(unsafe part.span.bytes, at: offset)
        state.journal.wrote(offset..<offset + count, of: file.number)
      }
      if let failure { throw failure }
    }
  }

  func truncate(_ file: FaultyFile) throws(StorageError) {
    try attempt { state throws(StorageError) in
      try state.count("ftruncate", file.path)
      try state.journal.willDrop(file.number)
      try file.base.truncate()
      state.journal.dropped(file.number)
    }
  }

  func sync(_ file: FaultyFile) throws(StorageError) {
    try attempt { state throws(StorageError) in
      try state.count("fsync", file.path)
      try file.base.sync()
      state.journal.synced(file.number)
    }
  }

  func closed(_ number: Int) {
    state.withLock { $0.journal.closed(number) }
  }

  /// Runs one operation alone.
  private func attempt<Value: Sendable>(
    _ operation: (inout State) throws(StorageError) -> Value
  ) throws(StorageError) -> Value {
    try state.withLock { state throws(StorageError) in try operation(&state) }
  }
}
