public import Storage

/// The single writer of an index directory. It names new segments, makes commits, merges segments,
/// and removes unreferenced files. `DocumentInverter` builds the segments.
///
/// ```swift
/// let writer = try IndexWriter(directory)       // takes the lock, removes leftovers
/// var change = IndexChange()
/// change.added = [segment]                      // built under the name `takeSegmentName()`
/// let prepared = try writer.prepare(change)     // finds replaced documents, writes `.liv` files
/// try writer.commit(prepared)                   // writes and renames `segments_N`
/// ```
/// When a call throws, the previous commit is intact and the writer remains usable. Only when the
/// last sync of a commit fails, readers may find the new commit.
public final class IndexWriter {
  /// The directory of the index.
  public let directory: IndexDirectory
  /// The write lock of the directory, held until the writer is released.
  public let lock: WriteLock
  /// The commit that the next one is based on; nil before the first.
  public private(set) var commit: CommitPoint?
  /// The highest generation ever attempted. A failed commit may leave files of its generation.
  private var lastGeneration: UInt64
  private var nextSegment: UInt64
  private var openReader: IndexReader?
  /// The names in the directory of an index that the first commit replaces; nil otherwise.
  private var unreadable: Set<String>?

  /// True until the first commit replaces an index that this program cannot read.
  public var replacesUnreadable: Bool { unreadable != nil }

  /// Takes the write lock and removes the files that an interrupted writer left.
  ///
  /// - Parameter replaces: true to accept an index of an older format, or with a damaged commit.
  ///   Its files stay until the first commit, which replaces them.
  /// - Throws: `StorageError.locked`, naming the holder, while another writer has the lock.
  public init(_ directory: IndexDirectory, replaces: Bool = false) throws(StorageError) {
    try directory.create()
    lock = try WriteLock(directory)
    self.directory = directory
    do throws(StorageError) {
      commit = try CommitPoint.latest(in: directory)
      lastGeneration = commit?.generation ?? 0
      nextSegment = commit?.nextSegment ?? 0
    } catch .notFound(directory.path) {
      (commit, lastGeneration, nextSegment) = (nil, 0, 0)
    } catch {
      let names = try directory.list()
      guard replaces, error.concernsContents, IndexFiles.areIndex(names, of: directory) else {
        throw error
      }
      commit = nil
      lastGeneration = try CommitPoint.newestGeneration(in: directory)
      guard lastGeneration < CommitPoint.numberLimit else { throw error }
      nextSegment = IndexFiles.nextSegment(after: names)
      unreadable = Set(names)
    }
    // A writer that died after its rename may not have synced. Until then, older files must stay.
    try directory.sync()
    try removeUnreferencedFiles()
  }

  /// Returns an unused file name stem for a new segment.
  public func takeSegmentName() -> String {
    defer { nextSegment += 1 }
    return SegmentName.make(nextSegment)
  }

  /// A reader of the current commit; nil before the first commit.
  public func reader() throws(StorageError) -> IndexReader? {
    guard let commit else { return nil }
    if let openReader, openReader.commit == commit { return openReader }
    let reader = try IndexReader(directory, commit, sharing: openReader)
    openReader = reader
    return reader
  }

  /// Opens segments that are not committed yet.
  public func readers(of segments: [SegmentInfo]) throws(StorageError) -> [SegmentReader] {
    var readers: [SegmentReader] = []
    for info in segments {
      readers.append(try SegmentReader(info, in: directory, liveDocuments: nil))
    }
    return readers
  }

  /// The ledger of the current commit; nil when it has none.
  public func ledger() throws(StorageError) -> [UInt8]? {
    guard let generation = commit?.ledgerGeneration, generation > 0 else { return nil }
    return try Ledger.read(generation: generation, from: directory)
  }

