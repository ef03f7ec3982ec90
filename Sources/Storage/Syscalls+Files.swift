// Calls on open files.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension Syscalls {
  /// How a file is opened.
  enum Access {
    case read
    case readDirectory
    /// For reading too; created if absent.
    case write(OpenedContents)
  }

  static func open(_ path: String, _ access: Access) throws(StorageError) -> FileDescriptor {
    let flags: Int32
    switch access {
    case .read: flags = O_RDONLY
    case .readDirectory: flags = O_RDONLY | O_DIRECTORY
    case .write(.emptied): flags = O_RDWR | O_CREAT | O_TRUNC
    case .write(.kept): flags = O_RDWR | O_CREAT
    }
    let number = try check("open", path) { systemOpen(path, flags | O_CLOEXEC) }
    return FileDescriptor(number: number, path: path)
  }

  /// Writes all of `bytes` from an offset on.
  static func write(
    _ bytes: RawSpan, at offset: Int, of file: borrowing FileDescriptor
  ) throws(StorageError) {
    let (number, path) = (file.number, file.path)
    var done = 0
    while done < bytes.byteCount {
      let (rest, next) = (bytes.extracting(droppingFirst: done), offset + done)
      done += try check("write", path) { systemWrite(number, rest, at: next) }
    }
  }

  /// Appends `limit` bytes from an offset of the file on, or what there is of them.
  static func read(
    _ limit: Int, at offset: Int, of file: borrowing FileDescriptor,
    appendingTo bytes: inout [UInt8]
  ) throws(StorageError) {
    let (number, path) = (file.number, file.path)
    var done = 0
    while done < limit {
      let count = try check("read", path) {
        systemRead(number, limit - done, at: offset + done, appendingTo: &bytes)
      }
      if count == 0 { return }
      done += count
    }
  }

  /// Waits until contents and size are on the disk.
  static func sync(_ file: borrowing FileDescriptor) throws(StorageError) {
    let (number, path) = (file.number, file.path)
    #if canImport(Darwin)
      // fsync only reaches the drive's cache there.
      _ = try check("fcntl", path) { fcntl(number, F_FULLFSYNC) }
    #else
      _ = try check("fsync", path) { fsync(number) }
    #endif
  }

  static func truncate(_ file: borrowing FileDescriptor) throws(StorageError) {
    let (number, path) = (file.number, file.path)
    _ = try check("ftruncate", path) { ftruncate(number, 0) }
  }

  static func size(of file: borrowing FileDescriptor) throws(StorageError) -> Int {
    let (number, path) = (file.number, file.path)
    var info = stat()
    // Safe: the call fills the structure it is given.
    _ = try check("fstat", path) { unsafe fstat(number, &info) }
    return Int(info.st_size)
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

  /// Gives the lock of an open file back, if it has it.
  static func unlock(_ file: borrowing FileDescriptor) {
    _ = flock(file.number, LOCK_UN)
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
}

// The members of `Syscalls` hide the C functions of the same name.

private func systemOpen(_ path: String, _ flags: Int32) -> Int32 {
  // Safe: the string is passed as a zero-terminated copy that outlives the call.
  unsafe open(path, flags, 0o644)
}

private func systemWrite(_ file: Int32, _ bytes: RawSpan, at offset: Int) -> Int {
  // Safe: the call reads exactly the bytes of the span.
  unsafe bytes.withUnsafeBytes { unsafe pwrite(file, $0.baseAddress, $0.count, off_t(offset)) }
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
