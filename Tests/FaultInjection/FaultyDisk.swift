public import Storage
import Synchronization
import TestSupport

/// A disk that can fail at a given operation, lose power, or be full.
///
///     let disk = FaultyDisk(fault: Fault(.crash, at: 7))
///     let directory = IndexDirectory(path, disk: disk)
///     …                                    // the 8th call and all later calls throw
///     disk.cutPower(seed: 1)               // a state of the folder that a power cut may leave
///
/// It passes all operations on to a real disk, where readers find the files, and records in a
/// `DiskJournal` which changes are synced. The counted operations are open, write, truncate, sync,
/// rename, link, unlink and mkdir. Each directory counts as synced when it is first used;
/// afterwards, only this disk may change it. Threads may share the disk: a lock serializes all
/// operations.
public final class FaultyDisk: Disk {
  private let base: any Disk
  private let state: Mutex<State>

  private struct State {
    var fault: Fault?
    var operationCount = 0
    var failureCount = 0
    var journal: DiskJournal

    /// Counts an operation, and throws when it must fail.
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
  ///   - base: the underlying disk; by default, the real disk without waiting for syncs.
  ///   - freeSpace: the number of bytes by which all files together may grow. Removing a file frees
  ///     its bytes.
  public init(
    over base: (any Disk)? = nil, fault: Fault? = nil, freeSpace: Int? = nil
  ) {
    self.base = base ?? UnsyncedDisk()
    state = Mutex(State(fault: fault, journal: DiskJournal(freeSpace: freeSpace)))
  }

  /// The number of operations so far that the fault can affect.
  public var operationCount: Int { state.withLock { $0.operationCount } }

  /// True when an operation has failed.
  public var hasFailed: Bool { state.withLock { $0.failureCount > 0 } }

  /// Replaces the fault and restarts the count of operations. Without a fault, no operation fails.
  public func setFault(_ fault: Fault?) {
    state.withLock {
      $0.fault = fault
      $0.operationCount = 0
    }
  }

  /// Changes the directories to a state that a power cut may leave: see `PowerCut`.
  ///
  /// Further calls with other seeds start from the same state, and also undo changes that did not
  /// go through this disk. All files must be closed, as they are after the end of a process.
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
      let file = try base.open(path, contents)
      let number: Int
      if let known, contents == .kept {
        number = known
      } else {
        // A file that begins empty is a new file in place of the old one.
        if known != nil { state.journal.unlinked(path) }
        number = try state.journal.created(path)
      }
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

  fileprivate func write(
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

  fileprivate func truncate(_ file: FaultyFile) throws(StorageError) {
    try attempt { state throws(StorageError) in
      try state.count("ftruncate", file.path)
      try state.journal.willDrop(file.number)
      try file.base.truncate()
      state.journal.dropped(file.number)
    }
  }

  fileprivate func sync(_ file: FaultyFile) throws(StorageError) {
    try attempt { state throws(StorageError) in
      try state.count("fsync", file.path)
      try file.base.sync()
      state.journal.synced(file.number)
    }
  }

  fileprivate func closed(_ number: Int) {
    state.withLock { $0.journal.closed(number) }
  }

  /// Runs an operation under the lock.
  private func attempt<Value: Sendable>(
    _ operation: (inout State) throws(StorageError) -> Value
  ) throws(StorageError) -> Value {
    try state.withLock { state throws(StorageError) in try operation(&state) }
  }
}

/// A file of a `FaultyDisk`.
private final class FaultyFile: WritableFile {
  let base: any WritableFile
  /// The number of the file in the journal.
  let number: Int
  let path: String
  private let disk: FaultyDisk

  init(_ base: any WritableFile, number: Int, path: String, disk: FaultyDisk) {
    self.base = base
    self.number = number
    self.path = path
    self.disk = disk
  }

  deinit { disk.closed(number) }

  func write(_ bytes: RawSpan, at offset: Int) throws(StorageError) {
    // Safe: the bytes are copied during the call.
    let bytes = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    try disk.write(bytes, at: offset, of: self)
  }

  func read(
    _ limit: Int, at offset: Int, appendingTo bytes: inout [UInt8]
  ) throws(StorageError) {
    try base.read(limit, at: offset, appendingTo: &bytes)
  }

  func truncate() throws(StorageError) {
    try disk.truncate(self)
  }

  func sync() throws(StorageError) {
    try disk.sync(self)
  }

  func hasOtherNames() throws(StorageError) -> Bool { try base.hasOtherNames() }

  func tryLock() throws(StorageError) -> Bool {
    try base.tryLock()
  }

  func unlock() { base.unlock() }
}
