#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A failed system call. Only the files of this folder make system calls.
package struct SystemError: Error, Equatable, CustomStringConvertible {
  /// The name of the call, such as `open`.
  package let operation: String
  /// The error number, `errno`.
  package let code: Int32

  static func last(_ operation: String) -> SystemError {
    SystemError(operation: operation, code: errno)
  }

  /// The error number of a file name that is not valid UTF-8.
  package static let illegalSequence: Int32 = EILSEQ

  /// The failure of an operation that needed too much memory.
  package static func outOfMemory(_ operation: String) -> SystemError {
    SystemError(operation: operation, code: ENOMEM)
  }

  /// True when the reader of a pipe has closed it.
  package var isBrokenPipe: Bool { code == EPIPE }

  /// True when the path leads to a socket, or to a device that does not exist.
  var isUnopenable: Bool { code == ENXIO }

  package var isNotFound: Bool { code == ENOENT }

  /// True when the error of a call means that nothing has the path.
  var isAbsence: Bool { [ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG].contains(code) }

  /// Makes a system call until no signal interrupts it. Throws when the call returns −1.
  static func check<Result: SignedInteger>(
    _ operation: String, _ call: () -> Result
  ) throws(SystemError) -> Result {
    while true {
      let result = call()
      if result != -1 { return result }
      let error = last(operation)
      if error.code != EINTR { throw error }
    }
  }

  /// The C library's message for the error number.
  package var description: String {
    // Safe: the text is a constant or belongs to this thread, and is copied at once.
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}

/// Calls on paths.
package enum FileSystem {
  // Safe, here and below: strings are passed as zero-terminated copies that outlive the call.

  /// False when nothing has the path. True also when the system cannot tell, for example after an
  /// error of the disk: nobody may lose or replace a file because of such an error.
  package static func exists(_ path: String) -> Bool {
    unsafe access(path, F_OK) == 0 || !SystemError.last("access").isAbsence
  }

  /// The attributes of a file, or of the link itself when links are not followed.
  package static func facts(
    of path: String, followingLinks: Bool = true
  ) throws(SystemError) -> FileFacts {
    var facts = stat()
    // Safe: the call fills the structure.
    _ = try SystemError.check("stat") {
      unsafe followingLinks ? stat(path, &facts) : lstat(path, &facts)
    }
    return FileFacts(facts)
  }

  /// The attributes of the file at the end of the links, or nil when nothing has the path.
  package static func factsIfExists(of path: String) throws(SystemError) -> FileFacts? {
    do throws(SystemError) {
      return try facts(of: path)
    } catch  where error.isAbsence {
      return nil
    }
  }

  /// The absolute path without links, or the path itself when it cannot be found out. For
  /// decisions that remove or replace files, use `resolvedPath(_:)`.
  package static func realPath(_ path: String) -> String {
    (try? resolvedPath(path)) ?? path
  }

  /// The absolute path without links, or the path itself when nothing has the path.
  package static func resolvedPath(_ path: String) throws(SystemError) -> String {
    // Safe: the result is a zero-terminated string that is copied and freed here.
    guard let resolved = unsafe realpath(path, nil) else {
      let error = SystemError.last("realpath")
      if error.isAbsence { return path }
      throw error
    }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// True when both paths lead to the same existing file or folder, or are equal. False when this
  /// cannot be found out.
  package static func isSame(_ path: String, _ other: String) -> Bool {
    realPath(path).utf8.elementsEqual(realPath(other).utf8)
  }

  /// True for a regular file that this user may execute.
  package static func isExecutable(_ path: String) -> Bool {
    // Safe: the path is passed as a zero-terminated copy.
    guard unsafe access(path, X_OK) == 0, let facts = try? facts(of: path, followingLinks: true)
    else { return false }
    return facts.kind == .file
  }

  package static func remove(_ path: String) throws(SystemError) {
    _ = try SystemError.check("unlink") { unsafe unlink(path) }
  }

  package static func move(_ path: String, to newPath: String) throws(SystemError) {
    _ = try SystemError.check("rename") { unsafe rename(path, newPath) }
  }

  static func makeLink(_ path: String, to newPath: String) throws(SystemError) {
    _ = try SystemError.check("link") { unsafe link(path, newPath) }
  }

  /// True when an error number of `link` means that the two locations cannot share a file.
  static func isLinkImpossible(_ code: Int32) -> Bool {
    [EXDEV, EPERM, EMLINK, ENOTSUP, EOPNOTSUPP, ENOSYS].contains(code)
  }

  /// True when an error number means that the disk, or the user's share of it, is full.
  static func isFullDisk(_ code: Int32) -> Bool { code == ENOSPC || code == EDQUOT }

  /// Gives a file the permissions of another one and, as far as the system allows it, its owner and
  /// group. Does nothing when the other file does not exist.
  package static func copyPermissions(of original: String, to path: String) throws(SystemError) {
    var facts = stat()
    do throws(SystemError) {
      // Safe: the call fills the structure.
      _ = try SystemError.check("stat") { unsafe stat(original, &facts) }
    } catch  where error.isAbsence {
      return
    }
    // File systems without owners or permissions refuse these calls.
    _ = unsafe chown(path, facts.st_uid, facts.st_gid)
    _ = unsafe chmod(path, facts.st_mode & 0o777)
  }

  /// Makes a directory, or does nothing when the path exists, even as a file.
  static func makeDirectory(_ path: String, mode: mode_t = 0o755) throws(SystemError) {
    do {
      _ = try SystemError.check("mkdir") { unsafe mkdir(path, mode) }
    } catch  where error.code == EEXIST {}
  }

  static var directoryNotEmpty: SystemError { SystemError(operation: "create", code: ENOTEMPTY) }

  /// Makes a directory that only this user may enter, and returns its path.
  static func makeTemporaryDirectory(in parent: String) throws(SystemError) -> String {
    var template = Array("\(parent)/xunwen-XXXXXX".utf8CString)
    // Safe: the template ends with a zero and is changed in place.
    guard unsafe mkdtemp(&template) != nil else { throw .last("mkdtemp") }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  static func removeDirectory(_ path: String) { _ = unsafe rmdir(path) }

  /// Calls `body` with each name in a directory except `.` and `..`, as bytes and in no order.
  package static func forEachName(
    inDirectory path: String, _ body: ([UInt8]) -> Void
  ) throws(SystemError) {
    guard let stream = unsafe opendir(path) else { throw .last("opendir") }
    // Safe: the stream is closed once, after its last use; an entry is copied before the next call.
    defer { unsafe closedir(stream) }
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno != 0 { throw .last("readdir") }
        return
      }
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
        unsafe [UInt8]($0.prefix { $0 != 0 })
      }
      if name != [0x2E], name != [0x2E, 0x2E] { body(name) }
    }
  }
}
