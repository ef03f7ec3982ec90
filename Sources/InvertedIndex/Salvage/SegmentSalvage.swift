public import Storage

/// Reads the articles of a segment whose files may be damaged or missing.
public struct SegmentSalvage {
  /// The stem of the segment's file names.
  public let name: String
  private let records: any RecordReader
  private var stored: StoredSalvage?
  /// Nil when the columns are damaged.
  private let columns: Columns?
  /// The live documents; nil when unknown.
  private let live: FixedBitSet?
  /// The documents of each block of stored articles; nil when unknown.
  private let blocks: BlockDirectory?
  private let documentCount: Int?
  private var found: FixedBitSet?
  private var foundCount = 0
  /// The number of the next document; nil after a gap.
  private var next: UInt32? = 0
  /// The number of articles that were found and skipped because they are deleted.
  public private(set) var deletedCount = 0
  /// True when it is known which documents are live.
  public let knowsDeletions: Bool

  /// - Parameter entry: the segment's entry in the commit; nil when the commit cannot be read.
  init(
    _ name: String, _ entry: CommitPoint.Segment?, in directory: IndexDirectory,
    liveGeneration: UInt64, records: any RecordReader
  ) {
    self.name = name
    self.records = records
    let info = try? SegmentInfo(name: name, in: directory)
    let id = entry?.id ?? info?.id
    let endings = SegmentFormat.endings
    let columnsFile = try? EnvelopedFile(
      directory: directory, name: "\(name).\(endings.columns)",
      component: SegmentFormat.columns, segmentID: id)
    var columns: Columns?
    if let file = columnsFile, (try? file.verifyChecksum()) != nil, file.payload.count >= 4 {
      let count = Int(file.bytes.uint32(at: file.payload.lowerBound))
      columns = try? Columns(file, documentCount: count)
    }
    self.columns = columns
    let envelope = try? EnvelopedFile(
      directory: directory, name: "\(name).\(endings.stored)", component: SegmentFormat.stored,
      segmentID: id)
    let knownCount = info?.documentCount ?? columns?.documentCount
    let blocks = envelope.flatMap { BlockDirectory($0, documentCount: knownCount) }
    self.blocks = blocks
    let documentCount = knownCount ?? blocks?.documentCount
    self.documentCount = documentCount
    let file = try? MappedFile(directory: directory, name: "\(name).\(endings.stored)")
    stored = file.map { StoredSalvage($0, end: blocks?.end) }
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
    found = documentCount.map { FixedBitSet(count: $0) }
  }

  /// The bytes that have been searched and the bytes of the whole file.
  public var progress: (done: Int, total: Int) { (stored?.offset ?? 0, stored?.end ?? 0) }

  /// Returns the live articles of the next readable block; nil at the end.
  public mutating func nextBlock() -> [IndexDocument]? {
    while let block = stored?.next() {
      guard let documents = try? records.documents(inBlock: block.raw) else {
        // The block is intact, but its records have an unknown version.
        next = nil
        continue
      }
      if !block.isGapless { next = nil }
      let listed = blocks?.documents[block.offset]
      let first = listed?.count == documents.count ? listed?.lowerBound : next
      next = first.map { $0 + UInt32(documents.count) }
      return documents.enumerated().compactMap { index, document in
        take(document, assumed: first.map { $0 + UInt32(index) })
      }
    }
    return nil
  }

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

  /// The document's number; nil when unknown. The number must agree with the columns.
  private func number(of document: IndexDocument, _ assumed: UInt32?) -> UInt32? {
    guard let columns else { return assumed }
    func isRight(_ number: UInt32) -> Bool {
      columns.idBytes(of: number) == Array(document.id.utf8)
        && columns.contentHash(of: number) == document.contentHash
    }
    if let assumed, Int(assumed) < documentCount ?? 0, isRight(assumed) { return assumed }
    return columns.documents(withID: document.id).first { isRight($0) }
  }

  /// The articles that could not be read, after all blocks were read; nil when none is missing.
  public var loss: SalvageLoss? {
    let file = "\(name).\(SegmentFormat.endings.stored)"
    guard let documentCount, let found else {
      let gaps = stored?.gaps ?? []
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
      file: file, isFileMissing: stored == nil, bytes: stored?.gaps ?? [], articles: count,
      ids: ids)
  }
}

/// Articles of a segment that could not be read.
public struct SalvageLoss: Sendable, Equatable, Codable {
  /// The name of the file with the articles.
  public let file: String
  /// True when the file cannot be opened.
  public let isFileMissing: Bool
  /// The byte ranges of the file without a readable article.
  public let bytes: [Range<Int>]
  /// The number of lost articles; nil when unknown.
  public let articles: Int?
  /// The ids of the lost articles that are known.
  public let ids: [String]
}

/// The documents of each block, if the directory of the stored articles is intact.
private struct BlockDirectory {
  private(set) var documents: [Int: Range<UInt32>] = [:]
  let documentCount: Int
  private(set) var end: Int

  /// - Returns: nil when the directory is damaged or has another number of documents than expected.
  init?(_ file: EnvelopedFile, documentCount expected: Int?) {
    end = file.payload.lowerBound
    guard file.payload.count >= 16 else { return nil }
    documentCount = Int(file.bytes.uint32(at: file.payload.upperBound - 12))
    guard expected == nil || documentCount == expected,
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

/// Opens the segments of an index whose files may be damaged or missing.
public enum IndexSalvage {
  /// Returns the segments of the newest commit, in order. Without a readable commit, returns all
  /// segments that have a file of stored articles, from the oldest to the newest.
  ///
  /// - Throws: `StorageError.notFound` when there is neither a commit nor a file of stored
  ///   articles; `.io`.
  public static func segments(
    of directory: IndexDirectory, records: any RecordReader
  ) throws(StorageError) -> [SegmentSalvage] {
    let names = try directory.list()
    let newest = names.compactMap { CommitPoint.generation(ofFile: $0) }.max()
    if let newest, let commit = try? CommitPoint(generation: newest, in: directory) {
      return commit.segments.map {
        SegmentSalvage(
          $0.name, $0, in: directory, liveGeneration: $0.liveGeneration, records: records)
      }
    }
    let stored = names.compactMap {
      IndexFiles.segment(of: $0, ending: SegmentFormat.endings.stored)
    }
    if newest == nil, stored.isEmpty { throw .notFound(path: directory.path) }
    func number(_ name: String) -> (UInt64, UInt64) {
      SegmentName.parse(name).map { ($0.number, $0.part) } ?? (0, 0)
    }
    return stored.sorted { number($0) < number($1) }.map { name in
      // The newest file has the most deletions, since deleted documents stay deleted.
      let live = names.compactMap { IndexFiles.liveGeneration($0, ofSegment: name) }.max()
      return SegmentSalvage(name, nil, in: directory, liveGeneration: live ?? 0, records: records)
    }
  }
}
