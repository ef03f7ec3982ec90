/// Sorts occurrences by the code within their bucket: a stable radix sort, least significant digit first,
/// in two passes of ten bits.
///
/// Both passes are counted in one reading, and the first moves the occurrences from where they were put on
/// arrival, so that nothing is gathered before.
enum OccurrenceSort {
  private static var digitBits: UInt64 { OccurrenceBuckets.codeBits / 2 }
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
    reserve(count, in: &scratch)
    var lows = InlineArray<1024, UInt32>(repeating: 0)
    var highs = lows
    var low = lows.mutableSpan
    var high = highs.mutableSpan
    for piece in pieces {
      let values = values.extracting(piece)
      for index in values.indices {
        // Safe: the code has 20 bits, of which each table takes ten.
        let digits = values[index] &>> lowShift
        unsafe low[unchecked: Int(truncatingIfNeeded: digits & 1023)] &+= 1
        unsafe high[unchecked: Int(truncatingIfNeeded: digits &>> digitBits)] &+= 1
      }
    }
    let isMixed = (low: begin(&low, count), high: begin(&high, count))
    // Of one digit alone a pass keeps the order, and only moves.
    if isMixed.low, isMixed.high {
      for piece in pieces { move(values.extracting(piece), lowShift, &low, to: &scratch) }
      move(scratch.span.extracting(0..<count), lowShift + digitBits, &high, to: &sorted)
    } else if isMixed.low {
      for piece in pieces { move(values.extracting(piece), lowShift, &low, to: &sorted) }
    } else {
      for piece in pieces {
        move(values.extracting(piece), lowShift + digitBits, &high, to: &sorted)
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
    for index in values.indices {
      let value = values[index]
      // Safe: there are 1,024 places. That those lie within the target is checked: it is what counting found.
      let digit = Int(truncatingIfNeeded: value &>> shift & 1023)
      let place = unsafe places[unchecked: digit]
      target[Int(place)] = value
      unsafe places[unchecked: digit] = place &+ 1
    }
  }
}
