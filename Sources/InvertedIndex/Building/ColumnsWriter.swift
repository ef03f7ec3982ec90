import Storage
import TextAnalysis

/// Collects the columns of a segment and writes `.len` and `.col`; see `ColumnsFormat`.
struct ColumnsWriter {
  private(set) var lengths: [UInt32] = []
  private(set) var titleExtents: [UInt32] = []
  private(set) var tailLengths: [UInt32] = []
  private var hashes: [UInt64] = []
  private var dates: [UInt32] = []
  private var times: [UInt32] = []
  private var sources = ValueColumn()
  private var sections = ValueColumn()
  private var files = ValueColumn()
  private var ids = ByteStrings()

  var documentCount: Int { lengths.count }
  var totalLength: UInt64 { lengths.reduce(0) { $0 + UInt64($1) } }
  var totalTailLength: UInt64 { tailLengths.reduce(0) { $0 + UInt64($1) } }
  var defaultSaturations: (main: DefaultSaturation, tail: DefaultSaturation) {
    let count = Double(max(1, documentCount))
    return (
      DefaultSaturation(averageLength: Double(totalLength) / count),
      DefaultSaturation(averageLength: Double(totalTailLength) / count)
    )
  }
  /// About 44 bytes of columns for each document, and the ids.
  var memoryUsed: Int { documentCount * 48 + ids.bytes.count }

  var identity: UInt64 {
    var identity = SegmentIdentity(reserving: ids.bytes.count + 8 * hashes.count)
    for (number, hash) in hashes.enumerated() { identity.append(ids[number], hash) }
    return identity.value
  }

  mutating func add(_ document: IndexDocument, length: Int, titleExtent: UInt32, tailLength: Int) {
    ids.append(document.id.utf8)
    hashes.append(document.contentHash)
    dates.append(document.date)
    times.append(document.time)
    sources.append(document.source)
    sections.append(document.section)
    files.append(document.file)
    // Safe to narrow: an article has fewer units than bytes, of which it has at most 256 MiB.
    lengths.append(UInt32(length))
    titleExtents.append(titleExtent)
    tailLengths.append(UInt32(tailLength))
  }

  mutating func append(_ documents: some Sequence<UInt32>, of segment: SegmentReader) {
    let columns = segment.columns
    // Each distinct string is looked up once.
    var sourceMap = ValueColumn.Translation(columns.sources)
    var sectionMap = ValueColumn.Translation(columns.sections)
    var fileMap = ValueColumn.Translation(columns.files)
    for document in documents {
      ids.append(columns.idBytes(of: document))
      hashes.append(columns.contentHash(of: document))
      dates.append(columns.date(of: document))
      times.append(columns.time(of: document))
      sources.append(columns.sourceOrdinal(of: document), &sourceMap)
      sections.append(columns.sectionOrdinal(of: document), &sectionMap)
      files.append(columns.fileOrdinal(of: document), &fileMap)
      lengths.append(segment.length(of: document, in: .main))
      titleExtents.append(segment.titleExtent(of: document))
      tailLengths.append(segment.length(of: document, in: .tail))
    }
  }

  mutating func append(_ other: ColumnsWriter) {
    lengths += other.lengths
    titleExtents += other.titleExtents
    tailLengths += other.tailLengths
    hashes += other.hashes
    dates += other.dates
    times += other.times
    sources.append(other.sources)
    sections.append(other.sections)
    files.append(other.files)
    ids.append(other.ids)
  }

  func writeLengths(_ target: consuming FileWriter) throws(StorageError) -> FileSummary {
    var writer = target
    let columns = [lengths, titleExtents, tailLengths]
    let padding = ColumnsFormat.lengthsHeadSize - columns.count
    try writer.append(columns.map(FileWriter.columnWidth) + [UInt8](repeating: 0, count: padding))
    for column in columns { try writer.append(column: column) }
    return try writer.finish()
  }

