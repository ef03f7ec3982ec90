import TestSupport
import Testing

@testable import Articles

/// Tests of web archives that wget and warcio have made; see `Fixtures/WebArchives/make.sh`.
struct WebArchiveTests {
  private let folder = TemporaryDirectory()

  static func fixture(_ name: String) -> String {
    TestFile.folder(above: #filePath, levels: 1) + "/Fixtures/WebArchives/" + name
  }

  private static let site = "http://127.0.0.1:8765"

  /// True when the program was built with brotli.
  private static let hasBrotli = Inflater.isAvailable(.brotli)

  @Test(arguments: ["wget.warc", "wget.warc.gz"])
  func `the pages of a crawl are read by their formats and charsets`(name: String) throws {
    let found = try Contents(of: Self.fixture(name))
    let problems = found.errors.map(\.description)
    if Self.hasBrotli {
      #expect(problems == [])
    } else {
      #expect(problems.count == 1 && problems[0].contains("brotli"))
    }
    var titles: [String: String] = [:]
    for article in found.articles {
      titles[article.id] = "\(article.title) \(article.source) \(article.encoding)"
    }
    func id(_ path: String) -> String { "\(name)/\(Self.site)/\(path)" }
    let gbk = "清河区新建十二所社区托育点 清河日报 GB18030"
    let chunked = "旧城改造完成首批验收 清河日报 UTF-8"
    let compressed = "住房公积金贷款额度提高 临江日报 UTF-8"
    let expected = [
      id("gbk.html"): gbk, id("latin1.html"): gbk,
      id("big5.html"): "公共房屋輪候突破九萬宗 港島時報 Big5",
      id("chunked.html"): chunked, id("plain"): chunked,
      id("gzip.html"): compressed, id("zlib.html"): compressed, id("deflate.html"): compressed,
      id("notice.txt"): "关于调整作息时间的通知 临江市人民政府 GB18030",
      "n1": "公积金新规  UTF-8", id(""): titles[id("")] ?? "missing",
    ]
    for (id, facts) in expected { #expect(titles[id] == facts, "\(id)") }
    #expect(titles[id("br.html")] == (Self.hasBrotli ? compressed : nil))
    // The target of a redirect was requested twice.
    let repeated = found.ids.filter { $0.hasPrefix(id("gbk.html") + "@20") }
    #expect(repeated.count == 1)
    #expect(found.articles.count == expected.count + (Self.hasBrotli ? 2 : 1))

    let page = try #require(found.articles.first { $0.id == id("gbk.html") })
    #expect(page.url == Self.site + "/gbk.html" && page.published != nil)
    #expect(page.extras.map(\.key) == ["warc_date"])
    #expect(page.extras[0].value.hasPrefix("\"20") && page.extras[0].value.hasSuffix("Z\""))
    #expect(found.members.contains(Self.site + "/gbk.html"))
    let kinds = found.skipped.kinds.map { "\($0.ending) \($0.count)" }.sorted()
    #expect(kinds == ["css 1", "jpg 1", "js 1", "txt 1"])
    // Requests, metadata, the redirect, the error, and the empty page.
    #expect(found.skipped.records > 20)
  }

  @Test func `captures of one address have their times in their ids`() throws {
    let found = try Contents(of: Self.fixture("warcio.warc.gz"))
    #expect(found.errors == [])
    let site = "warcio.warc.gz/https://news.example.cn"
    #expect(
      found.ids
        == [
          "/a.html", "/a.html@2023-06-06T00:00:00Z", "/a.html@2023-06-06T00:00:00Z#2", "/",
          "/article?id=5", "/r.html", "/c.html", "/decoded.html",
        ].map { site + $0 })
    #expect(Set(found.articles.map(\.url)).count == 6)
    #expect(found.articles.allSatisfy { !$0.title.isEmpty && $0.published != nil })
    #expect(found.skipped.records == 4 && found.skipped.files == 0)
  }

  /// warcio shares no code with this reader.
  @Test(arguments: ["wget.warc", "wget.warc.gz", "warcio.warc.gz"])
  func `contents are the same as warcio reads them`(name: String) throws {
    let listing = TestFile.bytes(Self.fixture("warcio.jsonl")) ?? []
    var expected: [String: Int] = [:]
    for line in String(decoding: listing, as: UTF8.self).split(separator: "\n")
    where line.contains("\"\(name)\"") {
      let record = Self.values(of: line)
      if let address = record["address"], let date = record["date"], let crc = record["crc"],
        let length = record["length"]
      {
        expected["\(address) \(date) \(length) \(crc)", default: 0] += 1
      }
    }
    let file = CorpusFile(path: Self.fixture(name), relativePath: name, format: CrawledText())
    let records = try WebArchiveRecords(file, largestArticle: 1 << 20)
    var count = 0
    while let step = Self.next(try records.next()) {
      guard case .member(let member) = step else { continue }
      if !Self.hasBrotli, member.fileName == "br.html" { continue }
      let key = try Self.key(of: member)
      #expect(expected[key, default: 0] > 0, "\(key)")
      expected[key, default: 0] -= 1
      count += 1
    }
    #expect(count == (name.hasPrefix("wget") ? 13 - (Self.hasBrotli ? 0 : 1) : 8))
  }

  private static func next(_ step: MemberStep) -> MemberStep? {
    if case .end = step { nil } else { step }
  }

  /// The address, the time, the length and the checksum of a record.
  private static func key(of member: Member) throws -> String {
    var bytes: [UInt8] = []
    while try member.stream.read(upTo: 1000, appendingTo: &bytes) > 0 {}
    var article = Article(id: "", text: [], originals: [], zones: [])
    if let capture = member.capture { capture(&article) }
    let date = article.extras[0].value.dropFirst().dropLast()
    return "\(article.url) \(date) \(bytes.count) \(crc(bytes))"
  }

  /// The values of a line of the listing, as they are written.
  private static func values(of line: Substring) -> [String: String] {
    var values: [String: String] = [:]
    for pair in line.dropFirst().dropLast().split(separator: ", ") {
      let parts = pair.split(separator: ": ", maxSplits: 1)
      if parts.count == 2 {
        values[parts[0].filter { $0 != "\"" }] = parts[1].filter { $0 != "\"" }
      }
    }
    return values
  }

  static func crc(_ bytes: [UInt8]) -> UInt32 {
    var crc = ~UInt32(0)
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }

  @Test func `changed bytes end with articles and errors`() throws {
    let whole = TestFile.bytes(Self.fixture("wget.warc")) ?? []
    var random = SplitMix64(seed: 22)
    for round in 0..<TestScale.cases(60) {
      var bytes = whole
      for _ in 0...(round % 8) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        bytes[index] = UInt8.random(in: 0...255, using: &random)
      }
      let found = try folder.read(bytes, as: "a.warc")
      #expect(found.articles.count >= 5 && found.articles.count <= 20)
      for article in found.articles { #expect(article.fault == nil) }
    }
  }
}
