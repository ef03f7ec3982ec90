import Storage

/// Cursors on the computed terms of a range, one a run: a binary heap with the smallest code on top, of equal
/// codes that of the first run.
struct CodeHeap {
  /// By run, behind the code that was read last.
  var cursors: [SectionCursor] = []
  /// code << 32 | run
  private var heap: [UInt64] = []

  var isEmpty: Bool { heap.isEmpty }

  /// The smallest code.
  ///
  /// - Precondition: not empty, here and below.
  var first: UInt64 { heap[0] >> 32 }

  /// Begins a range: sections come in the order of runs.
  mutating func removeAll() {
    cursors.removeAll(keepingCapacity: true)
    heap.removeAll(keepingCapacity: true)
  }

  mutating func append(_ section: SectionCursor, _ bytes: RawSpan) {
    let run = cursors.count
    cursors.append(section)
    if section.isAtEnd { return }
    heap.append(UInt64(cursors[run].codeDelta(bytes)) << 32 | UInt64(run))
    var child = heap.count - 1
    while child > 0, heap[child] < heap[(child - 1) / 2] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Takes the smallest code out of all runs that have it, in their order.
  mutating func take(into parts: inout [OccurrenceList.Part], _ bytes: RawSpan) {
    // The arrays are looked at once, not for every run.
    let count = Self.take(heap.count, &heap, &cursors, &parts, bytes)
    heap.removeLast(heap.count - count)
  }

  /// - Parameter count: of what is in the heap, at its beginning.
  /// - Returns: how much is left.
  private static func take(
    _ count: Int, _ heap: inout [UInt64], _ cursors: inout [SectionCursor],
    _ parts: inout [OccurrenceList.Part], _ bytes: RawSpan
  ) -> Int {
    var heap = heap.mutableSpan
    var cursors = cursors.mutableSpan
    var count = count
    let code = heap[0] &>> 32
    repeat {
      let top = heap[0]
      let run = Int(truncatingIfNeeded: top & 0xFFFF_FFFF)
      // Out of the array while it moves, so that it is kept in registers.
      var cursor = cursors[run]
      parts.append(cursor.part(of: run, bytes))
      if !cursor.isAtEnd {
        siftDown(top &+ UInt64(cursor.codeDelta(bytes)) &<< 32, in: &heap, count)
      } else {
        count &-= 1
        if count > 0 { siftDown(heap[count], in: &heap, count) }
      }
      cursors[run] = cursor
    } while count > 0 && heap[0] &>> 32 == code
    return count
  }

  /// Puts a value in the place of the top.
  @inline(__always)
  private static func siftDown(_ value: UInt64, in heap: inout MutableSpan<UInt64>, _ count: Int) {
    precondition(count > 0 && count <= heap.count, "not empty")
    var parent = 0
    // Safe: all places are below `count`.
    while true {
      var child = 2 &* parent &+ 1
      guard child < count else { break }
      let left = unsafe heap[unchecked: child]
      let right = child &+ 1 < count ? unsafe heap[unchecked: child &+ 1] : .max
      let smaller = min(left, right)
      guard smaller < value else { break }
      // A sum, not a branch: which of the two follows no pattern.
      child &+= right < left ? 1 : 0
      unsafe heap[unchecked: parent] = smaller
      parent = child
    }
    unsafe heap[unchecked: parent] = value
  }
}

/// The same for looked-up terms, by their bytes.
struct SpelledHeap {
  private struct Entry {
    let prefix: UInt64
    let term: Range<Int>
    let run: Int
  }

  /// By run, behind the term that was read last.
  var cursors: [SectionCursor] = []
  /// Sorted, the smallest last: there are few, and most keep their place.
  private var entries: [Entry] = []

  var isEmpty: Bool { entries.isEmpty }

  /// The first term's `TermBytes.prefix`.
  ///
  /// - Precondition: not empty, here and below.
  var prefix: UInt64 { entries[entries.count - 1].prefix }

  func appendTerm(to term: inout [UInt8], _ bytes: RawSpan) {
    for index in entries[entries.count - 1].term { term.append(bytes.uint8(at: index)) }
  }

  mutating func removeAll() {
    cursors.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
  }

  mutating func append(_ section: SectionCursor, _ bytes: RawSpan) {
    cursors.append(section)
    if !section.isAtEnd { insert(cursors.count - 1, bytes) }
  }

  /// Takes the first term, which is `term`, out of all runs that have it, in their order.
  mutating func take(
    _ term: [UInt8], into parts: inout [OccurrenceList.Part], _ bytes: RawSpan
  ) {
    repeat {
      let run = entries.removeLast().run
      parts.append(cursors[run].part(of: run, bytes))
      if !cursors[run].isAtEnd { insert(run, bytes) }
    } while !isEmpty && isFirst(term, bytes)
  }

  private func isFirst(_ term: [UInt8], _ bytes: RawSpan) -> Bool {
    let first = entries[entries.count - 1].term
    return first.count == term.count
      && zip(first, term).allSatisfy { bytes.uint8(at: $0) == $1 }
  }

  private mutating func insert(_ run: Int, _ bytes: RawSpan) {
    let term = cursors[run].spelling(bytes)
    var prefix: UInt64 = 0
    for index in term.prefix(8) {
      prefix |= UInt64(bytes.uint8(at: index)) << UInt64(56 - 8 * (index - term.lowerBound))
    }
    let entry = Entry(prefix: prefix, term: term, run: run)
    var place = entries.count
    while place > 0, Self.precedes(entries[place - 1], entry, bytes) { place -= 1 }
    entries.insert(entry, at: place)
  }

  private static func precedes(_ a: Entry, _ b: Entry, _ bytes: RawSpan) -> Bool {
    if a.prefix != b.prefix { return a.prefix < b.prefix }
    for (i, j) in zip(a.term, b.term) {
      let (x, y) = (bytes.uint8(at: i), bytes.uint8(at: j))
      if x != y { return x < y }
    }
    return (a.term.count, a.run) < (b.term.count, b.run)
  }
}
