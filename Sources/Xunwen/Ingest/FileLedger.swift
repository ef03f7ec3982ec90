import Storage

/// The state of an input file at the last commit that read it.
struct FileState: Equatable {
  var byteCount: Int
  /// Modification time in nanoseconds since 1970; 0 when the file must be read again.
  var modified: Int64
  /// Fingerprint of the reading rules. Other rules may find other articles.
  var reading: UInt64
  /// Index of the file's corpus folder among the roots.
  var root: Int
  /// True when the index holds articles of other files in place of some of this file.
  var hasSupersededArticles = false
  /// True when the index holds articles that the file no longer contains.
  var hasStaleArticles = false
}

/// The files whose articles are in an index, as of a commit.
///
/// ```
/// ledger := version: u8 = 1
///           roots: varint  { path: string }{roots}
///           files: varint  { path: string  size: varint  modified: u64  reading: u64
///                            root: varint  flags: u8 }{files}
/// flags  := superseded | stale << 1
/// ```
/// Paths of files are relative to their root and in ascending bytewise order.
struct FileLedger: Equatable {
  /// Absolute paths of the indexed folders.
  private(set) var roots: [String] = []
  /// The states by relative path.
  var files: [String: FileState] = [:]

  private static let version: UInt8 = 1

  init() {}

  /// Returns the index of a root, and adds the root if it is new.
  mutating func index(ofRoot root: String) -> Int {
    if let index = roots.firstIndex(of: root) { return index }
    roots.append(root)
    return roots.count - 1
  }

  /// Notes that articles of other files supersede articles of these files.
  mutating func markSuperseded(_ paths: Set<String>) {
    for path in paths { files[path]?.hasSupersededArticles = true }
  }

  func encoded() -> [UInt8] {
    var bytes: [UInt8] = [Self.version]
    func append(_ string: String) {
      Varint.encode(UInt64(string.utf8.count), into: &bytes)
      bytes += string.utf8
    }
    func append(fixed value: UInt64) {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: value >> shift))
      }
    }
    Varint.encode(UInt64(roots.count), into: &bytes)
    for root in roots { append(root) }
    Varint.encode(UInt64(files.count), into: &bytes)
    let sorted = files.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for (path, state) in sorted {
      append(path)
      Varint.encode(UInt64(state.byteCount), into: &bytes)
      append(fixed: UInt64(bitPattern: state.modified))
      append(fixed: state.reading)
      Varint.encode(UInt64(state.root), into: &bytes)
      bytes.append((state.hasSupersededArticles ? 1 : 0) | (state.hasStaleArticles ? 2 : 0))
    }
    return bytes
  }

  init(_ bytes: [UInt8]) throws(StorageError) {
    let name = "ledger"
    // Safe: bytes have no padding.
    var reader = unsafe ByteReader(bytes.span.bytes, at: 0, file: name)
    let version = try reader.readUInt8()
    guard version == Self.version else {
      throw .unsupportedVersion(
        file: name, found: UInt32(version), supported: UInt32(Self.version)...UInt32(Self.version))
    }
    for _ in 0..<(try reader.readVarint()) { roots.append(try reader.readString()) }
    for _ in 0..<(try reader.readVarint()) {
      let path = try reader.readString()
      let byteCount = try reader.readInt()
      let modified = Int64(bitPattern: try reader.readUInt64())
      let reading = try reader.readUInt64()
      let root = try reader.readInt()
      let flags = try reader.readUInt8()
      guard roots.indices.contains(root) else {
        throw .corrupt(file: name, offset: reader.offset, reason: "no such root")
      }
      files[path] = FileState(
        byteCount: byteCount, modified: modified, reading: reading, root: root,
        hasSupersededArticles: flags & 1 != 0, hasStaleArticles: flags & 2 != 0)
    }
  }
}
