import Storage
import TextAnalysis

/// What `.len` says of a segment's documents.
struct DocumentLengths: Sendable {
  let lengths: [UInt32]
  /// Below which positions are the headline's.
  let titleExtents: [UInt32]
  let tailLengths: [UInt32]
  private let usual: (main: DefaultSaturation, tail: DefaultSaturation)

  var count: Int { lengths.count }

  func lengths(of field: Field) -> [UInt32] { field == .main ? lengths : tailLengths }

  func usual(of field: Field) -> DefaultSaturation { field == .main ? usual.main : usual.tail }

  /// Checks the file against the segment's counts.
  ///
  /// - Returns: nil where they do not fit.
  init?(_ opened: EnvelopedFile, _ info: SegmentInfo, _ findings: inout CheckFindings) {
    let file = opened.file
    let count = info.documentCount
    let columns: [ByteColumn]
    do throws(StorageError) {
      columns = try SegmentReader.lengthColumns(opened, documentCount: count)
    } catch {
      findings.append(CheckFinding(error, in: file.name, articles: count))
      return nil
    }
    let values = columns.map { column in (0..<count).map { column.value(file.bytes, $0) } }
    (lengths, titleExtents, tailLengths) = (values[0], values[1], values[2])
    let sums = values.map { $0.reduce(0 as UInt64) { $0 + UInt64($1) } }
    let averages = sums.map { Double($0) / Double(max(1, count)) }
    usual = (
      DefaultSaturation(averageLength: averages[0]), DefaultSaturation(averageLength: averages[2])
    )
    for (name, sum, total) in [
      ("headlines and bodies", sums[0], info.totalLength), ("tails", sums[2], info.totalTailLength),
    ] where sum != total {
      findings.append(
        CheckFinding(
          file: file.name, problem: "\(name) of \(sum) units, \(info.name).si has \(total)",
          articles: count))
    }
    for (number, column) in columns.enumerated()
    where column.width != FileWriter.columnWidth(of: values[number]) {
      findings.append(
        CheckFinding(
          file: file.name, bytes: column.start..<column.start + column.byteCount(count),
          problem: "values of \(column.width) bytes that need fewer"))
    }
  }
}
