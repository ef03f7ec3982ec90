import Calendar
import TestSupport
import Testing

@testable import Articles

/// Tests of ARC files, the predecessor of WARC; see `Fixtures/OldOffice/make.py`.
struct CaptureLineTests {
  private let folder = TemporaryDirectory()

  private func read(_ bytes: [UInt8], as name: String = "a.arc") throws -> Contents {
    folder.write(bytes, to: name)
    return try Contents(of: folder.path(of: name))
  }

  @Test(arguments: ["crawl.arc", "crawl.arc.gz"])
  func `the pages of a crawl are read like those of WARC files`(name: String) throws {
    let found = try OldOfficeFixture.read(name)
    let site = "http://news.example.cn"
    #expect(found.errors == [])
    #expect(
      found.ids
        == ["/a.html", "/b%20c.html", "/a.html@2006-11-05T14:21:03Z"].map { "\(name)/\(site)\($0)" }
    )
    #expect(found.articles.map(\.title) == ["清河区新建托育点", "临江市供水价格调整", "清河区托育点开放报名"])
    for article in found.articles {
      #expect(article.fault == nil && article.encoding == "GB18030" && article.source == "清河日报")
      #expect(article.published?.description == "2006-11-04")
    }
    #expect(found.articles[0].url == site + "/a.html")
    #expect(
      found.articles[0].extras == [Extra(key: "warc_date", value: "\"2006-11-04T14:21:03Z\"")])
    #expect(found.skipped.kinds.map(\.ending) == ["png"])
    // The description of the file, the name of the host, and the page that was gone.
    #expect(found.skipped.records == 3)
    #expect(found.byteCount > 0)
  }

  @Test func `a file is recognized by its contents`() throws {
    for name in ["crawl.arc", "crawl.arc.gz"] {
      let other = name.hasSuffix(".gz") ? "a.gz" : "a.dat"
      #expect(try read(OldOfficeFixture.bytes(name), as: other).articles.count == 3)
    }
  }

  @Test func `lines of both versions are read, and others are not`() throws {
    func line(_ text: String) -> CaptureLine? { CaptureLine(Array(text.utf8)[...]) }
    let first = try #require(line("http://a.cn/ 192.0.2.1 20061104142103 Text/HTML 202\n"))
    #expect(first.address == "http://a.cn/" && first.type == "text/html" && first.length == 202)
    #expect(first.date == "2006-11-04T14:21:03Z")
    let second = try #require(
      line("http://a.cn/x y 192.0.2.1 20061104142103 text/html 200 abc - 1024 a.arc 37\r\n"))
    #expect(second.address == "http://a.cn/x%20y" && second.length == 37)
    #expect(line("http://a.cn/ 192.0.2.1 20061104142103 text/html 202") == nil)
    #expect(line("http://a.cn/ 192.0.2.1 20061104142103 202\n") == nil)
    #expect(line("http://a.cn/ 192.0.2.1 2006 text/html 202\n") == nil)
    #expect(line("http://a.cn/ 192.0.2.1 20061104142103 text/html -1\n") == nil)
    #expect(line("http://20061104142103 text/html 1 2 3\n") == nil)
    #expect(line("http://a.cn/ 1 20061104142103 text/html 99999999999999999999\n") == nil)
  }

  @Test func `a wrong length costs one record`() throws {
    let bytes = OldOfficeFixture.bytes("crawl.arc")
    for wrong in ["1", "99999999"] {
      let text = Array("20061104142103 text/html ".utf8)
      let at = try #require(ByteScan.first(text, in: bytes[...])) + text.count
      let end = try #require(bytes[at...].firstIndex(of: 0x0A))
      let found = try read(Array(bytes[..<at]) + wrong.utf8 + bytes[end...])
      #expect(found.articles.map(\.title).suffix(2) == ["临江市供水价格调整", "清河区托育点开放报名"])
      #expect(found.errors.count == 1, "\(found.errors)")
    }
  }

  @Test(arguments: ["crawl.arc", "crawl.arc.gz"])
  func `a cut file keeps the records before the cut`(name: String) throws {
    let bytes = OldOfficeFixture.bytes(name)
    var last = 0
    for count in stride(from: 12, to: bytes.count, by: 7) {
      let found = try read(Array(bytes.prefix(count)), as: name)
      #expect(found.articles.count >= last && found.errors.count < 3)
      last = max(last, found.articles.count - 1)
    }
    #expect(last > 0)
  }
}
