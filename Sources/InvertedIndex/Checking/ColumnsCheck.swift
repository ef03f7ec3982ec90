import Storage

/// Checks the columns of a segment: values in range and in order, strings distinct, and the segment's identity, which
/// follows from ids and hashes.
struct ColumnsCheck {
  private let file: EnvelopedFile
  private let columns: Columns
  private let count: Int
  private(set) var findings = CheckFindings()

  /// Opens a file for its checks.
  ///
  /// - Returns: nil where its counts do not fit the segment's.
  init?(_ file: EnvelopedFile, _ info: SegmentInfo, _ findings: inout CheckFindings) {
    do throws(StorageError) {
      columns = try Columns(file, documentCount: info.documentCount)
    } catch {
      findings.append(CheckFinding(error, in: file.name, articles: info.documentCount))
      return nil
    }
    self.file = file
    count = info.documentCount
  }

  /// - Returns: the columns; nil where something is wrong with them.
  /// - Complexity: O(*n*) in the bytes of the file.
  mutating func check(_ info: SegmentInfo) -> Columns? {
    let columns = columns
    checkStrings(columns.idTable, "ids", isSorted: false)
    checkStrings(columns.sources, "sources", isSorted: true)
    checkStrings(columns.sections, "sections", isSorted: true)
    if let files = columns.files { checkStrings(files, "files", isSorted: true) }
    if columns.end != file.payload.upperBound {
      append("bytes behind the last string", columns.end..<file.payload.upperBound)
    }
    checkOrdinals("source", columns.sources) { Int(columns.sourceOrdinal(of: $0)) }
    checkOrdinals("section", columns.sections) { Int(columns.sectionOrdinal(of: $0)) }
    if let files = columns.files {
      checkOrdinals("file", files) { Int(columns.fileOrdinal(of: $0)) }
    }
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
    let count = count
    var isUsed = [Bool](repeating: false, count: table.count)
    let wrong = (0..<UInt32(count)).filter { document in
      let value = ordinal(document)
      guard value < table.count else { return true }
      isUsed[value] = true
      return false
    }
    if !wrong.isEmpty {
      append("no such \(name)", articles: wrong.count)
    } else if isUsed.contains(false) {
      append("a \(name) of no article")
    }
  }

  /// The documents in the order of their ids: each once.
  private mutating func checkIDOrder() {
    guard findings.isEmpty else { return }
    var isMet = FixedBitSet(count: count)
    var previous: UInt32?
    for place in 0..<count {
      let document = columns.document(atPlace: place)
      guard document < count, !isMet.contains(Int(document)) else {
        return append("the order of ids does not have every article once", articles: count)
      }
      isMet.insert(Int(document))
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
        "ids and hashes are not those of segment \(String(info.id, radix: 16))", articles: count)
    }
  }

  private mutating func append(_ problem: String, _ bytes: Range<Int>? = nil, articles: Int? = nil)
  {
    findings.append(
      CheckFinding(file: file.name, bytes: bytes, problem: problem, articles: articles))
  }
}
