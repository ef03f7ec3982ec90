#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The initial contents of a file opened for writing.
public enum OpenedContents: Sendable {
  case emptied, kept
}

/// An open file, closed when the value goes out of scope. Closing reports no error.
package struct FileDescriptor: ~Copyable, Sendable {
  /// The purpose for which a file is opened. Files opened for writing are created if absent.
  package enum Access {
    case read
    /// Reading a regular file: opening a named pipe does not wait for a writer.
    case readWithoutWaiting
    case readDirectory
    case write(OpenedContents)
    /// Reading and writing a file that is not a symbolic link, with its contents.
    case readAndWrite
    /// Reading and writing a new file. An error when the name is taken, also by a symbolic link.
    case create
  }

  package let number: Int32
  private let isOwned: Bool

  package init(_ path: String, _ access: Access) throws(SystemError) {
    let flags =
      switch access {
      case .read: O_RDONLY
      case .readWithoutWaiting: O_RDONLY | O_NONBLOCK
      case .readDirectory: O_RDONLY | O_DIRECTORY
      case .write(let contents): O_WRONLY | O_CREAT | (contents == .emptied ? O_TRUNC : 0)
      case .readAndWrite: O_RDWR | O_CREAT | O_NOFOLLOW
      case .create: O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW
      }
    number = try SystemError.check("open") { systemOpen(path, flags | O_CLOEXEC) }
    isOwned = true
  }

  /// Creates a file in place of the file or the link that has the name. What has the name is
  /// removed and never written, because it may be a link, symbolic or hard, to another file.
  package static func creating(_ path: String) throws(SystemError) -> FileDescriptor {
    do throws(SystemError) {
      return try FileDescriptor(path, .create)
    } catch  where error.code == EEXIST {
      try FileSystem.remove(path)
      return try FileDescriptor(path, .create)
    }
  }

  /// Takes the ownership of an open file.
  init(owning number: Int32) {
    self.number = number
    isOwned = true
  }

  private init(standard number: Int32) {
    self.number = number
    isOwned = false
  }

  deinit { if isOwned { _ = close(number) } }

  package static var standardInput: FileDescriptor { FileDescriptor(standard: 0) }
  package static var standardOutput: FileDescriptor { FileDescriptor(standard: 1) }
  package static var standardError: FileDescriptor { FileDescriptor(standard: 2) }

  /// Waits until reading would not wait, and returns true; false after a time in milliseconds.
  ///
  /// Reading does not wait at the end of a file, or for an error.
  package func isReadable(within milliseconds: Int32) throws(SystemError) -> Bool {
    var request = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    // Safe: the call reads and writes one structure.
    return try SystemError.check("poll") { unsafe poll(&request, 1, milliseconds) } > 0
  }

  /// Appends up to `count` bytes to `bytes`, and returns their number: 0 at the end of the file.
  package func read(upTo count: Int, appendingTo bytes: inout [UInt8]) throws(SystemError) -> Int {
    try SystemError.check("read") {
      unsafe append(upTo: count, to: &bytes) { unsafe systemRead(number, $0, count) }
    }
  }

  /// Appends `count` bytes from an offset on to `bytes`, or fewer at the end of the file.
  package func read(
    _ count: Int, at offset: Int, appendingTo bytes: inout [UInt8]
  ) throws(SystemError) {
    var done = 0
    while done < count {
      let (rest, next) = (count - done, off_t(offset + done))
      let result = try SystemError.check("read") {
        unsafe append(upTo: rest, to: &bytes) { unsafe pread(number, $0, rest, next) }
      }
      if result == 0 { return }
      done += result
    }
  }

  /// Writes all bytes at the current position.
  package func write(_ bytes: RawSpan) throws(SystemError) {
    var done = 0
    while done < bytes.byteCount {
      let rest = bytes.extracting(droppingFirst: done)
      done += try SystemError.check("write") { systemWrite(number, rest) }
    }
  }

  /// Writes all bytes at an offset.
  package func write(_ bytes: RawSpan, at offset: Int) throws(SystemError) {
    var done = 0
    while done < bytes.byteCount {
      let (rest, next) = (bytes.extracting(droppingFirst: done), off_t(offset + done))
      // Safe: the call reads exactly the bytes of the span.
      done += try SystemError.check("write") {
        unsafe rest.withUnsafeBytes { unsafe pwrite(number, $0.baseAddress, $0.count, next) }
      }
    }
  }

  package func sync() throws(SystemError) {
    #if canImport(Darwin)
      // On Darwin, fsync writes to the drive's cache only.
      _ = try SystemError.check("fcntl") { fcntl(number, F_FULLFSYNC) }
    #else
      _ = try SystemError.check("fsync") { fsync(number) }
    #endif
  }

  /// Shortens the file to a length, or extends it with zeros.
  package func truncate(to length: Int) throws(SystemError) {
    _ = try SystemError.check("ftruncate") { ftruncate(number, off_t(length)) }
  }

  package func seekToEnd() throws(SystemError) {
    _ = try SystemError.check("lseek") { lseek(number, 0, SEEK_END) }
  }

  package func facts() throws(SystemError) -> FileFacts {
    var facts = stat()
    // Safe: the call fills the structure.
    _ = try SystemError.check("fstat") { unsafe fstat(number, &facts) }
    return FileFacts(facts)
  }

  func tryLock() throws(SystemError) -> Bool {
    do {
      _ = try SystemError.check("flock") { flock(number, LOCK_EX | LOCK_NB) }
      return true
    } catch  where error.code == EWOULDBLOCK {
      return false
    }
  }

  func unlock() { _ = flock(number, LOCK_UN) }

  /// Maps the first `byteCount` > 0 bytes read-only. The caller unmaps them.
  func map(byteCount: Int) throws(SystemError) -> UnsafeRawPointer {
    // Safe: a fresh mapping aliases no memory of this process.
    let address = unsafe mmap(nil, byteCount, PROT_READ, MAP_PRIVATE, number, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else { throw .last("mmap") }
    return UnsafeRawPointer(address)
  }

  static func unmap(_ address: UnsafeRawPointer, byteCount: Int) {
    _ = unsafe munmap(UnsafeMutableRawPointer(mutating: address), byteCount)
  }

  package var isTerminal: Bool { isatty(number) == 1 }

  /// The width of the terminal in columns, or nil when the file is no terminal.
  package var terminalColumns: Int? { terminalSize?.columns }

  /// The size of the terminal in characters, or nil when the file is no terminal.
  package var terminalSize: (rows: Int, columns: Int)? {
    var size = winsize()
    // Safe: the call fills the structure.
    let result = unsafe ioctl(number, UInt(TIOCGWINSZ), &size)
    return result == 0 && size.ws_col > 0 ? (Int(size.ws_row), Int(size.ws_col)) : nil
  }
}

/// The attributes of a file, from `stat`.
package struct FileFacts: Sendable {
  package enum Kind: Sendable { case file, directory, link, other }

  package let kind: Kind
  package let byteCount: Int
  /// The time of the last change of the contents, in nanoseconds since 1970.
  package let modified: Int64
  /// The time of the last change of the contents or the attributes, in nanoseconds since 1970. Only
  /// the system sets it.
  package let changed: Int64
  /// The number of names (hard links) of the file.
  package let linkCount: Int
  /// Device and inode together identify a file.
  package let device: UInt64
  package let inode: UInt64

  package func isSameFile(as other: FileFacts) -> Bool {
    device == other.device && inode == other.inode
  }

  init(_ facts: stat) {
    kind =
      switch facts.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .directory
      case S_IFLNK: .link
      default: .other
      }
    byteCount = Int(facts.st_size)
    #if canImport(Darwin)
      modified = facts.st_mtimespec.nanoseconds
      changed = facts.st_ctimespec.nanoseconds
    #else
      modified = facts.st_mtim.nanoseconds
      changed = facts.st_ctim.nanoseconds
    #endif
    linkCount = Int(facts.st_nlink)
    device = UInt64(truncatingIfNeeded: facts.st_dev)
    inode = UInt64(facts.st_ino)
  }
}

extension timespec {
  var nanoseconds: Int64 { Int64(tv_sec) * 1_000_000_000 + Int64(tv_nsec) }
}

/// Appends the bytes that a call writes into a buffer, and returns the result of the call.
private func append(
  upTo count: Int, to bytes: inout [UInt8], _ call: (UnsafeMutableRawPointer?) -> Int
) -> Int {
  var result = 0
  bytes.append(addingCapacity: count) { output in
    // Safe: there is room for `count` bytes, and the call returns the number it wrote.
    unsafe output.withUnsafeMutableBufferPointer { buffer, initializedCount in
      result = unsafe call(buffer.baseAddress)
      initializedCount = max(0, result)
    }
  }
  return result
}

// The members of `FileDescriptor` hide the C functions of the same name.

private func systemOpen(_ path: String, _ flags: Int32) -> Int32 {
  // Safe: the string is passed as a zero-terminated copy that outlives the call.
  unsafe open(path, flags, 0o644)
}

private func systemRead(_ file: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  unsafe read(file, buffer, count)
}

private func systemWrite(_ file: Int32, _ bytes: RawSpan) -> Int {
  // Safe: the call reads exactly the bytes of the span.
  unsafe bytes.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
}
