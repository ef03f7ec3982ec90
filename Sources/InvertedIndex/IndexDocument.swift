/// One article as the index sees it: text by zone, column values, and an opaque record to show it from.
public struct IndexDocument: Sendable {
  /// Key of the article; unique among the live documents of an index.
  public var id: String
  /// Publication date as yyyymmdd, month and day 0 where unknown; 0 without a date.
  public var date: UInt32
  /// Seconds since midnight plus one; 0 without a time.
  public var time: UInt32
  /// Publisher; empty when unknown.
  public var source: String
  /// Part of the publication; empty when unknown.
  public var section: String
  /// As its publisher spells them.
  public var tags: [String]
  /// The value of the `file` column, which encodes an `Origin`.
  public var file: String
  /// Hash of everything the article consists of.
  public var contentHash: UInt64
  /// UTF-8 of the article; the ranges below point into it.
  public var text: [UInt8]
  /// The headline, from position 0.
  public var title: [Range<Int>]
  /// The body, after the headline and a gap.
  public var body: [Range<Int>]
  /// Tags, navigation, other articles' teasers: a field of its own.
  public var tail: [Range<Int>]
  /// What the caller wants back when the article is shown.
  public var record: [UInt8]

  public init(
    id: String, date: UInt32 = 0, time: UInt32 = 0, source: String = "", section: String = "",
    tags: [String] = [], file: String = "", contentHash: UInt64 = 0, text: [UInt8],
    title: [Range<Int>],
    body: [Range<Int>],
    tail: [Range<Int>] = [], record: [UInt8] = []
  ) {
    self.id = id
    self.date = date
    self.time = time
    self.source = source
    self.section = section
    self.tags = tags
    self.file = file
    self.contentHash = contentHash
    self.text = text
    self.title = title
    self.body = body
    self.tail = tail
    self.record = record
  }
}
