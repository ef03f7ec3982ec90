// Calls on paths: names of files, and directories.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// Safe, here and below: strings are passed as zero-terminated copies that outlive the call.

extension Syscalls {
  static func fileExists(_ path: String) -> Bool {
    unsafe access(path, F_OK) == 0
  }

  static func size(ofFileAt path: String) throws(StorageError) -> Int {
    var info = stat()
    // Safe: the call fills the structure it is given.
    _ = try check("stat", path) { unsafe stat(path, &info) }
    return Int(info.st_size)
  }

  static func unlink(_ path: String) throws(StorageError) {
    _ = try check("unlink", path) { systemUnlink(path) }
  }

  static func rename(_ path: String, to newPath: String) throws(StorageError) {
    _ = try check("rename", path) { systemRename(path, newPath) }
  }

  static func link(_ path: String, to newPath: String) throws(StorageError) {
    _ = try check("link", path) { systemLink(path, newPath) }
  }

  /// Whether an error of `link` says that these two places cannot share a file, by its number, rather than
  /// that something is amiss.
  static func isLinkImpossible(_ code: Int32) -> Bool {
    [EXDEV, EPERM, EMLINK, ENOTSUP, EOPNOTSUPP, ENOSYS].contains(code)
  }

  /// Makes a directory; one that exists already is fine.
  static func makeDirectory(_ path: String) throws(StorageError) {
    do throws(StorageError) {
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
}

// The members of `Syscalls` hide the C functions of the same name.

private func systemUnlink(_ path: String) -> Int32 {
  unsafe unlink(path)
}

private func systemRename(_ path: String, _ newPath: String) -> Int32 {
  unsafe rename(path, newPath)
}

private func systemLink(_ path: String, _ newPath: String) -> Int32 {
  unsafe link(path, newPath)
}
