import Storage
import TestSupport

/// Changes directories to a state that a power cut may leave.
///
/// - Names: each change since the last sync of a directory is kept or undone. A rename is one
///   change.
/// - Contents: the bytes written since the last sync of a file are deleted, zeroed, half written,
///   written, or written with a flipped bit, or the file is empty. A file that was never synced may
///   be missing.
///
/// The kinds of damage equal the kinds in Lucene's MockDirectoryWrapper.
enum PowerCut {
  /// A state of the unsynced bytes of a file after a power cut.
  enum Damage: CaseIterable {
    case deleted, zeroed, halved, none, flipped, emptied
  }

  static func apply(
    to journal: DiskJournal, using random: inout SplitMix64
  ) throws(StorageError) {
    // In a fixed order, so that a seed always gives the same result.
    let remaining = journal.files.indices.map { contents(of: $0, in: journal, using: &random) }
    var lost: [String] = []
    for (path, directory) in journal.directories.sorted(by: { $0.key < $1.key }) {
      if lost.contains(where: { "\(path)/".hasPrefix($0) }) { continue }
      let names = names(of: directory, using: &random)
      for name in try IndexDirectory(path).list() {
        let isDirectory = names[name].map { journal.files[$0].isDirectory } ?? false
        if !isDirectory { TemporaryDirectory.remove("\(path)/\(name)") }
      }
      for (name, file) in names {
        if journal.files[file].isDirectory {
          try SystemDisk().makeDirectory("\(path)/\(name)")
        } else if let bytes = remaining[file] {
          let written = try SystemDisk().open("\(path)/\(name)", .emptied)
          // Safe: bytes have no padding.
          try written.write(unsafe bytes.span.bytes, at: 0)
        }
      }
      for case .added(let name, _) in directory.changes where names[name] == nil {
        lost.append("\(path)/\(name)/")
      }
    }
  }

  /// The names of a directory after some of its changes.
  private static func names(
    of directory: JournalDirectory, using random: inout SplitMix64
  ) -> [String: Int] {
    var names = directory.synced
    // Sometimes all or none, as common file systems do.
    let share = [0, 1, 2, 2, 2, 4].randomElement(using: &random) ?? 2
    for change in directory.changes where Int.random(in: 0..<4, using: &random) < share {
      switch change {
      case .added(let name, let file):
        names[name] = file
      case .removed(let name, let file):
        if names[name] == file { names[name] = nil }
      case .renamed(let name, let newName, let file):
        if names[name] == file { names[name] = nil }
        names[newName] = file
      }
    }
    return names
  }

  /// The bytes of a file, or nil when the file is missing.
  private static func contents(
    of number: Int, in journal: DiskJournal, using random: inout SplitMix64
  ) -> [UInt8]? {
    let file = journal.files[number]
    if file.isDirectory { return nil }
    let damage = Damage.allCases.randomElement(using: &random) ?? .none
    let bytes = journal.contents(of: number)
    if file.unsynced.isEmpty, file.syncedContents == nil { return bytes }
    return damaged(bytes, of: file, damage, using: &random)
  }

  static func damaged(
    _ bytes: [UInt8], of file: JournalFile, _ damage: Damage, using random: inout SplitMix64
  ) -> [UInt8]? {
    var bytes = bytes
    let offsets = file.unsynced.flatMap { Array($0) }
    switch damage {
    case .deleted, .emptied:
      guard let size = file.syncedSize else { return damage == .deleted ? nil : [] }
      return file.syncedContents ?? Array(bytes.prefix(size))
    case .zeroed:
      for offset in offsets { bytes[offset] = 0 }
    case .halved:
      // Zeros before the old end of the file, nothing after it.
      for offset in offsets.dropFirst(offsets.count / 2) { bytes[offset] = 0 }
      let synced = min(file.syncedSize ?? 0, bytes.count)
      bytes.removeLast((bytes.count - synced + 1) / 2)
    case .flipped:
      guard let offset = offsets.randomElement(using: &random) else { break }
      bytes[offset] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case .none:
      break
    }
    return bytes
  }
}
