public import Storage

/// The one writer of an index directory: names new segments, publishes commits, removes what no commit
/// refers to. Segments themselves are built by `SegmentBuilder`s, on as many threads as wanted.
public final class IndexWriter {
  public let directory: IndexDirectory
  private let lock: WriteLock
  private var commit: CommitPoint?

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
    // A writer that died right after a rename may not have made it durable; nothing that the commit before
    // needs may go until it is.
    try directory.sync()
    try removeUnreferencedFiles()
  }

  /// Number of the first segment that may be built now.
  public var nextSegment: UInt64 { commit?.nextSegment ?? 0 }

  /// Stem of the files of a segment.
  ///
  /// - Parameter part: 0, or how many segments of the same number came before it.
  public static func segmentName(_ number: UInt64, part: Int = 0) -> String {
    "_" + String(number, radix: 36) + (part == 0 ? "" : "-\(part)")
  }

  /// Makes the given segments the whole index.
  ///
  /// Of several documents with one id the last stays alive, in the order of segments and documents.
  ///
  /// - Returns: the new commit, and the ids that came more than once.
  /// - Throws: and leaves the previous commit, whole; when the very last sync fails, the new one may be
  ///   found instead.
  public func replaceAll(
    with infos: [SegmentInfo], nextSegment: UInt64, note: String
  ) throws(StorageError) -> (commit: CommitPoint, duplicates: [DuplicateID]) {
    let generation = (commit?.generation ?? 0) + 1
    var readers: [SegmentReader] = []
    for info in infos {
      readers.append(try SegmentReader(info, in: directory, liveDocuments: nil))
    }
    let (live, duplicates) = DuplicateID.resolve(readers)
    var segments: [CommitPoint.Segment] = []
    for (info, live) in zip(infos, live) {
      if let live {
        try LiveDocuments.write(live, of: info, generation: 1, to: directory)
      }
      segments.append(
        CommitPoint.Segment(
          name: info.name, id: info.id, liveGeneration: live == nil ? 0 : 1,
          deletedCount: live.map { $0.count - $0.popcount } ?? 0))
    }
    let next = CommitPoint(
      generation: generation, nextSegment: nextSegment, note: note, segments: segments)
    try next.publish(in: directory)
    commit = next
    // The commit stands; what cannot be removed now, the next writer removes.
    try? removeUnreferencedFiles()
    return (next, duplicates)
  }

  /// Deletes what no commit refers to: files of an interrupted build, of segments that were replaced, of
  /// commits before the last. Only names of the index's own shapes are touched.
  ///
  /// Commits go before their segments, so that one which exists is whole whenever this is interrupted.
  public func removeUnreferencedFiles() throws(StorageError) {
    let names = try directory.list()
    let commits = names.filter { name in
      let generation = CommitPoint.generation(ofFile: name)
      let isOld = generation != nil && generation != commit?.generation
      return isOld || name.hasPrefix(CommitPoint.pendingPrefix)
    }
    for name in commits { try directory.remove(name) }
    if !commits.isEmpty { try directory.sync() }
    let kept = Set(commit?.segments.map(\.name) ?? [])
    for name in names {
      if let segment = Self.segment(ofFile: name), !kept.contains(segment) {
        try directory.remove(name)
      }
    }
  }

  /// `_3` of `_3.trm` and of `_3_1.liv`; nil for a file that is none of an index's.
  private static func segment(ofFile name: String) -> String? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let endings = SegmentFormat.endings
    let known = [
      endings.info, endings.terms, endings.postings, endings.positions, endings.lengths,
      endings.columns, endings.stored, endings.run,
    ]
    var stem = parts[0]
    if parts[1] == "liv" {
      guard let cut = stem.lastIndex(of: "_"),
        isNumber(stem[stem.index(after: cut)...], radix: 36)
      else { return nil }
      stem = stem[..<cut]
    } else if !known.contains(String(parts[1])) {
      return nil
    }
    return isSegmentName(stem) ? String(stem) : nil
  }

  /// Whether `segmentName` makes such a name.
  private static func isSegmentName(_ name: Substring) -> Bool {
    guard name.first == "_" else { return false }
    let parts = name.dropFirst().split(separator: "-", omittingEmptySubsequences: false)
    switch parts.count {
    case 1: return isNumber(parts[0], radix: 36)
    case 2: return isNumber(parts[0], radix: 36) && parts[1] != "0" && isNumber(parts[1], radix: 10)
    default: return false
    }
  }

  /// Whether a text is a number as it is printed: no sign, no leading zeros, lower case.
  private static func isNumber(_ text: Substring, radix: Int) -> Bool {
    UInt64(text, radix: radix).map { String($0, radix: radix) == text } ?? false
  }
}
