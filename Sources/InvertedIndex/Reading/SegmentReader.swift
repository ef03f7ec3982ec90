public import Storage
public import TextAnalysis

/// One immutable segment, open for reading. Everything is read through the mapped files when asked for;
/// opening touches a few pages of each.
public final class SegmentReader: Sendable {
  public let info: SegmentInfo
  /// Terms of headline, body and tail.
  public let terms: TermDictionary
  /// Values by document.
  public let columns: Columns
  let postings: EnvelopedFile
  let positions: EnvelopedFile
  private let lengths: EnvelopedFile
  private let stored: StoredReader
  /// Documents not deleted; nil when all are alive.
  public let liveDocuments: FixedBitSet?

  init(
    _ info: SegmentInfo, in directory: IndexDirectory, liveDocuments: FixedBitSet?
  ) throws(StorageError) {
    func open(_ ending: String, _ component: FileComponent) throws(StorageError) -> EnvelopedFile {
      let name = "\(info.name).\(ending)"
      let file = try EnvelopedFile(
        directory: directory, name: name, component: component, segmentID: info.id)
      // Costs nothing more, and tells a file of another build of the same documents.
      guard let summary = info.files.first(where: { $0.name == name }),
        summary.byteCount == file.file.byteCount
      else {
        throw .corrupt(file: name, offset: 0, reason: "not the file that \(info.name).si lists")
      }
      guard summary.checksum == file.checksum else {
        throw .checksumMismatch(file: name, expected: summary.checksum, found: file.checksum)
      }
      return file
    }
    guard info.normalizerVersion == AnalysisVersion.normalizer else {
      throw .unsupportedVersion(
        file: "\(info.name).si", found: info.normalizerVersion,
        supported: AnalysisVersion.normalizer)
    }
    self.info = info
    self.liveDocuments = liveDocuments
    terms = try TermDictionary(try open(SegmentFormat.endings.terms, SegmentFormat.terms))
    postings = try open(SegmentFormat.endings.postings, SegmentFormat.postings)
    positions = try open(SegmentFormat.endings.positions, SegmentFormat.positions)
    lengths = try open(SegmentFormat.endings.lengths, SegmentFormat.lengths)
    guard lengths.payload.count == 12 * info.documentCount else {
      throw .corrupt(
        file: lengths.file.name, offset: 0, reason: "not \(info.documentCount) documents")
    }
    columns = try Columns(
      try open(SegmentFormat.endings.columns, SegmentFormat.columns),
      documentCount: info.documentCount)
    stored = try StoredReader(
      try open(SegmentFormat.endings.stored, SegmentFormat.stored),
      documentCount: info.documentCount)
  }

  /// Documents, deleted ones included; documents are numbered from 0.
  public var documentCount: Int { info.documentCount }

  /// Whether a document has not been deleted.
  public func isLive(_ document: UInt32) -> Bool { liveDocuments?[Int(document)] ?? true }

  /// Units of a document: of headline and body, or of the tail.
  public func length(of document: UInt32, in field: Field) -> UInt32 {
    lengthsValue(field == .main ? 0 : 2, document)
  }

  /// Lengths of a block of documents at once.
  func readLengths(
    of documents: Span<UInt32>, in field: Field, into lengths: inout InlineArray<128, UInt32>
  ) {
    let file = lengthsFile
    let bytes = self.lengths(file.bytes, in: field)
    for index in documents.indices {
      lengths[index] = bytes.uint32(at: 4 * Int(documents[index]))
    }
  }

  /// Mean length of the segment's documents, in units; 0 without documents.
  public func averageLength(of field: Field) -> Double {
    let total = field == .main ? info.totalLength : info.totalTailLength
    return documentCount == 0 ? 0 : Double(total) / Double(documentCount)
  }

  var lengthsFile: MappedFile { lengths.file }

  /// The lengths of all documents, four bytes each, from the bytes of `lengthsFile`.
  @_lifetime(copy bytes)
  func lengths(_ bytes: RawSpan, in field: Field) -> RawSpan {
    let start = lengths.payload.lowerBound + 4 * (field == .main ? 0 : 2) * documentCount
    return bytes.extracting(start..<start + 4 * documentCount)
  }

  /// Positions of the headline: 0 up to this.
  public func titleExtent(of document: UInt32) -> UInt32 { lengthsValue(1, document) }

  private func lengthsValue(_ column: Int, _ document: UInt32) -> UInt32 {
    precondition(document < documentCount, "a document of this segment")
    let file = lengths.file
    return file.bytes.uint32(
      at: lengths.payload.lowerBound + 4 * (column * documentCount + Int(document)))
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
    try stored.record(of: document)
  }
}
