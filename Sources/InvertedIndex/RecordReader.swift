/// What the index was given of an article, read back from its record, which means nothing here.
public protocol RecordReader: Sendable {
  /// - Parameter file: what the columns say of the document's file.
  /// - Throws: why the bytes are no record.
  func document(_ record: [UInt8], file: String) throws -> IndexDocument

  /// The articles of records that stand one right after another.
  ///
  /// - Throws: why the bytes are not such.
  func documents(inBlock bytes: [UInt8]) throws -> [IndexDocument]

  /// - Throws: why the bytes are no ledger.
  func checkLedger(_ bytes: [UInt8]) throws
}
