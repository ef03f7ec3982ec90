#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files, programs and environment variables outside of a test.
public enum TestFile {
  /// The bytes of a file, or nil when it is not readable.
  public static func bytes(_ path: String) -> [UInt8]? {
    // Safe: the stream is closed once; each call writes at most the bytes of the array.
    guard let stream = unsafe fopen(path, "rb") else { return nil }
    defer { unsafe _ = fclose(stream) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe fread(&buffer, 1, 1 << 16, stream)
      if count == 0 { return bytes }
      bytes += buffer.prefix(count)
    }
  }

  /// Writes a file, and returns false when that fails.
  public static func write(_ bytes: [UInt8], to path: String) -> Bool {
    // Safe: the stream is closed once; the call reads the bytes of the array.
    guard let stream = unsafe fopen(path, "wb") else { return false }
    let count = unsafe fwrite(bytes, 1, bytes.count, stream)
    return unsafe fclose(stream) == 0 && count == bytes.count
  }

  /// The value of an environment variable.
  public static func environment(_ name: String) -> String? {
    // Safe: the value is copied while no test changes the environment.
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  /// The path of an executable of this package, which is in the folder of the test bundle.
  public static func executable(_ name: String) -> String {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? ""
    let parts = bundle.split(separator: "/", omittingEmptySubsequences: false)
    let end = parts.firstIndex { $0.hasSuffix(".xctest") } ?? parts.endIndex
    return parts[..<end].joined(separator: "/") + "/" + name
  }

  /// The folder some levels above a source file; pass `#filePath`.
  public static func folder(above file: String, levels: Int) -> String {
    file.split(separator: "/").dropLast(levels).map { "/" + $0 }.joined()
  }
}

/// The amount of random testing.
public enum TestScale {
  /// The factor for the number of random cases: `$XUNWEN_TEST_SCALE`, or 1.
  public static let factor = max(
    1, TestFile.environment("XUNWEN_TEST_SCALE").flatMap { Int($0) } ?? 1)

  /// A number of cases, multiplied by the factor.
  public static func cases(_ count: Int) -> Int { count * factor }
}
