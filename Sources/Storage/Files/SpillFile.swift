/// A temporary folder in `$TMPDIR` or `/tmp`, removed with the object if it is empty.
public final class TemporaryFolder: Sendable {
  public let directory: IndexDirectory

  public init() throws(StorageError) {
    let parent = Process.environment("TMPDIR") ?? "/tmp"
    directory = IndexDirectory(
      try StorageError.at(parent, FileSystem.makeTemporaryDirectory(in: parent)))
  }

  deinit { FileSystem.removeDirectory(directory.path) }
}

/// A temporary file without a name, which disappears with its last reference or with the process.
public final class SpillFile: Sendable {
  private let file: any WritableFile
  private let name: String
  /// The size in bytes.
  public let byteCount: Int

  fileprivate init(_ file: any WritableFile, name: String, byteCount: Int) {
    self.file = file
    self.name = name
    self.byteCount = byteCount
  }

  /// Appends the bytes of a range to `bytes`. Several threads may read at the same time.
  public func read(_ range: Range<Int>, appendingTo bytes: inout [UInt8]) throws(StorageError) {
    precondition(range.lowerBound >= 0 && range.upperBound <= byteCount, "within the file")
    let end = bytes.count + range.count
    try file.read(range.count, at: range.lowerBound, appendingTo: &bytes)
    if bytes.count < end {
      throw .corrupt(file: name, offset: byteCount, reason: "end of file")
    }
  }
}

/// Writes a `SpillFile` from beginning to end.
public struct SpillWriter: ~Copyable {
  private let file: any WritableFile
  private let name: String
  private var buffer: [UInt8] = []
  private var flushedCount = 0

  private static let bufferSize = 1 << 18

  /// Creates the file, and removes its name at once. A crash in between leaves an empty file.
  public init(directory: IndexDirectory, name: String) throws(StorageError) {
    let file = try directory.disk.open(directory.path(of: name), .emptied)
    try directory.remove(name)
    self.file = file
    self.name = name
    buffer.reserveCapacity(Self.bufferSize + 4096)
  }

  public var offset: Int { flushedCount + buffer.count }

  public mutating func append(_ bytes: RawSpan) throws(StorageError) {
    if bytes.byteCount >= Self.bufferSize / 4 {
      try flush()
      try file.write(bytes, at: flushedCount)
      flushedCount += bytes.byteCount
    } else {
      // Safe: the buffer copies the bytes during the call.
      unsafe bytes.withUnsafeBytes { unsafe buffer.append(contentsOf: $0) }
      if buffer.count >= Self.bufferSize { try flush() }
    }
  }

  public consuming func finish() throws(StorageError) -> SpillFile {
    try flush()
    return SpillFile(file, name: name, byteCount: flushedCount)
  }

  private mutating func flush() throws(StorageError) {
    unsafe try file.write(buffer.span.bytes, at: flushedCount)  // Safe: bytes have no padding.
    flushedCount += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }
}
