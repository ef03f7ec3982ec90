import Storage
import TestSupport

/// A file with all its names.
struct JournalFile: Sendable {
  var isDirectory = false
  var size = 0
  /// The size at the last sync, or nil when the file was never synced.
  var syncedSize: Int?
  /// The ranges written since the last sync.
  var unsynced: [Range<Int>] = []
  /// The contents at the last sync, saved when they are overwritten or removed.
  var syncedContents: [UInt8]?
  var nameCount = 0
  var openCount = 0
}

/// A directory with its names.
struct JournalDirectory: Sendable {
  /// A change of names that a power cut may undo.
  enum Change: Sendable {
    case added(String, file: Int)
    case removed(String, file: Int)
    case renamed(String, to: String, file: Int)
  }

  /// The names and their files at the last sync.
  var synced: [String: Int] = [:]
  /// The current names and their files.
  var current: [String: Int] = [:]
  /// The changes since the last sync.
  var changes: [Change] = []
}

/// A record of the synced and the unsynced state of a disk.
///
/// Files are identified by number, directories by path. Each file also has a name in the journal's
/// own folder, which keeps its contents after it is unlinked or replaced.
struct DiskJournal: Sendable {
  private(set) var files: [JournalFile] = []
  private(set) var directories: [String: JournalDirectory] = [:]
  private var freeSpace: Int?
  private var folder: TemporaryDirectory?

  init(freeSpace: Int?) {
    self.freeSpace = freeSpace
  }

  /// The current bytes of a file.
  func contents(of file: Int) -> [UInt8] {
    folder?.contents(of: "\(file)") ?? []
  }

  // MARK: - Names

  /// Registers the directories of paths, with their current contents, if they are unknown.
  mutating func prepare(_ paths: String...) {
    for path in paths {
      let (parent, _) = Self.split(path)
      guard directories[parent] == nil, let names = try? IndexDirectory(parent).list() else {
        continue
      }
      // Next to the first directory: in the same file system, and outside of the journal.
      if folder == nil { folder = TemporaryDirectory(in: Self.split(parent).parent) }
      var directory = JournalDirectory()
      for name in names { directory.current[name] = register("\(parent)/\(name)") }
      directory.synced = directory.current
      directories[parent] = directory
    }
  }

  mutating func file(at path: String) -> Int? {
    prepare(path)
    let (parent, name) = Self.split(path)
    return directories[parent]?.current[name]
  }

  mutating func created(_ path: String) throws(StorageError) -> Int {
    let file = files.count
    files.append(JournalFile())
    try keep(path, as: file)
    enter(path, file)
    return file
  }

  mutating func linked(_ path: String, to newPath: String) {
    if let file = file(at: path) { enter(newPath, file) }
  }

  mutating func madeDirectory(_ path: String) {
    guard file(at: path) == nil else { return }
    files.append(JournalFile(isDirectory: true))
    enter(path, files.count - 1)
    directories[path] = JournalDirectory()
  }

  mutating func unlinked(_ path: String) {
    let (parent, name) = Self.split(path)
    guard let file = directories[parent]?.current.removeValue(forKey: name) else { return }
    directories[parent]?.changes.append(.removed(name, file: file))
    lostName(file)
  }

  /// - Precondition: both paths are in one directory.
  mutating func renamed(_ path: String, to newPath: String) {
    let ((parent, name), (newParent, newName)) = (Self.split(path), Self.split(newPath))
    precondition(parent == newParent, "renaming across directories is not simulated")
    guard let file = directories[parent]?.current.removeValue(forKey: name) else { return }
    let replaced = directories[parent]?.current.updateValue(file, forKey: newName)
    directories[parent]?.changes.append(.renamed(name, to: newName, file: file))
    if let replaced { lostName(replaced) }
  }

  mutating func syncedDirectory(_ path: String) {
    guard let directory = directories[path] else { return }
    directories[path]?.synced = directory.current
    directories[path]?.changes = []
  }

  private mutating func enter(_ path: String, _ file: Int) {
    let (parent, name) = Self.split(path)
    directories[parent]?.current[name] = file
    directories[parent]?.changes.append(.added(name, file: file))
    files[file].nameCount += 1
  }

  /// Registers a file that existed before the journal, and returns its number.
  private mutating func register(_ path: String) -> Int {
    var file = JournalFile()
    file.nameCount = 1
    // Only a directory cannot have a second name.
    if (try? keep(path, as: files.count)) == nil {
      file.isDirectory = true
    } else {
      let (parent, name) = Self.split(path)
      file.size = (try? IndexDirectory(parent).fileSize(name)) ?? 0
      file.syncedSize = file.size
    }
    files.append(file)
    return files.count - 1
  }

  private func keep(_ path: String, as file: Int) throws(StorageError) {
    if let folder { try SystemDisk().link(path, to: folder.path(of: "\(file)")) }
  }

  static func split(_ path: String) -> (parent: String, name: String) {
    let cut = path.lastIndex(of: "/") ?? path.startIndex
    return (String(path[..<cut]), String(path[cut...].dropFirst()))
  }

  // MARK: - Contents

  mutating func opened(_ file: Int) {
    files[file].openCount += 1
  }

  mutating func closed(_ file: Int) {
    files[file].openCount -= 1
    freeIfGone(file)
  }

  /// The number of bytes, of `count` bytes to write, that fit on the disk.
  func fitting(_ count: Int, at offset: Int, of file: Int) -> Int {
    guard let freeSpace else { return count }
    return max(0, min(count, files[file].size + freeSpace - offset))
  }

  /// Saves synced contents before they are overwritten.
  mutating func willWrite(at offset: Int, of file: Int) throws(StorageError) {
    if offset < files[file].syncedSize ?? 0 { saveContents(of: file) }
  }

  mutating func wrote(_ range: Range<Int>, of file: Int) {
    let size = files[file].size
    // A gap before the range is filled with zeros, and counts as written.
    files[file].unsynced.append(min(size, range.lowerBound)..<range.upperBound)
    files[file].size = max(size, range.upperBound)
    if let free = freeSpace { freeSpace = free - (files[file].size - size) }
  }

  /// Saves synced contents before all bytes are removed.
  mutating func willDrop(_ file: Int) throws(StorageError) {
    if files[file].syncedSize ?? 0 > 0 { saveContents(of: file) }
  }

  mutating func dropped(_ file: Int) {
    if let free = freeSpace { freeSpace = free + files[file].size }
    files[file].size = 0
    files[file].unsynced = []
  }

  mutating func synced(_ file: Int) {
    files[file].syncedSize = files[file].size
    files[file].syncedContents = nil
    files[file].unsynced = []
  }

  private mutating func saveContents(of file: Int) {
    guard files[file].syncedContents == nil else { return }
    files[file].syncedContents = Array(contents(of: file).prefix(files[file].syncedSize ?? 0))
  }

  private mutating func lostName(_ file: Int) {
    files[file].nameCount -= 1
    freeIfGone(file)
  }

  private mutating func freeIfGone(_ file: Int) {
    guard files[file].nameCount == 0, files[file].openCount == 0 else { return }
    if let free = freeSpace { freeSpace = free + files[file].size }
    files[file].size = 0
  }
}
