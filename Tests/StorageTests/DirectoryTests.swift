import FaultInjection
import Storage
import TestSupport
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct DirectoryTests {
  let temporary = TemporaryDirectory()
  var directory: IndexDirectory { IndexDirectory(temporary.path) }

  @Test func `creating makes missing ancestors, and can be repeated`() throws {
    let deep = IndexDirectory("\(temporary.path)/a/b//c/")
    #expect(deep.path == "\(temporary.path)/a/b//c")
    try deep.create()
    try deep.create()
    #expect(try deep.list() == [])
    #expect(try directory.list() == ["a"])
  }

  @Test func `creating fails when a file has the name`() {
    temporary.write([1], to: "a")
    #expect(capture { try IndexDirectory(temporary.path(of: "a")).create() } != nil)
    #expect(
      capture { try IndexDirectory(temporary.path(of: "a/b")).create() } != nil)
  }

  @Test func `names are listed in order`() throws {
    for name in ["b", "a", "文", "_10.trm", "_2.trm"] { temporary.write([], to: name) }
    #expect(try directory.list() == ["_10.trm", "_2.trm", "a", "b", "文"])
  }

  @Test func `files are renamed, replaced and removed`() throws {
    temporary.write([1], to: "a")
    temporary.write([1, 2], to: "b")
    #expect(directory.exists("a") && !directory.exists("c"))
    #expect(try directory.fileSize("b") == 2)
    try directory.rename("a", to: "b")
    #expect(try directory.list() == ["b"])
    #expect(try directory.fileSize("b") == 1)
    try directory.remove("b")
    try directory.sync()
    #expect(try directory.list() == [])
  }

  /// A file written beside its name would otherwise end in the file that the link leads to.
  @Test func `links with the name of a new file are replaced and not followed`() throws {
    temporary.write([1], to: "victim")
    temporary.makeLink("pending", to: "victim")
    try directory.replace("file", with: [2], by: "pending")
    #expect(try directory.list() == ["file", "victim"])
    #expect(temporary.contents(of: "file") == [2] && temporary.contents(of: "victim") == [1])
  }

  @Test func `a missing file or directory is reported as not found`() {
    let path = temporary.path
    #expect(capture { try directory.remove("x") } == .notFound(path: "\(path)/x"))
    #expect(capture { try directory.rename("x", to: "y") } == .notFound(path: "\(path)/x"))
    #expect(capture { try directory.fileSize("x") } == .notFound(path: "\(path)/x"))
    let mapping = capture { try MappedFile(directory: directory, name: "x") }
    #expect(mapping == .notFound(path: "\(path)/x"))
    let missing = IndexDirectory("\(path)/missing")
    #expect(capture { try missing.list() } == .notFound(path: missing.path))
    #expect(capture { try missing.sync() } == .notFound(path: missing.path))
    #expect(capture { try WriteLock(missing) } == .notFound(path: "\(missing.path)/write.lock"))
  }

  @Test func `a linked file is the same file`() throws {
    temporary.write([1, 2, 3], to: "a")
    let other = IndexDirectory(temporary.path(of: "other"))
    try other.create()
    try directory.link("a", into: other)
    #expect(temporary.contents(of: "other/a") == [1, 2, 3])
    temporary.write([4], to: "a")
    #expect(temporary.contents(of: "other/a") == [4])
    #expect(
      capture { try directory.link("a", into: other) }
        == .io(path: temporary.path(of: "a"), operation: "link", errno: 17))
    #expect(
      capture { try directory.link("b", into: other) }
        == .notFound(path: temporary.path(of: "b")))
  }

  @Test(arguments: [EXDEV, EPERM, EMLINK, ENOTSUP, EOPNOTSUPP, ENOSYS])
  func `a file that cannot be linked is copied`(code: Int32) throws {
    temporary.write([1, 2, 3], to: "a")
    // Only the link fails, which is the first call after the directory is made.
    let disk = FaultyDisk()
    let other = IndexDirectory(temporary.path(of: "other"), disk: disk)
    try other.create()
    disk.setFault(Fault(.error(code), at: 0))
    try directory.link("a", into: other)
    #expect(disk.hasFailed)
    temporary.write([4], to: "a")
    #expect(temporary.contents(of: "other/a") == [1, 2, 3])
    // The copy is synced: a power cut removes the name or nothing.
    for seed in 0..<40 as Range<UInt64> {
      try disk.cutPower(seed: seed)
      #expect(!other.exists("a") || temporary.contents(of: "other/a") == [1, 2, 3])
    }
  }

  @Test func `a failed copy leaves no file`() throws {
    temporary.write([1, 2, 3], to: "a")
    let disk = FaultyDisk(over: FaultyDisk(freeSpace: 2))
    let other = IndexDirectory(temporary.path(of: "other"), disk: disk)
    try other.create()
    disk.setFault(Fault(.error(EXDEV), at: 0))
    let failure = StorageError.io(
      path: "\(other.path)/a", operation: "write", errno: ENOSPC)
    #expect(capture { try directory.link("a", into: other) } == failure)
    #expect(try other.list() == [])
  }

  @Test func `a mapped file has the bytes of the file`() throws {
    let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    temporary.write(bytes, to: "a")
    temporary.write([], to: "empty")
    let file = try MappedFile(directory: directory, name: "a")
    #expect(file.name == "a" && file.byteCount == bytes.count)
    #expect(CRC32C.update(0, file.bytes) == CRC32C.update(0, bytes.span))
    // The mapping outlives the name.
    try directory.remove("a")
    #expect(file.bytes.uint8(at: 9_999) == bytes[9_999])
    let empty = try MappedFile(path: temporary.path(of: "empty"))
    #expect(empty.byteCount == 0 && empty.bytes.byteCount == 0)
  }

  @Test func `errors are described in one line`() {
    let errors: [(StorageError, String)] = [
      (.io(path: "/x", operation: "open", errno: 13), "/x: open: Permission denied"),
      (.notFound(path: "/x"), "/x: no such file or directory"),
      (.corrupt(file: "f", offset: 3, reason: "odd"), "f: corrupt at byte 3: odd"),
      (
        .checksumMismatch(file: "f", expected: 0xAB, found: 0xFFFF_FFFF),
        "f: checksum ffffffff, expected 000000ab"
      ),
      (.wrongFormat(file: "f", expected: "b", found: "a"), "f: found a, expected b"),
      (
        .unsupportedVersion(file: "f", found: 1, supported: 2...2),
        "f: format version 1, this program reads version 2"
      ),
      (
        .unsupportedVersion(file: "f", found: 4, supported: 2...3),
        "f: format version 4 was written by a newer version of this program,"
          + " which reads versions 2 to 3 only"
      ),
      (.locked(path: "/l", holder: "1 host"), "/l: another process is writing the index: 1 host"),
    ]
    for (error, text) in errors { #expect("\(error)" == text) }
  }
}
