import TestSupport
import Testing

@testable import Articles

/// Tests of web archives with records made here.
struct WebArchiveRecordTests {
  private let folder = TemporaryDirectory()

  @Test func `a web archive is recognized by its contents, and in other archives`() throws {
    let bytes = WARC.record("http://a.cn/1", WARC.page(1))
    #expect(try folder.read(bytes, as: "crawl").ids == ["crawl/http://a.cn/1"])
    #expect(try folder.read(bytes, as: "crawl.dat").ids == ["crawl.dat/http://a.cn/1"])
    var archive = TarArchive()
    archive.add(Array("x/b.warc".utf8), bytes)
    let compressed = TestFile.bytes(WebArchiveTests.fixture("warcio.warc.gz")) ?? []
    archive.add(Array("c.warc.gz".utf8), compressed)
    let found = try folder.read(archive.bytes, as: "a.tar")
    #expect(found.errors == [] && found.ids.count == 9)
    #expect(found.ids[0] == "a.tar/x/b.warc/http://a.cn/1")
    #expect(found.members[0] == "x/b.warc/http://a.cn/1")
  }

  @Test func `the pages of a WACZ file are read once`() throws {
    var archive = TarArchive()
    let compressed = TestFile.bytes(WebArchiveTests.fixture("warcio.warc.gz")) ?? []
    archive.add(Array("archive/data.warc.gz".utf8), compressed)
    archive.add(
      "pages/pages.jsonl",
      """
      {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}
      {"id": "1", "url": "https://news.example.cn/a.html", "title": "公告", "text": "正文一段"}

      """)
    archive.add("pages.jsonl", "{\"title\": \"公告\", \"text\": \"正文一段\"}\n")
    let found = try folder.read(archive.bytes, as: "a.tar")
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
    let found = try folder.read(bytes + WARC.record("http://a.cn/1", WARC.page(1)))
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
      func record(_ length: Int? = nil) -> [UInt8] { WARC.notice(number, length: length) }
      let length = WARC.text(number).utf8.count
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
    bytes += WARC.notice(10_000)
    let found = try folder.read(bytes, limit: 1 << 20)
    let missing = Set(good + [10_000]).subtracting(found.noticeNumbers)
    #expect(missing.isEmpty, "\(missing.sorted())")
    #expect(found.articles.count == good.count + 1)
    #expect(found.errors.count <= errors && found.errors.count > errors / 2)
  }

  @Test func `a damaged member of a compressed archive loses only itself`() throws {
    let whole = TestFile.bytes(WebArchiveTests.fixture("warcio.warc.gz")) ?? []
    let all = try folder.read(whole, as: "a.warc.gz").ids
    var random = SplitMix64(seed: 21)
    for index in 0..<TestScale.cases(100) {
      var bytes = whole
      let at = Int.random(in: 0..<bytes.count, using: &random)
      if index % 3 == 0 {
        bytes.removeSubrange(at..<min(bytes.count, at + 30))
      } else {
        bytes[at] ^= UInt8.random(in: 1...255, using: &random)
      }
      let found = try folder.read(bytes, as: "a.warc.gz")
      // One record may be lost, or two when the bytes between them are removed. A header may be
      // changed without damage to its member only in its fields of gzip, which mean nothing here.
      #expect(found.articles.count >= all.count - 2, "byte \(at): \(found.errors)")
      #expect(found.errors.count <= 3)
    }
  }

  @Test(arguments: ["warcio.warc.gz", "wget.warc"])
  func `a cut archive keeps the records before the cut`(name: String) throws {
    let whole = TestFile.bytes(WebArchiveTests.fixture(name)) ?? []
    let all = try folder.read(whole, as: name).ids
    for count in stride(from: 1, to: whole.count, by: max(1, whole.count / TestScale.cases(60))) {
      let found = try folder.read(Array(whole.prefix(count)), as: name)
      #expect(found.ids.elementsEqual(all.prefix(found.ids.count)))
      #expect(found.errors.count <= 2, "\(found.errors)")
    }
  }

