import Storage

/// The articles of a segment whose files may be damaged, missing or copies of other files.
///
/// Each file is used only as far as it agrees with the segment's id.
struct SegmentSalvage {
  /// The stem of the segment's file names.
  let name: String
  private let entry: CommitPoint.Segment?
  /// The columns, if the segment's id follows from them.
  private let columns: Columns?
  private let documentCount: Int?
  /// The live documents, as far as they are known.
  private var live: FixedBitSet?
  /// True when it is known which documents are live.
  private(set) var knowsDeletions: Bool
  private var found: FixedBitSet?
  /// The hashes of the articles that were taken without columns.
  private var hashes: Set<UInt64> = []
  private var savedCount = 0
  /// The number of articles that were found and left out because they are deleted.
  private(set) var deletedCount = 0

  private var stored: StoredSalvage?
  /// The file of stored articles, if its header and end are intact and belong to the segment.
  private let envelope: EnvelopedFile?
  /// The documents of each block of stored articles; nil when unknown.
  private let blocks: BlockDirectory?
  private let storedProblem: SalvageLoss.Reason
  /// Memory for document numbers that needs no file of this size.
  private static let freeBytes = 1 << 20
  /// False when the directory of the file does not list the current block with its size.
  private var isOwnBlock = true
  /// The number of the next document of the file; nil after a gap.
  private var next: UInt32? = 0

  /// True when at least one file has the segment's id.
  let isConfirmed: Bool

  /// - Parameter entry: the segment's entry in the commit; nil when the commit cannot be read.
  init(
    _ name: String, _ entry: CommitPoint.Segment?, liveGeneration: UInt64,
    _ files: inout SalvageFiles
  ) {
    let directory = files.directory
    let endings = SegmentFormat.endings
    func envelope(
      _ ending: String, _ component: FileComponent, _ files: inout SalvageFiles
    ) -> EnvelopedFile? {
      files.open("\(name).\(ending)") { () throws(StorageError) in
        try EnvelopedFile(
          directory: directory, name: "\(name).\(ending)", component: component, segmentID: nil)
      }
    }
    let info = files.open("\(name).\(endings.info)") { () throws(StorageError) in
      try SegmentInfo(name: name, in: directory)
    }
    let columnsFile = envelope(endings.columns, SegmentFormat.columns, &files)
    let storedName = "\(name).\(endings.stored)"
    let storedFile = files.open(storedName) { () throws(StorageError) in
      try MappedFile(directory: directory, name: storedName)
    }
    let storedID = storedFile.flatMap { SegmentFormat.stored.segmentID(inHeaderOf: $0) }
    let ids = [columnsFile?.segmentID, info?.id, storedID].compactMap { $0 }
    let id = entry?.id ?? ids.first { id in ids.count { $0 == id } > 1 } ?? ids.first
    isConfirmed = ids.contains { $0 == id }
    columns = columnsFile.flatMap { $0.segmentID == id ? Columns(confirmed: $0) : nil }
    let knownCount = columns?.documentCount ?? (info?.id == id ? info?.documentCount : nil)
    self.envelope = envelope(endings.stored, SegmentFormat.stored, &files)
      .flatMap { $0.segmentID == id ? $0 : nil }
    blocks = self.envelope.flatMap { BlockDirectory($0, documentCount: knownCount) }
    let end = blocks?.end
    stored = storedFile.map { StoredSalvage($0, end: end) }
    // A description may have any number. A bit for each document takes no more memory than a few
    // times the files.
    let bytes = (storedFile?.byteCount ?? 0) + (columnsFile?.file.byteCount ?? 0)
    documentCount = knownCount ?? blocks?.documentCount
    let bitCount = documentCount.flatMap { $0 / 8 <= bytes + Self.freeBytes ? $0 : nil }
    found = bitCount.map { FixedBitSet(count: $0) }
    storedProblem =
      files.isUnreadable(storedName)
      ? .unreadable : storedFile == nil ? .missing : storedID ?? id != id ? .foreign : .damaged
    (self.name, self.entry) = (name, entry)
    live = nil
    if entry?.liveGeneration == 0 {
      live = bitCount.map { .full($0) }
    } else if liveGeneration > 0, let documentCount = bitCount {
      let file = CommitPoint.Segment(
        name: name, id: id ?? 0, liveGeneration: liveGeneration, deletedCount: 0)
      let liveName = LiveDocuments.fileName(segment: name, generation: liveGeneration)
      let read = files.open(liveName) { () throws(StorageError) in
        try LiveDocuments.read(file, documentCount: documentCount, from: directory)
      }
      // An older file of the segment has fewer deletions than the commit.
      if let read, let read, entry.map({ documentCount - read.popcount == $0.deletedCount }) ?? true
      {
        live = read
      }
    }
    knowsDeletions = live != nil || entry?.liveGeneration == 0
  }

  /// The bytes that have been searched and the bytes of the whole file.
  var progress: (done: Int, total: Int) { (stored?.offset ?? 0, stored?.end ?? 0) }

