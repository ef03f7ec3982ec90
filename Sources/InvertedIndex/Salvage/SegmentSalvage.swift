import Storage

/// Reads the articles of a segment of which any file may be damaged or missing.
public struct SegmentSalvage {
  /// Stem of the files.
  public let name: String
  private let records: any RecordReader
  private var stored: StoredSalvage?
  /// Nil where they are damaged.
  private let columns: Columns?
  /// The living documents; nil where nobody knows.
  private let live: FixedBitSet?
  /// Nil where they cannot be believed.
  private let places: StoredReader.BlockPlaces?
  /// Documents, if that is known.
  private let documentCount: Int?
  /// Those that were found, by number.
  private var found: FixedBitSet?
  private var foundCount = 0
  /// The number of the next document, as long as none is missing.
  private var next: UInt32? = 0
  /// Articles that were left out since they are known to be deleted.
  public private(set) var deletedCount = 0

  /// Opens what can be opened.
  ///
  /// - Parameter entry: what the commit says; nil where that cannot be read.
  init(
    _ name: String, _ entry: CommitPoint.Segment?, in directory: IndexDirectory,
    liveGeneration: UInt64, records: any RecordReader
  ) {
    self.name = name
    self.records = records
    let info = try? SegmentInfo(name: name, in: directory)
    let id = entry?.id ?? info?.id
    func whole(_ ending: String, _ component: FileComponent) -> EnvelopedFile? {
      let file = try? EnvelopedFile(
        directory: directory, name: "\(name).\(ending)", component: component, segmentID: id)
      return (try? file?.verifyChecksum()) == nil ? nil : file
    }
    let endings = SegmentFormat.endings
    let columnsFile = whole(endings.columns, SegmentFormat.columns)
    let columnsCount = columnsFile.flatMap { file in
      file.payload.count >= 4 ? Int(file.bytes.uint32(at: file.payload.lowerBound)) : nil
    }
    columns = columnsFile.flatMap { file in
      columnsCount.flatMap { try? Columns(file, documentCount: $0) }
    }
    let counts = [info?.documentCount, columns == nil ? nil : columnsCount]
    var documentCount = counts.compactMap { $0 }.first
    let envelope = try? EnvelopedFile(
      directory: directory, name: "\(name).\(endings.stored)", component: SegmentFormat.stored,
      segmentID: id)
    let places = envelope.flatMap {
      StoredReader.BlockPlaces($0, documentCount: documentCount)
    }
    self.places = places
    if documentCount == nil, let places { documentCount = places.documentCount }
    let file = try? MappedFile(directory: directory, name: "\(name).\(endings.stored)")
    let end = places?.end
    stored = file.map { StoredSalvage($0, end: end) }
    var live: FixedBitSet?
    if let entry, entry.liveGeneration == 0 {
      live = documentCount.map { .full($0) }
    } else if liveGeneration > 0 {
      let entry = CommitPoint.Segment(
        name: name, id: id ?? 0, liveGeneration: liveGeneration, deletedCount: 0)
      live = documentCount.flatMap {
        (try? LiveDocuments.read(entry, documentCount: $0, from: directory)) ?? nil
      }
    }
    self.live = live
    knowsDeletions = live != nil || entry?.liveGeneration == 0
    self.documentCount = documentCount
    found = documentCount.map { FixedBitSet(count: $0) }
  }

  /// Bytes that were looked at, and that there are.
  public var progress: (done: Int, total: Int) { (stored?.offset ?? 0, stored?.byteCount ?? 0) }

  /// Which documents are alive is known.
  public let knowsDeletions: Bool

  /// The living articles of the next block that can be read; nil behind the last.
  public mutating func nextBlock() -> [IndexDocument]? {
    while let block = stored?.next() {
      guard let documents = try? records.documents(inBlock: block.raw) else {
        // Whole, but of no version that is known here.
        next = nil
        continue
      }
      if !block.isGapless { next = nil }
      let place = places?.documents[block.offset]
      let first = place?.count == documents.count ? place?.lowerBound : next
      next = first.map { $0 + UInt32(documents.count) }
      return documents.enumerated().compactMap { index, document in
        take(document, assumed: first.map { $0 + UInt32(index) })
      }
    }
    return nil
  }

