import FaultInjection
import Storage
import TestSupport
import Testing

/// Tests of the simulated disk.
@Suite struct FaultyDiskTests {
  let temporary = TemporaryDirectory()

  private func write(
    _ bytes: [UInt8], at offset: Int = 0, to file: any WritableFile
  ) throws(StorageError) {
    // Safe: bytes have no padding.
    try file.write(unsafe bytes.span.bytes, at: offset)
  }

  private func make(
    _ name: String, _ bytes: [UInt8], on disk: FaultyDisk, isSynced: Bool
  ) throws(StorageError) {
    let file = try disk.open(temporary.path(of: name), .emptied)
    try write(bytes, to: file)
    if isSynced { try file.sync() }
  }

  /// The files in the directory and their bytes.
  private func contents() throws -> [String: [UInt8]] {
    let names = try IndexDirectory(temporary.path).list()
    return Dictionary(uniqueKeysWithValues: names.map { ($0, temporary.contents(of: $0)) })
  }

  /// All states that power cuts with different seeds leave.
  private func outcomes(_ disk: FaultyDisk, seeds: UInt64 = 300) throws -> Set<[String: [UInt8]]> {
    var outcomes: Set<[String: [UInt8]]> = []
    for seed in 0..<seeds {
      try disk.cutPower(seed: seed)
      outcomes.insert(try contents())
    }
    return outcomes
  }

  @Test func `one operation fails, or all from one on`() throws {
    for isLasting in [false, true] {
      let disk = FaultyDisk(fault: Fault(.noSpace, at: 2, isLasting: isLasting))
      let path = temporary.path(of: "a")
      let file = try disk.open(path, .emptied)
      try write([1], to: file)
      #expect(!disk.hasFailed)
      let failure = StorageError.io(path: path, operation: "write", errno: 28)
      #expect(capture { try write([2], at: 1, to: file) } == failure)
      #expect(disk.hasFailed && temporary.contents(of: "a") == [1])
      #expect((capture { try write([3], at: 1, to: file) } == failure) == isLasting)
      #expect((capture { try disk.unlink(path) } != nil) == isLasting)
      #expect(disk.operationCount == 5)
    }
  }

  @Test func `a short write writes half of its bytes`() throws {
    let disk = FaultyDisk(fault: Fault(.shortWrite, at: 1))
    let file = try disk.open(temporary.path(of: "a"), .emptied)
    try write([1, 2], to: file)
    try file.sync()
    #expect(capture { try write([3, 4, 5, 6], at: 2, to: file) } != nil)
    #expect(temporary.contents(of: "a") == [1, 2, 3, 4])
    try write([7], at: 4, to: file)
  }

  @Test func `no operation has an effect after a crash`() throws {
    let disk = FaultyDisk(fault: Fault(.crash, at: 2))
    let path = temporary.path(of: "a")
    let file = try disk.open(path, .emptied)
    try write([1, 2], to: file)
    #expect(capture { try write([3, 4], at: 2, to: file) } != nil)
    let operations: [() throws -> Void] = [
      { try write([5], to: file) }, { try file.sync() }, { try file.truncate() },
      { try disk.rename(path, to: path + "b") }, { try disk.link(path, to: path + "b") },
      { try disk.unlink(path) }, { try disk.makeDirectory(path + "b") },
      { try disk.syncDirectory(temporary.path) }, { _ = try disk.open(path, .emptied) },
    ]
    for operation in operations {
      guard case .io(_, _, errno: 5) = capture(operation) else {
        Issue.record("no error")
        continue
      }
    }
    #expect(try contents() == ["a": [1, 2, 3]])
  }

  @Test func `a full disk accepts no more bytes`() throws {
    let disk = FaultyDisk(freeSpace: 5)
    try make("a", [1, 2, 3], on: disk, isSynced: true)
    let file = try disk.open(temporary.path(of: "b"), .emptied)
    #expect(capture { try write([4, 5, 6], to: file) } != nil)
    #expect(temporary.contents(of: "b") == [4, 5])
    // Overwriting takes no space.
    try write([7, 7], to: file)
    #expect(capture { try write([8], at: 2, to: file) } != nil)
    try disk.unlink(temporary.path(of: "a"))
    try write([8, 8, 8], at: 2, to: file)
    #expect(capture { try write([9], at: 5, to: file) } != nil)
    // A file without a name takes space until it is closed.
    try disk.unlink(temporary.path(of: "b"))
    #expect(capture { try make("c", [1], on: disk, isSynced: true) } != nil)
    withExtendedLifetime(file) {}
  }

  @Test func `closing an unlinked file frees its space`() throws {
    let disk = FaultyDisk(freeSpace: 2)
    do {
      let file = try disk.open(temporary.path(of: "a"), .emptied)
      try disk.unlink(temporary.path(of: "a"))
      try write([1, 2], to: file)
    }
    try make("b", [1, 2], on: disk, isSynced: true)
    try disk.rename(temporary.path(of: "b"), to: temporary.path(of: "a"))
    try make("b", [], on: disk, isSynced: true)
    try disk.rename(temporary.path(of: "b"), to: temporary.path(of: "a"))
    try make("b", [1, 2], on: disk, isSynced: true)
  }

