public import Storage

/// The one writer of an index directory: names new segments, publishes commits, merges, removes what no
/// commit refers to. Segments themselves are built by `DocumentInverter`s, on as many threads as wanted.
///
/// A call that throws leaves the commit that was there before, whole, and the writer usable; only when the very
/// last sync of a commit fails may the new one be found instead.
public final class IndexWriter {
  public let directory: IndexDirectory
  private let lock: WriteLock
  /// The commit that the next one will be made from; nil before the first.
  public private(set) var commit: CommitPoint?
  /// The highest number a commit was tried with: no name is used twice, also not after a failure that may have
  /// left its files behind.
  private var lastGeneration: UInt64
  private var nextSegment: UInt64
  /// The commit, open, once it was asked for.
  private var openReader: IndexReader?

  /// Takes the writer's lock.
  ///
  /// - Throws: `StorageError.locked`, naming the holder, while another writer has it.
  public init(_ directory: IndexDirectory) throws(StorageError) {
    try directory.create()
    lock = try WriteLock(directory)
    self.directory = directory
    do {
      commit = try CommitPoint.latest(in: directory)
    } catch StorageError.notFound {
      commit = nil
    }
    lastGeneration = commit?.generation ?? 0
    nextSegment = commit?.nextSegment ?? 0
    // A writer that died right after a rename may not have made it durable; nothing that the commit before
    // needs may go until it is.
    try directory.sync()
    try removeUnreferencedFiles()
  }

  /// A stem for the files of a new segment, not used before.
  public func takeSegmentName() -> String {
    defer { nextSegment += 1 }
    return IndexFiles.segmentName(nextSegment)
  }

  /// The commit, open for reading; nil before the first.
  public func reader() throws(StorageError) -> IndexReader? {
    guard let commit else { return nil }
    if let openReader, openReader.commit == commit { return openReader }
    let reader = try IndexReader(directory, commit, sharing: openReader)
    openReader = reader
    return reader
  }

  /// What the last committer with a ledger kept for itself; nil when there was none.
  public func ledger() throws(StorageError) -> [UInt8]? {
    guard let generation = commit?.ledgerGeneration, generation > 0 else { return nil }
    return try Ledger.read(generation: generation, from: directory)
  }

  /// Publishes a commit: readers that open the index see all of a change or nothing.
  ///
  /// An article of a new segment takes the place of one that has its id. Of several new ones with one id the last
  /// stays, in the order of segments and documents.
  ///
  /// - Throws: `StorageError`; also when damage was met in what `reader()` gave.
  /// - Complexity: O(*n* log *m*) for *n* new documents among *m*, and O(*m*) bits for each segment that loses some.
  public func publish(_ change: IndexChange) throws(StorageError) -> PublishedChange {
    let generation = takeGeneration()
    var readers: [SegmentReader] = []
    for info in change.added {
      readers.append(try SegmentReader(info, in: directory, liveDocuments: nil))
    }
    let (live, duplicates) = DuplicateID.resolve(readers)
    var result = PublishedChange(duplicates: duplicates)
    result.overtaken = duplicates.reduce(into: []) { $0.formUnion($1.origins) }
    var segments: [CommitPoint.Segment] = []
    if !change.replacesAll, let old = try reader() {
      for (entry, segment) in zip(old.commit.segments, old.segments) {
        var dead = Deletions(segment)
        for new in readers { result.replaced += dead.insertDocuments(replacedBy: new) }
        result.overtaken.formUnion(dead.overtaken)
        result.removed += dead.insert(change.removed[segment.info.name] ?? [])
        guard let alive = dead.alive else {
          segments.append(entry)
          continue
        }
        if let kept = try write(alive, of: segment.info, generation) { segments.append(kept) }
      }
    }
    for (reader, live) in zip(readers, live) {
      if let live {
        if let kept = try write(live, of: reader.info, generation) { segments.append(kept) }
      } else {
        segments.append(CommitPoint.Segment(reader.info))
      }
    }
    // What was read of a damaged page, here or to make the change, may be wrong.
    for reader in readers { try reader.damage.check(since: 0) }
    try openReader?.checkDamage(since: 0)
    var ledgerGeneration = change.replacesAll ? 0 : commit?.ledgerGeneration ?? 0
    if let ledger = change.ledger {
      try Ledger.write(ledger(result.overtaken), generation: generation, to: directory)
      ledgerGeneration = generation
    }
    try publish(segments, generation, ledgerGeneration)
    return result
  }

