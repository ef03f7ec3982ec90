#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Paths as the system resolves them.
public enum RealPath {
  /// The absolute path without links; the path as it is where nothing is there.
  public static func of(_ path: String) -> String {
    // Safe: the result is a NUL-terminated string that is copied and freed here.
    guard let resolved = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// Whether something is there.
  public static func exists(_ path: String) -> Bool {
    // Safe: the path is lent as a NUL-terminated string.
    unsafe access(path, F_OK) == 0
  }
}
