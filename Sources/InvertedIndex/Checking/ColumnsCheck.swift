import Storage
import TextAnalysis

/// A check of the columns of a segment: values are in range and in order, strings are distinct, and
/// the segment's id follows from the article ids and hashes.
struct ColumnsCheck {
  private let file: EnvelopedFile
  private let columns: Columns
  private let count: Int
  private(set) var findings = CheckFindings()

  /// - Returns: nil if the counts do not fit the segment.
  init?(_ file: EnvelopedFile, _ info: SegmentInfo, _ findings: inout CheckFindings) {
    do throws(StorageError) {
      columns = try Columns(file, documentCount: info.documentCount)
    } catch {
      findings.append(error, in: file.name, articles: info.documentCount)
      return nil
    }
    self.file = file
    count = info.documentCount
  }

  /// Checks the columns and returns them; nil with findings.
  mutating func check(_ info: SegmentInfo) -> Columns? {
    let columns = columns
    checkStrings(columns.ids, "ids", isSorted: false)
    checkStrings(columns.sources, "sources", isSorted: true)
    checkStrings(columns.sections, "sections", isSorted: true)
    checkStrings(columns.files, "files", isSorted: true)
    if columns.files.end != file.payload.upperBound {
      append("bytes after the last string", columns.files.end..<file.payload.upperBound)
    }
    checkOrdinals("source", columns.sources) { columns.sourceOrdinal(of: $0) }
    checkOrdinals("section", columns.sections) { columns.sectionOrdinal(of: $0) }
    checkOrdinals("file", columns.files) { columns.fileOrdinal(of: $0) }
    checkIDOrder()
    if findings.isEmpty { checkIdentity(info) }
    return findings.isEmpty ? columns : nil
  }

  private mutating func checkStrings(_ table: StringTable, _ name: String, isSorted: Bool) {
    for index in 0..<table.count where !table.isInOrder(index) {
      return append("offsets of \(name) do not ascend")
    }
    guard isSorted, table.count > 1 else { return }
    for index in 1..<table.count where !table.isValue(index - 1, before: index, in: table) {
      return append("\(name) are not sorted and distinct")
    }
  }

  private mutating func checkOrdinals(
    _ name: String, _ table: StringTable, _ ordinal: (UInt32) -> Int
  ) {
    var isUsed = [Bool](repeating: false, count: table.count)
    var wrong = 0
    for document in 0..<UInt32(count) {
      let damage = file.damage.count
      let value = ordinal(document)
      if file.damage.count == damage { isUsed[value] = true } else { wrong += 1 }
    }
    if wrong > 0 {
      append("no such \(name)", articles: wrong)
    } else if isUsed.contains(false) {
      append("a \(name) of no article")
    }
  }

  private mutating func checkIDOrder() {
    guard findings.isEmpty else { return }
    var isListed = FixedBitSet(count: count)
    var previous: UInt32?
    for rank in 0..<count {
      let damage = file.damage.count
      let document = columns.document(atIDRank: rank)
      guard file.damage.count == damage, !isListed.contains(Int(document)) else {
        return append("the order of ids does not have every article once", articles: count)
      }
      isListed.insert(Int(document))
      if let previous, columns.isID(of: document, before: previous, in: columns) {
        return append("ids are not in order", articles: count)
      }
      previous = document
    }
  }

  private mutating func checkIdentity(_ info: SegmentInfo) {
    if columns.identity != info.id {
      append("ids and hashes do not match segment \(String(info.id, radix: 16))", articles: count)
    }
  }

  private mutating func append(_ problem: String, _ bytes: Range<Int>? = nil, articles: Int? = nil)
  { findings.append(problem, in: file.name, bytes, articles: articles) }
}

/// The lengths of a segment's documents, decoded from `.len`.
struct DocumentLengths: Sendable {
  let lengths: [UInt32]
  /// The end of each title: positions below it are in the title.
  let titleExtents: [UInt32]
  let tailLengths: [UInt32]
  private let saturations: (main: DefaultSaturation, tail: DefaultSaturation)

  var count: Int { lengths.count }

  func lengths(of field: Field) -> [UInt32] { field == .main ? lengths : tailLengths }

  func saturation(of field: Field) -> DefaultSaturation {
    field == .main ? saturations.main : saturations.tail
  }

  /// Decodes the file and checks the segment's totals. Returns nil if the columns do not fit the
  /// file.
  init?(_ opened: EnvelopedFile, _ info: SegmentInfo, _ findings: inout CheckFindings) {
    let file = opened.file
    let count = info.documentCount
    let columns: [ByteColumn]
    do throws(StorageError) {
      columns = try SegmentReader.lengthColumns(opened, documentCount: count)
    } catch {
      findings.append(error, in: file.name, articles: count)
      return nil
    }
    let values = columns.map { column in (0..<count).map { column.value(file.bytes, $0) } }
    (lengths, titleExtents, tailLengths) = (values[0], values[1], values[2])
    let sums = values.map { $0.reduce(0 as UInt64) { $0 + UInt64($1) } }
    let averages = sums.map { Double($0) / Double(max(1, count)) }
    saturations = (
      DefaultSaturation(averageLength: averages[0]), DefaultSaturation(averageLength: averages[2])
    )
    for (name, sum, total) in [
      ("headlines and bodies", sums[0], info.totalLength), ("tails", sums[2], info.totalTailLength),
    ] where sum != total {
      findings.append(
        "\(name) of \(sum) units, \(info.name).si has \(total)", in: file.name, articles: count)
    }
    for (number, column) in columns.enumerated()
    where column.width != FileWriter.columnWidth(of: values[number]) {
      findings.append(
        "values of \(column.width) bytes that need fewer", in: file.name,
        column.start..<column.start + column.byteCount(count))
    }
  }
}
