import Storage

/// Documents inverted in memory and put aside, to be merged with others into a segment.
///
/// ```
/// spill file := { term bytes: varint  term  chain bytes: varint  chain }*    // terms ascend
///               zstd frame*                                                  // stored articles
/// chain      := { new document: varint(document delta << 1 | 1) varint(position)
///               | same document: varint(position delta << 1) }*              // from document −1
/// ```
/// Documents are numbered from 0 in every run.
public final class InvertedRun: Sendable {
  let file: SpillFile
  /// Where the stored articles begin.
  let framesStart: Int
  let columns: ColumnsWriter
  let stored: StoredBlocks

  init(_ file: SpillFile, framesStart: Int, columns: ColumnsWriter, stored: StoredBlocks) {
    self.file = file
    self.framesStart = framesStart
    self.columns = columns
    self.stored = stored
  }

  /// Documents in it.
  public var documentCount: Int { columns.documentCount }
}

/// Reads the terms of a run in order.
struct RunCursor {
  private let run: InvertedRun
  /// Number of the run's first document in the segment.
  let base: UInt32
  private var buffer: [UInt8] = []
  /// The part of `buffer` that is still ahead.
  private var ahead = 0..<0
  /// File offset behind `buffer`.
  private var fileOffset = 0
  private var chainCount = 0
  /// The current term; empty at the end.
  private(set) var term: [UInt8] = []
  /// Its `TermBytes.prefix`: most comparisons end here.
  private(set) var prefix: UInt64 = 0

  private static let readSize = 1 << 17

  /// On the first term.
  init(_ run: InvertedRun, base: UInt32) throws(StorageError) {
    self.run = run
    self.base = base
    try readTerm()
  }

  var isAtEnd: Bool { term.isEmpty }

  /// Appends the current term's chain to `bytes`, and moves to the next term.
  mutating func takeChain(into bytes: inout [UInt8]) throws(StorageError) {
    var rest = chainCount
    while rest > 0 {
      if ahead.isEmpty { try fill(1) }
      let count = min(rest, ahead.count)
      bytes.append(contentsOf: buffer[ahead.lowerBound..<ahead.lowerBound + count])
      ahead = ahead.lowerBound + count..<ahead.upperBound
      rest -= count
    }
    try readTerm()
  }

  func precedes(_ other: RunCursor) -> Bool {
    if prefix != other.prefix { return prefix < other.prefix }
    return term.lexicographicallyPrecedes(other.term)
  }

  private mutating func readTerm() throws(StorageError) {
    term.removeAll(keepingCapacity: true)
    guard !ahead.isEmpty || fileOffset < run.framesStart else { return }
    let count = try readCount()
    if ahead.count < count { try fill(count) }
    term.append(contentsOf: buffer[ahead.lowerBound..<ahead.lowerBound + count])
    ahead = ahead.lowerBound + count..<ahead.upperBound
    prefix = TermBytes.prefix(of: term)
    chainCount = try readCount()
  }

  private mutating func readCount() throws(StorageError) -> Int {
    if ahead.count < 10 { try fill(min(10, ahead.count + run.framesStart - fileOffset)) }
    var offset = ahead.lowerBound
    // Safe: bytes have no padding.
    let value = unsafe Varint.decode(buffer.span.bytes, at: &offset)
    ahead = offset..<ahead.upperBound
    return Int(value)
  }

  /// Makes at least `count` bytes be ahead.
  private mutating func fill(_ count: Int) throws(StorageError) {
    let kept = Array(buffer[ahead])
    let end = min(run.framesStart, fileOffset + max(count, Self.readSize))
    try run.file.read(fileOffset..<end, into: &buffer)
    fileOffset = end
    if !kept.isEmpty { buffer.insert(contentsOf: kept, at: 0) }
    ahead = 0..<buffer.count
  }
}
