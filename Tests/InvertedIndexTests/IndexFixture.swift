import Storage
import TestSupport
import TextAnalysis

@testable import InvertedIndex

/// Builds and commits small indexes, and reads their contents.
struct IndexFixture {
  let temporary = TemporaryDirectory()
  let analyzer: Analyzer
  var directory: IndexDirectory { IndexDirectory(temporary.path) }

  init() throws { analyzer = try Analyzer() }

  /// Replaces the index by segments of the given documents and returns the duplicate ids.
  @discardableResult
  func replace(
    with segments: [[IndexDocument]], fields: [IndexField] = []
  ) throws -> [DuplicateID] {
    try Self.replace(directory, with: segments, analyzer, fields: fields)
  }

  @discardableResult
  static func replace(
    _ directory: IndexDirectory, with segments: [[IndexDocument]], _ analyzer: Analyzer,
    ledger: [UInt8]? = nil, fields: [IndexField] = []
  ) throws -> [DuplicateID] {
    let writer = try IndexWriter(directory)
    var change = IndexChange()
    change.replacesAll = true
    change.fields = fields
    change.added = try segments.map { try build($0, writer, analyzer) }
    let prepared = try writer.prepare(change)
    try writer.commit(prepared, ledger: ledger)
    return prepared.duplicates
  }

  /// Writes a segment without committing it.
  static func build(
    _ documents: [IndexDocument], _ writer: IndexWriter, _ analyzer: Analyzer
  ) throws -> SegmentInfo {
    let inverter = DocumentInverter(
      directory: writer.directory, name: writer.takeSegmentName(), analyzer: analyzer,
      memoryLimit: 1 << 20)
    for document in documents { try inverter.add(document) }
    return try inverter.finish()
  }

  /// Returns documents with the ids `prefix0`, `prefix1` … The text contains the id.
  static func documents(_ prefix: String, _ count: Int) -> [IndexDocument] {
    (0..<count).map { number in
      let text = Array("\(prefix) 第\(number)篇".utf8)
      return IndexDocument(
        id: "\(prefix)\(number)", contentHash: UInt64(number), text: text, title: [],
        body: [0..<text.count], record: text)
    }
  }

  /// Reads all articles and postings, and returns the ids of the live documents in order.
  static func contents(_ reader: IndexReader) throws -> [String] {
    var ids: [String] = []
    for segment in reader.segments {
      for document in 0..<UInt32(segment.documentCount) where segment.isLive(document) {
        let id = segment.columns.id(of: document)
        let record = String(decoding: try segment.record(of: document), as: UTF8.self)
        guard record.replacing(" 第", with: "").replacing("篇", with: "") == id else {
          throw StorageError.corrupt(file: id, offset: 0, reason: "record \(record)")
        }
        ids.append(id)
      }
      var terms = 0
      segment.terms.forEach(prefix: []) { term, info in
        terms += 1
        let cursor = segment.cursor(for: info, in: TermBytes.field(of: term))
        while cursor.document != PostingsCursor.noMoreDocuments { cursor.advance() }
      }
      guard terms == segment.terms.termCount else {
        throw StorageError.corrupt(file: segment.info.name, offset: 0, reason: "\(terms) terms")
      }
    }
    return ids
  }
}
