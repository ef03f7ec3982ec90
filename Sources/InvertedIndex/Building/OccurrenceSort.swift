/// A stable radix sort of occurrences by their code within the bucket.
///
/// The sort takes the low eleven bits of the code first, then the high nine. Both digits are
/// counted in one reading, and the first pass reads the occurrences directly from their chunks.
enum OccurrenceSort {
  private static var lowBits: UInt64 { 11 }
  /// Below this count, clearing and summing the digit counts would dominate.
  private static var smallCount: Int { 256 }
  private static var lowShift: UInt64 {
    OccurrenceBuckets.documentBits + OccurrenceBuckets.positionBits
  }

  /// Sorts the pieces of `values`, which are in order of arrival, and returns the number of values.
  ///
  /// - Parameters:
  ///   - sorted: receives the values from index `start` on; grows as needed.
  ///   - scratch: memory for large lists of several terms.
  static func sort(
    _ values: Span<UInt64>, _ pieces: [Range<Int>], into sorted: inout [UInt64],
    from start: Int = 0, scratch: inout [UInt64]
  ) -> Int {
    let count = pieces.reduce(0) { $0 + $1.count }
    sorted.extend(to: start + count, with: 0)
    if count < smallCount {
      var end = start
      for piece in pieces {
        for index in piece {
          sorted[end] = values[index]
          end += 1
        }
      }
      // Documents and positions ascend, so comparing whole numbers is a stable sort by code.
      sorted[start..<end].sort()
      return count
    }
    var lows = InlineArray<2048, UInt32>(repeating: 0)
    var highs = InlineArray<512, UInt32>(repeating: 0)
    var low = lows.mutableSpan
    var high = highs.mutableSpan
    for piece in pieces {
      let values = values.extracting(piece)
      for index in values.indices {
        // Safe: the code has 20 bits, of which the tables take eleven and nine.
        let code = values[index] &>> lowShift
        unsafe low[unchecked: Int(truncatingIfNeeded: code & 2047)] &+= 1
        unsafe high[unchecked: Int(truncatingIfNeeded: code &>> lowBits)] &+= 1
      }
    }
    let isHighMixed = begin(&high, count, from: start)
    let isMixed = (low: begin(&low, count, from: isHighMixed ? 0 : start), high: isHighMixed)
    // A pass over a digit with one value would keep the order, so it is skipped.
    if isMixed.low, isMixed.high {
      scratch.extend(to: count, with: 0)
      for piece in pieces { move(values.extracting(piece), lowShift, &low, to: &scratch) }
      move(scratch.span.extracting(0..<count), lowShift + lowBits, &high, to: &sorted)
    } else if isMixed.low {
      for piece in pieces { move(values.extracting(piece), lowShift, &low, to: &sorted) }
    } else {
      for piece in pieces { move(values.extracting(piece), lowShift + lowBits, &high, to: &sorted) }
    }
    return count
  }

  /// Replaces the count of each digit by the index of its first value in the result, which begins
  /// at `start`. Returns false when all values have the same digit.
  private static func begin(
    _ counts: inout MutableSpan<UInt32>, _ total: Int, from start: Int
  ) -> Bool {
    var sum = UInt32(start)
    var isMixed = true
    for digit in counts.indices {
      let count = counts[digit]
      if Int(count) == total { isMixed = false }
      counts[digit] = sum
      sum &+= count
    }
    return isMixed
  }

  /// - Parameter next: the index in `target` of the next value with each digit.
  @inline(__always)
  private static func move(
    _ values: Span<UInt64>, _ shift: UInt64, _ next: inout MutableSpan<UInt32>,
    to target: inout [UInt64]
  ) {
    var target = target.mutableSpan
    let mask = next.count - 1
    for index in values.indices {
      let value = values[index]
      // Safe: the mask bounds the digit, and counting the same values has bounded the index.
      let digit = Int(truncatingIfNeeded: value &>> shift) & mask
      let end = unsafe next[unchecked: digit]
      unsafe target[unchecked: Int(end)] = value
      unsafe next[unchecked: digit] = end &+ 1
    }
  }
}
