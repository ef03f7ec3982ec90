import Articles
import Storage

/// The location of an input file: a root of the ledger, and a path below it.
struct FilePlace: Equatable {
  /// Index of the root among the roots of the ledger.
  var root: Int
  /// The path below the root as the disk has it. In Form C, it is the id of the file.
  var name: String
  /// True when the name contains a symbolic link.
  var isLinked = false

  var id: String { name.composed }

  // By bytes: strings in different normalization forms are equal.
  static func == (a: FilePlace, b: FilePlace) -> Bool {
    a.root == b.root && a.isLinked == b.isLinked && a.name.utf8.elementsEqual(b.name.utf8)
  }
}

/// The state of an input file at the last commit that read it.
struct FileState: Equatable {
  var place: FilePlace
  /// The attributes of the file. The time of modification is 0 when the file must be read again.
  var stamp: FileStamp
  /// Fingerprint of the reading rules. Other rules may find other articles.
  var reading: UInt64
  /// True when the index holds articles of other files in place of some of this file.
  var hasSupersededArticles = false
  /// True when the index holds articles that the file no longer contains.
  var hasStaleArticles = false
}

/// The files whose articles are in an index, as of a commit.
///
/// ```
/// ledger := version: u8 = 4
///           roots: varint  { path: string  whole: u8 }{roots}
///           files: varint  { name: string  root: varint  size: varint  modified: u64
///                            changed: u64  inode: varint  reading: u64  flags: u8 }{files}
///           boilerplate: varint  u8{boilerplate}
///           rules
/// flags  := superseded | stale << 1 | linked << 2
/// ```
/// A name is the path of a file below its root as the disk has it. In Normalization Form C it is
/// the id of the file. Files are in ascending bytewise order of their ids. The boilerplate is an
/// encoded `BoilerplateCatalog`, and the rules are a `ReadingRulesList`. Version 2 has neither, and
/// version 3 has no rules.
struct FileLedger: Equatable {
  /// A folder from which files were indexed.
  struct Root: Equatable {
    /// The absolute path without symbolic links.
    let path: String
    /// True when the folder was indexed, false when only single files in it were.
    var isWhole: Bool
  }

  /// The folders in the order in which they were first indexed.
  private(set) var roots: [Root] = []
  /// The states by id.
  var files: [String: FileState] = [:]
  /// The lines that repeat over the pages of the folders.
  var boilerplate = BoilerplateCatalog()
  /// The rules by which the files are read.
  var rules = ReadingRulesList()

  private static let version: UInt8 = 4
  private static let oldestVersion: UInt8 = 2

  init() {}

  /// Returns the index of a root, and adds the root if it is new.
  mutating func index(ofRoot path: String, isWhole: Bool) -> Int {
    if let index = roots.firstIndex(where: { $0.path.utf8.elementsEqual(path.utf8) }) {
      if isWhole { roots[index].isWhole = true }
      return index
    }
    roots.append(Root(path: path, isWhole: isWhole))
    return roots.count - 1
  }

  /// The rules for an update from a folder. If the folder has none, and a file of a root that is
  /// gone is at the same place in it, the root has been moved there, and its rules count.
  ///
  /// - Parameter folder: an absolute path without symbolic links.
  /// - Complexity: O(*n*) in the files of the ledger if a root with rules is gone.
  func rules(forUpdateFrom folder: String) -> ReadingRulesList {
    var rules = rules
    guard rules.rules(of: folder).isEmpty else { return rules }
    let moved = roots.indices.first { index in
      rules.concern(roots[index].path) && !FileSystem.exists(roots[index].path)
        && files.values.contains {
          $0.place.root == index && FileSystem.exists(FilePath.join(folder, $0.place.name))
        }
    }
    if let moved { rules.move(roots[moved].path, to: folder) }
    return rules
  }

  /// Notes that articles of other files supersede articles of these files.
  mutating func markSuperseded(_ ids: Set<String>) {
    for id in ids { files[id]?.hasSupersededArticles = true }
  }

  /// Adds a file of another ledger that the next update reads, unless a file has the id.
  mutating func add(unread state: FileState, _ id: String, under root: Root) {
    guard files[id] == nil else { return }
    var state = state
    state.place.root = index(ofRoot: root.path, isWhole: root.isWhole)
    state.stamp.modified = 0
    files[id] = state
  }

  func encoded() -> [UInt8] {
    var bytes: [UInt8] = [Self.version]
    func append(fixed value: UInt64) {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: value >> shift))
      }
    }
    Varint.encode(UInt64(roots.count), into: &bytes)
    for root in roots {
      bytes.append(counted: root.path)
      bytes.append(root.isWhole ? 1 : 0)
    }
    Varint.encode(UInt64(files.count), into: &bytes)
    let sorted = files.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for (_, state) in sorted {
      bytes.append(counted: state.place.name)
      Varint.encode(UInt64(state.place.root), into: &bytes)
      Varint.encode(UInt64(state.stamp.byteCount), into: &bytes)
      append(fixed: UInt64(bitPattern: state.stamp.modified))
      append(fixed: UInt64(bitPattern: state.stamp.changed))
      Varint.encode(state.stamp.inode, into: &bytes)
      append(fixed: state.reading)
      bytes.append(
        (state.hasSupersededArticles ? 1 : 0) | (state.hasStaleArticles ? 2 : 0)
          | (state.place.isLinked ? 4 : 0))
    }
    let catalog = boilerplate.encoded()
    Varint.encode(UInt64(catalog.count), into: &bytes)
    bytes += catalog
    rules.append(to: &bytes)
    return bytes
  }

  init(_ bytes: [UInt8]) throws(StorageError) {
    let file = "ledger"
    // Safe: bytes have no padding.
    var reader = unsafe ByteReader(bytes.span.bytes, at: 0, file: file)
    let version = try reader.readUInt8()
    guard Self.oldestVersion...Self.version ~= version else {
      throw .unsupportedVersion(
        file: file, found: UInt32(version),
        supported: UInt32(Self.oldestVersion)...UInt32(Self.version))
    }
    for _ in 0..<(try reader.readVarint()) {
      roots.append(Root(path: try reader.readString(), isWhole: try reader.readUInt8() != 0))
    }
    for _ in 0..<(try reader.readVarint()) {
      let name = try reader.readString()
      let root = try reader.readInt()
      let stamp = FileStamp(
        byteCount: try reader.readInt(), modified: Int64(bitPattern: try reader.readUInt64()),
        changed: Int64(bitPattern: try reader.readUInt64()), inode: try reader.readVarint())
      let reading = try reader.readUInt64()
      let flags = try reader.readUInt8()
      guard roots.indices.contains(root), stamp.byteCount >= 0 else {
        throw .corrupt(file: file, offset: reader.offset, reason: "no such root or size")
      }
      let place = FilePlace(root: root, name: name, isLinked: flags & 4 != 0)
      files[place.id] = FileState(
        place: place, stamp: stamp, reading: reading,
        hasSupersededArticles: flags & 1 != 0, hasStaleArticles: flags & 2 != 0)
    }
    guard version > Self.oldestVersion else { return }
    boilerplate = try BoilerplateCatalog(try reader.readBytes(try reader.readInt()))
    guard version > 3 else { return }
    rules = try ReadingRulesList(&reader)
  }
}

extension [UInt8] {
  /// Appends the length of a string and its UTF-8.
  mutating func append(counted string: String) {
    Varint.encode(UInt64(string.utf8.count), into: &self)
    self += string.utf8
  }
}
