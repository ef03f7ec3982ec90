#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A new empty directory, in the system's folder for temporary files where nothing else is said, removed with
/// its contents when the object is released.
///
/// Keep the object in use to the end of the test, with `withExtendedLifetime` or by asking for its
/// `path` last: the compiler may release it after its last mention.
public final class TemporaryDirectory: Sendable {
  /// The absolute path, without a trailing slash.
  public let path: String

  /// - Precondition: the folder for temporary files (`TMPDIR`, else `/tmp`) can be written to.
  public convenience init() {
    self.init(in: TestFile.environment("TMPDIR") ?? "/tmp")
  }

  /// - Precondition: `parent` can be written to.
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
  /// - Precondition: there is none of that name.
  public func makeDirectory(_ name: String) {
    // Safe: the path is lent as a NUL-terminated string.
    let made = unsafe mkdir(path(of: name), 0o700) == 0
    precondition(made, "cannot make \(path(of: name))")
  }

  /// Makes a file of the given bytes, replacing one of that name.
  ///
  /// - Precondition: the file can be written.
  public func write(_ bytes: [UInt8], to name: String) {
    // Safe: the stream is closed once; the call reads exactly the bytes of the array.
    guard let stream = unsafe fopen(path(of: name), "wb") else {
      preconditionFailure("cannot write \(path(of: name))")
    }
    let written = unsafe fwrite(bytes, 1, bytes.count, stream)
    let closed = unsafe fclose(stream)
    precondition(written == bytes.count && closed == 0, "cannot write \(path(of: name))")
  }

  /// Sets when a file was last changed, in seconds since 1970.
  public func setModified(_ name: String, _ seconds: Int) {
    var times = [timespec(tv_sec: seconds, tv_nsec: 0), timespec(tv_sec: seconds, tv_nsec: 0)]
    // Safe: the call reads two structures.
    let set = unsafe utimensat(AT_FDCWD, path(of: name), &times, 0) == 0
    precondition(set, "cannot change \(path(of: name))")
  }

  /// Removes a file, or a directory with all it contains.
  public func remove(_ name: String) { Self.remove(path(of: name)) }

  /// The bytes of a file.
  ///
  /// - Precondition: the file can be read.
  public func contents(of name: String) -> [UInt8] {
    // Safe: the stream is closed once; the call writes at most the bytes of the array.
    guard let stream = unsafe fopen(path(of: name), "rb") else {
      preconditionFailure("cannot read \(path(of: name))")
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe fread(&buffer, 1, 1 << 16, stream)
      if count == 0 { break }
      bytes += buffer.prefix(count)
    }
    unsafe fclose(stream)
    return bytes
  }

  /// The names in a directory, sorted; none where there is no such directory.
  public func names(in name: String) -> [String] { Self.names(path(of: name)).sorted() }

  /// Removes a file, or a directory with all it contains; failures are ignored.
  public static func remove(_ path: String) {
    // Safe: the string outlives the call.
    if unsafe unlink(path) == 0 { return }
    for name in names(path) { remove("\(path)/\(name)") }
    _ = unsafe rmdir(path)
  }

  private static func names(_ path: String) -> [String] {
    // Safe: the string outlives the call; an entry is copied before the stream moves on.
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
