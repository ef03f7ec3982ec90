import Storage

/// What is known of a file whose articles are in the index.
struct FileState: Equatable {
  var byteCount: Int
  /// Nanoseconds since 1970; 0 when the file has to be read again whatever the system says.
  var modified: Int64
  /// How it was read: another way may find other articles in the same bytes.
  var reading: UInt64
  /// Ordinal of the folder that it was found below.
  var root: Int
  /// Has articles that files after it have too, under the same ids: those are in the index.
  var isShadowed = false
  /// Had articles when it was read before that it has no more, and that are in the index still.
  var hasGone = false
}

/// The files whose articles are in an index, as of a commit; what the commit's ledger holds.
///
/// ```
/// ledger := version: u8 = 1
///           roots: varint  { path: string }{roots}
///           files: varint  { path: string  size: varint  modified: u64  reading: u64
///                            root: varint  flags: u8 }{files}
/// flags  := shadowed | gone << 1
/// ```
/// Paths of files are those below their root, in ascending order of bytes.
struct FileLedger: Equatable {
  private(set) var roots: [String] = []
  var files: [String: FileState] = [:]

  private static let version: UInt8 = 1

  init() {}

  /// The ordinal of a root, which is added when it is new.
  mutating func ordinal(ofRoot root: String) -> Int {
    if let known = roots.firstIndex(of: root) { return known }
    roots.append(root)
    return roots.count - 1
  }

  /// The same where some of the files have articles that other files have too.
  func shadowing(_ paths: Set<String>) -> FileLedger {
    var ledger = self
    for path in paths { ledger.files[path]?.isShadowed = true }
    return ledger
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
      bytes.append((state.isShadowed ? 1 : 0) | (state.hasGone ? 2 : 0))
    }
    return bytes
  }

  /// - Throws: `StorageError.corrupt` for bytes that are no ledger.
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
      let byteCount = Int(truncatingIfNeeded: try reader.readVarint())
      let modified = Int64(bitPattern: try reader.readUInt64())
      let reading = try reader.readUInt64()
      let root = Int(truncatingIfNeeded: try reader.readVarint())
      let flags = try reader.readUInt8()
      guard roots.indices.contains(root) else {
        throw .corrupt(file: name, offset: reader.offset, reason: "no such root")
      }
      files[path] = FileState(
        byteCount: byteCount, modified: modified, reading: reading, root: root,
        isShadowed: flags & 1 != 0, hasGone: flags & 2 != 0)
    }
  }
}
