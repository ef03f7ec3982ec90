public import Storage
public import TextAnalysis

/// An immutable segment, open for reading.
///
/// All data is read from mapped files on demand. Damaged data is never used: a term is not found, a
/// list is empty, a value is 0. The damage is recorded.
public final class SegmentReader: Sendable {
  public let info: SegmentInfo
  /// The dictionary of the terms of titles, bodies and tails.
  public let terms: TermDictionary
  /// Values by document.
  public let columns: Columns
  let postings: EnvelopedFile
  let positions: EnvelopedFile
  private let lengths: EnvelopedFile
  private let lengthColumns: [ByteColumn]
  let stored: StoredReader
  /// All files of the segment except `.si` and `.liv`.
  let files: [EnvelopedFile]
  /// The documents that are not deleted; nil when no document is deleted.
  public let liveDocuments: FixedBitSet?
  /// The damage found in the files since they were opened.
  public let damage: DamageLog

  /// - Throws: `StorageError` when a file is missing, not the listed one, of another version, or
  ///   damaged in a page that is read.
  init(
    _ info: SegmentInfo, in directory: IndexDirectory, liveDocuments: FixedBitSet?
  ) throws(StorageError) {
    var files: [EnvelopedFile] = []
    let damage = DamageLog()
    func open(_ ending: String, _ component: FileComponent) throws(StorageError) -> EnvelopedFile {
      let name = "\(info.name).\(ending)"
      let file = try EnvelopedFile(
        directory: directory, name: name, component: component, segmentID: info.id, damage: damage)
      // Detects, at no cost, a file of another build of the same documents.
      guard let summary = info.files.first(where: { $0.name == name }),
        summary.byteCount == file.file.byteCount
      else {
        throw .corrupt(file: name, offset: 0, reason: "not the file that \(info.name).si lists")
      }
      guard summary.checksum == file.checksum else {
        throw .checksumMismatch(file: name, expected: summary.checksum, found: file.checksum)
      }
      files.append(file)
      return file
    }
    guard info.normalizerVersion == AnalysisVersion.normalizer else {
      throw .unsupportedVersion(
        file: "\(info.name).si", found: info.normalizerVersion,
        supported: AnalysisVersion.normalizer...AnalysisVersion.normalizer)
    }
    self.info = info
    self.liveDocuments = liveDocuments
    self.damage = damage
    terms = try TermDictionary(
      try open(SegmentFormat.endings.terms, SegmentFormat.terms), documentCount: info.documentCount)
    postings = try open(SegmentFormat.endings.postings, SegmentFormat.postings)
    positions = try open(SegmentFormat.endings.positions, SegmentFormat.positions)
    lengths = try open(SegmentFormat.endings.lengths, SegmentFormat.lengths)
    lengthColumns = try Self.lengthColumns(lengths, documentCount: info.documentCount)
    columns = try Columns(
      try open(SegmentFormat.endings.columns, SegmentFormat.columns),
      documentCount: info.documentCount)
    stored = try StoredReader(
      try open(SegmentFormat.endings.stored, SegmentFormat.stored),
      documentCount: info.documentCount)
    self.files = files
  }

  init(_ other: SegmentReader, liveDocuments: FixedBitSet?) {
    info = other.info
    terms = other.terms
    columns = other.columns
    postings = other.postings
    positions = other.positions
    lengths = other.lengths
    lengthColumns = other.lengthColumns
    stored = other.stored
    files = other.files
    damage = other.damage
    self.liveDocuments = liveDocuments
  }

  /// The number of documents, deleted ones included; documents are numbered from 0.
  public var documentCount: Int { info.documentCount }

  /// True when a document is not deleted.
  ///
  /// - Precondition: the document is one of this segment, here and in the methods below.
  public func isLive(_ document: UInt32) -> Bool { liveDocuments?[Int(document)] ?? true }

  /// The length of a document in units: of title and body, or of the tail.
  public func length(of document: UInt32, in field: Field) -> UInt32 {
    value(column(of: field), document)
  }

  /// The mean length of the segment's documents, in units; 0 without documents.
  public func averageLength(of field: Field) -> Double {
    let total = field == .main ? info.totalLength : info.totalTailLength
    return documentCount == 0 ? 0 : Double(total) / Double(documentCount)
  }

  /// The end of a document's title: positions below it are in the title.
  public func titleExtent(of document: UInt32) -> UInt32 { value(lengthColumns[1], document) }

  func lengthColumn(of field: Field) -> LengthColumn {
    LengthColumn(column(of: field), of: documentCount, in: lengths)
  }

  private func column(of field: Field) -> ByteColumn { lengthColumns[field == .main ? 0 : 2] }

  private func value(_ column: ByteColumn, _ document: UInt32) -> UInt32 {
    precondition(document < documentCount, "a document of this segment")
    return column.verifiedValue(lengths, Int(document))
  }

  /// Returns the columns of `.len`: length, title extent and tail length.
  static func lengthColumns(
    _ file: EnvelopedFile, documentCount: Int
  ) throws(StorageError) -> [ByteColumn] {
    let start = file.payload.lowerBound
    let head = ColumnsFormat.lengthsHeadSize
    let count = ColumnsFormat.lengthsColumnCount
    guard file.payload.count >= head, file.bytes.uint64(at: start) >> UInt64(8 * count) == 0 else {
      throw file.corrupt(at: start + count, "reserved bytes are not zero")
    }
    var end = start + head
    var columns: [ByteColumn] = []
    for offset in start..<start + count {
      columns.append(ByteColumn(at: end, width: file.bytes.uint8(at: offset)))
      end += columns[columns.count - 1].byteCount(documentCount)
    }
    guard end == file.payload.upperBound, columns.allSatisfy({ $0.width <= 4 }) else {
      throw file.corrupt(at: 0, "not \(documentCount) documents")
    }
    return columns
  }

  /// Returns the stored record of an article.
  ///
  /// - Throws: `StorageError.corrupt` when it is damaged.
  public func record(of document: UInt32) throws(StorageError) -> [UInt8] {
    var cursor = records
    return try cursor.record(of: document)
  }

  /// A cursor for reading many records in the order of documents.
  public var records: StoredCursor { StoredCursor(stored) }

  /// Divides the documents into ranges of whole blocks, each of at least `size` bytes of compressed
  /// articles except the last.
  public func documentRanges(ofBytes size: Int) -> [Range<UInt32>] {
    stored.documentRanges(ofBytes: size)
  }
}
