import Storage

/// A reader that cuts a record file into records.
protocol RecordSource: ~Copyable {
  associatedtype Record: CutRecord

  /// Returns the next record, or nil at the end. An error concerns one record, and the next call
  /// continues after it.
  mutating func next() throws(ArticleError) -> Record?

  /// Returns the doubt about the encoding of the file once, with the record that decided it.
  mutating func takeDoubt() -> DecodingDoubt?
}

/// The bytes of a record, not parsed yet.
protocol CutRecord: Sendable {
  var bytes: [UInt8] { get }
  /// The number that identifies the record in its file.
  var ordinal: Int { get }
}

/// A reader of the articles of a record file.
final class RecordReader<Source: RecordSource & ~Copyable>: ArticleReader {
  private let file: CorpusFile
  private var source: Source
  private let parse: RecordParser<Source.Record>

  init(
    _ file: CorpusFile, _ source: consuming Source, parse: @escaping RecordParser<Source.Record>
  ) {
    self.file = file
    self.source = source
    self.parse = parse
  }

  func next() throws(ArticleError) -> ArticlePart? {
    guard let record = try source.next() else { return nil }
    return RecordPart(file: file, parse: parse).part(record, source.takeDoubt())
  }
}

/// Parses a record, given the id of a record without one.
typealias RecordParser<Record> =
  @Sendable (Record, () -> String) throws(ArticleError) -> Article

private struct RecordPart<Record: CutRecord> {
  let file: CorpusFile
  let parse: RecordParser<Record>

  func part(_ record: Record, _ doubt: DecodingDoubt?) -> ArticlePart {
    let slot = SingleUse(record)
    return ArticlePart(byteCount: record.bytes.count) { [file, parse] () throws(ArticleError) in
      let record = slot.take()
      var article = try parse(record) {
        // The next standard input has other records, so a hash of the content is the id.
        let hash = file.isStandardInput ? XXH64.hash(record.bytes.span) : nil
        return "\(file.relativePath)#\(hash.map { String($0, radix: 16) } ?? "\(record.ordinal)")"
      }
      article.doubt = doubt
      return article
    }
  }
}
