extension RandomAccessCollection where Index == Int {
  /// Returns the first index whose element satisfies a predicate, as all later elements must.
  ///
  /// - Complexity: O(log *n*).
  public func partitioningIndex(where belongsInSecond: (Element) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = (low + high) / 2
      if belongsInSecond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
