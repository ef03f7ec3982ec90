/// Chooses the segments to merge. It keeps segments few and rewrites each document rarely.
///
/// ```
/// level(size) := 0 up to the floor, then log(size / floor) to the base `factor`, rounded up
/// due         := a level has `factor` segments: merge them, the smallest first, up to the limit
///              | a segment has lost more than a third of its documents: rewrite it
/// ```
/// With the default values, level 0 has segments up to 1 MiB, level 1 up to 8 MiB, level 2 up to
/// 64 MiB. A merge of a whole level produces a segment of a higher level, so a document is
/// rewritten at most once for each level. An index of *n* bytes has fewer than `factor` segments
/// in each of its log(*n* / floor) levels, and the segments of the largest size. (After
/// M. McCandless's TieredMergePolicy in Lucene, with levels instead of a choice by skew.)
public struct MergePolicy: Sendable {
  /// The number of segments of one level that makes a merge due.
  public var factor = 8
  /// The size in bytes of the largest segments in level 0.
  public var floor = 1 << 20
  /// The size in bytes of the largest merged segment, well below the reach of 32-bit offsets.
  public var limit = 3 << 30
  /// A segment is rewritten when a larger share of its documents is deleted.
  public var deletedShare = 1.0 / 3

  /// Creates the default policy.
  public init() {}

  /// A segment as the policy sees it.
  struct Candidate {
    /// The bytes of its files, without the share of deleted documents.
    let size: Int
    let deletedShare: Double

    init(size: Int, documentCount: Int, deletedCount: Int) {
      let share = documentCount == 0 ? 0 : Double(deletedCount) / Double(documentCount)
      self.size = Int(Double(size) * (1 - share))
      deletedShare = share
    }
  }

  /// Returns the ascending indices of the segments of the next due merge; nil when none is due.
  func next(_ segments: [Candidate]) -> [Int]? {
    if let index = segments.indices.first(where: { segments[$0].deletedShare > deletedShare }) {
      return [index]
    }
    let byLevel = Dictionary(grouping: segments.indices) { level(of: segments[$0].size) }
    for (_, members) in byLevel.sorted(by: { $0.key < $1.key }) where members.count >= factor {
      let fitting = fitting(members.sorted { segments[$0].size < segments[$1].size }, segments)
      // Merging fewer would not be worth the rewriting.
      if fitting.count >= factor / 2 { return fitting.sorted() }
    }
    return nil
  }

  /// Returns merges that make as few segments as the limit allows, without deleted documents.
  ///
  /// - Returns: ascending indices for each merge. A segment that stays is in no merge.
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

  /// Returns the longest prefix within the limit, at least one segment.
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
