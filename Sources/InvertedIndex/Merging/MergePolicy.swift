/// Which segments are merged, so that there are few of them and every document is rewritten seldom.
///
/// ```
/// level(size) := 0 up to the floor, then one for each time that the factor goes into size / floor
/// due         := a level has `factor` segments: all of the level together, the smallest first, up to the largest size
///              | a segment has lost more than a third of its documents: that one
/// ```
/// A merge that takes a whole level makes a segment of a higher one, above the floor: a document is rewritten
/// at most once for a level, and an index of *n* bytes has fewer than `factor` segments for each of its log(*n* /
/// floor) levels and of the largest size as many as it takes. (After M. McCandless's TieredMergePolicy in Lucene, with
/// levels in place of a choice by skew.)
public struct MergePolicy: Sendable {
  /// Segments of a level that are merged.
  public var factor = 8
  /// Bytes up to which segments count as equally small.
  public var floor = 1 << 20
  /// Bytes of the largest segment that a merge makes; well below what 32-bit offsets reach.
  public var limit = 3 << 30
  /// Share of documents that are not alive from which on a segment is rewritten.
  public var deletedShare = 1.0 / 3

  public init() {}

  /// A segment as the policy sees it.
  struct Candidate {
    /// Bytes of all its files, less those of the documents that are not alive.
    let size: Int
    let deletedShare: Double

    init(size: Int, documentCount: Int, deletedCount: Int) {
      let share = documentCount == 0 ? 0 : Double(deletedCount) / Double(documentCount)
      self.size = Int(Double(size) * (1 - share))
      deletedShare = share
    }
  }

  /// The next merge that is due.
  ///
  /// - Returns: indices of the segments, ascending; nil when nothing is due.
  func next(_ segments: [Candidate]) -> [Int]? {
    if let index = segments.indices.first(where: { segments[$0].deletedShare > deletedShare }) {
      return [index]
    }
    let byLevel = Dictionary(grouping: segments.indices) { level(of: segments[$0].size) }
    for (_, members) in byLevel.sorted(by: { $0.key < $1.key }) where members.count >= factor {
      let fitting = fitting(members.sorted { segments[$0].size < segments[$1].size }, segments)
      // Fewer would not be worth rewriting them.
      if fitting.count >= factor / 2 { return fitting.sorted() }
    }
    return nil
  }

  /// Merges that make as few segments of all as the limit allows.
  ///
  /// - Returns: indices by merge, ascending; a segment that stays as it is, is in none.
  func all(_ segments: [Candidate]) -> [[Int]] {
    var groups: [[Int]] = []
    var rest = segments.indices[...]
    while !rest.isEmpty {
      let group = fitting(rest, segments)
      groups.append(group)
      rest = rest.dropFirst(group.count)
    }
    return groups.filter { $0.count > 1 || segments[$0[0]].deletedShare > 0 }
  }

  /// The first of some segments that together are within the limit, one at least.
  private func fitting(_ indices: some Sequence<Int>, _ segments: [Candidate]) -> [Int] {
    var size = 0
    return Array(
      indices.prefix { index in
        size += segments[index].size
        return size <= limit || size == segments[index].size
      })
  }

  private func level(of size: Int) -> Int {
    var level = 0
    var bound = floor
    while size > bound {
      level += 1
      bound *= factor
    }
    return level
  }
}
