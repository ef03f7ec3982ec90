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
  private var ids: [String] = []
  private var idBytes = 0

  var documentCount: Int { ids.count }
  var totalLength: UInt64 { lengths.reduce(0) { $0 + UInt64($1) } }
  var totalTailLength: UInt64 { tailLengths.reduce(0) { $0 + UInt64($1) } }
  /// Columns of 40 bytes, and ids with their headers.
  var memoryUsed: Int { ids.count * 64 + idBytes }

  /// A segment's identity: what it indexed, in order, so that the same input gives the same bytes.
  var identity: UInt64 {
    var bytes: [UInt8] = []
    for (id, hash) in zip(ids, hashes) {
      bytes.append(contentsOf: id.utf8)
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: hash >> shift))
      }
    }
    return XXH64.hash(bytes.span)
  }

  mutating func add(_ document: IndexDocument, length: Int, titleExtent: UInt32, tailLength: Int) {
    ids.append(document.id)
    idBytes += document.id.utf8.count
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
    let keys = ids.map { Array($0.utf8) }
    let order = keys.indices.sorted { keys[$0].lexicographicallyPrecedes(keys[$1]) }
    try writer.append(values: order.map { UInt32($0) })
    for column in [keys, source.values, section.values] {
      try writer.append(values: Self.offsets(of: column))
    }
    for column in [keys, source.values, section.values] {
      for value in column { try writer.append(value) }
    }
    return try writer.finish()
  }

  private static func offsets(of values: [[UInt8]]) -> [UInt32] {
    var offsets: [UInt32] = [0]
    var end: UInt32 = 0
    for value in values {
      end += UInt32(value.count)
      offsets.append(end)
    }
    return offsets
  }
}

/// A column of repeated strings while it is collected: ordinals in order of first occurrence.
private struct ValueColumn {
  private var ordinals: [UInt32] = []
  private var values: [[UInt8]] = []
  /// By bytes: strings that Swift takes for equal may differ in them, and are looked up by them.
  private var known: [[UInt8]: UInt32] = [:]

  mutating func append(_ string: String) {
    let value = Array(string.utf8)
    if let ordinal = known[value] {
      ordinals.append(ordinal)
    } else {
      let ordinal = UInt32(values.count)
      known[value] = ordinal
      values.append(value)
      ordinals.append(ordinal)
    }
  }

  /// The same with ordinals in the order of the values' bytes.
  func ranked() -> (ordinals: [UInt32], values: [[UInt8]]) {
    let order = values.indices.sorted { values[$0].lexicographicallyPrecedes(values[$1]) }
    var rank = [UInt32](repeating: 0, count: values.count)
    for (place, value) in order.enumerated() { rank[value] = UInt32(place) }
    return (ordinals.map { rank[Int($0)] }, order.map { values[$0] })
  }
}

extension FileWriter {
  /// Writes integers one after another, little endian.
  mutating func append<Value: FixedWidthInteger>(values: [Value]) throws(StorageError) {
    for value in values { try append(littleEndian: value) }
  }
}
