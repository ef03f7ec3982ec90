import Synchronization
import TextAnalysis

/// The occurrences of a run in memory, in buckets that are sorted by term at the end.
///
/// ```
/// occurrence := term code, low 20 bits: 20   document: 16   position: 28     // one UInt64
/// bucket     := chunk*                // one value of the code's high bits, in order of arrival
/// chunk      := previous chunk: u64  occurrence{511}
/// ```
/// Occurrences arrive by document and position, so a stable sort by code orders each term's
/// occurrences. The choice of the bucket on arrival is the first pass of a radix sort. A bucket
/// then mostly fits into the second-level cache, and two more passes sort it. A chain for each term
/// would cost two cache misses per occurrence and still need sorting: for 101 million occurrences
/// it took 6.4 of 21.3 seconds longer.
struct OccurrenceBuckets: ~Copyable {
  /// The index in `chunks` of each bucket's next occurrence; a multiple of the chunk size when the
  /// bucket needs a new chunk.
  private var buckets: [UInt32] = []
  private var chunks: [UInt64]
  private var used = 0
  private let memory: InversionMemory
  /// True when `chunks` has grown for a large text, so that it must not stay in the pool.
  private var isEnlarged = false

  private static var chunkSize: Int { 512 }
  static var codeBits: UInt64 { TermCodes.lowBits }
  static var documentBits: UInt64 { 16 }
  static var positionBits: UInt64 { 28 }

  /// The most documents in a run, with room for document deltas, which count from −1.
  static var documentLimit: Int { 1 << Int(documentBits) - 1 }

  @inline(__always)
  static func code(of occurrence: UInt64) -> UInt64 {
    occurrence &>> (documentBits + positionBits)
  }

  @inline(__always)
  static func codeAndDocument(of occurrence: UInt64) -> UInt64 { occurrence &>> positionBits }

  @inline(__always)
  static func document(of occurrence: UInt64) -> UInt64 {
    occurrence &>> positionBits & (1 << documentBits - 1)
  }

  @inline(__always)
  static func position(of occurrence: UInt64) -> UInt64 {
    occurrence & (1 << positionBits - 1)
  }

  /// - Parameter bytes: memory to reserve. Pages that are never written cost nothing.
  init(reserving bytes: Int, memory: InversionMemory) {
    self.memory = memory
    chunks = memory.take()
    chunks.reserveCapacity(min(bytes, 1 << 30) / 8)
  }

  deinit { if !isEnlarged { memory.put(chunks) } }

  var memoryUsed: Int { used * 8 }
  var bucketCount: Int { buckets.count }

  /// The memory for the occurrences of most texts, in bytes for each byte of UTF-8.
  private static var textExpansion: Int { 8 }

  /// Makes room for the occurrences of a text, so that they are not copied as they become more.
  mutating func reserve(textBytes: Int) {
    let count = used + textBytes / 8 * Self.textExpansion + buckets.count * Self.chunkSize
    if count > chunks.capacity { enlarge(to: count) }
  }

  private mutating func enlarge(to count: Int) {
    isEnlarged = true
    chunks.reserveCapacity(count)
  }

  /// Adds occurrences of one document, which is not below an earlier one.
  ///
  /// - Parameters:
  ///   - coded: code << 32 | position. The bits of the code above `codeBits` are the bucket. The
  ///     positions of each term ascend and are below 2²⁸.
  ///   - bucketCount: greater than every bucket of the codes.
  mutating func add(_ coded: Span<UInt64>, of document: UInt32, bucketCount: Int) {
    precondition(document < Self.documentLimit)
    if buckets.count < bucketCount {
      buckets.append(contentsOf: repeatElement(0, count: bucketCount - buckets.count))
    }
    let needed =
      (min(bucketCount, coded.count) + coded.count / (Self.chunkSize - 1) + 1) * Self.chunkSize
    if chunks.count < used + needed {
      precondition(used + needed < Int(UInt32.max), "chunks are addressed by 32 bits")
      let more = max(needed, min(used, 1 << 19))
      if chunks.count + more > chunks.capacity { enlarge(to: chunks.count + max(more, used / 4)) }
      chunks.append(contentsOf: repeatElement(0, count: more))
    }
    Self.fill(&chunks, &used, &buckets, UInt64(document), coded)
  }

  private static func fill(
    _ chunks: inout [UInt64], _ used: inout Int, _ buckets: inout [UInt32], _ document: UInt64,
    _ coded: Span<UInt64>
  ) {
    // Spans avoid the uniqueness check of the arrays for every occurrence.
    var chunks = chunks.mutableSpan
    var buckets = buckets.mutableSpan
    var free = used
    let document = document &<< positionBits
    var union: UInt64 = 0
    for index in coded.indices {
      let value = coded[index]
      let number = Int(truncatingIfNeeded: value &>> (32 &+ codeBits))
      var next = Int(buckets[number])
      if next & (chunkSize &- 1) == 0 {
        chunks[free] = UInt64(next)
        next = free &+ 1
        free &+= chunkSize
      }
      union |= value
      chunks[next] =
        (value &>> 32) &<< (documentBits &+ positionBits) | document | position(of: value)
      buckets[number] = UInt32(truncatingIfNeeded: next &+ 1)  // The caller has checked the size.
    }
    precondition(union & 0xFFFF_FFFF < 1 &<< positionBits, "more positions than an article has")
    used = free
  }

  /// Sorts the occurrences of one bucket by code, document and position, and returns their number.
  ///
  /// - Parameter sorted: receives the occurrences from index `start` on; grows as needed.
  func take(
    _ number: Int, into sorted: inout [UInt64], from start: Int = 0, scratch: inout [UInt64]
  ) -> Int {
    var pieces: [Range<Int>] = []
    var end = Int(buckets[number])
    if end == 0 { return 0 }
    while end > 0 {
      let chunk = (end - 1) & ~(Self.chunkSize - 1)
      pieces.append(chunk + 1..<end)
      end = Int(chunks[chunk])
    }
    pieces.reverse()
    return OccurrenceSort.sort(chunks.span, pieces, into: &sorted, from: start, scratch: &scratch)
  }
}

/// A pool of memory for occurrences, shared by consecutive runs. Reused memory saves the system
/// from clearing tens of megabytes for every run.
public final class InversionMemory: Sendable {
  private let idle = Mutex<[[UInt64]]>([])

  public init() {}

  func take() -> [UInt64] { idle.withLock { $0.popLast() } ?? [] }

  func put(_ memory: [UInt64]) { idle.withLock { $0.append(memory) } }
}
