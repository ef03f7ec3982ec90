import Storage

/// Documents of a segment that die with a commit.
struct Deletions {
  private let segment: SegmentReader
  /// Those alive after it; nil while none more has died.
  private(set) var alive: FixedBitSet?
  /// Origins of those that another origin's documents took the place of; see `Columns.origin`.
  private(set) var overtaken: Set<String> = []

  init(_ segment: SegmentReader) { self.segment = segment }

  /// - Returns: how many were alive.
  mutating func insert(_ documents: [UInt32]) -> Int {
    documents.reduce(0) { $0 + (insert($1) ? 1 : 0) }
  }

  /// Inserts the documents whose ids another segment has too.
  ///
  /// - Returns: how many were alive.
  /// - Complexity: O(*n* log *m*) for *n* documents there and *m* here, or O(*n* + *m*) where that is less.
  mutating func insertDocuments(replacedBy new: SegmentReader) -> Int {
    let (old, columns) = (segment.columns, new.columns)
    var count = 0
    var place = 0
    for newPlace in 0..<new.documentCount where place < segment.documentCount {
      let document = columns.document(atIDRank: newPlace)
      place = GallopingSearch.firstIndex(from: place, to: segment.documentCount) {
        !old.isID(of: old.document(atIDRank: $0), before: document, in: columns)
      }
      var same = place
      while same < segment.documentCount,
        !columns.isID(of: document, before: old.document(atIDRank: same), in: old)
      {
        let replaced = old.document(atIDRank: same)
        if insert(replaced) {
          count += 1
          let origin = old.origin(of: replaced).file
          if origin != columns.origin(of: document).file { overtaken.insert(origin) }
        }
        same += 1
      }
    }
    return count
  }

  private mutating func insert(_ document: UInt32) -> Bool {
    guard alive?[Int(document)] ?? segment.isLive(document) else { return false }
    var bits = alive ?? segment.liveDocuments ?? .full(segment.documentCount)
    alive = nil
    bits.remove(Int(document))
    alive = bits
    return true
  }
}

extension FixedBitSet {
  /// All of some members.
  static func full(_ count: Int) -> FixedBitSet {
    var bits = FixedBitSet(count: count)
    bits.invert()
    return bits
  }
}