  /// Finds the documents that a change replaces or removes, and writes the live documents of each
  /// segment, without committing.
  ///
  /// Of documents with the same id, the last added one stays, in the order of segments and
  /// documents. A prepared commit that is not committed needs no clean-up.
  ///
  /// - Throws: `StorageError`, also when a page read here or through `reader()` was damaged.
  /// - Complexity: O(*n* log *m*) for *n* new and *m* existing documents, and O(*m*) bits for each
  ///   segment that loses documents.
  public func prepare(_ change: IndexChange) throws(StorageError) -> PreparedCommit {
    let generation = takeGeneration()
    let readers = try readers(of: change.added)
    let (live, duplicates) = DuplicateID.resolve(readers)
    var prepared = PreparedCommit(
      generation: generation, base: commit?.generation,
      ledgerGeneration: change.replacesAll ? 0 : commit?.ledgerGeneration ?? 0,
      fields: change.fields ?? commit?.fields ?? [],
      duplicates: duplicates,
      supersededFiles: duplicates.reduce(into: []) { $0.formUnion($1.supersededFiles) })
    for (reader, live) in zip(readers, live) {
      guard let live else { continue }
      let documents = (0..<UInt32(reader.documentCount)).filter { !live[Int($0)] }
      prepared.superseded.append((reader, documents))
    }
    if !change.replacesAll, let old = try reader() {
      for (entry, segment) in zip(old.commit.segments, old.segments)
      where !change.dropped.contains(entry.name) {
        var deletions = Deletions(segment)
        for new in readers {
          prepared.replaced[segment.info.name, default: []] += deletions.insertDocuments(
            replacedBy: new)
        }
        prepared.supersededFiles.formUnion(deletions.supersededFiles)
        prepared.removedCount += deletions.insert(change.removed[segment.info.name] ?? [])
        prepared.segments += try write(deletions.live, of: segment, entry, generation)
      }
    }
    for (reader, live) in zip(readers, live) {
      let entry = CommitPoint.Segment(reader.info)
      prepared.segments += try write(live, of: reader, entry, generation)
    }
    // Values read from a damaged page may be wrong, here and in the caller's change.
    for reader in readers { try reader.damage.check(since: 0) }
    for segment in openReader?.segments ?? [] where !change.dropped.contains(segment.info.name) {
      try segment.damage.check(since: 0)
    }
    return prepared
  }

  /// Makes a prepared commit the newest one. Readers see all of it or nothing.
  ///
  /// - Parameter ledger: the new ledger; nil keeps the old one, if the change keeps anything.
  /// - Precondition: there was no other commit since `prepare(_:)`.
  public func commit(_ prepared: PreparedCommit, ledger: [UInt8]? = nil) throws(StorageError) {
    precondition(prepared.base == commit?.generation, "prepared for the current commit")
    var ledgerGeneration = prepared.ledgerGeneration
    if let ledger {
      try Ledger.write(ledger, generation: prepared.generation, to: directory)
      ledgerGeneration = prepared.generation
    }
    try publish(prepared.segments, prepared.generation, ledgerGeneration, prepared.fields)
  }

  /// Prepares and commits a change, and keeps the ledger.
  @discardableResult
  public func commit(_ change: IndexChange) throws(StorageError) -> PreparedCommit {
    let prepared = try prepare(change)
    try commit(prepared)
    return prepared
  }

  /// Commits a merge: one segment replaces the segments whose live documents it contains. A merged
  /// segment without documents is dropped.
  func commit(_ merged: SegmentInfo, replacing names: [String]) throws(StorageError) {
    var segments = commit?.segments ?? []
    let index = segments.firstIndex { $0.name == names.first } ?? segments.count
    if merged.documentCount > 0 { segments.insert(CommitPoint.Segment(merged), at: index) }
    segments.removeAll { names.contains($0.name) }
    try publish(
      segments, takeGeneration(), commit?.ledgerGeneration ?? 0, commit?.fields ?? [])
  }

