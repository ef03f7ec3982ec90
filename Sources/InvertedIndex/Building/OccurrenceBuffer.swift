/// Occurrences of every term of a run being built, as chains of byte slices in one arena.
///
/// ```
/// chain      := slice+                       // sizes 8, 16, 32 … 2048, 2048 …
/// slice      := bytes next: u32              // next: arena offset of the following slice
/// bytes      := { new document: varint(document delta << 1 | 1) varint(position)
///               | same document: varint(position delta << 1) }*
/// ```
/// Documents and positions share one stream because they are read together and once, when the segment is
/// written. Slices that double keep a term that occurs once at 8 bytes and a frequent one in few pieces
/// (the byte-slice pools of Lucene's in-memory postings).
struct OccurrenceBuffer: ~Copyable {
  private struct Chain {
    var write: UInt32 = 0
    /// Where the data of the slice being written ends and its `next` begins.
    var end: UInt32 = 0
    /// Last document plus one; 0 before the first.
    var lastDocument: UInt32 = 0
    var lastPosition: UInt32 = 0
    var head: UInt32 = 0
    var level: UInt32 = 0
  }

  private var chains: [Chain] = []
  /// Zero behind `used`.
  private var arena: [UInt8] = []
  private var used = 0

  private static let firstSlice: UInt32 = 8
  private static let lastLevel: UInt32 = 8
  /// What one occurrence takes at most: two varints, each of which may begin a slice of the largest size.
  private static let reserve = 2 * Int(firstSlice << lastLevel)

  /// - Parameter arenaBytes: what may be needed; pages not written to cost nothing.
  init(arenaBytes: Int) {
    arena.reserveCapacity(min(arenaBytes, 256 << 20))
  }

  var memoryUsed: Int { chains.count * 24 + used }

  /// Adds the occurrences of one piece of a document, in order of position for every single term.
  ///
  /// - Parameter termCount: how many terms there are by now; ordinals lie below.
  mutating func add(
    document: UInt32, ordinals: [UInt32], positions: [UInt32], termCount: Int
  ) {
    precondition(ordinals.count == positions.count)
    if chains.count < termCount {
      chains.append(contentsOf: repeatElement(Chain(), count: termCount - chains.count))
    }
    var next = 0
    while next < ordinals.count {
      if arena.count - used < Self.reserve { grow() }
      next = Self.fill(&arena, &used, &chains, document, ordinals.span, positions.span, from: next)
    }
  }

  /// Adds occurrences as long as there is room for any.
  ///
  /// - Returns: the index of the first that was not added.
  private static func fill(
    _ arena: inout [UInt8], _ used: inout Int, _ chains: inout [Chain], _ document: UInt32,
    _ ordinals: Span<UInt32>, _ positions: Span<UInt32>, from start: Int
  ) -> Int {
    // The arrays are looked at once, not for every byte.
    var slices = Slices(arena: arena.mutableSpan, used: used)
    var chains = chains.mutableSpan
    let limit = slices.arena.count - reserve
    var index = start
    while index < ordinals.count, slices.used <= limit {
      let ordinal = Int(ordinals[index])
      let position = positions[index]
      var chain = chains[ordinal]
      if chain.lastDocument == document &+ 1 {
        slices.write(UInt64(position &- chain.lastPosition) &<< 1, to: &chain)
      } else {
        if chain.lastDocument == 0 { slices.begin(&chain) }
        slices.write(UInt64(document &+ 1 &- chain.lastDocument) &<< 1 | 1, to: &chain)
        slices.write(UInt64(position), to: &chain)
        chain.lastDocument = document &+ 1
      }
      chain.lastPosition = position
      chains[ordinal] = chain
      index &+= 1
    }
    used = slices.used
    return index
  }

  private mutating func grow() {
    let more = max(1 << 20, min(arena.count, 16 << 20))
    precondition(arena.count + more <= Int(UInt32.max), "an arena is addressed by 32 bits")
    arena.append(contentsOf: repeatElement(0, count: more))
  }

  /// Appends the bytes of one term's chain, without its links.
  func appendChain(_ ordinal: UInt32, to bytes: inout [UInt8]) {
    let chain = chains[Int(ordinal)]
    var start = chain.head
    var size = Self.firstSlice
    while start + size - 4 != chain.end {
      let end = start + size - 4
      bytes.append(contentsOf: arena[Int(start)..<Int(end)])
      var next: UInt32 = 0
      for byte in 0..<4 { next |= UInt32(arena[Int(end) + byte]) << UInt32(8 * byte) }
      start = next
      size = min(size * 2, Self.firstSlice << Self.lastLevel)
    }
    bytes.append(contentsOf: arena[Int(start)..<Int(chain.write)])
  }

  /// The arena while it is written to.
  private struct Slices: ~Copyable, ~Escapable {
    var arena: MutableSpan<UInt8>
    var used: Int

    @_lifetime(copy arena)
    init(arena: consuming MutableSpan<UInt8>, used: Int) {
      self.arena = arena
      self.used = used
    }

    mutating func begin(_ chain: inout Chain) {
      chain.head = allocate(OccurrenceBuffer.firstSlice)
      chain.write = chain.head
      chain.end = chain.head + OccurrenceBuffer.firstSlice - 4
    }

    @inline(__always)
    mutating func write(_ value: UInt64, to chain: inout Chain) {
      var rest = value
      while true {
        if chain.write == chain.end { extend(&chain) }
        if rest < 0x80 { break }
        arena[Int(chain.write)] = UInt8(truncatingIfNeeded: rest) | 0x80
        chain.write &+= 1
        rest &>>= 7
      }
      arena[Int(chain.write)] = UInt8(truncatingIfNeeded: rest)
      chain.write &+= 1
    }

    private mutating func extend(_ chain: inout Chain) {
      chain.level = min(chain.level + 1, OccurrenceBuffer.lastLevel)
      let size = OccurrenceBuffer.firstSlice << chain.level
      let next = allocate(size)
      for byte in 0..<4 {
        arena[Int(chain.end) + byte] = UInt8(truncatingIfNeeded: next >> UInt32(8 * byte))
      }
      chain.write = next
      chain.end = next + size - 4
    }

    private mutating func allocate(_ size: UInt32) -> UInt32 {
      let start = UInt32(used)
      used += Int(size)
      return start
    }
  }
}
