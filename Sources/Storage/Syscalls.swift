// System calls: the only file that calls the C library for input and output.
//
// Every call retries EINTR, turns ENOENT into `.notFound` and everything else into `.io` with the
// path and the name of the call. Calls that change the disk pass `Failpoint` first, so that tests
// can stop a writer at each of them.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An open file, closed when the value goes out of scope.
///
/// The result of `close` is ignored: whoever needs the bytes on disk has called `sync` before.
struct FileDescriptor: ~Copyable, Sendable {
  let number: Int32
  let path: String

  deinit { _ = close(number) }
}

enum Syscalls {
  /// How a file is opened.
  enum Access {
    case read
    case readDirectory
    /// Created, or emptied if it exists.
    case write
    /// Created if absent; contents kept.
    case readWrite
  }

  static func open(_ path: String, _ access: Access) throws(StorageError) -> FileDescriptor {
    let flags: Int32
    switch access {
    case .read: flags = O_RDONLY
    case .readDirectory: flags = O_RDONLY | O_DIRECTORY
    case .write: flags = O_WRONLY | O_CREAT | O_TRUNC
    case .readWrite: flags = O_RDWR | O_CREAT
    }
    if access == .write || access == .readWrite { try passFailpoint("open", path) }
    let number = try check("open", path) { systemOpen(path, flags | O_CLOEXEC) }
    return FileDescriptor(number: number, path: path)
  }

  /// Writes all of `bytes` at the file's position.
  static func write(_ bytes: RawSpan, to file: borrowing FileDescriptor) throws(StorageError) {
    let (number, path) = (file.number, file.path)
    #if DEBUG
      if Failpoint.isReached() {
        // A crash may leave part of the last write behind.
        _ = systemWrite(number, bytes.extracting(first: bytes.byteCount / 2))
        throw .io(path: path, operation: "write", errno: EIO)
      }
    #endif
    var done = 0
    while done < bytes.byteCount {
      let rest = bytes.extracting(droppingFirst: done)
      done += try check("write", path) { systemWrite(number, rest) }
    }
  }

  /// Writes all of `bytes` at an offset, and leaves the file's position as it is.
  static func write(
    _ bytes: RawSpan, at offset: Int, of file: borrowing FileDescriptor
  ) throws(StorageError) {
    let (number, path) = (file.number, file.path)
    try passFailpoint("write", path)
    var done = 0
    while done < bytes.byteCount {
      let (rest, next) = (bytes.extracting(droppingFirst: done), offset + done)
      done += try check("write", path) { systemWrite(number, rest, at: next) }
    }
  }

  /// Reads up to `limit` bytes from the file's position.
  static func read(
    _ limit: Int, from file: borrowing FileDescriptor
  ) throws(StorageError) -> [UInt8] {
    let (number, path) = (file.number, file.path)
    var bytes = [UInt8](repeating: 0, count: limit)
    let count = try check("read", path) { systemRead(number, into: &bytes) }
    bytes.removeLast(limit - count)
    return bytes
  }

  /// Appends `count` bytes from an offset of the file on, which must be there.
  static func read(
    _ count: Int, at offset: Int, of file: borrowing FileDescriptor, into bytes: inout [UInt8]
  ) throws(StorageError) {
    let (number, path) = (file.number, file.path)
    var done = 0
    while done < count {
      let read = try check("pread", path) {
        systemRead(number, count - done, at: offset + done, appendingTo: &bytes)
      }
      if read == 0 { throw .corrupt(file: path, offset: offset + done, reason: "end of file") }
      done += read
    }
  }

  /// Waits until contents and size are on the disk.
  static func sync(_ file: borrowing FileDescriptor) throws(StorageError) {
    let (number, path) = (file.number, file.path)
    try passFailpoint("fsync", path)
    #if canImport(Darwin)
      // fsync only reaches the drive's cache there.
      _ = try check("fcntl", path) { fcntl(number, F_FULLFSYNC) }
    #else
      _ = try check("fsync", path) { fsync(number) }
    #endif
  }

  static func truncate(_ file: borrowing FileDescriptor) throws(StorageError) {
    let (number, path) = (file.number, file.path)
    try passFailpoint("ftruncate", path)
    _ = try check("ftruncate", path) { ftruncate(number, 0) }
  }

  static func size(of file: borrowing FileDescriptor) throws(StorageError) -> Int {
    let (number, path) = (file.number, file.path)
    var info = stat()
    // Safe: the call fills the structure it is given.
    _ = try check("fstat", path) { unsafe fstat(number, &info) }
    return Int(info.st_size)
  }

  static func size(ofFileAt path: String) throws(StorageError) -> Int {
    var info = stat()
    // Safe: as above.
    _ = try check("stat", path) { unsafe stat(path, &info) }
    return Int(info.st_size)
  }

  static func fileExists(_ path: String) -> Bool {
    // Safe: the string outlives the call.
    unsafe access(path, F_OK) == 0
  }

  static func unlink(_ path: String) throws(StorageError) {
    try passFailpoint("unlink", path)
    _ = try check("unlink", path) { systemUnlink(path) }
  }

  static func rename(_ from: String, to: String) throws(StorageError) {
    try passFailpoint("rename", from)
    _ = try check("rename", from) { systemRename(from, to) }
  }