  /// Removes the index files that the current commit does not reference.
  ///
  /// Commit files are removed before segment files, so that every commit found on disk is complete.
  /// Readers of a removed commit have mapped all of its files. A reader that is just opening it
  /// finds a file missing and opens the newer commit.
  public func removeUnreferencedFiles() throws(StorageError) {
    let names = try directory.list().filter { !(unreadable?.contains($0) ?? false) }
    let files = IndexFiles(commit)
    let commits = names.filter { files.isOldCommit($0) }
    for name in commits { try directory.remove(name) }
    if !commits.isEmpty { try directory.sync() }
    for name in names where files.isUnreferenced(name) { try directory.remove(name) }
  }

  /// Returns a generation that this writer has not tried.
  private func takeGeneration() -> UInt64 {
    lastGeneration += 1
    return lastGeneration
  }

  /// Writes the live documents of a segment if they change, and returns its entry in the next
  /// commit; nothing when no document is live.
  private func write(
    _ live: FixedBitSet?, of segment: SegmentReader, _ entry: CommitPoint.Segment,
    _ generation: UInt64
  ) throws(StorageError) -> [CommitPoint.Segment] {
    guard let live else { return [entry] }
    let count = live.popcount
    if count == 0 { return [] }
    try LiveDocuments.write(live, of: segment.info, generation: generation, to: directory)
    return [
      CommitPoint.Segment(
        name: entry.name, id: entry.id, liveGeneration: generation,
        deletedCount: live.count - count)
    ]
  }

  /// Makes a commit of segments whose files are synced, and removes the files that it replaces.
  private func publish(
    _ segments: [CommitPoint.Segment], _ generation: UInt64, _ ledgerGeneration: UInt64,
    _ fields: [IndexField]
  ) throws(StorageError) {
    let next = CommitPoint(
      generation: generation, nextSegment: nextSegment, ledgerGeneration: ledgerGeneration,
      segments: segments, fields: fields)
    try next.publish(in: directory)
    commit = next
    unreadable = nil
    // The commit is durable. The next writer retries removals that fail here.
    try? removeUnreferencedFiles()
  }
}

/// The changes to an index that one commit makes.
public struct IndexChange {
  /// New segments, in order.
  public var added: [SegmentInfo] = []
  /// Documents to remove, by segment name. Deleted documents are ignored.
  public var removed: [String: [UInt32]] = [:]
  /// True when all existing segments and the ledger are dropped.
  public var replacesAll = false
  /// The names of existing segments that are dropped. Unlike `removed`, this reads nothing in them.
  public var dropped: Set<String> = []
  /// The declared fields; nil to keep those of the last commit. The values of the fields are terms
  /// of all segments that stay or are added.
  public var fields: [IndexField]?

  /// Creates a change without effect.
  public init() {}
}

/// A commit with known effects, whose files are written except the ledger and the commit file.
public struct PreparedCommit: Sendable {
  let generation: UInt64
  /// The generation of the commit that the change is based on; nil before the first.
  let base: UInt64?
  /// The generation of the ledger that stays; 0 without a ledger.
  let ledgerGeneration: UInt64
  let fields: [IndexField]
  fileprivate(set) var segments: [CommitPoint.Segment] = []
  /// The ids that occur more than once in the added segments.
  public let duplicates: [DuplicateID]
  /// The files of existing or added articles that an article from a different file replaces.
  public fileprivate(set) var supersededFiles: Set<String>
  /// The added articles that later added articles with the same ids replace.
  public fileprivate(set) var superseded: [(segment: SegmentReader, documents: [UInt32])] = []
  /// The existing articles that added articles replace, by segment name.
  public fileprivate(set) var replaced: [String: [UInt32]] = [:]
  /// The number of existing articles that added articles replace.
  public var replacedCount: Int { replaced.values.reduce(0) { $0 + $1.count } }
  /// The number of existing articles that are removed.
  public fileprivate(set) var removedCount = 0
}

extension CommitPoint.Segment {
  /// A segment whose documents are all live.
  init(_ info: SegmentInfo) {
    self.init(name: info.name, id: info.id, liveGeneration: 0, deletedCount: 0)
  }
}
