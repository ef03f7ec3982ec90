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

  // MARK: Records made here

  private static func record(
    _ address: String, _ body: String, type: String = "text/html", kind: String = "resource",
    length: Int? = nil, date: String = "2026-07-14T08:30:00Z"
  ) -> [UInt8] {
    let body = Array(body.utf8)
    let head = """
      WARC/1.1\r\nWARC-Type: \(kind)\r\nWARC-Target-URI: \(address)\r\nWARC-Date: \(date)\r
      WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: \(type)\r
      Content-Length: \(length ?? body.count)\r\n\r\n
      """
    return Array(head.utf8) + body + Array("\r\n\r\n".utf8)
  }

  private static func page(_ number: Int) -> String {
    "<html><title>第\(number)号公告</title><h1>第\(number)号公告</h1>"
      + "<p>2023-01-02 来源：清河日报</p><p>这一段说明第\(number)项安排，由有关部门负责落实。</p></html>"
  }

  private static func text(_ number: Int) -> String { "第\(number)号公告\n\n由有关部门负责落实。" }

  private static func notice(_ number: Int, length: Int? = nil) -> [UInt8] {
    record("http://a.cn/\(number)", text(number), type: "text/plain", length: length)
  }

  private func read(
    _ bytes: [UInt8], as name: String = "a.warc", limit: Int = ArticleLimits.defaultBytes
  ) throws -> Contents {
    folder.write(bytes, to: name)
    return try Contents(of: folder.path(of: name), limit: limit)
  }

  private func numbers(_ found: Contents) -> [Int] {
    found.ids.compactMap { $0.split(separator: "/").last.flatMap { Int($0) } }
  }

  @Test func `a web archive is recognized by its contents, and in other archives`() throws {
    let bytes = Self.record("http://a.cn/1", Self.page(1))
    #expect(try read(bytes, as: "crawl").ids == ["crawl/http://a.cn/1"])
    #expect(try read(bytes, as: "crawl.dat").ids == ["crawl.dat/http://a.cn/1"])
    var archive = TarArchive()
    archive.add(Array("x/b.warc".utf8), bytes)
    let compressed = TestFile.bytes(Self.fixture("warcio.warc.gz")) ?? []
    archive.add(Array("c.warc.gz".utf8), compressed)
    let found = try read(archive.bytes, as: "a.tar")
    #expect(found.errors == [] && found.ids.count == 9)
    #expect(found.ids[0] == "a.tar/x/b.warc/http://a.cn/1")
    #expect(found.members[0] == "x/b.warc/http://a.cn/1")
  }

  @Test func `the pages of a WACZ file are read once`() throws {
    var archive = TarArchive()
    let compressed = TestFile.bytes(Self.fixture("warcio.warc.gz")) ?? []
    archive.add(Array("archive/data.warc.gz".utf8), compressed)
    archive.add(
      "pages/pages.jsonl",
      """
      {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}
      {"id": "1", "url": "https://news.example.cn/a.html", "title": "公告", "text": "正文一段"}

      """)
    archive.add("pages.jsonl", "{\"title\": \"公告\", \"text\": \"正文一段\"}\n")
    let found = try read(archive.bytes, as: "a.tar")
    #expect(found.errors == [] && found.articles.count == 9)
    #expect(found.skipped.kinds.map(\.examples) == [["a.tar/pages/pages.jsonl"]])
  }

  @Test func `archives in a web archive are read`() throws {
    let zip = TestFile.bytes(Contents.fixture("news.zip")) ?? []
    let head = """
      WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://a.cn/down?id=3\r
      WARC-Date: 2026-07-14T08:30:00Z\r\nContent-Type: application/zip\r
      Content-Length: \(zip.count)\r\n\r\n
      """
    let bytes = Array(head.utf8) + zip + Array("\r\n\r\n".utf8)
    let found = try read(bytes + Self.record("http://a.cn/1", Self.page(1)))
    #expect(found.errors == [] && found.ids.count == 5)
    #expect(found.ids.contains("a.warc/http://a.cn/down?id=3/旧城.txt"))
    #expect(found.articles.allSatisfy { $0.url.hasPrefix("http://a.cn/") })
  }

  @Test func `one of many records with errors loses only itself`() throws {
    var random = SplitMix64(seed: 20)
    var bytes: [UInt8] = []
    var good: [Int] = []
    var errors = 0
    for number in 0..<10_000 {
      func record(_ length: Int? = nil) -> [UInt8] { Self.notice(number, length: length) }
      let length = Self.text(number).utf8.count
      switch Int.random(in: 0..<100, using: &random) {
      case 0: bytes += record(length - 9)
      case 1: bytes += record(length + 2000)
      case 2: bytes += record(1 << 50)
      case 3: bytes += record().dropLast(12)
      case 4:
        bytes += Array("Content-Length\r\nstray line\r\n".utf8) + record()
        good.append(number)
      default:
        bytes += record()
        good.append(number)
        continue
      }
      errors += 1
    }
    bytes += Self.notice(10_000)
    let found = try read(bytes, limit: 1 << 20)
    let missing = Set(good + [10_000]).subtracting(numbers(found))
    #expect(missing.isEmpty, "\(missing.sorted())")
    #expect(found.articles.count == good.count + 1)
    #expect(found.errors.count <= errors && found.errors.count > errors / 2)
  }

  @Test func `a damaged member of a compressed archive loses only itself`() throws {
    let whole = TestFile.bytes(Self.fixture("warcio.warc.gz")) ?? []
    let all = try read(whole, as: "a.warc.gz").ids
    var random = SplitMix64(seed: 21)
    for index in 0..<TestScale.cases(100) {
      var bytes = whole
      let at = Int.random(in: 0..<bytes.count, using: &random)
      if index % 3 == 0 {
        bytes.removeSubrange(at..<min(bytes.count, at + 30))
      } else {
        bytes[at] ^= UInt8.random(in: 1...255, using: &random)
      }
      let found = try read(bytes, as: "a.warc.gz")
      // One record may be lost, or two when the bytes between them are removed. A header may be
      // changed without damage to its member only in its fields of gzip, which mean nothing here.
      #expect(found.articles.count >= all.count - 2, "byte \(at): \(found.errors)")
      #expect(found.errors.count <= 3)
    }
  }

  @Test(arguments: ["warcio.warc.gz", "wget.warc"])
  func `a cut archive keeps the records before the cut`(name: String) throws {
    let whole = TestFile.bytes(Self.fixture(name)) ?? []
    let all = try read(whole, as: name).ids
    for count in stride(from: 1, to: whole.count, by: max(1, whole.count / TestScale.cases(60))) {
      let found = try read(Array(whole.prefix(count)), as: name)
      #expect(found.ids.elementsEqual(all.prefix(found.ids.count)))
      #expect(found.errors.count <= 2, "\(found.errors)")
    }
  }

  /// An update counts such a page and does not report it.
  @Test func `a page may have no text`() throws {
    folder.write(
      Self.record("http://a.cn/1", "<html><div id=app></div></html>")
        + Self.record("http://a.cn/2", Self.page(2)), to: "a.warc")
    let file = try #require(CorpusScanner.scan(folder.path(of: "a.warc")).files.first)
    let reader = try file.format.open(file, decoder: TextDecoder(forced: nil))
    let empty = try #require(try reader.next())
    let error = #expect(throws: ArticleError.self) { try empty.parse() }
    #expect(error?.reason == .empty && empty.mayBeEmpty)
    #expect(try reader.next()?.parse().title == "第2号公告")
  }

  @Test func `a page above the limit loses only itself`() throws {
    let long = "<p>" + String(repeating: "这一段说明各项安排。", count: 5000) + "</p>"
    let found = try read(
      Self.record("http://a.cn/1", Self.page(1)) + Self.record("http://a.cn/2", long)
        + Self.record("http://a.cn/3", Self.page(3)), limit: 100_000)
    #expect(numbers(found) == [1, 3])
    #expect(found.errors.map(\.path) == [folder.path(of: "a.warc/http://a.cn/2")])
    #expect("\(found.errors)".contains("the limit is 100000 (--max-article)"))
  }

  @Test func `a text about web archives is not divided`() throws {
    let text = """
      WARC 格式说明
      2023-01-02 来源：清河日报

      一条记录以下列各行开头。
      WARC/1.1\r
      WARC-Type: response\r
      WARC-Date: 2020-01-01T00:00:00Z\r
      Content-Length: 5\r
      \r
      hello

      正文到此为止。
      """
    let found = try read(
      Self.record("http://a.cn/1", text, type: "text/plain")
        + Self.record("http://a.cn/2", Self.page(2)))
    #expect(found.errors == [] && numbers(found) == [1, 2])
    #expect(String(decoding: found.articles[0].text, as: UTF8.self).contains("正文到此为止"))
  }

  @Test func `types decide about captures whose names do not`() throws {
    let html = Self.page(1)
    let binary = "\u{0}PNG\u{1}\u{2}<html>"
    let found = try read(
      Self.record("http://a.cn/page.php?a=1.jpg", html, type: "text/html;charset=utf-8")
        + Self.record("http://a.cn/x.js", "var x", type: "text/plain")
        + Self.record("http://a.cn/lib.js", "var x", type: "text/javascript")
        + Self.record("http://a.cn/picture", binary, type: "text/html")
        + Self.record("http://a.cn/picture.png", binary, type: "image/png")
        + Self.record("http://a.cn/unknown", html, type: "application/octet-stream")
        + Self.record("http://a.cn/data.csv", "title,text\n公告,正文一段\n", type: "text/plain"))
    #expect(found.errors == [])
    #expect(
      found.ids == [
        "a.warc/http://a.cn/page.php?a=1.jpg", "a.warc/http://a.cn/unknown",
        "a.warc/http://a.cn/data.csv#2",
      ])
    #expect(found.articles.map(\.url).last == "http://a.cn/data.csv")
    #expect(
      found.skipped.kinds.map { "\($0.ending) \($0.count)" }.sorted() == [" 1", "js 2", "png 1"])
  }

  @Test func `an archive compressed as a whole is read up to its damage`() throws {
    let members = TestFile.bytes(Self.fixture("warcio.warc.gz")) ?? []
    let file = CorpusFile(
      path: Self.fixture("warcio.warc.gz"), relativePath: "", format: CrawledText())
    let stream = try GzipMembers(
      [], followedBy: InputFile(file), prefix: WebArchiveSyntax.warc.signature, path: "")
    var plain: [UInt8] = []
    while try stream.read(upTo: 1 << 16, appendingTo: &plain) > 0 {}
    #expect(stream.position == members.count)
    #expect(try read(plain).articles.count == 8)
    // A gzip file of one member with stored blocks; the checksum is wrong.
    plain = (0..<4000).flatMap { Self.notice($0) }
    var stored: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    for start in stride(from: 0, to: plain.count, by: 1000) {
      let block = plain[start...].prefix(1000)
      let length = UInt16(block.count)
      stored.append(start + 1000 >= plain.count ? 1 : 0)
      for word in [length, ~length] { stored += [UInt8(word & 0xFF), UInt8(word >> 8)] }
      stored += block
    }
    stored += [UInt8](repeating: 7, count: 8)
    let found = try read(stored, as: "a.warc.gz")
    #expect(found.errors.count == 1 && "\(found.errors)".contains("damaged gzip data"))
    // Up to 256 KiB before the damage are not trusted.
    #expect(2500..<4000 ~= found.articles.count, "\(found.articles.count)")
  }

  @Test func `records in records are read a limited number of times`() throws {
    var bytes: [UInt8] = []
    for number in 0..<20_000 { bytes += Self.record("http://a.cn/\(number)", "", length: 1 << 40) }
    // Without a limit, the file would be read 20,000 times.
    let found = try read(bytes, limit: 1 << 22)
    #expect(found.articles.isEmpty && 100...20_000 ~= found.errors.count)
  }

  // MARK: Bodies of responses

  private static func response(_ address: String, _ header: String, _ body: [UInt8]) -> [UInt8] {
    let block = Array("HTTP/1.1 200 OK\r\n\(header)\r\n\r\n".utf8) + body
    let head = """
      WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: \(address)\r
      WARC-Date: 2026-07-14T08:30:00Z\r\nContent-Type: application/http\r
      Content-Length: \(block.count)\r\n\r\n
      """
    return Array(head.utf8) + block + Array("\r\n\r\n".utf8)
  }

  @Test func `a damaged body is refused, and a cut one is read as far as it goes`() throws {
    let whole = TestFile.bytes(Contents.fixture("page.txt.gz")) ?? []
    let gzip = "Content-Type: text/plain\r\nContent-Encoding: gzip"
    var damaged = whole
    damaged[damaged.count - 12] ^= 0xFF
    let found = try read(
      Self.response("http://a.cn/1", gzip, whole)
        + Self.response("http://a.cn/2", gzip, damaged)
        + Self.response("http://a.cn/3", gzip, Array(whole.dropLast(20)))
        + Self.response("http://a.cn/4", gzip, Array("正文没有压缩。".utf8))
        + Self.response("http://a.cn/5", gzip, []))
    #expect(numbers(found) == [1, 3, 4] && found.skipped.records == 1)
    #expect(
      found.messages(below: folder.path) == [
        "a.warc/http://a.cn/2: the compressed body is damaged"
      ])
    #expect(found.articles[0].text.starts(with: found.articles[1].text.prefix(30)))
  }

  @Test func `a body that expands too far loses only itself`() throws {
    let twice = TestFile.bytes(Contents.fixture("bomb.jsonl.gz.gz")) ?? []
    var bomb: [UInt8] = []
    _ = Inflater(.gzip)?.inflate(twice[...], upTo: 1 << 20, appendingTo: &bomb)
    #expect(bomb.count > 1000)
    let coded = "Content-Type: application/jsonl\r\nContent-Encoding: gzip"
    let found = try read(
      Self.response("http://a.cn/bomb", coded, bomb)
        + Self.response("http://a.cn/1", "Content-Type: text/html", Array(Self.page(1).utf8)))
    #expect(numbers(found) == [1] && found.errors.count == 1)
    #expect("\(found.errors)".contains("expands to more than 64 MiB"), "\(found.errors)")
  }

  @Test func `chunks of all sizes are joined`() {
    var random = SplitMix64(seed: 7)
    for _ in 0..<TestScale.cases(300) {
      let body = (0..<Int.random(in: 0..<400, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      var coded: [UInt8] = []
      var rest = body[...]
      while !rest.isEmpty {
        let chunk = rest.prefix(Int.random(in: 1...90, using: &random))
        rest = rest.dropFirst(chunk.count)
        let size = String(chunk.count, radix: 16, uppercase: Bool.random(using: &random))
        let end = ["", ";name=value", " "].randomElement(using: &random) ?? ""
        coded += Array("\(size)\(end)\r\n".utf8) + chunk + [0x0D, 0x0A]
      }
      coded += Array("0\r\nTrailer: x\r\n\r\n".utf8)
      var decoder = ChunkedBody()
      var decoded: [UInt8] = []
      var pieces = coded[...]
      while !pieces.isEmpty {
        let piece = pieces.prefix(Int.random(in: 1...40, using: &random))
        pieces = pieces.dropFirst(piece.count)
        decoder.decode(piece, appendingTo: &decoded)
      }
      #expect(decoded == body)
    }
    var plain = ChunkedBody()
    var text: [UInt8] = []
    plain.decode(Array("<html>no chunks</html>".utf8)[...], appendingTo: &text)
    plain.decode(Array("more".utf8)[...], appendingTo: &text)
    plain.finish(appendingTo: &text)
    #expect(String(decoding: text, as: UTF8.self) == "<html>no chunks</html>more")
    var digits = ChunkedBody()
    text = []
    digits.decode(Array("2023".utf8)[...], appendingTo: &text)
    digits.finish(appendingTo: &text)
    #expect(String(decoding: text, as: UTF8.self) == "2023")
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
      let found = try read(bytes, as: "a.warc")
      #expect(found.articles.count >= 5 && found.articles.count <= 20)
      for article in found.articles { #expect(article.fault == nil) }
    }
  }
}
