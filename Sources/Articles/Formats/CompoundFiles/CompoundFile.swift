/// A compound file of Microsoft (OLE 2): streams of bytes in storages, like files in folders. Word,
/// Excel, PowerPoint and Outlook store documents in such files.
///
/// MS-CFB, Compound File Binary File Format, describes the form. The file is divided into sectors.
/// The allocation table has for each sector the number of the next one in its chain. Streams of
/// less than 4 KiB are divided into sectors of 64 bytes, which have a table of their own and are
/// together the stream of the root.
final class CompoundFile: Sendable {
  static let mark: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]

  let entries: [CompoundEntry]
  /// The numbers of the entries in each storage, by its number.
  private let contents: [Int: [Int]]
  private let file: SectorFile
  /// The numbers of the next sectors.
  private let table: [UInt32]
  private let smallTable: [UInt32]
  /// The sectors that hold the small sectors.
  private let rootSectors: [UInt32]
  /// A stream with fewer bytes is in small sectors.
  private let smallestLargeStream: Int

  private static let smallSectorBytes = 64
  /// A file with more entries counts as damaged.
  private static let maximumEntries = 1 << 17

  /// Reads the tables and the directory.
  ///
  /// - Throws: `damagedDocument`, `unreadable`.
  init(_ document: DocumentFile) throws(ArticleError) {
    file = try SectorFile(document)
    let header = LittleEndianBytes(document.beginning)
    smallestLargeStream = Int(header.u32(56))
    table = try file.allocationTable()
    let directory = try file.contents(
      from: header.u32(48), table, limit: Self.maximumEntries * CompoundEntry.byteCount)
    entries = CompoundEntry.list(directory)
    guard let root = entries.first, root.kind == .root else {
      throw document.error(.damagedCompoundFile)
    }
    contents = Self.contents(entries)
    rootSectors = try file.chain(from: root.start, table)
    let small = try file.contents(from: header.u32(60), table, limit: document.byteCount)
    smallTable = LittleEndianBytes(small).numbers
  }

  // MARK: Entries

  /// Returns the numbers of the entries in each storage. An entry is in one storage, so that the
  /// work is bounded by the size of the directory.
  private static func contents(_ entries: [CompoundEntry]) -> [Int: [Int]] {
    var contents: [Int: [Int]] = [:]
    var isFree = [Bool](repeating: true, count: entries.count)
    // The root is in no storage.
    isFree[0] = false
    for (storage, entry) in entries.enumerated() where entry.kind != .stream {
      var found: [Int] = []
      var pending = [entry.child]
      while let index = pending.popLast() {
        guard index < entries.count, isFree[index] else { continue }
        isFree[index] = false
        found.append(index)
        pending += [entries[index].left, entries[index].right]
      }
      contents[storage] = found.sorted()
    }
    return contents
  }

  /// The numbers of the entries in a storage; 0 is the root.
  func children(of storage: Int = 0) -> [Int] { contents[storage] ?? [] }

  /// Returns the streams in a storage by their names.
  func streams(of storage: Int = 0) -> [String: CompoundEntry] {
    var streams: [String: CompoundEntry] = [:]
    for index in children(of: storage) where entries[index].kind == .stream {
      streams[entries[index].name] = entries[index]
    }
    return streams
  }

  // MARK: Contents

  func stream(_ entry: CompoundEntry) throws(ArticleError) -> CompoundStream {
    let isSmall = entry.byteCount < smallestLargeStream
    let sectorBytes = isSmall ? Self.smallSectorBytes : file.sectorBytes
    let sectors = try file.chain(
      from: entry.start, isSmall ? smallTable : table,
      count: (entry.byteCount + sectorBytes - 1) / sectorBytes)
    return CompoundStream(
      file: file.bytes,
      offsets: sectors.map { isSmall ? offset(ofSmall: $0) : file.offset(of: $0) },
      sectorBytes: sectorBytes, byteCount: entry.byteCount)
  }

  /// Returns the offset of a small sector in the file; one behind its end if there is none.
  private func offset(ofSmall sector: UInt32) -> Int {
    let start = Int(sector) * Self.smallSectorBytes
    let index = start / file.sectorBytes
    guard index < rootSectors.count else { return file.bytes.document.byteCount }
    return file.offset(of: rootSectors[index]) + start % file.sectorBytes
  }

  /// Returns a whole stream.
  ///
  /// - Throws: `tooLarge` for more bytes than the limit; `damagedDocument`.
  func contents(of entry: CompoundEntry, limit: Int) throws(ArticleError) -> [UInt8] {
    guard entry.byteCount <= limit else {
      throw file.bytes.document.error(.tooLarge(bytes: entry.byteCount, limit: limit))
    }
    var bytes: [UInt8] = []
    try stream(entry).read(entry.byteCount, at: 0, appendingTo: &bytes)
    return bytes
  }
}