  @Test func `synced changes survive a power cut`() throws {
    temporary.write([9], to: "old")
    let disk = FaultyDisk()
    try make("a", [1, 2], on: disk, isSynced: true)
    try disk.rename(temporary.path(of: "a"), to: temporary.path(of: "b"))
    try disk.syncDirectory(temporary.path)
    #expect(try outcomes(disk) == [["old": [9], "b": [1, 2]]])
  }

  @Test func `a power cut leaves an unsynced file in six ways`() throws {
    let disk = FaultyDisk()
    try make("a", [0xFF, 0xFF], on: disk, isSynced: false)
    try disk.syncDirectory(temporary.path)
    var expected: Set<[String: [UInt8]]> = [
      [:], ["a": [0, 0]], ["a": [0xFF]], ["a": [0xFF, 0xFF]], ["a": []],
    ]
    for bit in 0..<8 {
      let flipped = 0xFF ^ (1 as UInt8) << UInt8(bit)
      expected.formUnion([["a": [flipped, 0xFF]], ["a": [0xFF, flipped]]])
    }
    #expect(try outcomes(disk, seeds: 1000) == expected)
  }

  @Test func `a power cut does not damage synced bytes`() throws {
    let disk = FaultyDisk()
    let file = try disk.open(temporary.path(of: "a"), .emptied)
    try write([1, 2], to: file)
    try file.sync()
    try disk.syncDirectory(temporary.path)
    try write([3, 4], at: 2, to: file)
    let outcomes = try outcomes(disk)
    #expect(outcomes.allSatisfy { $0["a"]?.starts(with: [1, 2]) == true })
    #expect(outcomes.isSuperset(of: [["a": [1, 2]], ["a": [1, 2, 3]], ["a": [1, 2, 0, 0]]]))
    #expect(outcomes.allSatisfy { $0["a"]?.count != 0 } && outcomes.count > 5)
  }

  @Test func `a power cut may restore overwritten and removed bytes`() throws {
    temporary.write([1, 2, 3], to: "a")
    temporary.write([4, 5], to: "b")
    let disk = FaultyDisk()
    try write([8], at: 1, to: try disk.open(temporary.path(of: "a"), .kept))
    try write([9], to: try disk.open(temporary.path(of: "b"), .emptied))
    let outcomes = try outcomes(disk)
    #expect(
      outcomes.isSuperset(of: [
        ["a": [1, 2, 3], "b": [4, 5]], ["a": [1, 8, 3], "b": [9]],
      ]))
    #expect(outcomes.allSatisfy { $0["a"]?.first == 1 && $0["a"]?.last == 3 })
  }

  @Test func `a power cut keeps or undoes unsynced names`() throws {
    for name in ["b", "c"] { temporary.write(Array(name.utf8), to: name) }
    let (b, c) = (Array("b".utf8), Array("c".utf8))
    let disk = FaultyDisk()
    try make("a", [1], on: disk, isSynced: true)
    try disk.rename(temporary.path(of: "a"), to: temporary.path(of: "b"))
    try disk.unlink(temporary.path(of: "c"))
    let outcomes = try outcomes(disk)
    #expect(
      outcomes.isSuperset(of: [
        ["b": b, "c": c], ["a": [1], "b": b], ["b": [1], "c": c], ["b": [1]],
      ]))
    // A rename is atomic: one of its two names always exists.
    #expect(outcomes.allSatisfy { $0["b"] != nil && ($0["a"] == nil || $0["b"] == b) })
    #expect(outcomes.allSatisfy { ($0["a"] ?? [1]) == [1] && ($0["c"] ?? c) == c })
  }

  @Test func `a rename does not sync the contents`() throws {
    let disk = FaultyDisk()
    try make("a", [1], on: disk, isSynced: false)
    try disk.rename(temporary.path(of: "a"), to: temporary.path(of: "b"))
    try disk.syncDirectory(temporary.path)
    #expect(try outcomes(disk).isSuperset(of: [["b": []], ["b": [1]], ["b": [0]], [:]]))
  }

  @Test func `a power cut keeps or undoes links and directories`() throws {
    temporary.write([1], to: "a")
    let disk = FaultyDisk()
    let inner = IndexDirectory(temporary.path(of: "inner"), disk: disk)
    try disk.makeDirectory(inner.path)
    try IndexDirectory(temporary.path, disk: disk).link("a", into: inner)
    var found: Set<[String]> = []
    for seed in 0..<50 as Range<UInt64> {
      try disk.cutPower(seed: seed)
      #expect(temporary.contents(of: "a") == [1])
      found.insert((try? IndexDirectory(inner.path).list()) ?? ["no directory"])
    }
    #expect(found == [["no directory"], [], ["a"]])
  }

  @Test func `a lock is released with its holder`() throws {
    let disk = FaultyDisk()
    var lock = Optional(try WriteLock(IndexDirectory(temporary.path, disk: disk)))
    #expect(capture { try WriteLock(IndexDirectory(temporary.path)) } != nil)
    try disk.cutPower(seed: 0)
    lock = nil
    #expect(lock == nil)
    _ = try WriteLock(IndexDirectory(temporary.path))
  }
}
