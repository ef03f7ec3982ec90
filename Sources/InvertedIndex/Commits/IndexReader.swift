public import Storage
public import TextAnalysis

/// An open commit: an immutable snapshot of the index that threads may share.
public final class IndexReader: Sendable {
  /// The directory of the index.
  public let directory: IndexDirectory
  /// The open commit.
  public let commit: CommitPoint
  /// The readers of the segments, in the order of the commit.
  public let segments: [SegmentReader]
  /// The statistics of the whole index that BM25 needs.
  public let statistics: CollectionStatistics

  /// Opens the newest commit.
  ///
  /// When a writer deletes the files of a commit meanwhile, the newer commit is opened.
  ///
  /// - Parameter other: a reader of the same directory. Segments of both commits are opened once.
  /// - Throws: `StorageError.notFound` when there is no commit.
  /// - Complexity: O(segments). No terms, postings or articles are read.
  public convenience init(
    _ directory: IndexDirectory, sharing other: IndexReader? = nil
  ) throws(StorageError) {
    var commit = try CommitPoint.latest(in: directory)
    while true {
      do {
        try self.init(directory, commit, sharing: other)
        return
      } catch let error { commit = try commit.successor(after: error, in: directory) }
    }
  }

  init(
    _ directory: IndexDirectory, _ commit: CommitPoint, sharing other: IndexReader?
  ) throws(StorageError) {
    self.directory = directory
    self.commit = commit
    var segments: [SegmentReader] = []
    for entry in commit.segments {
      segments.append(try Self.open(entry, in: directory, sharing: other))
    }
    self.segments = segments
    statistics = CollectionStatistics(segments.map(\.info))
  }

  /// Opens a segment, or takes it from the other reader with the live documents of this commit.
  private static func open(
    _ entry: CommitPoint.Segment, in directory: IndexDirectory, sharing other: IndexReader?
  ) throws(StorageError) -> SegmentReader {
    let index = other?.commit.segments.firstIndex { $0.name == entry.name && $0.id == entry.id }
    if let other, let index {
      let open = other.segments[index]
      if other.commit.segments[index] == entry { return open }
      return SegmentReader(
        open, liveDocuments: try liveDocuments(open.info, entry, in: directory))
    }
    return try open(try SegmentInfo(entry, in: directory), entry, in: directory)
  }

  static func open(
    _ info: SegmentInfo, _ entry: CommitPoint.Segment, in directory: IndexDirectory
  ) throws(StorageError) -> SegmentReader {
    try SegmentReader(
      info, in: directory, liveDocuments: try liveDocuments(info, entry, in: directory))
  }

  private static func liveDocuments(
    _ info: SegmentInfo, _ entry: CommitPoint.Segment, in directory: IndexDirectory
  ) throws(StorageError) -> FixedBitSet? {
    let live = try LiveDocuments.read(entry, documentCount: info.documentCount, from: directory)
    guard entry.deletedCount == live.map({ $0.count - $0.popcount }) ?? 0 else {
      throw .corrupt(
        file: entry.name, offset: 0,
        reason: "the commit has \(entry.deletedCount) deleted documents, its files have others")
    }
    return live
  }

  /// The ledger of the commit; nil when it has none, or when a later commit has replaced it.
  public func ledger() throws(StorageError) -> [UInt8]? {
    guard commit.ledgerGeneration > 0 else { return nil }
    do throws(StorageError) {
      return try Ledger.read(generation: commit.ledgerGeneration, from: directory)
    } catch .notFound {
      return nil
    }
  }

  /// The number of live documents.
  public var liveCount: Int {
    statistics.documentCount - commit.segments.reduce(0) { $0 + $1.deletedCount }
  }

  /// The segment and the number of the live document with an id; nil when no document has the id.
  ///
  /// - Throws: `StorageError.corrupt` when the ids are damaged.
  /// - Complexity: O(segments · log *n*).
  public func document(
    withID id: String
  ) throws(StorageError) -> (segment: Int, document: UInt32)? {
    for (number, segment) in segments.enumerated() {
      let damage = segment.damage.count
      let documents = segment.columns.documents(withID: id)
      try segment.damage.check(since: damage)
      for document in documents where segment.isLive(document) { return (number, document) }
    }
    return nil
  }

  /// The number of reads of damaged pages, for `checkDamage(since:)` after an answer.
  public var damageCount: Int { segments.reduce(0) { $0 + $1.damage.count } }

  /// Throws if this thread or another has read a damaged page since `damageCount` was `count`.
  ///
  /// - Throws: `StorageError.corrupt`, with the file and the offset of the damage.
  public func checkDamage(since count: Int) throws(StorageError) {
    guard damageCount != count else { return }
    for segment in segments { try segment.damage.check(since: 0) }
  }
}

extension SegmentInfo {
  init(_ entry: CommitPoint.Segment, in directory: IndexDirectory) throws(StorageError) {
    try self.init(name: entry.name, in: directory)
    guard id == entry.id else {
      throw .corrupt(file: entry.name, offset: 0, reason: "not the segment that was committed")
    }
  }
}

extension CommitPoint {
  /// The newer commit to try after a file of this commit was not found.
  func successor(
    after error: StorageError, in directory: IndexDirectory
  ) throws(StorageError) -> CommitPoint {
    guard case .notFound = error else { throw error }
    let newest = try CommitPoint.latest(in: directory)
    guard newest.generation > generation else { throw error }
    return newest
  }
}

/// Counts over all segments.
///
/// Deleted documents count until their segment is merged, as they do in document frequencies.
public struct CollectionStatistics: Sendable, Equatable {
  /// The number of documents.
  public let documentCount: Int
  /// The number of units in all titles and bodies.
  public let totalLength: UInt64
  /// The number of units in all tails.
  public let totalTailLength: UInt64
}

extension CollectionStatistics {
  init(_ segments: [SegmentInfo]) {
    documentCount = segments.reduce(0) { $0 + $1.documentCount }
    totalLength = segments.reduce(0) { $0 + $1.totalLength }
    totalTailLength = segments.reduce(0) { $0 + $1.totalTailLength }
  }

  /// The mean length of a field in units; 0 without documents. The title is part of the main field.
  public func averageLength(of field: Field) -> Double {
    guard documentCount > 0 else { return 0 }
    return Double(field == .main ? totalLength : totalTailLength) / Double(documentCount)
  }

  /// Adds the statistics of disjoint sets of documents.
  public static func + (a: Self, b: Self) -> Self {
    Self(
      documentCount: a.documentCount + b.documentCount, totalLength: a.totalLength + b.totalLength,
      totalTailLength: a.totalTailLength + b.totalTailLength)
  }
}
