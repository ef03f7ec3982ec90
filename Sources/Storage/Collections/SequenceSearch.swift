/// A search for a sequence of symbols in a longer sequence, also where its occurrences overlap
/// (D. E. Knuth, J. H. Morris and V. R. Pratt, "Fast Pattern Matching in Strings", 1977).
///
/// Feed it the symbols of the text in order.
public struct SequenceSearch: Sendable {
  private let pattern: [UInt32]
  /// For each prefix of the pattern, the length of its longest proper suffix that is also a prefix.
  private let borders: [Int]
  /// The number of symbols of the pattern that end the text read so far.
  private var matched = 0
  /// The length of the longest prefix of the pattern in the text read so far.
  public private(set) var longestPrefix = 0
  /// The number of comparisons of two symbols, at most two for each symbol read.
  public private(set) var comparisons = 0

  /// - Precondition: the pattern is not empty.
  /// - Complexity: O(*m*) in its length.
  public init(_ pattern: [UInt32]) {
    precondition(!pattern.isEmpty)
    self.pattern = pattern
    var borders = [0]
    borders.reserveCapacity(pattern.count)
    var border = 0
    for index in pattern.indices.dropFirst() {
      while border > 0, pattern[index] != pattern[border] { border = borders[border - 1] }
      if pattern[index] == pattern[border] { border += 1 }
      borders.append(border)
    }
    self.borders = borders
  }

  /// Reads the next symbol of the text, and returns true when it ends an occurrence.
  ///
  /// - Complexity: O(1) amortized over the symbols.
  public mutating func read(_ symbol: UInt32) -> Bool {
    if matched == pattern.count { matched = borders[matched - 1] }
    while true {
      comparisons += 1
      if pattern[matched] == symbol {
        matched += 1
        longestPrefix = max(longestPrefix, matched)
        return matched == pattern.count
      }
      if matched == 0 { return false }
      matched = borders[matched - 1]
    }
  }
}
