import Storage

/// Checks the stored articles of a segment: every block decompresses, every record is an article, and what the columns
/// have of it is what it says.
struct StoredCheck: Sendable {
  private let file: EnvelopedFile
  private let reader: StoredReader
  private let columns: Columns?
  private let records: any RecordReader

  /// - Parameter columns: nil where they are damaged: then nothing is compared with them.
  /// - Returns: nil where the places of blocks cannot be believed.
  init?(
    _ file: EnvelopedFile, _ info: SegmentInfo, _ columns: Columns?, _ records: any RecordReader,
    _ findings: inout CheckFindings
  ) {
    do throws(StorageError) {
      reader = try StoredReader(file, documentCount: info.documentCount)
      try reader.checkPlaces(from: file.payload.lowerBound)
    } catch {
      findings.append(CheckFinding(error, in: file.name, articles: info.documentCount))
      return nil
    }
    self.file = file
    self.columns = columns
    self.records = records
  }

  /// Documents that are checked at a time, by some thread.
  var stretches: [Range<UInt32>] { reader.stretches(ofBytes: 4 << 20) }

  /// - Complexity: O(*n*) in the bytes of the articles.
  func check(_ documents: Range<UInt32>) -> CheckFindings {
    var findings = CheckFindings()
    var cursor = StoredCursor(reader)
    for document in documents {
      let place = reader.bytes(of: document)
      do {
        let record = try cursor.record(of: document)
        let file = columns?.file(of: document) ?? ""
        let found = try records.document(record, file: file)
        if let problem = difference(found, document) {
          findings.append(
            CheckFinding(
              file: self.file.name, bytes: place,
              problem: "article \(document): \(problem)", articles: 1))
        }
      } catch {
        let reason =
          if case StorageError.corrupt(_, _, let reason) = error { reason } else { "\(error)" }
        findings.append(
          CheckFinding(
            file: self.file.name, bytes: place,
            problem: "\(name(of: document)): \(reason)", articles: 1))
      }
    }
    return findings
  }

  private func name(of document: UInt32) -> String {
    columns.map { "article \($0.id(of: document))" } ?? "article \(document)"
  }

  /// What the columns do not have as the record does.
  private func difference(_ found: IndexDocument, _ document: UInt32) -> String? {
    guard let columns else { return nil }
    let isEqual: [(String, Bool)] = [
      ("id", Array(found.id.utf8) == columns.idBytes(of: document)),
      ("hash", found.contentHash == columns.contentHash(of: document)),
      ("date", found.date == columns.date(of: document)),
      ("time", found.time == columns.time(of: document)),
      (
        "source",
        Array(found.source.utf8) == columns.sources.bytes(columns.sourceOrdinal(of: document))
      ),
      (
        "section",
        Array(found.section.utf8) == columns.sections.bytes(columns.sectionOrdinal(of: document))
      ),
    ]
    let different = isEqual.filter { !$0.1 }.map(\.0)
    return different.isEmpty
      ? nil : "the columns have another \(different.joined(separator: ", "))"
  }
}
