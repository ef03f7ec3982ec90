import CraftedFiles
import Storage
import TestSupport
import Testing

@testable import InvertedIndex

/// Returns the storage error that a call throws, or nil. Any other error fails the test.
func capture<Result>(_ body: () throws -> Result) -> StorageError? {
  do {
    _ = try body()
  } catch let error as StorageError {
    return error
  } catch {
    Issue.record(error)
  }
  return nil
}

extension SegmentFormat {
  /// The component of a file with this name; nil for files that belong to no index.
  static func component(ofFile name: String) -> FileComponent? {
    if name.hasPrefix(CommitPoint.prefix) { return commit }
    if name.hasPrefix(Ledger.prefix) { return ledger }
    switch name.split(separator: ".").last.map(String.init) {
    case endings.info: return info
    case endings.terms: return terms
    case endings.postings: return postings
    case endings.positions: return positions
    case endings.lengths: return lengths
    case endings.columns: return columns
    case endings.stored: return stored
    case "liv": return live
    default: return nil
    }
  }
}

extension IndexDirectory {
  /// The names of all files except the lock file, whose contents depend on the process.
  func indexFiles() throws -> [String] {
    try list().filter { $0 != WriteLock.fileName }
  }

  /// Verifies the checksum of every file.
  func verifyEveryFile() throws {
    for name in try indexFiles() {
      let component = try #require(SegmentFormat.component(ofFile: name), "\(name)")
      let file = try EnvelopedFile(
        directory: self, name: name, component: component, segmentID: nil)
      try file.verifyChecksum()
    }
  }
}

extension TemporaryDirectory {
  /// Updates the entry of a changed file in the `.si` file of segment `_0`, if it has one.
  func list(_ name: String, _ bytes: [UInt8], from original: TemporaryDirectory) {
    var info = original.contents(of: "_0.si")
    guard let range = info.firstRange(of: Array(name.utf8)) else { return }
    let entry =
      (0..<8).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) }
      + bytes[(bytes.count - 8)..<(bytes.count - 4)]
    info.replaceSubrange(range.upperBound..<range.upperBound + 12, with: entry)
    info.seal()
    write(info, to: "_0.si")
  }

  /// Restores a file and the `.si` file.
  func restore(_ name: String, from original: TemporaryDirectory) {
    for name in [name, "_0.si"] { write(original.contents(of: name), to: name) }
  }
}

extension StoredBuffer {
  /// Writes the `.sto` file of a segment, without the other files.
  consuming func write(
    to directory: IndexDirectory, name: String, segmentID: UInt64
  ) throws(StorageError) {
    var buffer = self
    try buffer.finish()
    let file = try StoredFile(directory: directory, name: name)
    try file.append(buffer.frames)
    _ = try file.finish(buffer.blocks, segmentID: segmentID)
  }
}

extension PositionsReader {
  /// Replaces `positions` by the positions in one document.
  func read(_ document: UInt32, into positions: inout [UInt32]) {
    positions = read([document])[0]
  }

  /// Returns the positions in each document.
  func read(_ documents: [UInt32]) -> [[UInt32]] {
    var rows: [PositionRow] = []
    var ends: [UInt32] = []
    let count = read(documents, into: &rows, ends: &ends)
    precondition(count == documents.count)
    return (0..<count).map { number in
      var positions: [UInt32] = []
      for row in rows[(number > 0 ? Int(ends[number - 1]) : 0)..<Int(ends[number])] {
        for lane in 0..<4 where row[lane] != positions.last { positions.append(row[lane]) }
      }
      return positions
    }
  }
}

extension PostingsCursor {
  /// The impact and the last document of every block.
  var impacts: [(impact: Impact, last: UInt32)] {
    var impacts: [(impact: Impact, last: UInt32)] = []
    forEachImpact { impacts.append(($0, $1)) }
    return impacts
  }
}

extension OccurrenceList {
  /// Appends a document with ascending positions.
  mutating func append(document: UInt32, positions: [UInt32], titles titleCount: UInt32) {
    let deltas = zip(positions, [0] + positions).map { $0 - $1 }
    append(
      document: document, frequency: UInt32(deltas.count), title: titleCount,
      positionDeltas: deltas.span)
  }
}
