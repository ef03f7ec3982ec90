public import Storage

/// Decides by its name whether a commit needs a file of the index directory.
public struct IndexFiles {
  private let generation: UInt64?
  private let ledgerGeneration: UInt64
  private let segments: [Substring: UInt64]

  init(_ commit: CommitPoint?) {
    generation = commit?.generation
    ledgerGeneration = commit?.ledgerGeneration ?? 0
    segments = Dictionary(
      (commit?.segments ?? []).map { ($0.name[...], $0.liveGeneration) },
      uniquingKeysWith: { first, _ in first })
  }

  /// True for a file of another commit or of an unfinished one.
  func isOldCommit(_ name: String) -> Bool {
    if let found = CommitPoint.generation(ofFile: name) { return found != generation }
    return name.hasPrefix(CommitPoint.pendingPrefix)
  }

  /// True for a file of an index, other than a commit, that the commit does not need.
  func isUnreferenced(_ name: String) -> Bool {
    if name == WordsFile.pendingName { return true }
    // The first commit completes the index.
    if name == PendingIndex.fileName { return generation != nil }
    if name.hasPrefix(Ledger.prefix),
      let found = SegmentName.integer(name.dropFirst(Ledger.prefix.count))
    {
      return found != ledgerGeneration
    }
    guard let file = Self.segmentFile(name) else { return false }
    guard let live = segments[file.segment] else { return true }
    return file.liveGeneration.map { $0 != live } ?? (file.ending == SegmentFormat.endings.run)
  }

  /// True for a folder that holds an index, also an unfinished or a damaged one.
  ///
  /// An index is recognized by its files and not by the name of the folder: by a file with the name
  /// and the first bytes of an index file, or by a lock without files of other kinds beside it.
  ///
  /// - Parameter names: the names in the folder.
  /// - Complexity: O(*n*) in the names.
  public static func areIndex(_ names: [String], of directory: IndexDirectory) -> Bool {
    let components = names.filter(isComponent)
    if components.contains(where: directory.hasHeader) { return true }
    return names.contains(WriteLock.fileName)
      && names.allSatisfy {
        $0 == WriteLock.fileName || $0 == PendingIndex.fileName || belongsToIndex($0)
          || $0.hasPrefix(".")
      }
  }

  /// True for the name of a component, or of the user's words.
  static func belongsToIndex(_ name: String) -> Bool {
    name == WordsFile.name || name == WordsFile.pendingName || isComponent(name)
  }

  /// The number of a segment whose name none of the files has, nor any file of a later segment.
  static func nextSegment(after names: [String]) -> UInt64 {
    let numbers = names.compactMap { segmentFile($0) }.compactMap {
      SegmentName.parse($0.segment)?.number
    }
    return numbers.filter { $0 < CommitPoint.numberLimit }.max().map { $0 + 1 } ?? 0
  }

  private static func isComponent(_ name: String) -> Bool {
    if CommitPoint.generation(ofFile: name) != nil || name.hasPrefix(CommitPoint.pendingPrefix) {
      return true
    }
    if name.hasPrefix(Ledger.prefix) {
      return SegmentName.integer(name.dropFirst(Ledger.prefix.count)) != nil
    }
    return segmentFile(name) != nil
  }

  /// The segment of a file with an ending, such as `si`; nil for other files.
  static func segment(of name: String, ending: String) -> String? {
    guard let file = segmentFile(name), file.ending == ending else { return nil }
    return String(file.segment)
  }

  /// The generation of a segment's `.liv` file; nil for other files.
  static func liveGeneration(_ name: String, ofSegment segment: String) -> UInt64? {
    guard let file = segmentFile(name), file.segment == segment else { return nil }
    return file.liveGeneration
  }

  /// Parses names such as `_3.trm` and `_3_1.liv`; nil for files of other kinds.
  private static func segmentFile(
    _ name: String
  ) -> (segment: Substring, ending: String, liveGeneration: UInt64?)? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let endings = SegmentFormat.endings
    let ending = String(parts[1])
    if ending == endings.live {
      guard let cut = parts[0].lastIndex(of: "_"),
        let generation = SegmentName.integer(parts[0][parts[0].index(after: cut)...]),
        SegmentName.parse(parts[0][..<cut]) != nil
      else { return nil }
      return (parts[0][..<cut], ending, generation)
    }
    let known = [
      endings.info, endings.terms, endings.postings, endings.positions, endings.lengths,
      endings.columns, endings.stored, endings.run,
    ]
    guard known.contains(ending), SegmentName.parse(parts[0]) != nil else { return nil }
    return (parts[0], ending, nil)
  }
}
