import Storage

/// An article id that occurs more than once among new articles.
public struct DuplicateID: Sendable, Equatable {
  public let id: String
  /// The number of documents with the id. The last of them stays.
  public let count: Int
  /// The files of the dropped documents, without the file of the last one.
  let supersededFiles: Set<String>

  private struct Location {
    let hash: UInt64
    let segment: Int
    let document: UInt32
  }

  /// Keeps the last live document of every id.
  ///
  /// - Returns: the documents that stay live, by segment (nil when no document is dropped), and the
  ///   duplicate ids, sorted by their bytes.
  /// - Complexity: O(*n* log *n*) in the number of documents.
  static func resolve(_ segments: [SegmentReader]) -> (live: [FixedBitSet?], [DuplicateID]) {
    // Nearly all ids are unique. Sorting by an integer hash finds the candidates.
    var locations: [Location] = []
    for (number, segment) in segments.enumerated() {
      for document in 0..<UInt32(segment.documentCount) where segment.isLive(document) {
        let hash = XXH64.hash(Array(segment.columns.id(of: document).utf8).span)
        locations.append(Location(hash: hash, segment: number, document: document))
      }
    }
    locations.sort {
      ($0.hash, $0.segment, $0.document) < ($1.hash, $1.segment, $1.document)
    }
    var live = [FixedBitSet?](repeating: nil, count: segments.count)
    var duplicates: [DuplicateID] = []
    var start = 0
    while start < locations.count {
      var end = start + 1
      while end < locations.count, locations[end].hash == locations[start].hash { end += 1 }
      let group = locations[start..<end]
      start = end
      guard group.count > 1 else { continue }
      let byID = Dictionary(grouping: group) { segments[$0.segment].columns.id(of: $0.document) }
      for (id, same) in byID where same.count > 1 {
        var files = same.map { segments[$0.segment].columns.origin(of: $0.document).file }
        let last = files.removeLast()
        duplicates.append(
          DuplicateID(
            id: id, count: same.count, supersededFiles: Set(files).subtracting([last])))
        for location in same.dropLast() {
          let segment = segments[location.segment]
          var bits =
            live[location.segment] ?? segment.liveDocuments ?? .full(segment.documentCount)
          bits.remove(Int(location.document))
          live[location.segment] = bits
        }
      }
    }
    return (live, duplicates.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) })
  }
}
