public import Storage

/// The segments of an index of which any file may be damaged or missing.
public enum IndexSalvage {
  /// The segments of the newest commit, in its order. Where that cannot be read, all segments that have a file of
  /// articles, in the order in which they were named, so that what was indexed later comes later.
  ///
  /// - Throws: `StorageError.notFound` where there is neither a commit nor a file of articles; `.io`.
  public static func segments(
    of directory: IndexDirectory, records: any RecordReader
  ) throws(StorageError) -> [SegmentSalvage] {
    let names = try directory.list()
    let generations = names.compactMap { CommitPoint.generation(ofFile: $0) }
    let newest = generations.max()
    if let newest, let commit = try? CommitPoint(generation: newest, in: directory) {
      return commit.segments.map {
        SegmentSalvage(
          $0.name, $0, in: directory, liveGeneration: $0.liveGeneration, records: records)
      }
    }
    let stored = names.compactMap { IndexFiles.segment(ofStored: $0) }
    if newest == nil, stored.isEmpty { throw .notFound(path: directory.path) }
    return stored.sorted { IndexFiles.number($0) < IndexFiles.number($1) }.map { name in
      // The newest there is: deletions only become more.
      let live = names.compactMap { IndexFiles.liveGeneration($0, ofSegment: name) }.max()
      return SegmentSalvage(
        name, nil, in: directory, liveGeneration: live ?? 0, records: records)
    }
  }
}
