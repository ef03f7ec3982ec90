/// An article as the index sees it: text by zone, values of the columns, and an opaque record.
public struct IndexDocument: Sendable {
  /// The key of the article; unique among the live documents of an index.
  public var id: String
  /// The publication date as yyyymmdd, with month and day 0 where unknown; 0 without a date.
  public var date: UInt32
  /// Seconds since midnight plus one; 0 without a time.
  public var time: UInt32
  /// The source of the article; empty when unknown.
  public var source: String
  /// The section of the source; empty when unknown.
  public var section: String
  /// The tags as the source spells them.
  public var tags: [String]
  /// The values of fields, each once.
  public var fields: [FieldTerm]
  /// The value of the `file` column, which encodes an `Origin`.
  public var file: String
  /// The hash of the record.
  public var contentHash: UInt64
  /// The UTF-8 of the article, which the ranges below divide.
  public var text: [UInt8]
  /// The title, from position 0.
  public var title: [Range<Int>]
  /// The body, after the title and a gap.
  public var body: [Range<Int>]
  /// Tags, navigation and teasers of other articles; a field of its own.
  public var tail: [Range<Int>]
  /// The stored article, which the index returns unchanged.
  public var record: [UInt8]

  public init(
    id: String, date: UInt32 = 0, time: UInt32 = 0, source: String = "", section: String = "",
    tags: [String] = [], fields: [FieldTerm] = [], file: String = "", contentHash: UInt64 = 0,
    text: [UInt8],
    title: [Range<Int>], body: [Range<Int>], tail: [Range<Int>] = [], record: [UInt8] = []
  ) {
    self.id = id
    self.date = date
    self.time = time
    self.source = source
    self.section = section
    self.tags = tags
    self.fields = fields
    self.file = file
    self.contentHash = contentHash
    self.text = text
    self.title = title
    self.body = body
    self.tail = tail
    self.record = record
  }
}

/// A reader of stored records, whose format the index does not know.
public protocol RecordReader: Sendable {
  /// Returns the document of a record.
  ///
  /// - Parameter file: the value of the document's `file` column.
  /// - Throws: an error that describes why the bytes are not a record.
  func document(_ record: [UInt8], file: String) throws -> IndexDocument

  /// Returns the documents of consecutive records.
  ///
  /// - Throws: an error that describes why the bytes are not consecutive records.
  func documents(inBlock bytes: [UInt8]) throws -> [IndexDocument]

  /// - Throws: an error that describes why the bytes are not a ledger.
  func checkLedger(_ bytes: [UInt8]) throws

  /// Returns a reader of the records of an index with declared fields.
  func declaring(_ fields: [IndexField]) -> any RecordReader
}

/// The location from which an article was read: a file, and a member when the file is a container.
///
/// The `file` column of a segment stores the origin as text. This type alone reads and writes it:
///
/// ```
/// value := ""                the article is a whole file, and its id is the path of the file
///        | path              the file holds several articles; "-" is standard input
///        | path NUL member   the article is a member of a container, such as a zip archive
/// ```
public struct Origin: Sendable, Hashable, Codable {
  /// Path below the indexed folder, with `/` between its parts; `-` for standard input.
  public var file: String
  /// Path of the member within the container; nil when the file is no container.
  public var member: String?

  /// Creates the origin of an article in a file, or in a member of a container.
  public init(file: String, member: String? = nil) {
    self.file = file
    self.member = member
  }

  /// The path of the file, or of the member with the path of its container before it, such as
  /// `a.zip/2023/x.txt`.
  public var path: String { member.map { "\(file)/\($0)" } ?? file }

  /// Decodes a value of the `file` column.
  ///
  /// - Parameter id: the article's id, which is the path when the value is empty.
  public init(column value: String, id: String) {
    let parts = value.split(separator: "\0", maxSplits: 1, omittingEmptySubsequences: false)
    file = value.isEmpty ? id : String(parts[0])
    member = parts.count > 1 ? String(parts[1]) : nil
  }

  /// The value of the `file` column.
  ///
  /// - Parameter isWholeFile: true when the article is the whole file, so that its id is the path.
  public func columnValue(isWholeFile: Bool) -> String {
    if isWholeFile { return "" }
    return member.map { "\(file)\0\($0)" } ?? file
  }
}
