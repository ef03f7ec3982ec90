// What of a disk has been synced and what has not.
//
// Files are known by number, directories by path. Every file has a name in a folder of the journal's own too, by
// which its contents stay when it is unlinked or replaced.

import Storage
import TestSupport

/// A file, whatever its names.
struct JournalFile: Sendable {
  var isDirectory = false
  var size = 0
  /// Size when it was synced last; nil while it never was.
  var syncedSize: Int?
  /// What was written since.
  var unsynced: [Range<Int>] = []
  /// Contents when it was synced last, where they were overwritten or dropped since.
  var syncedContents: [UInt8]?
  var nameCount = 0
  var openCount = 0
}

/// The names in a directory.
struct JournalDirectory: Sendable {
  /// A change of names that may or may not be on the disk.
  enum Change: Sendable {
    case entered(String, file: Int)
    case left(String, file: Int)
    case renamed(String, to: String, file: Int)
  }

  /// Names and their files when it was synced last.
  var synced: [String: Int] = [:]
  /// As it is now.
  var current: [String: Int] = [:]
  /// In between.
  var changes: [Change] = []
}

struct DiskJournal: Sendable {
  private(set) var files: [JournalFile] = []
  private(set) var directories: [String: JournalDirectory] = [:]
  private var freeSpace: Int?
  private var folder: TemporaryDirectory?

  init(freeSpace: Int?) {
    self.freeSpace = freeSpace
  }

  /// The bytes of a file as they are now.
  func contents(of file: Int) -> [UInt8] {
    folder?.contents(of: "\(file)") ?? []
  }

  // MARK: - Names

  /// Takes note of the directories of paths as they are, if they are new.
  mutating func prepare(_ paths: String...) {
    for path in paths {
      let (parent, _) = Self.split(path)
      guard directories[parent] == nil, let names = try? IndexDirectory(parent).list() else {
        continue
      }
      // Beside the first directory, so that it is in the same file system, and no part of what is noted.
      if folder == nil { folder = TemporaryDirectory(in: Self.split(parent).parent) }
      var directory = JournalDirectory()
      for name in names { directory.current[name] = meet("\(parent)/\(name)") }
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
    directories[parent]?.changes.append(.left(name, file: file))
    lostName(file)
  }

  /// - Precondition: both are in one directory.
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
    directories[parent]?.changes.append(.entered(name, file: file))
    files[file].nameCount += 1
  }

  /// The number of a file that was there before.
  private mutating func meet(_ path: String) -> Int {
    var file = JournalFile()
    file.nameCount = 1
    // Of all that is in a directory, only other directories have no second name.
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

  /// Of `count` bytes to be written, how many there is room for.
  func fitting(_ count: Int, at offset: Int, of file: Int) -> Int {
    guard let freeSpace else { return count }
    return max(0, min(count, files[file].size + freeSpace - offset))
  }

  /// To be called before bytes are overwritten.
  mutating func willWrite(at offset: Int, of file: Int) throws(StorageError) {
    if offset < files[file].syncedSize ?? 0 { saveContents(of: file) }
  }

  mutating func wrote(_ range: Range<Int>, of file: Int) {
    let size = files[file].size
    // What is passed over becomes zeros, and is as new.
    files[file].unsynced.append(min(size, range.lowerBound)..<range.upperBound)
    files[file].size = max(size, range.upperBound)
    if let free = freeSpace { freeSpace = free - (files[file].size - size) }
  }

  /// To be called before all bytes go.
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
