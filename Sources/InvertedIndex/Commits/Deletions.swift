import Storage

/// The documents of one segment that a commit deletes.
struct Deletions {
  private let segment: SegmentReader
  /// The documents that remain live; nil while the commit deletes none.
  private(set) var live: FixedBitSet?
  /// The files of documents that a document from a different file replaces.
  private(set) var supersededFiles: Set<String> = []

  init(_ segment: SegmentReader) { self.segment = segment }

  /// Deletes documents.
  ///
  /// - Returns: the number of them that were live.
  mutating func insert(_ documents: [UInt32]) -> Int {
    documents.reduce(0) { $0 + (insert($1) ? 1 : 0) }
  }

  /// Deletes the documents whose ids occur in a new segment.
  ///
  /// - Returns: the number of them that were live.
  /// - Complexity: O(min(*n* log *m*, *n* + *m*)) for *n* documents in `new` and *m* in this
  ///   segment.
  mutating func insertDocuments(replacedBy new: SegmentReader) -> Int {
    let (old, columns) = (segment.columns, new.columns)
    var count = 0
    // Ordinals in the order of ids.
    var ordinal = 0
    for newOrdinal in 0..<new.documentCount where ordinal < segment.documentCount {
      let document = columns.document(atIDRank: newOrdinal)
      ordinal = GallopingSearch.firstIndex(from: ordinal, to: segment.documentCount) {
        !old.isID(of: old.document(atIDRank: $0), before: document, in: columns)
      }
      var same = ordinal
      while same < segment.documentCount,
        !columns.isID(of: document, before: old.document(atIDRank: same), in: old)
      {
        let replaced = old.document(atIDRank: same)
        if insert(replaced) {
          count += 1
          let file = old.origin(of: replaced).file
          if file != columns.origin(of: document).file { supersededFiles.insert(file) }
        }
        same += 1
      }
    }
    return count
  }

  /// - Returns: true when the document was live.
  private mutating func insert(_ document: UInt32) -> Bool {
    guard live?[Int(document)] ?? segment.isLive(document) else { return false }
    var bits = live ?? segment.liveDocuments ?? .full(segment.documentCount)
    // Drops the second reference, so that the bits are changed in place.
    live = nil
    bits.remove(Int(document))
    live = bits
    return true
  }
}

extension FixedBitSet {
  /// A set of all integers below `count`.
  static func full(_ count: Int) -> FixedBitSet {
    var bits = FixedBitSet(count: count)
    bits.invert()
    return bits
  }
}