  func writeColumns(_ target: consuming FileWriter) throws(StorageError) -> FileSummary {
    var writer = target
    let source = sources.ranked()
    let section = sections.ranked()
    let file = files.ranked()
    let columns = [
      dates, times, source.ordinals, section.ordinals, file.ordinals, ids.order, ids.offsets,
      source.values.offsets, section.values.offsets, file.values.offsets,
    ]
    let counts = [documentCount, source.values.count, section.values.count, file.values.count]
    try writer.append(values: counts.map { UInt32($0) })
    let padding = ColumnsFormat.headSize - ColumnsFormat.widthsOffset - columns.count
    try writer.append(columns.map(FileWriter.columnWidth) + [UInt8](repeating: 0, count: padding))
    try writer.append(values: hashes)
    for column in columns { try writer.append(column: column) }
    for column in [ids, source.values, section.values, file.values] {
      try writer.append(column.bytes)
    }
    return try writer.finish()
  }
}

/// The hash of the ids and content hashes of a segment's documents, in order: the segment's id.
struct SegmentIdentity {
  private var bytes: [UInt8] = []

  init(reserving count: Int = 0) { bytes.reserveCapacity(count) }

  var value: UInt64 { XXH64.hash(bytes.span) }

  mutating func append(_ id: some Sequence<UInt8>, _ contentHash: UInt64) {
    bytes.append(contentsOf: id)
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: contentHash >> shift))
    }
  }
}

extension Columns {
  /// The segment id that follows from the ids and hashes of all documents.
  var identity: UInt64 {
    var identity = SegmentIdentity()
    for document in 0..<UInt32(documentCount) {
      identity.append(idBytes(of: document), contentHash(of: document))
    }
    return identity.value
  }
}

private struct ByteStrings {
  private(set) var bytes: [UInt8] = []
  /// The offset of each string, and the end of the last.
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

  /// The indices of the strings, sorted by the strings' bytes.
  var order: [UInt32] {
    // The first eight bytes, compared as a number, distinguish most strings.
    var keys: [(prefix: UInt64, index: UInt32)] = []
    keys.reserveCapacity(count)
    for index in 0..<count {
      let string = bytes.span.extracting(Int(offsets[index])..<Int(offsets[index + 1]))
      keys.append((TermBytes.prefix(of: string), UInt32(index)))
    }
    // In place, because a copy would take memory for each document.
    keys.sort {
      if $0.prefix != $1.prefix { return $0.prefix < $1.prefix }
      return self[Int($0.index)].lexicographicallyPrecedes(self[Int($1.index)])
    }
    return keys.map(\.index)
  }
}

/// A column of repeated strings. Ordinals number the distinct strings by first occurrence.
private struct ValueColumn {
  private var ordinals: [UInt32] = []
  private var values = ByteStrings()
  /// The ordinals by bytes. Strings that Swift considers equal may have different bytes.
  private var known: [[UInt8]: UInt32] = [:]

  mutating func append(_ string: String) { ordinals.append(ordinal(of: Array(string.utf8))) }

  mutating func append(_ other: ValueColumn) {
    let translated = (0..<other.values.count).map { ordinal(of: Array(other.values[$0])) }
    ordinals += other.ordinals.map { translated[Int($0)] }
  }

  /// The ordinals in this column of a segment's distinct strings, filled as they occur.
  struct Translation {
    let table: StringTable
    var ordinals: [UInt32?]

    init(_ table: StringTable) {
      self.table = table
      ordinals = Array(repeating: nil, count: table.count)
    }
  }

  mutating func append(_ other: Int, _ translation: inout Translation) {
    let known = translation.ordinals[other] ?? ordinal(of: translation.table.bytes(other))
    translation.ordinals[other] = known
    ordinals.append(known)
  }

  private mutating func ordinal(of value: [UInt8]) -> UInt32 {
    if let ordinal = known[value] { return ordinal }
    let ordinal = UInt32(values.count)
    known[value] = ordinal
    values.append(value)
    return ordinal
  }

  func ranked() -> (ordinals: [UInt32], values: ByteStrings) {
    var rank = [UInt32](repeating: 0, count: values.count)
    var sorted = ByteStrings()
    for (ordinal, value) in values.order.enumerated() {
      rank[Int(value)] = UInt32(ordinal)
      sorted.append(values[Int(value)])
    }
    return (ordinals.map { rank[Int($0)] }, sorted)
  }
}
