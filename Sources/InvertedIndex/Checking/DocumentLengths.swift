import Storage
import TextAnalysis

/// The lengths of a segment's documents, decoded from `.len`.
struct DocumentLengths: Sendable {
  /// Units of title and body.
  let lengths: [UInt32]
  /// The end of each title: positions below it are in the title.
  let titleExtents: [UInt32]
  /// Units of the tail.
  let tailLengths: [UInt32]
  private let saturations: (main: DefaultSaturation, tail: DefaultSaturation)

  var count: Int { lengths.count }

  func lengths(of field: Field) -> [UInt32] { field == .main ? lengths : tailLengths }

  func saturation(of field: Field) -> DefaultSaturation {
    field == .main ? saturations.main : saturations.tail
  }

  /// Decodes the file and checks it against the segment's totals.
  ///
  /// - Returns: nil if the columns do not fit the file.
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
