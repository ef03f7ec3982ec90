import Storage

/// A check of the columns of a segment.
///
/// Values are in range and in order, strings are distinct, and the segment's id follows from the
/// article ids and hashes.
struct ColumnsCheck {
  private let file: EnvelopedFile
  private let columns: Columns
  private let count: Int
  private(set) var findings = CheckFindings()

  /// Opens the columns.
  ///
  /// - Returns: nil if their counts do not fit the segment.
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

  /// Checks the columns.
  ///
  /// - Returns: the columns; nil with findings.
  /// - Complexity: O(*n*) in the bytes of the file.
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
      let value = ordinal(document)
      if value < table.count { isUsed[value] = true } else { wrong += 1 }
    }
    if wrong > 0 {
      append("no such \(name)", articles: wrong)
    } else if isUsed.contains(false) {
      append("a \(name) of no article")
    }
  }

  /// Checks that the list of documents sorted by id has every document once, in order.
  private mutating func checkIDOrder() {
    guard findings.isEmpty else { return }
    var isListed = FixedBitSet(count: count)
    var previous: UInt32?
    for rank in 0..<count {
      let document = columns.document(atIDRank: rank)
      guard document < count, !isListed.contains(Int(document)) else {
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
    var identity = SegmentIdentity()
    for document in 0..<UInt32(count) {
      identity.append(columns.idBytes(of: document), columns.contentHash(of: document))
    }
    if identity.value != info.id {
      append(
        "ids and hashes do not match segment \(String(info.id, radix: 16))", articles: count)
    }
  }

  private mutating func append(_ problem: String, _ bytes: Range<Int>? = nil, articles: Int? = nil)
  {
    findings.append(problem, in: file.name, bytes, articles: articles)
  }
}
