#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A new empty directory, by default in `$TMPDIR` or `/tmp`. It is removed with its contents when
/// the object is released.
///
/// Use the object until the end of the test, for example by `withExtendedLifetime`: the compiler
/// may release it after its last use.
public final class TemporaryDirectory: Sendable {
  /// The absolute path, without a trailing slash.
  public let path: String

  /// - Precondition: `$TMPDIR` or `/tmp` is writable.
  public convenience init() {
    self.init(in: TestFile.environment("TMPDIR") ?? "/tmp")
  }

  /// - Precondition: `parent` is writable.
  public init(in parent: String) {
    var template = Array("\(parent)/xunwen-XXXXXX".utf8CString)
    // Safe: the template ends with a zero and is changed in place.
    let made = unsafe mkdtemp(&template) != nil
    precondition(made, "cannot make a directory in \(parent)")
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { Self.remove(path) }

  /// The path of a file in the directory.
  public func path(of name: String) -> String { "\(path)/\(name)" }

  /// Makes a directory in the directory.
  ///
  /// - Precondition: the name is not taken.
  public func makeDirectory(_ name: String) {
    // Safe: the path is lent as a NUL-terminated string.
    let made = unsafe mkdir(path(of: name), 0o700) == 0
    precondition(made, "cannot make \(path(of: name))")
  }

  /// Writes bytes to a file, replacing an existing file.
  ///
  /// - Precondition: the file is writable.
  public func write(_ bytes: [UInt8], to name: String) {
    // Safe: the stream is closed once; the call reads exactly the bytes of the array.
    guard let stream = unsafe fopen(path(of: name), "wb") else {
      preconditionFailure("cannot write \(path(of: name))")
    }
    let written = unsafe fwrite(bytes, 1, bytes.count, stream)
    let closed = unsafe fclose(stream)
    precondition(written == bytes.count && closed == 0, "cannot write \(path(of: name))")
  }

  /// Makes a symbolic link to a path, absolute or relative to the link's folder.
  ///
  /// - Precondition: the name is not taken.
  public func makeLink(_ name: String, to target: String) {
    // Safe: the strings are lent as NUL-terminated strings.
    let made = unsafe symlink(target, path(of: name)) == 0
    precondition(made, "cannot make \(path(of: name))")
  }

  /// Renames a file, replacing any file with the new name.
  ///
  /// - Precondition: the file exists.
  public func move(_ name: String, to newName: String) {
    // Safe: the strings are lent as NUL-terminated strings.
    let moved = unsafe rename(path(of: name), path(of: newName)) == 0
    precondition(moved, "cannot rename \(path(of: name))")
  }

  /// Sets the modification time of a file, in seconds since 1970.
  public func setModified(_ name: String, _ seconds: Int) {
    var times = [timespec(tv_sec: seconds, tv_nsec: 0), timespec(tv_sec: seconds, tv_nsec: 0)]
    // Safe: the call reads two structures.
    let set = unsafe utimensat(AT_FDCWD, path(of: name), &times, 0) == 0
    precondition(set, "cannot change \(path(of: name))")
  }

  /// Makes a named pipe.
  ///
  /// - Precondition: the name is not taken.
  public func makePipe(_ name: String) {
    // Safe: the path is lent as a NUL-terminated string.
    let made = unsafe mkfifo(path(of: name), 0o600) == 0
    precondition(made, "cannot make \(path(of: name))")
  }

  /// Sets the permissions of a file, such as `0o600`.
  public func setMode(_ mode: Int, of name: String) {
    // Safe: the path is lent as a NUL-terminated string.
    let set = unsafe chmod(path(of: name), mode_t(mode)) == 0
    precondition(set, "cannot change \(path(of: name))")
  }

  /// Removes a file, or a directory with its contents.
  public func remove(_ name: String) { Self.remove(path(of: name)) }

  /// The bytes of a file.
  ///
  /// - Precondition: the file is readable.
  public func contents(of name: String) -> [UInt8] {
    guard let bytes = TestFile.bytes(path(of: name)) else {
      preconditionFailure("cannot read \(path(of: name))")
    }
    return bytes
  }

  /// The permissions of a file, such as `0o600`; 0 when it does not exist.
  public func mode(of name: String) -> Int {
    var facts = stat()
    // Safe: the string outlives the call, which fills the structure.
    return unsafe stat(path(of: name), &facts) == 0 ? Int(facts.st_mode & 0o777) : 0
  }

  /// The names in a directory, sorted; empty when the directory does not exist.
  public func names(in name: String) -> [String] { Self.names(path(of: name)).sorted() }

  /// Removes a file, or a directory with its contents. Failures are ignored.
  public static func remove(_ path: String) {
    // Safe: the string outlives the call.
    if unsafe unlink(path) == 0 { return }
    for name in names(path) { remove("\(path)/\(name)") }
    _ = unsafe rmdir(path)
  }

  private static func names(_ path: String) -> [String] {
    // Safe: the string outlives the call; an entry is copied before the next call.
    guard let stream = unsafe opendir(path) else { return [] }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
        unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    unsafe closedir(stream)
    return names
  }
}
