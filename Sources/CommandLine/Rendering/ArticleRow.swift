import Xunwen

/// An article for programs. Fields of a record that mean nothing to the engine stay as they were
/// spelled: JSON text.
struct ArticleRow: Encodable {
  let id: String
  let title: String
  let date: Nullable<String>
  let source: Nullable<String>
  let section: Nullable<String>
  let url: Nullable<String>
  /// File below the folder that was indexed.
  let path: Nullable<String>
  let contentHash: String
  let tags: [String]
  let extras: [ExtraRow]
  let encoding: String
  let originals: [OriginalRow]
  let zones: [ZoneRow]
  /// What a query matches; null without one.
  let matches: Nullable<[SpanRow]>
  let segment: String
  let document: Int

  private enum CodingKeys: String, CodingKey {
    case id, title, date, source, section, url, path, tags, extras, encoding, originals, zones
    case matches, segment, document
    case contentHash = "content_hash"
  }

  struct ExtraRow: Encodable {
    let key: String
    let json: String
  }

  struct OriginalRow: Encodable {
    let name: String
    let text: String
  }

  struct ZoneRow: Encodable {
    let kind: String
    let original: String
    /// In Unicode scalars of the original.
    let start: Int
    let end: Int
  }

  /// - Parameter matches: UTF-8 offsets in the article's text.
  init(_ stored: StoredArticle, matches ranges: [Range<Int>]?) {
    let article = stored.article
    id = article.id
    title = article.title
    date = Nullable(article.published.map(\.description))
    source = Nullable(nonEmpty: article.source)
    section = Nullable(nonEmpty: article.section)
    url = Nullable(nonEmpty: article.url)
    path = Nullable(nonEmpty: stored.origin?.file ?? "")
    contentHash = Hexadecimal.text(of: stored.contentHash)
    tags = article.tags
    extras = article.extras.map { ExtraRow(key: $0.key, json: $0.value) }
    encoding = article.encoding
    originals = article.originals.indices.map { index in
      let next = index + 1
      let end = next < article.originals.count ? article.originals[next].start : article.text.count
      let text = article.text[article.originals[index].start..<end]
      return OriginalRow(
        name: article.originals[index].name, text: String(decoding: text, as: UTF8.self))
    }
    let places = ScalarOffsets(article)
    zones = article.zones.map { zone in
      let place = places.place(of: zone)
      return ZoneRow(
        kind: "\(zone.kind)", original: place.original, start: place.start, end: place.end)
    }
    matches = Nullable(ranges.map { article.spans(of: $0).map(SpanRow.init) })
    segment = stored.segment
    document = stored.document
  }
}
