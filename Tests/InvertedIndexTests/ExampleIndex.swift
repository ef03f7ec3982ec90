import Storage

@testable import InvertedIndex

/// The two articles of the worked example in docs/FORMAT.md, which also begin the golden index.
///
/// They contain every kind of term, inline postings and postings in files, and a complete record.
enum ExampleIndex {
  static let documents = [
    document(
      id: "news.txt", date: 20_230_702, time: 53_632, source: "工人日报", section: "要闻",
      url: "https://example.cn/1", tags: ["医保"], extras: [("views", "7")], original: "医保.html",
      pieces: [(.title, "医保"), (.header, "\n来源：工人日报\n"), (.body, "医保2023年。"), (.tail, "标签")]),
    document(
      id: "b.jsonl:2", date: 20_230_000, time: 0, source: "", section: "", url: "", tags: [],
      extras: [],
      original: "b.jsonl", file: "b.jsonl",
      pieces: [(.body, "医保。\n\n" + String(repeating: "哈", count: 61))]),
  ]

  /// The declared fields.
  static let fields = [IndexField(name: "views", type: .number)]

  /// The numbers of the zones in a record.
  enum Zone: UInt8 { case title, header, body, tail }

  private static func document(
    id: String, date: UInt32, time: UInt32, source: String, section: String, url: String,
    tags: [String], extras: [(String, String)], original: String, file: String = "",
    pieces: [(Zone, String)]
  ) -> IndexDocument {
    var text: [UInt8] = []
    var zones: [(zone: Zone, range: Range<Int>)] = []
    for (zone, piece) in pieces {
      let start = text.count
      text += piece.utf8
      zones.append((zone, start..<text.count))
    }
    // Encoded by hand after docs/FORMAT.md.
    var record: [UInt8] = [1]
    func append(_ value: Int) { Varint.encode(UInt64(value), into: &record) }
    func append(_ string: String) {
      append(string.utf8.count)
      record += string.utf8
    }
    append(id)
    append(Int(date))
    append(Int(time))
    for string in [source, section, url, "utf-8"] { append(string) }
    append(tags.count)
    for tag in tags { append(tag) }
    append(extras.count)
    for (key, value) in extras {
      append(key)
      append(value)
    }
    append(1)
    append(original)
    append(0)
    append(zones.count)
    for (zone, range) in zones {
      record.append(zone.rawValue)
      append(range.lowerBound)
      append(range.count)
    }
    append(text.count)
    record += text
    func ranges(_ zone: Zone) -> [Range<Int>] { zones.filter { $0.zone == zone }.map(\.range) }
    let values = extras.compactMap { key, value in
      key == fields[0].name ? Double(value).map { FieldTerm(fields[0], number: $0) } : nil
    }
    return IndexDocument(
      id: id, date: date, time: time, source: source, section: section, fields: values, file: file,
      contentHash: XXH64.hash(record.span), text: text, title: ranges(.title),
      body: ranges(.body), tail: ranges(.tail), record: record)
  }
}
