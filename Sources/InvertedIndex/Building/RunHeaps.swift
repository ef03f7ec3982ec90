import Storage

/// Cursors on the computed terms of a range, one a run: a binary heap with the smallest code on top, of equal
/// codes that of the first run.
struct CodeHeap {
  /// By run, behind the code that was read last.
  var offsets: [Int] = []
  private var ends: [Int] = []
  /// code << 32 | run
  private var heap: [UInt64] = []

  var isEmpty: Bool { heap.isEmpty }

  /// The smallest code.
  ///
  /// - Precondition: not empty, here and below.
  var first: UInt64 { heap[0] >> 32 }

  var firstRun: Int { Int(truncatingIfNeeded: heap[0] & 0xFFFF_FFFF) }

  /// Adds a run, in the order of runs; nothing where its range is empty.
  mutating func insert(run: Int, from start: Int, to end: Int, _ bytes: RawSpan) {
    if run == 0 {
      offsets.removeAll(keepingCapacity: true)
      ends.removeAll(keepingCapacity: true)
    }
    offsets.append(start)
    ends.append(end)
    guard start < end else { return }
    heap.append(UInt64(Varint.decode(bytes, at: &offsets[run])) << 32 | UInt64(run))
    var child = heap.count - 1
    while child > 0, heap[child] < heap[(child - 1) / 2] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Moves the first cursor to its next term; its offset is behind the list of the one it was on.
  mutating func advance(_ bytes: RawSpan) {
    let top = heap[0]
    let run = Int(truncatingIfNeeded: top & 0xFFFF_FFFF)
    if offsets[run] < ends[run] {
      siftDown(top &+ UInt64(Varint.decode(bytes, at: &offsets[run])) << 32)
    } else {
      let last = heap.removeLast()
      if !heap.isEmpty { siftDown(last) }
    }
  }

  /// Puts a value in the place of the top.
  private mutating func siftDown(_ value: UInt64) {
    Self.siftDown(value, in: &heap)
  }

  private static func siftDown(_ value: UInt64, in heap: inout [UInt64]) {
    var heap = heap.mutableSpan
    var parent = 0
    while true {
      var child = 2 &* parent &+ 1
      guard child < heap.count else { break }
      if child &+ 1 < heap.count, heap[child &+ 1] < heap[child] { child &+= 1 }
      guard heap[child] < value else { break }
      heap[parent] = heap[child]
      parent = child
    }
    heap[parent] = value
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
  var offsets: [Int] = []
  private var ends: [Int] = []
  /// Sorted, the smallest last: there are few, and most keep their place.
  private var entries: [Entry] = []

  var isEmpty: Bool { entries.isEmpty }

  /// The first term's `TermBytes.prefix`.
  ///
  /// - Precondition: not empty, here and below.
  var prefix: UInt64 { entries[entries.count - 1].prefix }

  var firstRun: Int { entries[entries.count - 1].run }

  func appendTerm(to term: inout [UInt8], _ bytes: RawSpan) {
    for index in entries[entries.count - 1].term { term.append(bytes.uint8(at: index)) }
  }

  /// Whether the first term is this one.
  func isFirst(_ term: [UInt8], _ bytes: RawSpan) -> Bool {
    let first = entries[entries.count - 1].term
    return first.count == term.count
      && zip(first, term).allSatisfy { bytes.uint8(at: $0) == $1 }
  }

  mutating func insert(run: Int, from start: Int, to end: Int, _ bytes: RawSpan) {
    if run == 0 {
      offsets.removeAll(keepingCapacity: true)
      ends.removeAll(keepingCapacity: true)
    }
    offsets.append(start)
    ends.append(end)
    if start < end { insert(run, bytes) }
  }

  /// Moves the first cursor to its next term.
  mutating func advance(_ bytes: RawSpan) {
    let run = entries.removeLast().run
    if offsets[run] < ends[run] { insert(run, bytes) }
  }

  private mutating func insert(_ run: Int, _ bytes: RawSpan) {
    let count = Int(Varint.decode(bytes, at: &offsets[run]))
    let term = offsets[run]..<offsets[run] + count
    offsets[run] = term.upperBound
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