  /// Articles of a block of the segment's file of stored articles.
  struct Block {
    let documents: [IndexDocument]
    /// The number of the first document, as far as the file tells; nil when unknown.
    let first: UInt32?
    /// True when the block is known to belong to the segment.
    let isVerified: Bool
  }

  /// Returns the next readable block; nil at the end.
  mutating func nextBlock(_ records: any RecordReader) -> Block? {
    while let block = stored?.next() {
      guard let documents = try? records.documents(inBlock: block.raw) else {
        // The block is intact, but its records have an unknown version.
        next = nil
        continue
      }
      if !block.isGapless { next = nil }
      let listed = blocks?.documents[block.bytes]
      isOwnBlock = blocks == nil || listed != nil
      let first = listed?.count == documents.count ? listed?.lowerBound : next
      next = first.map { $0 + UInt32(documents.count) }
      let isVerified =
        columns == nil && envelope.map { (try? $0.verify(block.bytes)) != nil } ?? false
      return Block(documents: documents, first: first, isVerified: isVerified)
    }
    return nil
  }

  /// The relation of an article to a segment.
  enum Claim { case none, copy, deleted, live(file: String) }

  /// Counts an article if the columns have a document with its id and hash.
  ///
  /// - Parameter assumed: the probable number of the document.
  mutating func claimByColumns(_ document: IndexDocument, assumed: UInt32?) -> Claim {
    guard let columns else { return .none }
    let numbers = columns.documents(withID: document.id).filter {
      columns.contentHash(of: $0) == document.contentHash
    }
    if numbers.isEmpty { return .none }
    let missing = numbers.filter { found?.contains(Int($0)) == false }
    guard let first = missing.first else { return .copy }
    return count(missing.first { $0 == assumed } ?? first)
  }

  /// Counts an article of the segment's own file. Without columns, only the file tells its number.
  mutating func claimByFile(
    _ document: IndexDocument, assumed: UInt32?, isVerified: Bool
  ) -> Claim {
    if columns != nil || storedProblem == .foreign || !isOwnBlock { return .none }
    guard hashes.insert(document.contentHash).inserted else { return .copy }
    // The block may be a copy of another, so that the number is wrong.
    if !isVerified, let live, live.popcount < live.count { knowsDeletions = false }
    if let assumed, let found, Int(assumed) < found.count, !found.contains(Int(assumed)) {
      return count(assumed)
    }
    savedCount += 1
    return .live(file: "")
  }

  private mutating func count(_ number: UInt32) -> Claim {
    found?.insert(Int(number))
    if let live, !live.contains(Int(number)) {
      deletedCount += 1
      return .deleted
    }
    savedCount += 1
    return .live(file: columns?.file(of: number) ?? "")
  }

  /// True when a document with an id is known to be live.
  private func isLive(id: String) -> Bool {
    guard knowsDeletions, let columns, let live else { return false }
    return columns.documents(withID: id).contains { live.contains(Int($0)) }
  }

  /// Without the file of live documents, finds the deleted documents from the other segments: the
  /// id of a live document has no other live document.
  mutating func inferDeletions(from segments: [SegmentSalvage]) {
    guard !knowsDeletions, let columns else { return }
    var live = FixedBitSet.full(columns.documentCount)
    for document in 0..<UInt32(columns.documentCount) {
      let id = columns.id(of: document)
      if segments.contains(where: { $0.isLive(id: id) }) { live.remove(Int(document)) }
    }
    knowsDeletions = entry.map { live.count - live.popcount == $0.deletedCount } ?? false
    self.live = live
  }

  /// The articles that could not be read, after all blocks of all segments; nil when none is
  /// missing.
  var loss: SalvageLoss? {
    var (articles, ids): (Int?, [String]) = (nil, [])
    if let columns, var missing = found {
      missing.invert()
      if let live { missing.formIntersection(live) }
      articles = missing.popcount
      missing.forEach { ids.append(columns.id(of: UInt32($0))) }
    } else if let documentCount {
      let before = live?.popcount ?? documentCount - (entry?.deletedCount ?? 0)
      articles = max(0, before - savedCount)
    }
    if articles == 0 { return nil }
    return SalvageLoss(
      file: "\(name).\(SegmentFormat.endings.stored)", reason: storedProblem,
      bytes: storedProblem == .foreign ? [] : stored?.gaps ?? [], articles: articles, ids: ids)
  }
}

extension Columns {
  /// Opens columns from which the id in their header follows; nil for others.
  fileprivate init?(confirmed file: EnvelopedFile) {
    guard (try? file.verifyChecksum()) != nil, file.payload.count >= 4,
      let columns = try? Columns(
        file, documentCount: Int(file.bytes.uint32(at: file.payload.lowerBound))),
      (try? columns.checkOrder()) != nil, columns.identity == file.segmentID
    else { return nil }
    for document in 0..<UInt32(columns.documentCount) {
      _ = (columns.document(atIDRank: Int(document)), columns.fileOrdinal(of: document))
    }
    guard file.damage.count == 0 else { return nil }
    self = columns
  }
}
