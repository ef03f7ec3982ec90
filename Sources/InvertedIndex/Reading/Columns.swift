import Storage

/// Values by document, read in place; the format is at `ColumnsWriter`.
///
/// A value that is damaged is 0 or an empty string; the damage is recorded.
public struct Columns: Sendable {
  private let file: EnvelopedFile
  private let documentCount: Int
  private let hashes: Int
  private let dates: ByteColumn
  private let times: ByteColumn
  private let sourceOrdinals: ByteColumn
  private let sectionOrdinals: ByteColumn
  private let fileOrdinals: ByteColumn
  private let idOrder: ByteColumn
  private let ids: StringTable
  /// Publishers, by ordinal.
  public let sources: StringTable
  /// Parts of the publication, by ordinal.
  public let sections: StringTable
  /// Files of several articles, by ordinal; nil in a segment of before they were kept.
  public let files: StringTable?

  init(_ file: EnvelopedFile, documentCount: Int) throws(StorageError) {
    self.file = file
    self.documentCount = documentCount
    let start = file.payload.lowerBound
    // Version 2 has no files: see docs/FORMAT.md.
    let hasFiles = file.version >= 3
    let headSize = hasFiles ? 32 : 24
    guard file.payload.count >= headSize, Int(file.bytes.uint32(at: start)) == documentCount else {
      throw .corrupt(file: file.name, offset: start, reason: "not \(documentCount) documents")
    }
    let sourceCount = Int(file.bytes.uint32(at: start + 4))
    let sectionCount = Int(file.bytes.uint32(at: start + 8))
    let fileCount = hasFiles ? Int(file.bytes.uint32(at: start + 12)) : 0
    // Every value is some document's, so that no loop over them is long.
    guard max(sourceCount, sectionCount, fileCount) <= documentCount else {
      throw .corrupt(file: file.name, offset: start + 4, reason: "more values than documents")
    }
    for offset in start + (hasFiles ? 26 : 20)..<start + headSize
    where file.bytes.uint8(at: offset) != 0 {
      throw .corrupt(file: file.name, offset: offset, reason: "reserved bytes are not zero")
    }
    hashes = start + headSize
    var end = hashes + 8 * documentCount
    var widthOffset = start + (hasFiles ? 16 : 12)
    func column(_ count: Int) throws(StorageError) -> ByteColumn {
      let width = file.bytes.uint8(at: widthOffset)
      guard width <= 4 else {
        throw .corrupt(file: file.name, offset: widthOffset, reason: "values of \(width) bytes")
      }
      let column = ByteColumn(at: end, width: width)
      end += column.byteCount(count)
      widthOffset += 1
      return column
    }
    dates = try column(documentCount)
    times = try column(documentCount)
    sourceOrdinals = try column(documentCount)
    sectionOrdinals = try column(documentCount)
    fileOrdinals = hasFiles ? try column(documentCount) : ByteColumn(at: end, width: 0)
    idOrder = try column(documentCount)
    let idOffsets = try column(documentCount + 1)
    let sourceOffsets = try column(sourceCount + 1)
    let sectionOffsets = try column(sectionCount + 1)
    let fileOffsets = hasFiles ? try column(fileCount + 1) : nil
    let idBytes = end
    guard idBytes <= file.payload.upperBound else {
      throw .corrupt(file: file.name, offset: start, reason: "counts exceed the file")
    }
    ids = try StringTable(
      file, count: documentCount, offsets: idOffsets, bytes: idBytes)
    sources = try StringTable(
      file, count: sourceCount, offsets: sourceOffsets, bytes: ids.end)
    sections = try StringTable(
      file, count: sectionCount, offsets: sectionOffsets, bytes: sources.end)
    if let fileOffsets {
      files = try StringTable(
        file, count: fileCount, offsets: fileOffsets, bytes: sections.end)
    } else {
      files = nil
    }
  }

  /// Ids, by document.
  var idTable: StringTable { ids }
  /// Behind the last string.
  var end: Int { (files ?? sections).end }

  func idBytes(of document: UInt32) -> [UInt8] { ids.bytes(Int(document)) }
  /// The article's id.
  public func id(of document: UInt32) -> String { ids[Int(document)] }
  /// yyyymmdd, 0 without a date.
  public func date(of document: UInt32) -> UInt32 { value(dates, document) }
  /// Seconds since midnight plus one, 0 without a time.
  public func time(of document: UInt32) -> UInt32 { value(times, document) }
  /// Ordinal of the publisher in `sources`.
  public func sourceOrdinal(of document: UInt32) -> Int { Int(value(sourceOrdinals, document)) }
  /// Ordinal of the section in `sections`.
  public func sectionOrdinal(of document: UInt32) -> Int { Int(value(sectionOrdinals, document)) }
  /// Ordinal in `files` of the file that the article is one of several of.
  public func fileOrdinal(of document: UInt32) -> Int { Int(value(fileOrdinals, document)) }
  /// The value of the `file` column, which encodes an `Origin`.
  public func file(of document: UInt32) -> String {
    files.map { $0[fileOrdinal(of: document)] } ?? ""
  }
  /// The location from which the article was read.
  public func origin(of document: UInt32) -> Origin {
    Origin(column: file(of: document), id: id(of: document))
  }
  /// Hash of everything the article consists of.
  public func contentHash(of document: UInt32) -> UInt64 {
    let file = self.file
    let place = hashes + 8 * Int(document)
    return file.isIntact(place..<place + 8) ? file.bytes.uint64(at: place) : 0
  }

