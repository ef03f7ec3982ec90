/// Sorts occurrences by the code within their bucket: a stable radix sort, least significant digit first,
/// in two passes. The first takes eleven bits, which are all there are of edges and words of one character.
///
/// Both passes are counted in one reading, and the first moves the occurrences from where they were put on
/// arrival, so that nothing is gathered before.
enum OccurrenceSort {
  private static var lowBits: UInt64 { 11 }
  /// Of fewer, clearing and adding up the counts would be most of the work.
  private static var smallCount: Int { 256 }
  private static var lowShift: UInt64 {
    OccurrenceBuckets.documentBits + OccurrenceBuckets.positionBits
  }

  /// - Parameters:
  ///   - pieces: the occurrences, in order of arrival.
  ///   - sorted: receives them as its first values; grows as needed, and `scratch` too.
  /// - Returns: how many there are.
  static func sort(
    _ values: Span<UInt64>, _ pieces: [Range<Int>], into sorted: inout [UInt64],
    scratch: inout [UInt64]
  ) -> Int {
    let count = pieces.reduce(0) { $0 + $1.count }
    reserve(count, in: &sorted)
    if count < smallCount {
      var end = 0
      for piece in pieces {
        for index in piece {
          sorted[end] = values[index]
          end += 1
        }
      }
      // Documents and positions ascend already, so that the whole numbers order as the codes do.
      sorted[..<count].sort()
      return count
    }
    reserve(count, in: &scratch)
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
    let isMixed = (low: begin(&low, count), high: begin(&high, count))
    // Of one digit alone a pass keeps the order, and only moves.
    if isMixed.low, isMixed.high {
      for piece in pieces { move(values.extracting(piece), lowShift, &low, to: &scratch) }
      move(scratch.span.extracting(0..<count), lowShift + lowBits, &high, to: &sorted)
    } else if isMixed.low {
      for piece in pieces { move(values.extracting(piece), lowShift, &low, to: &sorted) }
    } else {
      for piece in pieces {
        move(values.extracting(piece), lowShift + lowBits, &high, to: &sorted)
      }
    }
    return count
  }

  private static func reserve(_ count: Int, in array: inout [UInt64]) {
    if array.count < count {
      array.append(contentsOf: repeatElement(0, count: count - array.count))
    }
  }

  /// Turns counts into places.
  ///
  /// - Returns: false where all have the same digit.
  private static func begin(_ counts: inout MutableSpan<UInt32>, _ total: Int) -> Bool {
    var sum: UInt32 = 0
    var isMixed = true
    for digit in counts.indices {
      let count = counts[digit]
      if Int(count) == total { isMixed = false }
      counts[digit] = sum
      sum &+= count
    }
    return isMixed
  }

  @inline(__always)
  private static func move(
    _ values: Span<UInt64>, _ shift: UInt64, _ places: inout MutableSpan<UInt32>,
    to target: inout [UInt64]
  ) {
    var target = target.mutableSpan
    let mask = places.count - 1
    for index in values.indices {
      let value = values[index]
      // Safe: there are as many places, and counting the same values has found them: all are below their count.
      let digit = Int(truncatingIfNeeded: value &>> shift) & mask
      let place = unsafe places[unchecked: digit]
      unsafe target[unchecked: Int(place)] = value
      unsafe places[unchecked: digit] = place &+ 1
    }
  }
}
