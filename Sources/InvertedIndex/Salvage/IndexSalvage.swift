public import Storage

/// Opens the segments of an index whose files may be damaged or missing.
public enum IndexSalvage {
  /// Returns the segments of the newest commit, in order. When the commit cannot be read, returns
  /// all segments that have a file of stored articles, from the oldest to the newest.
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
      return SegmentSalvage(
        name, nil, in: directory, liveGeneration: live ?? 0, records: records)
    }
  }
}