  /// - Returns: nil for an article that is known not to be alive.
  private mutating func take(_ document: IndexDocument, assumed: UInt32?) -> IndexDocument? {
    let number = number(of: document, assumed)
    foundCount += 1
    if let number, Int(number) < found?.count ?? 0 {
      found?.insert(Int(number))
      if let live, !live.contains(Int(number)) {
        deletedCount += 1
        return nil
      }
    }
    var document = document
    if let number, let columns { document.file = columns.file(of: number) }
    return document
  }

  /// The document's number, in which the columns have to agree.
  private func number(of document: IndexDocument, _ assumed: UInt32?) -> UInt32? {
    guard let columns else { return assumed }
    func isRight(_ number: UInt32) -> Bool {
      columns.idBytes(of: number) == Array(document.id.utf8)
        && columns.contentHash(of: number) == document.contentHash
    }
    if let assumed, Int(assumed) < documentCount ?? 0, isRight(assumed) { return assumed }
    return columns.documents(withID: document.id).first { isRight($0) }
  }

  /// What is missing, once all blocks have been read.
  public var loss: SalvageLoss? {
    let file = "\(name).\(SegmentFormat.endings.stored)"
    guard let documentCount, let found else {
      let gaps = stored?.lost ?? []
      if stored != nil, gaps.isEmpty { return nil }
      return SalvageLoss(
        file: file, isFileMissing: stored == nil, bytes: gaps, articles: nil, ids: [])
    }
    if foundCount >= documentCount { return nil }
    var missing = found
    missing.invert()
    let isNumbered = found.popcount == foundCount
    if isNumbered, let live { missing.formIntersection(live) }
    let count = isNumbered ? missing.popcount : documentCount - foundCount
    if count == 0 { return nil }
    var ids: [String] = []
    if isNumbered, let columns { missing.forEach { ids.append(columns.id(of: UInt32($0))) } }
    return SalvageLoss(
      file: file, isFileMissing: stored == nil, bytes: stored?.lost ?? [], articles: count,
      ids: ids)
  }
}

/// Articles that could not be read any more.
public struct SalvageLoss: Sendable, Equatable {
  /// The file that had them.
  public let file: String
  public let isFileMissing: Bool
  /// Stretches of the file in which nothing could be read.
  public let bytes: [Range<Int>]
  /// How many; nil where nobody knows any more.
  public let articles: Int?
  /// Their ids, where those are known.
  public let ids: [String]
}

extension StoredReader {
  /// What a file of stored articles says of its blocks.
  struct BlockPlaces {
    /// By the offset of a block its documents.
    private(set) var documents: [Int: Range<UInt32>] = [:]
    let documentCount: Int
    /// Behind the last block.
    private(set) var end: Int

    /// - Parameter wanted: the number of documents that has to be right; any if nil.
    /// - Returns: nil where the places contradict one another.
    init?(_ file: EnvelopedFile, documentCount wanted: Int?) {
      end = file.payload.lowerBound
      guard file.payload.count >= 16 else { return nil }
      documentCount = Int(file.bytes.uint32(at: file.payload.upperBound - 12))
      guard wanted == nil || documentCount == wanted,
        let reader = try? StoredReader(file, documentCount: documentCount),
        (try? reader.checkDirectory(framesFrom: end)) != nil
      else { return nil }
      for document in 0..<UInt32(documentCount) {
        guard let block = reader.bytes(of: document) else { return nil }
        let first = documents[block.lowerBound]?.lowerBound ?? document
        documents[block.lowerBound] = first..<document + 1
        end = block.upperBound
      }
    }
  }
}
