public import Storage
public import TextAnalysis

/// One immutable segment, open for reading. Everything is read through the mapped files when asked for;
/// opening touches a few pages of each.
///
/// What is damaged is not read: a term is not found, a list is empty, a value 0; and it is recorded.
public final class SegmentReader: Sendable {
  public let info: SegmentInfo
  /// Terms of headline, body and tail.
  public let terms: TermDictionary
  /// Values by document.
  public let columns: Columns
  let postings: EnvelopedFile
  let positions: EnvelopedFile
  private let lengths: EnvelopedFile
  private let lengthColumns: [ByteColumn]
  let stored: StoredReader
  /// All of them.
  let files: [EnvelopedFile]
  /// Documents not deleted; nil when all are alive.
  public let liveDocuments: FixedBitSet?
  /// What was met of it in any of the files since they were opened.
  public let damage: DamageLog

  init(
    _ info: SegmentInfo, in directory: IndexDirectory, liveDocuments: FixedBitSet?
  ) throws(StorageError) {
    var files: [EnvelopedFile] = []
    let damage = DamageLog()
    func open(_ ending: String, _ component: FileComponent) throws(StorageError) -> EnvelopedFile {
      let name = "\(info.name).\(ending)"
      let file = try EnvelopedFile(
        directory: directory, name: name, component: component, segmentID: info.id,
        damage: damage)
      // Costs nothing more, and tells a file of another build of the same documents.
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
    terms = try TermDictionary(try open(SegmentFormat.endings.terms, SegmentFormat.terms))
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

  /// The same segment in which other documents are alive; files are shared.
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

  /// Documents, deleted ones included; documents are numbered from 0.
  public var documentCount: Int { info.documentCount }

  /// Whether a document has not been deleted.
  public func isLive(_ document: UInt32) -> Bool { liveDocuments?[Int(document)] ?? true }

  /// Units of a document: of headline and body, or of the tail.
  public func length(of document: UInt32, in field: Field) -> UInt32 {
    lengthsValue(column(of: field), document)
  }

  /// Mean length of the segment's documents, in units; 0 without documents.
  public func averageLength(of field: Field) -> Double {
    let total = field == .main ? info.totalLength : info.totalTailLength
    return documentCount == 0 ? 0 : Double(total) / Double(documentCount)
  }

  /// The lengths of all documents.
  func lengthColumn(of field: Field) -> LengthColumn {
    LengthColumn(column(of: field), of: documentCount, in: lengths)
  }

  private func column(of field: Field) -> ByteColumn { lengthColumns[field == .main ? 0 : 2] }

  /// Positions of the headline: 0 up to this.
  public func titleExtent(of document: UInt32) -> UInt32 {
    lengthsValue(lengthColumns[1], document)
  }

  private func lengthsValue(_ column: ByteColumn, _ document: UInt32) -> UInt32 {
    precondition(document < documentCount, "a document of this segment")
    return column.verifiedValue(lengths, Int(document))
  }

  /// Length, headline extent and tail length.
  static func lengthColumns(
    _ file: EnvelopedFile, documentCount: Int
  ) throws(StorageError) -> [ByteColumn] {
    let start = file.payload.lowerBound
    guard file.payload.count >= 8, file.bytes.uint64(at: start) >> 24 == 0 else {
      throw .corrupt(file: file.name, offset: start + 3, reason: "reserved bytes are not zero")
    }
    var end = start + 8
    var columns: [ByteColumn] = []
    for offset in start..<start + 3 {
      columns.append(ByteColumn(at: end, width: file.bytes.uint8(at: offset)))
      end += columns[columns.count - 1].byteCount(documentCount)
    }
    guard end == file.payload.upperBound, columns.allSatisfy({ $0.width <= 4 }) else {
      throw .corrupt(file: file.name, offset: 0, reason: "not \(documentCount) documents")
    }
    return columns
  }

  /// A cursor on the first document of a term; nil where the segment does not have it.
  public func cursor(for term: [UInt8]) -> PostingsCursor? {
    terms.lookup(term).map { cursor(for: $0, in: TermBytes.field(of: term)) }
  }

  /// A cursor on the first document of a term of this segment's dictionary.
  public func cursor(for info: TermInfo, in field: Field) -> PostingsCursor {
    PostingsCursor(info, field: field, in: self)
  }

  /// What the article is shown from.
  public func record(of document: UInt32) throws(StorageError) -> [UInt8] {
    var cursor = records
    return try cursor.record(of: document)
  }

  /// For reading many records in the order of documents.
  public var records: StoredCursor { StoredCursor(stored) }
}
