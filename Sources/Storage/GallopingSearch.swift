/// Search in what is ordered, from a place that is mostly near: in steps that double, then by halves.
public enum GallopingSearch {
  /// The first index from `start` on from which on a predicate holds; `end`, or `start` when that is behind it, where
  /// it never does.
  ///
  /// - Complexity: O(log *d*) in the distance from `start`.
  @inlinable @inline(__always)
  public static func firstIndex(
    from start: Int, to end: Int, where holds: (Int) -> Bool
  ) -> Int {
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
