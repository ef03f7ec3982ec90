/// Occurrences of every term of a segment being built, as chains of byte slices in one arena.
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
    var head: UInt32
    var write: UInt32
    /// Where the data of the slice being written ends and its `next` begins.
    var end: UInt32
    /// Last document plus one; 0 before the first.
    var lastDocument: UInt32 = 0
    var lastPosition: UInt32 = 0
    var level: UInt32 = 0
  }

  private var chains: [Chain] = []
  private var arena: [UInt8] = []

  private static let firstSlice: UInt32 = 8
  private static let lastLevel: UInt32 = 8

  /// - Parameter arenaBytes: what may be needed; pages not written to cost nothing.
  init(arenaBytes: Int) {
    arena.reserveCapacity(min(arenaBytes, 256 << 20))
  }

  var memoryUsed: Int { chains.count * 24 + arena.count }

  /// Adds the occurrences of one piece of a document, in order of position for every single term.
  mutating func add(document: UInt32, ordinals: [UInt32], positions: [UInt32]) {
    precondition(ordinals.count == positions.count)
    let ordinals = ordinals.span
    let positions = positions.span
    for index in ordinals.indices {
      let ordinal = Int(ordinals[index])
      let position = positions[index]
      if ordinal == chains.count { startChain() }
      var chain = chains[ordinal]
      if chain.lastDocument == document + 1 {
        write(UInt64(position - chain.lastPosition) << 1, to: &chain)
      } else {
        write(UInt64(document + 1 - chain.lastDocument) << 1 | 1, to: &chain)
        write(UInt64(position), to: &chain)
        chain.lastDocument = document + 1
      }
      chain.lastPosition = position
      chains[ordinal] = chain
    }
  }

  /// Decodes the chain of one term.
  func read(_ ordinal: UInt32, into list: inout OccurrenceList) {
    list.removeAll()
    let chain = chains[Int(ordinal)]
    var reader = Reader(offset: chain.head, size: Self.firstSlice)
    var document: UInt32 = 0
    var position: UInt32 = 0
    while reader.offset != chain.write {
      let value = reader.readVarint(arena.span, until: chain.write)
      if value & 1 != 0 {
        document &+= UInt32(truncatingIfNeeded: value >> 1)
        position = UInt32(truncatingIfNeeded: reader.readVarint(arena.span, until: chain.write))
        list.begin(document: document - 1)
      } else {
        position &+= UInt32(truncatingIfNeeded: value >> 1)
      }
      list.append(position: position)
    }
  }

  private mutating func startChain() {
    let start = allocate(Self.firstSlice)
    chains.append(Chain(head: start, write: start, end: start + Self.firstSlice - 4))
  }

  private mutating func allocate(_ size: UInt32) -> UInt32 {
    let start = arena.count
    precondition(start + Int(size) <= Int(UInt32.max), "an arena is addressed by 32 bits")
    arena.append(contentsOf: repeatElement(0, count: Int(size)))
    return UInt32(start)
  }

  private mutating func write(_ value: UInt64, to chain: inout Chain) {
    var rest = value
    while true {
      if chain.write == chain.end { extend(&chain) }
      if rest < 0x80 {
        arena[Int(chain.write)] = UInt8(truncatingIfNeeded: rest)
        chain.write += 1
        return
      }
      arena[Int(chain.write)] = UInt8(truncatingIfNeeded: rest) | 0x80
      chain.write += 1
      rest &>>= 7
    }
  }

  private mutating func extend(_ chain: inout Chain) {
    chain.level = min(chain.level + 1, Self.lastLevel)
    let size = Self.firstSlice << chain.level
    let next = allocate(size)
    for byte in 0..<4 {
      arena[Int(chain.end) + byte] = UInt8(truncatingIfNeeded: next >> UInt32(8 * byte))
    }
    chain.write = next
    chain.end = next + size - 4
  }

  /// Follows a chain byte by byte.
  private struct Reader {
    var offset: UInt32
    var end: UInt32
    var size: UInt32

    init(offset: UInt32, size: UInt32) {
      self.offset = offset
      self.size = size
      end = offset + size - 4
    }

    mutating func readVarint(_ arena: Span<UInt8>, until stop: UInt32) -> UInt64 {
      var value: UInt64 = 0
      var shift: UInt64 = 0
      while true {
        if offset == end { follow(arena) }
        let byte = arena[Int(offset)]
        offset += 1
        value |= UInt64(byte & 0x7F) &<< shift
        if byte < 0x80 { break }
        shift += 7
      }
      // A value that ends with its slice leaves the next one to be found; the writer moves on only when
      // it has something to write, so the end of the chain is met here.
      if offset == end, offset != stop { follow(arena) }
      return value
    }

    private mutating func follow(_ arena: Span<UInt8>) {
      var next: UInt32 = 0
      for byte in 0..<4 { next |= UInt32(arena[Int(end) + byte]) << UInt32(8 * byte) }
      size = min(size * 2, OccurrenceBuffer.firstSlice << OccurrenceBuffer.lastLevel)
      offset = next
      end = next + size - 4
    }
  }
}

/// All occurrences of one term, decoded.
struct OccurrenceList {
  private(set) var documents: [UInt32] = []
  /// Occurrences by document.
  private(set) var frequencies: [UInt32] = []
  /// Positions of all documents, one after another.
  private(set) var positions: [UInt32] = []

  mutating func removeAll() {
    documents.removeAll(keepingCapacity: true)
    frequencies.removeAll(keepingCapacity: true)
    positions.removeAll(keepingCapacity: true)
  }

  mutating func begin(document: UInt32) {
    documents.append(document)
    frequencies.append(0)
  }

  mutating func append(position: UInt32) {
    frequencies[frequencies.count - 1] += 1
    positions.append(position)
  }
}
