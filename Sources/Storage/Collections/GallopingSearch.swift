/// Galloping search: steps that double, then a binary search. It is fast when the result is near.
public enum GallopingSearch {
  /// The first index in `start..<end` for which a predicate holds, or the greater of both bounds.
  ///
  /// - Precondition: the predicate holds for all indexes after the first.
  /// - Complexity: O(log *d*) in the distance from `start`.
  @inlinable @inline(__always)
  public static func firstIndex(from start: Int, to end: Int, where holds: (Int) -> Bool) -> Int {
    var low = start
    var high = start
    var step = 1
    while high < end, !holds(high) {
      low = high &+ 1
      high &+= step
      step &*= 2
    }
    high = min(high, end)
    while low < high {
      let middle = low &+ (high &- low) / 2
      if holds(middle) { high = middle } else { low = middle &+ 1 }
    }
    return low
  }
}
