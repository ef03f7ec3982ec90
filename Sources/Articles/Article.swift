public import Calendar

/// A news article: its original text, the zones of that text, and its metadata.
public struct Article: Sendable, Equatable, Codable {
  /// The article's key: the id field of a record, or the path of a crawled text below the corpus
  /// folder, with `/` between its parts.
  public var id: String
  /// Publication time as printed, without a time zone. China Standard Time is assumed; times with
  /// another offset are converted to it.
  public var published: CivilDateTime?
  /// The newspaper, agency or site that published the article; empty when unknown. Input formats
  /// set it without invisible characters and superfluous white space, as `section` and `tags`.
  public var source: String
  /// The section of the source, such as 民生; empty when unknown.
  public var section: String
  /// The web address; empty when unknown.
  public var url: String
  public var tags: [String]
  /// Record fields without a meaning to the engine, in the order of the record.
  public var extras: [Extra]
  /// Name of the input's encoding: `UTF-8`, `GB18030`, `Big5`, `UTF-16LE` …
  public var encoding: String
  /// The original texts in UTF-8, concatenated.
  public var text: [UInt8]
  /// The original texts by name: `file` for crawled text; `page` for a web page, whose lines are
  /// extracted from the markup; for a record, the names of the members that are its title and its
  /// text.
  public var originals: [Original]
  /// Disjoint ascending ranges of `text`. Every byte that is not blank is in exactly one.
  public var zones: [Zone]
  /// The bytes of the input that became U+FFFD; nil for undamaged input. An index does not keep it.
  public var damage: DecodingDamage?
  /// The reasons to doubt the encoding of the input; nil without any, and for further records of a
  /// file. An index does not keep it.
  public var doubt: DecodingDoubt?

  public init(
    id: String, published: CivilDateTime? = nil, source: String = "", section: String = "",
    url: String = "", tags: [String] = [], extras: [Extra] = [], encoding: String = "UTF-8",
    text: [UInt8], originals: [Original], zones: [Zone], damage: DecodingDamage? = nil
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
    self.damage = damage
  }

  /// True when the article is a whole file, whose path is the id.
  package var isWholeFile: Bool {
    originals.first.map { Original.wholeFileNames.contains($0.name) } ?? false
  }

  /// The title zones, joined by a space. Computed in O(length of the title + number of zones).
  public var title: String {
    zones.filter { $0.kind == .title }
      .map { String(decoding: text[$0.range], as: UTF8.self) }
      .joined(separator: " ")
  }
}

/// A record field that the engine keeps for display only.
public struct Extra: Sendable, Hashable, Codable {
  public var key: String
  /// The JSON text of the value, exactly as in the record.
  public var value: String

  public init(key: String, value: String) {
    self.key = key
    self.value = value
  }
}

/// One of the texts that make up an article.
public struct Original: Sendable, Hashable, Codable {
  public var name: String
  /// Byte offset in the article's text. An original ends where the next one starts.
  public var start: Int

  public init(name: String, start: Int) {
    self.name = name
    self.start = start
  }

  /// The name of the text of a crawled page.
  static let file = "file"
  /// The name of the text that was extracted from markup.
  static let page = "page"
  /// The names of texts that are a whole file. No text of a record has one of them.
  static let wholeFileNames: Set = [file, page]
}

/// The role of a zone in an article.
public enum ZoneKind: UInt8, Sendable, Codable, CaseIterable {
  case title = 0
  /// Date, source and author lines, site slogans, and other text before the body.
  case header
  case body
  /// Tags, credits, navigation, teasers of other articles, and stray marks within the body.
  case tail
}

/// A range of an article's text with one role.
public struct Zone: Sendable, Hashable, Codable {
  public var kind: ZoneKind
  /// Byte offsets in the article's text, on code point boundaries; never empty.
  public var range: Range<Int>

  public init(kind: ZoneKind, range: Range<Int>) {
    self.kind = kind
    self.range = range
  }
}

/// Limits that keep the memory for one article bounded.
///
/// The size of an article is the size of its file or of its line, in bytes: as stored or in UTF-8,
/// whichever is larger.
public enum ArticleLimits {
  /// The largest size that is accepted unless another is given: 16 MiB.
  public static let defaultBytes = 16 << 20
  /// The largest size that can be accepted: 256 MiB. A position in the index has 28 bits.
  public static let maximumBytes = 256 << 20
  /// The maximum number of members of a record, and of its tags. Each takes far more memory than
  /// text of its length.
  public static let maximumMembers = 1 << 16
  /// The maximum nesting depth of JSON values, equal to the limit of Foundation's decoder.
  public static let maximumDepth = 512
}
