public import Calendar

/// One article as it was found: its original text, what each part of it is, and what is known about
/// it.
public struct Article: Sendable, Equatable {
  /// The path below the corpus folder with `/` between its parts, or the id its record carries.
  public var id: String
  /// Publication time as printed, without a time zone; China Standard Time where it matters.
  public var published: CivilDateTime?
  /// The publisher, or "" when the article names none.
  public var source: String
  /// The category of a record, or "".
  public var section: String
  /// The address of a record, or "".
  public var url: String
  public var tags: [String]
  /// Fields of a record that mean nothing to the engine, in the order of the record.
  public var extras: [Extra]
  /// What the bytes were encoded in: `UTF-8`, `GB18030`, `Big5`, `UTF-16LE` …
  public var encoding: String
  /// The original text or texts, one right after the other, in UTF-8.
  public var text: [UInt8]
  /// Where each original begins in `text`: `file` for a page; `title` and `text` (or `body`) for a
  /// record.
  public var originals: [Original]
  /// Disjoint ascending ranges of `text` that together hold every byte which is not blank.
  public var zones: [Zone]

  public init(
    id: String, published: CivilDateTime? = nil, source: String = "", section: String = "",
    url: String = "", tags: [String] = [], extras: [Extra] = [], encoding: String = "UTF-8",
    text: [UInt8], originals: [Original], zones: [Zone]
  ) {
    self.id = id
    self.published = published
    self.source = source
    self.section = section
    self.url = url
    self.tags = tags
    self.extras = extras
    self.encoding = encoding
    self.text = text
    self.originals = originals
    self.zones = zones
  }

  /// The title zones, joined by a space.
  ///
  /// - Complexity: O(length of the title + number of zones).
  public var title: String {
    zones.lazy.filter { $0.kind == .title }
      .map { String(decoding: self.text[$0.range], as: UTF8.self) }
      .joined(separator: " ")
  }
}

/// A field of a record kept for display only.
public struct Extra: Sendable, Hashable {
  public var key: String
  /// The value exactly as the record spells it: JSON text.
  public var value: String

  public init(key: String, value: String) {
    self.key = key
    self.value = value
  }
}

/// One of the texts an article consists of.
public struct Original: Sendable, Hashable {
  public var name: String
  /// Byte offset in the article's text; the original ends where the next one begins.
  public var start: Int

  public init(name: String, start: Int) {
    self.name = name
    self.start = start
  }
}

/// What a stretch of an article's text is.
public enum ZoneKind: UInt8, Sendable, CaseIterable {
  case title = 0
  /// Time, source and author lines, site slogans, and whatever else precedes the body.
  case header
  case body
  /// Tags, credits, navigation and the teasers of other articles; also stray marks inside the body.
  case tail
}

/// A stretch of an article's text and what it is.
public struct Zone: Sendable, Hashable {
  public var kind: ZoneKind
  /// Byte offsets in the article's text; begins and ends at code point boundaries, never empty.
  public var range: Range<Int>

  public init(kind: ZoneKind, range: Range<Int>) {
    self.kind = kind
    self.range = range
  }
}

/// Sizes beyond which input is refused rather than held in memory.
public enum ArticleLimits {
  /// The largest page, and the longest line of a record file, in bytes: 256 MiB.
  public static let maximumBytes = 256 << 20
  /// How deep the values of a record may nest; the same as in Foundation's decoder.
  public static let maximumDepth = 512
}
