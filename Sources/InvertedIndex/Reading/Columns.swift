import Storage

/// The values stored for each document of a segment, read in place; see `ColumnsFormat`.
///
/// A damaged value is read as 0 or an empty string, and the damage is recorded.
public struct Columns: Sendable {
  private let file: EnvelopedFile
  let documentCount: Int
  private let hashes: Int
  private let dates: ByteColumn
  private let times: ByteColumn
  private let sourceOrdinals: ByteColumn
  private let sectionOrdinals: ByteColumn
  private let fileOrdinals: ByteColumn
  private let idOrder: ByteColumn
  /// Ids, by document.
  let ids: StringTable
  /// Distinct sources, sorted, by ordinal.
  public let sources: StringTable
  /// Distinct sections of sources, sorted, by ordinal.
  public let sections: StringTable
  /// Distinct paths of files with several articles, sorted, by ordinal.
  public let files: StringTable

  /// Opens the columns and checks their counts and widths.
  init(_ file: EnvelopedFile, documentCount: Int) throws(StorageError) {
    self.file = file
    self.documentCount = documentCount
    let start = file.payload.lowerBound
    guard file.payload.count >= ColumnsFormat.headSize,
      Int(file.bytes.uint32(at: start)) == documentCount
    else { throw file.corrupt(at: start, "not \(documentCount) documents") }
    let sourceCount = Int(file.bytes.uint32(at: start + 4))
    let sectionCount = Int(file.bytes.uint32(at: start + 8))
    let fileCount = Int(file.bytes.uint32(at: start + 12))
    // Each value is in use by a document, and each document has values. This bounds every loop over
    // the values.
    let counts = [sourceCount, sectionCount, fileCount]
    guard counts.allSatisfy({ $0 <= documentCount && ($0 > 0 || documentCount == 0) }) else {
      throw file.corrupt(at: start + 4, "more values than documents, or none")
    }
    var widthOffset = start + ColumnsFormat.widthsOffset
    hashes = start + ColumnsFormat.headSize
    for offset in widthOffset + ColumnsFormat.columnCount..<hashes
    where file.bytes.uint8(at: offset) != 0 {
      throw file.corrupt(at: offset, "reserved bytes are not zero")
    }
    var end = hashes + 8 * documentCount
    func column(_ count: Int) throws(StorageError) -> ByteColumn {
      let width = file.bytes.uint8(at: widthOffset)
      guard width <= 4 else { throw file.corrupt(at: widthOffset, "values of \(width) bytes") }
      let column = ByteColumn(at: end, width: width)
      end += column.byteCount(count)
      widthOffset += 1
      return column
    }
    dates = try column(documentCount)
    times = try column(documentCount)
    sourceOrdinals = try column(documentCount)
    sectionOrdinals = try column(documentCount)
    fileOrdinals = try column(documentCount)
    idOrder = try column(documentCount)
    let idOffsets = try column(documentCount + 1)
    let sourceOffsets = try column(sourceCount + 1)
    let sectionOffsets = try column(sectionCount + 1)
    let fileOffsets = try column(fileCount + 1)
    guard end <= file.payload.upperBound else {
      throw file.corrupt(at: start, "counts exceed the file")
    }
    ids = try StringTable(file, count: documentCount, offsets: idOffsets, bytes: end)
    sources = try StringTable(file, count: sourceCount, offsets: sourceOffsets, bytes: ids.end)
    sections = try StringTable(
      file, count: sectionCount, offsets: sectionOffsets, bytes: sources.end)
    files = try StringTable(file, count: fileCount, offsets: fileOffsets, bytes: sections.end)
  }

  func idBytes(of document: UInt32) -> [UInt8] { ids.bytes(Int(document)) }
  /// The article's id.
  public func id(of document: UInt32) -> String { ids[Int(document)] }
  /// The date as yyyymmdd, with month and day 0 where unknown; 0 without a date.
  public func date(of document: UInt32) -> UInt32 { value(dates, document) }
  /// Seconds since midnight plus one; 0 without a time.
  public func time(of document: UInt32) -> UInt32 { value(times, document) }
  /// The ordinal of the article's source in `sources`.
  public func sourceOrdinal(of document: UInt32) -> Int {
    ordinal(value(sourceOrdinals, document), below: sources.count)
  }
  /// The ordinal of the article's section in `sections`.
  public func sectionOrdinal(of document: UInt32) -> Int {
    ordinal(value(sectionOrdinals, document), below: sections.count)
  }
  /// The ordinal in `files` of the article's file.
  public func fileOrdinal(of document: UInt32) -> Int {
    ordinal(value(fileOrdinals, document), below: files.count)
  }
  /// The value of the `file` column, which encodes an `Origin`.
  public func file(of document: UInt32) -> String { files[fileOrdinal(of: document)] }
  /// The location from which the article was read.
  public func origin(of document: UInt32) -> Origin {
    Origin(column: file(of: document), id: id(of: document))
  }
  /// The hash of the article's record.
  public func contentHash(of document: UInt32) -> UInt64 {
    let offset = hashes + 8 * Int(document)
    return file.isIntact(offset..<offset + 8) ? file.uint64(at: offset) : 0
  }

  /// True when a document's id sorts before the id of another document, in any segment.
  public func isID(of document: UInt32, before other: UInt32, in columns: Columns) -> Bool {
    ids.isValue(Int(document), before: Int(other), in: columns.ids)
  }

  /// The documents with an id; several only when the segment was given the id several times.
  ///
  /// - Complexity: O(log *n*) in the number of documents.
  public func documents(withID id: String) -> [UInt32] {
    let key = Array(id.utf8)
    var rank = (0..<documentCount).partitioningIndex {
      !ids.isValue(Int(document(atIDRank: $0)), before: key)
    }
    var found: [UInt32] = []
    while rank < documentCount {
      let document = document(atIDRank: rank)
      guard ids.bytes(Int(document)) == key else { break }
      found.append(document)
      rank += 1
    }
    return found
  }

  /// The document at an index of the list of documents sorted by id.
  public func document(atIDRank rank: Int) -> UInt32 {
    UInt32(ordinal(value(idOrder, UInt32(rank)), below: documentCount))
  }

  /// Throws unless the strings follow one another, for the readers of all strings.
  ///
  /// - Complexity: O(*n*) in the documents.
  func checkOrder() throws(StorageError) {
    for table in [ids, sources, sections, files] { try table.checkOrder() }
  }

  /// Returns an ordinal; 0, and the damage is recorded, when it is too large.
  private func ordinal(_ value: UInt32, below count: Int) -> Int {
    if value < count { return Int(value) }
    recordFault(value, count)
    return 0
  }

  @inline(never)
  private func recordFault(_ value: UInt32, _ count: Int) {
    file.damage.record(file.corrupt(at: hashes, "a column has number \(value) of \(count)"))
  }

  private func value(_ column: ByteColumn, _ document: UInt32) -> UInt32 {
    precondition(document < documentCount, "a document of this segment")
    return column.verifiedValue(file, Int(document))
  }
}
