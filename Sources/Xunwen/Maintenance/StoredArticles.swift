import InvertedIndex
import Storage

/// Decodes the stored articles and the ledger of an index.
struct StoredArticles: RecordReader {
  /// The name of the file that contains the records, for messages.
  let name: String

  func document(_ record: [UInt8], file: String) throws -> IndexDocument {
    IndexDocument(try ArticleRecord.decode(record, name: name), file: file)
  }

  func documents(inBlock bytes: [UInt8]) throws -> [IndexDocument] {
    try ArticleRecord.decodeAll(bytes, name: name).map { IndexDocument($0, file: "") }
  }

  func checkLedger(_ bytes: [UInt8]) throws { _ = try FileLedger(bytes) }
}