  /// Whether one document's id sorts before another's, which may lie in another segment.
  public func isID(of document: UInt32, before other: UInt32, in columns: Columns) -> Bool {
    ids.isValue(Int(document), before: Int(other), in: columns.ids)
  }

  /// The documents with an id; more than one only when a segment was given it twice.
  ///
  /// - Complexity: O(log *n*) in the number of documents.
  public func documents(withID id: String) -> [UInt32] {
    let key = Array(id.utf8)
    var low = 0
    var high = documentCount
    while low < high {
      let middle = (low + high) / 2
      if ids.isValue(Int(value(idOrder, UInt32(middle))), before: key) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    var found: [UInt32] = []
    while low < documentCount {
      let document = value(idOrder, UInt32(low))
      guard ids.bytes(Int(document)) == key else { break }
      found.append(document)
      low += 1
    }
    return found
  }

  /// The document that stands at a place in the order of ids.
  public func document(atPlace place: Int) -> UInt32 { value(idOrder, UInt32(place)) }

  private func value(_ column: ByteColumn, _ document: UInt32) -> UInt32 {
    precondition(document < documentCount, "a document of this segment")
    return column.verifiedValue(file, Int(document))
  }
}

/// Strings one after another with an offset for each, read in place.
public struct StringTable: Sendable {
  private let file: EnvelopedFile
  /// How many strings there are.
  public let count: Int
  private let offsets: ByteColumn
  private let start: Int
  let end: Int

  init(_ file: EnvelopedFile, count: Int, offsets: ByteColumn, bytes: Int) throws(StorageError) {
    try file.verify(offsets.bytes(of: count...count))
    let end = bytes + Int(offsets.value(file.bytes, count))
    guard end <= file.payload.upperBound else {
      throw .corrupt(file: file.name, offset: offsets.start, reason: "strings exceed the file")
    }
    self.file = file
    self.count = count
    self.offsets = offsets
    start = bytes
    self.end = end
  }

  public subscript(index: Int) -> String { String(decoding: bytes(index), as: UTF8.self) }

  /// The index of a string in a table that is sorted.
  public func firstIndex(of value: String) -> Int? {
    let key = Array(value.utf8)
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isValue(middle, before: key) { low = middle + 1 } else { high = middle }
    }
    return low < count && bytes(low) == key ? low : nil
  }

  func bytes(_ index: Int) -> [UInt8] {
    let range = range(index)
    let file = self.file
    let bytes = file.bytes
    return range.map { bytes.uint8(at: $0) }
  }

  func isValue(_ index: Int, before key: [UInt8]) -> Bool {
    let range = range(index)
    let file = self.file
    let bytes = file.bytes
    for position in 0..<min(range.count, key.count) {
      let byte = bytes.uint8(at: range.lowerBound + position)
      if byte != key[position] { return byte < key[position] }
    }
    return range.count < key.count
  }

  func isValue(_ index: Int, before other: Int, in table: StringTable) -> Bool {
    let (own, others) = (range(index), table.range(other))
    let (file, otherFile) = (self.file, table.file)
    let (bytes, otherBytes) = (file.bytes, otherFile.bytes)
    for position in 0..<min(own.count, others.count) {
      let byte = bytes.uint8(at: own.lowerBound + position)
      let otherByte = otherBytes.uint8(at: others.lowerBound + position)
      if byte != otherByte { return byte < otherByte }
    }
    return own.count < others.count
  }

  /// Whether a string ends where it begins or later, and within the table.
  func isInOrder(_ index: Int) -> Bool {
    let file = self.file
    let bytes = file.bytes
    let lower = offsets.value(bytes, index)
    let upper = offsets.value(bytes, index + 1)
    return lower <= upper && start + Int(upper) <= end && (index > 0 || lower == 0)
  }

  private func range(_ index: Int) -> Range<Int> {
    precondition(index >= 0 && index < count, "a string of this table")
    let lower = start + Int(offsets.verifiedValue(file, index))
    let upper = start + Int(offsets.verifiedValue(file, index + 1))
    let range = lower..<max(lower, min(upper, end))
    return range.isEmpty || file.isIntact(range) ? range : lower..<lower
  }
}
