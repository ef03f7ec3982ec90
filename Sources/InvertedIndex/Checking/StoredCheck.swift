import Storage

/// A check of the stored articles of a segment: every block decompresses, every record is an
/// article, and the columns match the records.
struct StoredCheck: Sendable {
  private let file: EnvelopedFile
  private let reader: StoredReader
  private let columns: Columns?
  private let records: any RecordReader

  /// Checks the directory of blocks; nil if it is damaged.
  init?(
    _ file: EnvelopedFile, _ info: SegmentInfo, _ columns: Columns?, _ records: any RecordReader,
    _ findings: inout CheckFindings
  ) {
    do throws(StorageError) {
      reader = try StoredReader(file, documentCount: info.documentCount)
      try reader.checkDirectory()
    } catch {
      findings.append(error, in: file.name, articles: info.documentCount)
      return nil
    }
    self.file = file
    self.columns = columns
    self.records = records
  }

  var ranges: [Range<UInt32>] { reader.documentRanges(ofBytes: 4 << 20) }

  func check(_ documents: Range<UInt32>) -> CheckFindings {
    var findings = CheckFindings()
    var cursor = StoredCursor(reader)
    for document in documents {
      guard let problem = problem(of: document, &cursor) else { continue }
      findings.append(problem, in: file.name, reader.bytes(of: document), articles: 1)
    }
    return findings
  }

  private func problem(of document: UInt32, _ cursor: inout StoredCursor) -> String? {
    do {
      let found = try records.document(
        try cursor.record(of: document), file: columns?.file(of: document) ?? "")
      return difference(found, document).map { "article \(document): \($0)" }
    } catch {
      let name = columns.map { "article \($0.id(of: document))" } ?? "article \(document)"
      let reason =
        if case StorageError.corrupt(_, _, let reason) = error { reason } else { "\(error)" }
      return "\(name): \(reason)"
    }
  }

  private func difference(_ found: IndexDocument, _ document: UInt32) -> String? {
    guard let columns else { return nil }
    let source = columns.sources.bytes(columns.sourceOrdinal(of: document))
    let section = columns.sections.bytes(columns.sectionOrdinal(of: document))
    let isEqual: [(String, Bool)] = [
      ("id", Array(found.id.utf8) == columns.idBytes(of: document)),
      ("hash", found.contentHash == columns.contentHash(of: document)),
      ("date", found.date == columns.date(of: document)),
      ("time", found.time == columns.time(of: document)),
      ("source", Array(found.source.utf8) == source),
      ("section", Array(found.section.utf8) == section),
    ]
    let different = isEqual.filter { !$0.1 }.map(\.0)
    return different.isEmpty ? nil : "the columns have another \(different.joined(separator: ", "))"
  }
}
