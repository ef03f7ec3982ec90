import InvertedIndex

/// A set of positions in one document, with one bit for each.
struct PositionBits {
  private var words: [UInt64] = []
  /// All words outside are 0.
  private var range = 0..<0

  /// An empty set.
  init() {}

  /// Only damaged postings have positions from here on.
  static var limit: UInt32 { 1 << 28 }

  /// - Parameter rows: ascending positions. A row may repeat its positions.
  init(_ rows: ArraySlice<PositionRow>) {
    guard let last = rows.last, last[3] < Self.limit else { return }
    words = Array(repeating: 0, count: Int(last[3]) / 64 + 1)
    for row in rows {
      for lane in 0..<4 where row[lane] <= last[3] {
        words[Int(row[lane]) / 64] |= 1 << (UInt64(row[lane]) % 64)
      }
    }
    range = words.indices
  }

  /// - Parameter positions: ascending.
  init(_ positions: [Int]) {
    guard let last = positions.last else { return }
    words = Array(repeating: 0, count: last / 64 + 1)
    for position in positions { words[position / 64] |= 1 << UInt64(position % 64) }
    range = words.indices
  }

  var isEmpty: Bool { range.isEmpty }

  /// The positions in ascending order.
  var positions: [UInt32] {
    var positions: [UInt32] = []
    for index in range {
      var word = words[index]
      while word != 0 {
        positions.append(UInt32(64 * index + word.trailingZeroBitCount))
        word &= word - 1
      }
    }
    return positions
  }

  /// Returns the positions minus a distance. Lower positions are dropped.
  func moved(back distance: Int) -> PositionBits {
    var moved = self
    moved.range = 0..<range.upperBound
    for index in moved.range { moved.words[index] = word(at: 64 * index + distance) }
    moved.shrink()
    return moved
  }

  /// Keeps the positions that are in another set at a distance.
  ///
  /// - Complexity: O(*n* / 64) in the range of the positions.
  mutating func formIntersection(_ other: PositionBits, movedBack distance: Int) {
    for index in range { words[index] &= other.word(at: 64 * index + distance) }
    shrink()
  }

  /// Keeps the positions before the end of the title, or the others.
  mutating func keep(inTitle isWanted: Bool, extent: Int) {
    for index in range {
      let count = min(max(extent - 64 * index, 0), 64)
      let title: UInt64 = count == 64 ? .max : 1 << UInt64(count) - 1
      words[index] &= isWanted ? title : ~title
    }
    shrink()
  }

  /// Returns the 64 bits that begin with a position.
  private func word(at position: Int) -> UInt64 {
    let (index, shift) = (position / 64, UInt64(position % 64))
    guard index < words.count else { return 0 }
    if shift == 0 || index + 1 == words.count { return words[index] >> shift }
    return words[index] >> shift | words[index + 1] << (64 - shift)
  }

  private mutating func shrink() {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    while lower < upper, words[lower] == 0 { lower += 1 }
    while lower < upper, words[upper - 1] == 0 { upper -= 1 }
    range = lower..<upper
  }
}
