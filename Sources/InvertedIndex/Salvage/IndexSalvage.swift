public import Storage

/// Reads the articles of an index whose files may be damaged, missing or copies of other files.
///
/// Every article is counted as the document that has its id and its hash in the columns of a
/// segment, at most once. So a copy of another file adds no article and hides no loss.
public struct IndexSalvage {
  private let records: any RecordReader
  private var segments: [SegmentSalvage]
  private var current = 0
  private let isMissingFile: Bool
  /// The declared fields; nil when no commit of this index can be read.
  public let fields: [IndexField]?
  /// The files that exist and cannot be read.
  public let unreadable: [UnreadableFile]
  /// The articles found so far that belong to no segment of the index. They are left out.
  public private(set) var foreign: [ForeignArticles] = []

  /// Opens the newest commit. Without a readable commit, opens all segments of which a file of
  /// stored articles or a description exists, from the oldest to the newest.
  ///
  /// - Throws: `StorageError.notFound` when there is neither a commit nor such a file; `.io` when
  ///   the directory cannot be read.
  public init(_ directory: IndexDirectory, records: any RecordReader) throws(StorageError) {
    let newest = try Self.newestGeneration(in: directory)
    try self.init(directory, generation: newest, records: records)
  }

  /// - Parameter generation: the commit to begin with. When its files are missing and there is a
  ///   newer commit by now, a writer has removed them, and the newer commit is opened.
  init(
    _ directory: IndexDirectory, generation: UInt64?, records: any RecordReader
  ) throws(StorageError) {
    var tried = generation
    while true {
      let salvage = try IndexSalvage(opening: tried, of: directory, records)
      let newest = salvage.isMissingFile ? try Self.newestGeneration(in: directory) : tried
      if newest == tried {
        self = salvage
        return
      }
      tried = newest
    }
  }

  private static func newestGeneration(
    in directory: IndexDirectory
  ) throws(StorageError) -> UInt64? {
    do throws(StorageError) { return try CommitPoint.newestGeneration(in: directory) } catch {
      guard case .notFound = error else { throw error }
      return nil
    }
  }

  private init(
    opening generation: UInt64?, of directory: IndexDirectory, _ records: any RecordReader
  ) throws(StorageError) {
    var files = SalvageFiles(directory)
    let commit = generation.flatMap { number in
      files.open(CommitPoint.prefix + String(number, radix: 36)) { () throws(StorageError) in
        try CommitPoint(generation: number, in: directory)
      }
    }
    var segments =
      commit?.segments.map {
        SegmentSalvage($0.name, $0, liveGeneration: $0.liveGeneration, &files)
      } ?? []
    // A commit of another index names no segment of this one.
    let confirmsCommit =
      commit != nil && (segments.isEmpty || segments.contains { $0.isConfirmed })
    if !confirmsCommit {
      segments = try Self.segments(generation: generation, listed: segments, &files)
    }
    for index in segments.indices {
      var segment = segments[index]
      segment.inferDeletions(from: segments)
      segments[index] = segment
    }
    _ = files.open(WordsFile.name) { () throws(StorageError) in
      try WordsFile.read(from: directory)
    }
    fields = confirmsCommit ? commit?.fields : nil
    self.records = records.declaring(fields ?? [])
    self.segments = segments
    isMissingFile = files.isMissingFile
    unreadable = files.unreadable
  }

  /// Opens the segments of a directory without a readable commit of this index.
  ///
  /// - Parameter listed: the segments of a commit none of whose segments is confirmed.
  private static func segments(
    generation: UInt64?, listed: [SegmentSalvage], _ files: inout SalvageFiles
  ) throws(StorageError) -> [SegmentSalvage] {
    let names = try files.directory.list()
    let endings = SegmentFormat.endings
    // The description of a segment is written last. Without it, a segment may be unfinished.
    let found = Set(
      [endings.stored, endings.info].flatMap { ending in
        names.compactMap { IndexFiles.segment(of: $0, ending: ending) }
      })
    if generation == nil, found.isEmpty { throw .notFound(path: files.directory.path) }
    func number(_ name: String) -> (UInt64, UInt64) {
      SegmentName.parse(name).map { ($0.number, $0.part) } ?? (0, 0)
    }
    let opened = found.sorted { number($0) < number($1) }.map { name in
      // The newest file has the most deletions, since deleted documents stay deleted. The commit of
      // an even newer file was never made.
      let live = names.compactMap { IndexFiles.liveGeneration($0, ofSegment: name) }
        .filter { $0 <= generation ?? .max }.max()
      return SegmentSalvage(name, nil, liveGeneration: live ?? 0, &files)
    }
    // Without both of its main files, a segment is known from the commit and from other files.
    return opened
      + listed.filter { segment in
        !found.contains(segment.name)
          && (found.isEmpty || names.contains { $0.hasPrefix(segment.name + ".") })
      }
  }

  /// Returns the live articles of the next readable block; nil at the end.
  public mutating func nextBlock() -> [IndexDocument]? {
    while current < segments.count {
      guard let block = segments[current].nextBlock(records) else {
        current += 1
        continue
      }
      return block.documents.enumerated().compactMap { index, document in
        let assumed = block.first.map { $0 + UInt32(index) }
        switch claim(document, assumed: assumed, isVerified: block.isVerified) {
        case .live(let file):
          var document = document
          document.file = file
          return document
        case .none:
          addForeign(document.id)
          return nil
        case .copy, .deleted: return nil
        }
      }
    }
    return nil
  }

  /// Counts an article of the current file as a document of the file's segment, or else of another.
  private mutating func claim(
    _ document: IndexDocument, assumed: UInt32?, isVerified: Bool
  ) -> SegmentSalvage.Claim {
    if isVerified {
      return segments[current].claimByFile(document, assumed: assumed, isVerified: true)
    }
    var isCopy = false
    for index in [current] + segments.indices.filter({ $0 != current }) {
      let claim = segments[index].claimByColumns(
        document, assumed: index == current ? assumed : nil)
      switch claim {
      case .none: continue
      case .copy: isCopy = true
      case .deleted, .live: return claim
      }
    }
    if isCopy { return .copy }
    return segments[current].claimByFile(document, assumed: assumed, isVerified: false)
  }

  private mutating func addForeign(_ id: String) {
    let file = "\(segments[current].name).\(SegmentFormat.endings.stored)"
    if foreign.last?.file != file { foreign.append(ForeignArticles(file: file, ids: [])) }
    foreign[foreign.count - 1].ids.append(id)
  }

  /// The bytes that have been searched and the bytes of all files.
  public var progress: (done: Int, total: Int) {
    let rest = segments[current...].reduce(0) { $0 + $1.progress.total - $1.progress.done }
    let total = segments.reduce(0) { $0 + $1.progress.total }
    return (total - rest, total)
  }

  /// The number of articles that were found and left out because they are deleted.
  public var deletedCount: Int { segments.reduce(0) { $0 + $1.deletedCount } }

  /// The articles that could not be read, after all blocks were read.
  public var losses: [SalvageLoss] { segments.compactMap(\.loss) }

  /// The segments whose deletions are unknown.
  public var withoutDeletions: [String] { segments.filter { !$0.knowsDeletions }.map(\.name) }
}