  /// Makes a directory; one that exists already is fine.
  static func makeDirectory(_ path: String) throws(StorageError) {
    try passFailpoint("mkdir", path)
    do throws(StorageError) {
      // Safe: the string outlives the call.
      _ = try check("mkdir", path) { unsafe mkdir(path, 0o755) }
    } catch .io(_, _, EEXIST) {
      // A file in the way shows up as soon as something is opened below it.
    }
  }

  /// The names in a directory, unsorted, without `.` and `..`.
  static func names(inDirectory path: String) throws(StorageError) -> [String] {
    guard let stream = unsafe opendir(path) else {
      throw failure("opendir", path, errno)
    }
    // Safe: the stream is closed once, after its last use; an entry is read before the next call.
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno != 0 { throw failure("readdir", path, errno) }
        return names
      }
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
        unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
  }

  /// Takes the exclusive advisory lock of an open file; false if another descriptor holds it.
  static func tryLock(_ file: borrowing FileDescriptor) throws(StorageError) -> Bool {
    let (number, path) = (file.number, file.path)
    do throws(StorageError) {
      _ = try check("flock", path) { flock(number, LOCK_EX | LOCK_NB) }
      return true
    } catch .io(_, _, EWOULDBLOCK) {
      return false
    }
  }

  /// Maps `byteCount` > 0 bytes read-only. The caller unmaps them.
  static func map(
    _ file: borrowing FileDescriptor, byteCount: Int
  ) throws(StorageError) -> UnsafeRawPointer {
    // Safe: a fresh mapping aliases no memory of this process.
    let address = unsafe mmap(nil, byteCount, PROT_READ, MAP_PRIVATE, file.number, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw failure("mmap", file.path, errno)
    }
    return UnsafeRawPointer(address)
  }

  static func unmap(_ address: UnsafeRawPointer, byteCount: Int) {
    _ = unsafe munmap(UnsafeMutableRawPointer(mutating: address), byteCount)
  }

  /// This process for people who look into a lock file: pid, host, and the time now in UTC.
  static func processDescription() -> String {
    var host = [CChar](repeating: 0, count: 256)
    // Safe: the last byte is not offered to the call, so the name ends with a zero.
    _ = unsafe gethostname(&host, 255)
    var now = time(nil)
    var parts = unsafe tm()
    // Safe: both structures live on this stack frame.
    _ = unsafe gmtime_r(&now, &parts)
    let date = unsafe [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
    let clock = unsafe [Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec)]
    func join(_ values: [Int], _ separator: String) -> String {
      values.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: separator)
    }
    let name = String(
      decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return "\(getpid()) \(name) \(join(date, "-"))T\(join(clock, ":"))Z"
  }

  static func message(of code: Int32) -> String {
    // Safe: the text is a constant or belongs to this thread, and is copied at once.
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }

  /// Runs a call until a signal no longer interrupts it; −1 becomes an error.
  private static func check<Result: SignedInteger>(
    _ operation: String, _ path: String, _ call: () -> Result
  ) throws(StorageError) -> Result {
    while true {
      let result = call()
      if result != -1 { return result }
      let code = errno
      if code != EINTR { throw failure(operation, path, code) }
    }
  }

  private static func failure(_ operation: String, _ path: String, _ code: Int32) -> StorageError {
    code == ENOENT
      ? .notFound(path: path) : .io(path: path, operation: operation, errno: code)
  }

  private static func passFailpoint(_ operation: String, _ path: String) throws(StorageError) {
    #if DEBUG
      if Failpoint.isReached() { throw .io(path: path, operation: operation, errno: EIO) }
    #endif
  }
}

// The members of `Syscalls` hide the C functions of the same name.
// Safe: strings are passed as zero-terminated copies that outlive the call.

private func systemOpen(_ path: String, _ flags: Int32) -> Int32 {
  unsafe open(path, flags, 0o644)
}

private func systemWrite(_ file: Int32, _ bytes: RawSpan) -> Int {
  // Safe: the call reads exactly the bytes of the span.
  unsafe bytes.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
}

private func systemWrite(_ file: Int32, _ bytes: RawSpan, at offset: Int) -> Int {
  // Safe: the call reads exactly the bytes of the span.
  unsafe bytes.withUnsafeBytes { unsafe pwrite(file, $0.baseAddress, $0.count, off_t(offset)) }
}

private func systemRead(_ file: Int32, into bytes: inout [UInt8]) -> Int {
  // Safe: the call writes at most the bytes of the array.
  unsafe bytes.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
}

private func systemRead(
  _ file: Int32, _ count: Int, at offset: Int, appendingTo bytes: inout [UInt8]
) -> Int {
  var result = 0
  bytes.append(addingCapacity: count) { output in
    // Safe: the call writes at most `count` bytes, for which there is room, and says how many.
    unsafe output.withUnsafeMutableBufferPointer { buffer, initializedCount in
      result = unsafe pread(file, buffer.baseAddress, count, off_t(offset))
      initializedCount = max(0, result)
    }
  }
  return result
}

private func systemUnlink(_ path: String) -> Int32 {
  unsafe unlink(path)
}

private func systemRename(_ from: String, _ to: String) -> Int32 {
  unsafe rename(from, to)
}
