import Storage

/// Collects the columns of a segment and writes them: `.len` and `.col`.
///
/// ```
/// .len  := length: u32{documents}  headline extent: u32{documents}  tail length: u32{documents}
/// .col  := documents: u32  sources: u32  sections: u32  0: u32
///          hash: u64{documents}
///          date: u32{documents}  time: u32{documents}
///          source ordinal: u32{documents}  section ordinal: u32{documents}
///          id order: u32{documents}  id offset: u32{documents + 1}
///          source offset: u32{sources + 1}  section offset: u32{sections + 1}
///          id bytes  source bytes  section bytes
/// ```
/// Every value is found from the counts alone. Ordinals number the values in the order of their bytes;
/// `id order` lists the documents in the order of their ids, for a lookup by id.
struct ColumnsWriter {
  private(set) var lengths: [UInt32] = []
  private(set) var titleExtents: [UInt32] = []
  private(set) var tailLengths: [UInt32] = []
  private var hashes: [UInt64] = []
  private var dates: [UInt32] = []
  private var times: [UInt32] = []
  private var sources = ValueColumn()
  private var sections = ValueColumn()
  private var ids = ByteStrings()

  var documentCount: Int { lengths.count }
  var totalLength: UInt64 { lengths.reduce(0) { $0 + UInt64($1) } }
  var usualShares: (main: UsualShare, tail: UsualShare) {
    let count = Double(max(1, documentCount))
    return (
      UsualShare(averageLength: Double(totalLength) / count),
      UsualShare(averageLength: Double(totalTailLength) / count)
    )
  }
  var totalTailLength: UInt64 { tailLengths.reduce(0) { $0 + UInt64($1) } }
  /// Columns of 40 bytes, and ids.
  var memoryUsed: Int { documentCount * 44 + ids.bytes.count }

  /// A segment's identity: what it indexed, in order, so that the same input gives the same bytes.
  var identity: UInt64 {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(ids.bytes.count + 8 * hashes.count)
    for (number, hash) in hashes.enumerated() {
      bytes.append(contentsOf: ids[number])
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: hash >> shift))
      }
    }
    return XXH64.hash(bytes.span)
  }

  mutating func add(_ document: IndexDocument, length: Int, titleExtent: UInt32, tailLength: Int) {
    ids.append(document.id.utf8)
    hashes.append(document.contentHash)
    dates.append(document.date)
    times.append(document.time)
    sources.append(document.source)
    sections.append(document.section)
    // Safe to narrow: an article has fewer units than bytes, and those are limited to 256 MiB.
    lengths.append(UInt32(length))
    titleExtents.append(titleExtent)
    tailLengths.append(UInt32(tailLength))
  }

  /// Adds the documents of a run behind those that are there.
  mutating func append(_ other: ColumnsWriter) {
    lengths += other.lengths
    titleExtents += other.titleExtents
    tailLengths += other.tailLengths
    hashes += other.hashes
    dates += other.dates
    times += other.times
    sources.append(other.sources)
    sections.append(other.sections)
    ids.append(other.ids)
  }

  func writeLengths(_ target: consuming FileWriter) throws(StorageError) -> FileSummary {
    var writer = target
    try writer.append(values: lengths)
    try writer.append(values: titleExtents)
    try writer.append(values: tailLengths)
    return try writer.finish()
  }

  func writeColumns(_ target: consuming FileWriter) throws(StorageError) -> FileSummary {
    var writer = target
    let source = sources.ranked()
    let section = sections.ranked()
    try writer.append(
      values: [UInt32(documentCount), UInt32(source.values.count), UInt32(section.values.count), 0])
    try writer.append(values: hashes)
    try writer.append(values: dates)
    try writer.append(values: times)
    try writer.append(values: source.ordinals)
    try writer.append(values: section.ordinals)
    try writer.append(values: ids.order)
    for column in [ids, source.values, section.values] { try writer.append(values: column.offsets) }
    for column in [ids, source.values, section.values] { try writer.append(column.bytes) }
    return try writer.finish()
  }
}

/// Strings one after another.
private struct ByteStrings {
  private(set) var bytes: [UInt8] = []
  /// Where each begins, and the end.
  private(set) var offsets: [UInt32] = [0]

  var count: Int { offsets.count - 1 }

  subscript(index: Int) -> ArraySlice<UInt8> {
    bytes[Int(offsets[index])..<Int(offsets[index + 1])]
  }

  mutating func append(_ string: some Sequence<UInt8>) {
    bytes.append(contentsOf: string)
    offsets.append(UInt32(bytes.count))
  }

  mutating func append(_ other: ByteStrings) {
    let end = UInt32(bytes.count)
    bytes += other.bytes
    offsets += other.offsets.dropFirst().map { end + $0 }
  }

  /// Indices in the order of the strings' bytes.
  ///
  /// - Complexity: O(*n* log *n*).
  var order: [UInt32] {
    // By the first eight bytes as a number where they tell; most strings are told apart so.
    let keys = (0..<count).map { (prefix: TermBytes.prefix(of: self[$0]), index: UInt32($0)) }
    return keys.sorted {
      if $0.prefix != $1.prefix { return $0.prefix < $1.prefix }
      return self[Int($0.index)].lexicographicallyPrecedes(self[Int($1.index)])
    }.map(\.index)
  }
}

/// A column of repeated strings while it is collected: ordinals in order of first occurrence.
private struct ValueColumn {
  private var ordinals: [UInt32] = []
  private var values = ByteStrings()
  /// By bytes: strings that Swift takes for equal may differ in them, and are looked up by them.
  private var known: [[UInt8]: UInt32] = [:]

  mutating func append(_ string: String) {
    ordinals.append(ordinal(of: Array(string.utf8)))
  }

  mutating func append(_ other: ValueColumn) {
    let translated = (0..<other.values.count).map { ordinal(of: Array(other.values[$0])) }
    ordinals += other.ordinals.map { translated[Int($0)] }
  }

  private mutating func ordinal(of value: [UInt8]) -> UInt32 {
    if let ordinal = known[value] { return ordinal }
    let ordinal = UInt32(values.count)
    known[value] = ordinal
    values.append(value)
    return ordinal
  }

  /// The same with ordinals in the order of the values' bytes.
  func ranked() -> (ordinals: [UInt32], values: ByteStrings) {
    var rank = [UInt32](repeating: 0, count: values.count)
    var sorted = ByteStrings()
    for (place, value) in values.order.enumerated() {
      rank[Int(value)] = UInt32(place)
      sorted.append(values[Int(value)])
    }
    return (ordinals.map { rank[Int($0)] }, sorted)
  }
}

extension FileWriter {
  /// Writes integers one after another, little endian.
  mutating func append<Value: FixedWidthInteger>(values: [Value]) throws(StorageError) {
    for value in values { try append(littleEndian: value) }
  }
}
