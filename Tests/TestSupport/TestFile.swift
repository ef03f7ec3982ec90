#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What lies outside of a test: files by path, beside the checkout or in it.
public enum TestFile {
  /// The bytes of a file; nil when it cannot be read.
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

  /// The value of an environment variable.
  public static func environment(_ name: String) -> String? {
    // Safe: the value is copied while no test changes the environment.
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  /// The path of a program of this package: it stands beside the test bundle, which is itself a program on Linux.
  public static func executable(_ name: String) -> String {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? ""
    let parts = bundle.split(separator: "/", omittingEmptySubsequences: false)
    let end = parts.firstIndex { $0.hasSuffix(".xctest") } ?? parts.endIndex
    return parts[..<end].joined(separator: "/") + "/" + name
  }

  /// The folder some levels above a source file, named by `#filePath`.
  public static func folder(above file: String, levels: Int) -> String {
    file.split(separator: "/").dropLast(levels).map { "/" + $0 }.joined()
  }
}
