import Storage

/// An article id that was given more than once.
public struct DuplicateID: Sendable, Equatable {
  public let id: String
  /// How many documents had it; the last one stays.
  public let count: Int
  /// Origins of those that do not stay, other than of the one that does; see `Columns.origin`.
  let origins: Set<String>

  private struct Place {
    let hash: UInt64
    let segment: Int
    let document: UInt32
  }

  /// Which documents stay alive when the last living one of every id does.
  ///
  /// - Returns: by segment the living documents, nil where all are; and the ids concerned, sorted.
  /// - Complexity: O(*n* log *n*) in the documents.
  static func resolve(_ segments: [SegmentReader]) -> (live: [FixedBitSet?], [DuplicateID]) {
    // Sorted by hash: nearly all ids are unique, and comparing integers finds the others.
    var places: [Place] = []
    for (number, segment) in segments.enumerated() {
      for document in 0..<UInt32(segment.documentCount) where segment.isLive(document) {
        let hash = XXH64.hash(Array(segment.columns.id(of: document).utf8).span)
        places.append(Place(hash: hash, segment: number, document: document))
      }
    }
    places.sort {
      ($0.hash, $0.segment, $0.document) < ($1.hash, $1.segment, $1.document)
    }
    var live = [FixedBitSet?](repeating: nil, count: segments.count)
    var duplicates: [DuplicateID] = []
    var start = 0
    while start < places.count {
      var end = start + 1
      while end < places.count, places[end].hash == places[start].hash { end += 1 }
      let group = places[start..<end]
      start = end
      guard group.count > 1 else { continue }
      let byID = Dictionary(grouping: group) { segments[$0.segment].columns.id(of: $0.document) }
      for (id, places) in byID where places.count > 1 {
        var origins = places.map { segments[$0.segment].columns.origin(of: $0.document).file }
        let last = origins.removeLast()
        duplicates.append(
          DuplicateID(id: id, count: places.count, origins: Set(origins).subtracting([last])))
        for place in places.dropLast() {
          let segment = segments[place.segment]
          var bits =
            live[place.segment] ?? segment.liveDocuments ?? .full(segment.documentCount)
          bits.remove(Int(place.document))
          live[place.segment] = bits
        }
      }
    }
    return (live, duplicates.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) })
  }
}