  /// An update counts such a page and does not report it.
  @Test func `a page may have no text`() throws {
    folder.write(
      WARC.record("http://a.cn/1", "<html><div id=app></div></html>")
        + WARC.record("http://a.cn/2", WARC.page(2)), to: "a.warc")
    let file = try #require(CorpusScanner.scan(folder.path(of: "a.warc")).files.first)
    let reader = try file.format.open(file, decoder: TextDecoder(forced: nil))
    let empty = try #require(try reader.next())
    let error = #expect(throws: ArticleError.self) { try empty.parse() }
    #expect(error?.reason == .empty && empty.mayBeEmpty)
    #expect(try reader.next()?.parse().title == "第2号公告")
  }

  @Test func `a page above the limit loses only itself`() throws {
    let long = "<p>" + String(repeating: "这一段说明各项安排。", count: 5000) + "</p>"
    let found = try folder.read(
      WARC.record("http://a.cn/1", WARC.page(1)) + WARC.record("http://a.cn/2", long)
        + WARC.record("http://a.cn/3", WARC.page(3)), limit: 100_000)
    #expect(found.noticeNumbers == [1, 3])
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
    let found = try folder.read(
      WARC.record("http://a.cn/1", text, type: "text/plain")
        + WARC.record("http://a.cn/2", WARC.page(2)))
    #expect(found.errors == [] && found.noticeNumbers == [1, 2])
    #expect(String(decoding: found.articles[0].text, as: UTF8.self).contains("正文到此为止"))
  }

  @Test func `types decide about captures whose names do not`() throws {
    let html = WARC.page(1)
    let binary = "\u{0}PNG\u{1}\u{2}<html>"
    let found = try folder.read(
      WARC.record("http://a.cn/page.php?a=1.jpg", html, type: "text/html;charset=utf-8")
        + WARC.record("http://a.cn/x.js", "var x", type: "text/plain")
        + WARC.record("http://a.cn/lib.js", "var x", type: "text/javascript")
        + WARC.record("http://a.cn/picture", binary, type: "text/html")
        + WARC.record("http://a.cn/picture.png", binary, type: "image/png")
        + WARC.record("http://a.cn/unknown", html, type: "application/octet-stream")
        + WARC.record("http://a.cn/data.csv", "title,text\n公告,正文一段\n", type: "text/plain"))
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
    let members = TestFile.bytes(WebArchiveTests.fixture("warcio.warc.gz")) ?? []
    let file = CorpusFile(
      path: WebArchiveTests.fixture("warcio.warc.gz"), relativePath: "", format: CrawledText())
    let stream = try GzipMembers(
      [], followedBy: InputFile(file), prefix: WebArchiveSyntax.warc.signature, path: "")
    var plain: [UInt8] = []
    while try stream.read(upTo: 1 << 16, appendingTo: &plain) > 0 {}
    #expect(stream.position == members.count)
    #expect(try folder.read(plain).articles.count == 8)
    // A gzip file of one member with stored blocks; the checksum is wrong.
    plain = (0..<4000).flatMap { WARC.notice($0) }
    var stored: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    for start in stride(from: 0, to: plain.count, by: 1000) {
      let block = plain[start...].prefix(1000)
      let length = UInt16(block.count)
      stored.append(start + 1000 >= plain.count ? 1 : 0)
      for word in [length, ~length] { stored += [UInt8(word & 0xFF), UInt8(word >> 8)] }
      stored += block
    }
    stored += [UInt8](repeating: 7, count: 8)
    let found = try folder.read(stored, as: "a.warc.gz")
    #expect(found.errors.count == 1 && "\(found.errors)".contains("damaged gzip data"))
    // Up to 256 KiB before the damage are not trusted.
    #expect(2500..<4000 ~= found.articles.count, "\(found.articles.count)")
  }

  @Test func `records in records are read a limited number of times`() throws {
    var bytes: [UInt8] = []
    for number in 0..<20_000 { bytes += WARC.record("http://a.cn/\(number)", "", length: 1 << 40) }
    // Without a limit, the file would be read 20,000 times.
    let found = try folder.read(bytes, limit: 1 << 22)
    #expect(found.articles.isEmpty && 100...20_000 ~= found.errors.count)
  }
}
