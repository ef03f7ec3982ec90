import InvertedIndex
import Storage

/// Reads back what the index was given of articles, and what it keeps of their files.
struct StoredArticles: RecordReader {
  /// Name of the file the records are from, for messages.
  let name: String

  func document(_ record: [UInt8], file: String) throws -> IndexDocument {
    IndexDocument(try ArticleRecord.decode(record, name: name), file: file)
  }

  func documents(inBlock bytes: [UInt8]) throws -> [IndexDocument] {
    try ArticleRecord.decodeAll(bytes, name: name).map { IndexDocument($0, file: "") }
  }

  func checkLedger(_ bytes: [UInt8]) throws { _ = try FileLedger(bytes) }
}
