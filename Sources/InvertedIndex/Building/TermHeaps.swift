import Storage

/// A binary heap of cursors on the computed terms of a range, one cursor for each run, with the
/// smallest code on top. Equal codes are in the order of their runs.
struct CodeHeap {
  var cursors: [SectionCursor] = []
  /// code << 32 | run
  private var heap: [UInt64] = []

  var isEmpty: Bool { heap.isEmpty }

  var first: UInt64 { heap[0] >> 32 }

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

  /// Takes the smallest code of a nonempty heap from all runs that have it, in order.
  mutating func take(into parts: inout [SectionCursor.Part], _ bytes: RawSpan) {
    // Spans of the arrays are made once, not for every run.
    let count = Self.take(heap.count, &heap, &cursors, &parts, bytes)
    heap.removeLast(heap.count - count)
  }

  /// Takes and returns the number of values of `heap` in use.
  private static func take(
    _ count: Int, _ heap: inout [UInt64], _ cursors: inout [SectionCursor],
    _ parts: inout [SectionCursor.Part], _ bytes: RawSpan
  ) -> Int {
    var heap = heap.mutableSpan
    var cursors = cursors.mutableSpan
    var count = count
    let code = heap[0] &>> 32
    repeat {
      let top = heap[0]
      let run = Int(truncatingIfNeeded: top & 0xFFFF_FFFF)
      // Copied out of the array, so that it is kept in registers.
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

  @inline(__always)
  private static func siftDown(_ value: UInt64, in heap: inout MutableSpan<UInt64>, _ count: Int) {
    precondition(count > 0 && count <= heap.count, "not empty")
    var parent = 0
    // Safe: all indices are below `count`.
    while true {
      var child = 2 &* parent &+ 1
      guard child < count else { break }
      let left = unsafe heap[unchecked: child]
      let right = child &+ 1 < count ? unsafe heap[unchecked: child &+ 1] : .max
      let smaller = min(left, right)
      guard smaller < value else { break }
      // A sum instead of a branch, because the choice is unpredictable.
      child &+= right < left ? 1 : 0
      unsafe heap[unchecked: parent] = smaller
      parent = child
    }
    unsafe heap[unchecked: parent] = value
  }
}

/// A priority queue of cursors on the hashed terms of a range, ordered by the terms' bytes.
struct SpelledHeap {
  private struct Entry {
    let prefix: UInt64
    let term: Range<Int>
    let run: Int
  }

  var cursors: [SectionCursor] = []
  /// The current term of each run, the smallest last. Runs are few, so an insertion is cheap.
  private var entries: [Entry] = []

  var isEmpty: Bool { entries.isEmpty }

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

  /// Takes the smallest term, whose bytes are `term`, from all runs that have it, in order.
  mutating func take(_ term: [UInt8], into parts: inout [SectionCursor.Part], _ bytes: RawSpan) {
    repeat {
      let run = entries.removeLast().run
      parts.append(cursors[run].part(of: run, bytes))
      if !cursors[run].isAtEnd { insert(run, bytes) }
    } while !isEmpty && isFirst(term, bytes)
  }

  private func isFirst(_ term: [UInt8], _ bytes: RawSpan) -> Bool {
    let first = entries[entries.count - 1].term
    return first.count == term.count && zip(first, term).allSatisfy { bytes.uint8(at: $0) == $1 }
  }

  private mutating func insert(_ run: Int, _ bytes: RawSpan) {
    let term = cursors[run].spelling(bytes)
    var prefix: UInt64 = 0
    for index in term.prefix(8) {
      prefix |= UInt64(bytes.uint8(at: index)) << UInt64(56 - 8 * (index - term.lowerBound))
    }
    let entry = Entry(prefix: prefix, term: term, run: run)
    var index = entries.count
    while index > 0, Self.precedes(entries[index - 1], entry, bytes) { index -= 1 }
    entries.insert(entry, at: index)
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
