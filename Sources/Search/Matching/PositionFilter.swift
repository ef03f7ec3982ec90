import InvertedIndex

/// Drops positions that do not match, and documents without positions, in place.
///
/// The positions of a document are consecutive rows of four in ascending order. A dropped position
/// is marked and keeps its lane; the rows of a document are dropped when all of them are marked.
enum PositionFilter {
  /// The bits of a dropped position. No document is long enough for other positions with them.
  private static let dropped: UInt32 = 0xC000_0000

  /// Keeps the positions at which a phrase is in the title, or the positions at which it is not.
  ///
  /// - Parameter offset: The offset in the phrase of the part with these positions.
  static func keep(
    _ documents: inout [UInt32], _ rows: inout [PositionRow], _ ends: inout [UInt32],
    inTitle isWanted: Bool, _ reader: SegmentReader, offset: UInt32
  ) {
    var kept = 0
    var keptRows = 0
    var next = 0
    for number in documents.indices {
      let extent = PositionRow(repeating: reader.titleExtent(of: documents[number]))
      var isKept = false
      while next < Int(ends[number]) {
        var found = lanes((rows[next] &- offset) .< extent)
        if !isWanted { found = ~found }
        rows[keptRows] = dropping(rows[next], unless: found)
        isKept = isKept || found != Lanes()
        keptRows += 1
        next += 1
      }
      if !isKept { keptRows = kept > 0 ? Int(ends[kept - 1]) : 0 }
      documents[kept] = documents[number]
      ends[kept] = UInt32(keptRows)
      kept += isKept ? 1 : 0
    }
    documents.removeLast(documents.count - kept)
  }

  /// Keeps the positions that have a position of another part, in the same documents, at a distance
  /// modulo 2³².
  static func keep(
    _ documents: inout [UInt32], _ rows: inout [PositionRow], _ ends: inout [UInt32],
    at distance: UInt32, _ others: [PositionRow], _ otherEnds: [UInt32]
  ) {
    let kept = keepMatches(
      &documents, &rows, &ends, at: distance, others.span, otherEnds.span)
    documents.removeLast(documents.count - kept)
  }

  private static func keepMatches(
    _ documents: inout [UInt32], _ rows: inout [PositionRow], _ ends: inout [UInt32],
    at distance: UInt32, _ others: Span<PositionRow>, _ otherEnds: Span<UInt32>
  ) -> Int {
    var documents = documents.mutableSpan
    var rows = rows.mutableSpan
    var ends = ends.mutableSpan
    precondition(documents.count <= min(ends.count, otherEnds.count))
    var kept = 0
    var keptRows = 0
    var start = 0
    var otherStart = 0
    for number in documents.indices {
      // Safe, here and below: the precondition covers `ends`, and `kept` never exceeds `number`.
      let end = unsafe Int(ends[unchecked: number])
      let otherEnd = unsafe Int(otherEnds[unchecked: number])
      let count = end &- start
      let isKept: Bool
      if count == 1, otherEnd &- otherStart == 1 {
        let row = rows[start]
        let found = matches(row, at: distance, others[otherStart])
        rows[keptRows] = dropping(row, unless: found)
        isKept = found != Lanes()
      } else {
        isKept = keepMatches(
          &rows, start..<end, to: keptRows, at: distance, others.extracting(otherStart..<otherEnd))
      }
      start = end
      otherStart = otherEnd
      keptRows &+= isKept ? count : 0
      unsafe documents[unchecked: kept] = documents[unchecked: number]
      unsafe ends[unchecked: kept] = UInt32(truncatingIfNeeded: keptRows)
      kept &+= isKept ? 1 : 0
    }
    return kept
  }

  /// Keeps the positions of one document, and returns true if a position remains.
  @inline(never)
  private static func keepMatches(
    _ rows: inout MutableSpan<PositionRow>, _ range: Range<Int>, to target: Int,
    at distance: UInt32, _ others: Span<PositionRow>
  ) -> Bool {
    let signedDistance = Int(Int32(bitPattern: distance))
    var isKept = false
    // The first row of the others that may match the current row or a later one.
    var next = 0
    for number in range {
      let row = rows[number]
      var found = Lanes()
      // Positions ascend once the bits of dropped positions are removed.
      let first = Int(row[0] & ~dropped) + signedDistance
      let last = Int(row[3] & ~dropped) + signedDistance
      while next < others.count, Int(others[next][3]) < first { next += 1 }
      var other = next
      while other < others.count, Int(others[other][0]) <= last {
        found |= matches(row, at: distance, others[other])
        other += 1
      }
      rows[target + number - range.lowerBound] = dropping(row, unless: found)
      isKept = isKept || found != Lanes()
    }
    return isKept
  }

  /// Four lanes, each with all bits set or none.
  private typealias Lanes = SIMD4<UInt32>

  /// Returns the lanes of a row that have a position of another row at a distance. Rotating the
  /// other row compares all pairs of lanes.
  @inline(__always)
  private static func matches(
    _ row: PositionRow, at distance: UInt32, _ other: PositionRow
  ) -> Lanes {
    let wanted = row &+ distance
    let others = (
      other, PositionRow(other[1], other[2], other[3], other[0]),
      PositionRow(other[2], other[3], other[0], other[1]),
      PositionRow(other[3], other[0], other[1], other[2])
    )
    return lanes(wanted .== others.0) | lanes(wanted .== others.1)
      | lanes(wanted .== others.2) | lanes(wanted .== others.3)
  }

  @inline(__always)
  private static func lanes(_ mask: SIMDMask<SIMD4<Int32>>) -> Lanes {
    // Safe: each lane of a mask has all bits set or none.
    unsafe unsafeBitCast(mask, to: Lanes.self)
  }

  @inline(__always)
  private static func dropping(_ row: PositionRow, unless lanes: Lanes) -> PositionRow {
    row | (~lanes & PositionRow(repeating: dropped))
  }
}
