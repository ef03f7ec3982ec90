import Articles
import Calendar
import Storage

/// The encoding of an article in the stored file. It is complete, so the stored file alone can
/// rebuild the index.
///
/// ```
/// record  := version: u8 = 1  id: string  date: varint  time: varint
///            source: string  section: string  url: string  encoding: string
///            tags: varint  { tag: string }{tags}
///            extras: varint  { key: string  JSON: string }{extras}
///            originals: varint  { name: string  start: varint }{originals}
///            zones: varint  { kind: u8  start: varint  length: varint }{zones}
///            text: string
/// string  := bytes: varint  UTF-8
/// ```
/// A date is yyyymmdd, a time is the seconds since midnight plus one, and 0 means unknown. A start
/// is a byte offset in the text.
enum ArticleRecord {
  private static let version: UInt8 = 1

  static func encode(_ article: Article) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(article.text.count + 512)  // seldom too small
    bytes.append(version)
    func append(_ value: Int) { Varint.encode(UInt64(value), into: &bytes) }
    func append(_ string: String) {
      append(string.utf8.count)
      bytes.append(contentsOf: string.utf8)
    }
    append(article.id)
    append(Int(article.published?.date.packed ?? 0))
    append(Int(article.published?.packedTime ?? 0))
    for text in [article.source, article.section, article.url, article.encoding] { append(text) }
    append(article.tags.count)
    for tag in article.tags { append(tag) }
    append(article.extras.count)
    for extra in article.extras {
      append(extra.key)
      append(extra.value)
    }
    append(article.originals.count)
    for original in article.originals {
      append(original.name)
      append(original.start)
    }
    append(article.zones.count)
    for zone in article.zones {
      bytes.append(zone.kind.rawValue)
      append(zone.range.lowerBound)
      append(zone.range.count)
    }
    append(article.text.count)
    bytes.append(contentsOf: article.text)
    return bytes
  }

  /// Decodes a record of the file `name`. Throws `StorageError.corrupt`.
  static func decode(_ bytes: [UInt8], name: String) throws(StorageError) -> Article {
    // Safe: bytes have no padding.
    var reader = unsafe ByteReader(bytes.span.bytes, at: 0, file: name)
    return try decode(&reader, byteCount: bytes.count, name: name)
  }

  /// Decodes concatenated records of the file `name`. Throws `StorageError.corrupt`.
  static func decodeAll(_ bytes: [UInt8], name: String) throws(StorageError) -> [Article] {
    // Safe: bytes have no padding.
    var reader = unsafe ByteReader(bytes.span.bytes, at: 0, file: name)
    var articles: [Article] = []
    while !reader.isAtEnd {
      articles.append(try decode(&reader, byteCount: bytes.count, name: name))
    }
    return articles
  }

  private static func decode(
    _ reader: inout ByteReader, byteCount: Int, name: String
  ) throws(StorageError) -> Article {
    let start = reader.offset
    guard try reader.readUInt8() == version else {
      throw .corrupt(file: name, offset: start, reason: "not an article record")
    }
    let id = try reader.readString()
    let date = UInt32(clamping: try reader.readVarint())
    let time = UInt32(clamping: try reader.readVarint())
    let source = try reader.readString()
    let section = try reader.readString()
    let url = try reader.readString()
    let encoding = try reader.readString()
    var tags: [String] = []
    for _ in 0..<(try reader.readVarint()) { tags.append(try reader.readString()) }
    var extras: [Extra] = []
    for _ in 0..<(try reader.readVarint()) {
      extras.append(Extra(key: try reader.readString(), value: try reader.readString()))
    }
    var originals: [Original] = []
    for _ in 0..<(try reader.readVarint()) {
      originals.append(Original(name: try reader.readString(), start: try reader.readInt()))
    }
    var zones: [Zone] = []
    for _ in 0..<(try reader.readVarint()) {
      let kind = try reader.readUInt8()
      let (start, length) = (try reader.readInt(), try reader.readInt())
      guard let kind = ZoneKind(rawValue: kind), 0...byteCount ~= start, 0...byteCount ~= length
      else { throw .corrupt(file: name, offset: reader.offset, reason: "no such zone") }
      zones.append(Zone(kind: kind, range: start..<(start + length)))
    }
    let text = try reader.readBytes(try reader.readInt())
    let article = Article(
      id: id, published: CivilDateTime(packedDate: date, packedTime: time), source: source,
      section: section, url: url, tags: tags, extras: extras, encoding: encoding, text: text,
      originals: originals, zones: zones)
    if let fault = article.fault {
      throw .corrupt(file: name, offset: reader.offset, reason: fault)
    }
    return article
  }
}

extension ByteReader {
  mutating func readInt() throws(StorageError) -> Int {
    Int(truncatingIfNeeded: try readVarint())
  }
}
