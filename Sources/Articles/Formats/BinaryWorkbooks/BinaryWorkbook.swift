/// The part of a workbook in the binary format that precedes the sheets: their names and places,
/// the formats of cells, and the shared strings.
struct BinaryWorkbook {
  struct Sheet {
    let name: String
    let offset: Int
    /// The place of the next sheet, or the end. Each record is read once.
    fileprivate(set) var end = Int.max
  }

  private(set) var sheets: [Sheet] = []
  private(set) var text: BinaryText
  let strings: SharedStrings
  private var formatCodes: [Int: String] = [:]
  private var cellFormats: [Int] = []
  private var startsIn1904 = false
  private let path: String

  private static let unicodeVersion = 0x0600
  private static let sheetType = 0x0010
  private static let maximumCount = 1 << 14
  private static let longestCode = 1 << 10

  /// Reads up to the end of this part.
  ///
  /// - Throws: `damagedDocument`, `encrypted`; the errors of the file.
  init(_ records: inout BinaryRecords, path: String) throws(ArticleError) {
    self.path = path
    strings = try SharedStrings(limit: .max, path: path)
    guard let first = try records.read(), BinaryRecordKind.beginnings.contains(first.kind) else {
      throw ArticleError(path: path, reason: .damagedDocument(problem: "no workbook begins here"))
    }
    text = BinaryText(isUnicode: first.data.u16(0) == Self.unicodeVersion)
    if first.data.u16(2) == Self.sheetType {
      // Old files, and some programs, write a sheet without a workbook.
      sheets = [Sheet(name: "Sheet1", offset: 0)]
    } else {
      while let record = try records.read(), record.kind != BinaryRecordKind.end {
        if Task.isCancelled { break }
        try add(record, &records)
      }
    }
    try strings.finish()
    divideSheets()
  }

  private mutating func divideSheets() {
    let order = sheets.indices.sorted { sheets[$0].offset < sheets[$1].offset }
    for (index, next) in zip(order, order.dropFirst()) { sheets[index].end = sheets[next].offset }
  }

  var truncated: ArticleError {
    ArticleError(path: path, reason: .damagedDocument(problem: "it is truncated"))
  }

  var formats: CellFormats {
    CellFormats(codes: formatCodes, formats: cellFormats, startsIn1904: startsIn1904)
  }

  private mutating func add(
    _ record: BinaryRecords.Record, _ records: inout BinaryRecords
  ) throws(ArticleError) {
    let data = record.data
    switch record.kind {
    case BinaryRecordKind.encryption: throw ArticleError(path: path, reason: .encrypted)
    case BinaryRecordKind.codePage: text.codePage = data.u16(0)
    case BinaryRecordKind.dateMode: startsIn1904 = data.u16(0) == 1
    case BinaryRecordKind.sheet:
      // Other types are charts, macros and modules.
      guard data.u8(5) == 0, sheets.count < Self.maximumCount else { return }
      let offset = Int(data.u32(0))
      let name = String(decoding: text.text(in: data, at: 6, countBytes: 1), as: UTF8.self)
      sheets.append(Sheet(name: name.cleanedName(), offset: offset))
    case BinaryRecordKind.format:
      guard formatCodes.count < Self.maximumCount else { return }
      let code = text.text(in: data, at: 2, countBytes: text.isUnicode ? 2 : 1)
      formatCodes[data.u16(0)] = String(decoding: code.prefix(Self.longestCode), as: UTF8.self)
    case BinaryRecordKind.cellFormat:
      if cellFormats.count < Self.maximumCount { cellFormats.append(data.u16(2)) }
    case BinaryRecordKind.sharedStrings:
      var reader = SharedTextReader(data.bytes)
      try reader.read(&records) { text throws(ArticleError) in try strings.append(text) }
    default: break
    }
  }
}

/// A reader of the shared strings, which go on from record to record.
private struct SharedTextReader {
  private var piece: [UInt8]
  private var at = 8

  // Flags of a text: two bytes for each unit, phonetic data, formats of parts.
  private static let wide = 1
  private static let phonetic = 4
  private static let rich = 8

  init(_ first: [UInt8]) { piece = first }

  mutating func read(
    _ records: inout BinaryRecords, _ body: ([UInt8]) throws(ArticleError) -> Void
  ) throws(ArticleError) {
    while !Task.isCancelled, let count = try number(2, &records),
      var flags = try number(1, &records)
    {
      var rest = count
      var skipped = 0
      if flags & Self.rich != 0 { skipped += 4 * (try number(2, &records) ?? 0) }
      if flags & Self.phonetic != 0 { skipped += try number(4, &records) ?? 0 }
      var units: [UInt16] = []
      while rest > 0 {
        if at >= piece.count {
          // The flags are repeated within a text.
          guard try fill(&records), let repeated = try number(1, &records) else { break }
          flags = repeated
        }
        let added = BinaryText.units(
          in: piece[at...], count: rest, isWide: flags & Self.wide != 0)
        units += added
        rest -= added.count
        at += added.isEmpty ? piece.count - at : added.count * (flags & Self.wide != 0 ? 2 : 1)
      }
      try body(BinaryText.utf8(units))
      while skipped > 0 {
        if at >= piece.count, try !fill(&records) { break }
        let step = min(skipped, piece.count - at)
        at += step
        skipped -= step
      }
    }
  }

  private mutating func fill(_ records: inout BinaryRecords) throws(ArticleError) -> Bool {
    guard let next = try records.readContinuation() else { return false }
    piece = next
    at = 0
    return true
  }

  private mutating func number(
    _ count: Int, _ records: inout BinaryRecords
  ) throws(ArticleError) -> Int? {
    var number = 0
    for shift in 0..<count {
      while at >= piece.count { if try !fill(&records) { return nil } }
      number |= Int(piece[at]) << (8 * shift)
      at += 1
    }
    return number
  }
}