  /// Publishes a commit in which one segment takes the place of others that hold the same articles.
  func publish(_ merged: SegmentInfo, inPlaceOf names: [String]) throws(StorageError) {
    var segments = commit?.segments ?? []
    let place = segments.firstIndex { $0.name == names.first } ?? segments.count
    segments.insert(CommitPoint.Segment(merged), at: place)
    segments.removeAll {
      names.contains($0.name) || $0.name == merged.name && merged.documentCount == 0
    }
    try publish(segments, takeGeneration(), commit?.ledgerGeneration ?? 0)
  }

  /// Deletes what no commit refers to: files of an interrupted build, of segments that were replaced, of
  /// commits before the last. Only names of the index's own shapes are touched.
  ///
  /// Commits go before their segments, so that one which exists is whole whenever this is interrupted. Readers of
  /// a commit that goes have all of its files mapped, and the system keeps those for them until the last
  /// mapping is gone; a reader that is just opening it finds a file missing, and opens the newer one.
  public func removeUnreferencedFiles() throws(StorageError) {
    let names = try directory.list()
    let files = IndexFiles(commit)
    let commits = names.filter { files.isOldCommit($0) }
    for name in commits { try directory.remove(name) }
    if !commits.isEmpty { try directory.sync() }
    for name in names where files.isUnreferenced(name) { try directory.remove(name) }
  }

  private func takeGeneration() -> UInt64 {
    lastGeneration += 1
    return lastGeneration
  }

  /// - Returns: nil where no document is alive, and the segment goes.
  private func write(
    _ live: FixedBitSet, of info: SegmentInfo, _ generation: UInt64
  ) throws(StorageError) -> CommitPoint.Segment? {
    let count = live.popcount
    if count == 0 { return nil }
    try LiveDocuments.write(live, of: info, generation: generation, to: directory)
    return CommitPoint.Segment(
      name: info.name, id: info.id, liveGeneration: generation, deletedCount: live.count - count)
  }

  private func publish(
    _ segments: [CommitPoint.Segment], _ generation: UInt64, _ ledgerGeneration: UInt64
  ) throws(StorageError) {
    let next = CommitPoint(
      generation: generation, nextSegment: nextSegment, ledgerGeneration: ledgerGeneration,
      segments: segments)
    try next.publish(in: directory)
    commit = next
    // The commit stands; what cannot be removed now, the next writer removes.
    try? removeUnreferencedFiles()
  }
}

/// What a commit changes.
public struct IndexChange {
  /// New segments, in order.
  public var added: [SegmentInfo] = []
  /// Documents to be removed, by the name of their segment; those not alive any more are passed over.
  public var removed: [String: [UInt32]] = [:]
  /// Nothing of what was there stays.
  public var replacesAll = false
  /// What the committer keeps for itself from now on, told what `PublishedChange.overtaken` will be; nil to keep what
  /// there is.
  public var ledger: ((Set<String>) -> [UInt8])?

  public init() {}
}

/// What a commit did.
public struct PublishedChange: Sendable {
  /// Ids that came more than once in what was added.
  public let duplicates: [DuplicateID]
  /// Origins (see `Columns.origin`) of articles of before, or of what was added, that those of other origins took the
  /// place of.
  public internal(set) var overtaken: Set<String> = []
  /// Articles of before that new ones took the place of.
  public internal(set) var replaced = 0
  /// Articles of before that were removed.
  public internal(set) var removed = 0
}

extension CommitPoint.Segment {
  /// A segment all of whose documents are alive.
  init(_ info: SegmentInfo) {
    self.init(name: info.name, id: info.id, liveGeneration: 0, deletedCount: 0)
  }
}
