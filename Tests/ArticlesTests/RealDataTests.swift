import Articles
import Calendar
import FoundationEssentials
import TestSupport
import Testing

/// Tests with real articles in or beside the checkout. A test without its data prints a note.
struct RealDataTests {
  private static let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
  private static let shared =
    root.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/shared"

  private func files(_ folder: String) -> [CorpusFile] {
    let files = CorpusScanner.scan(folder).files
    if files.isEmpty { print("note: no files in \(folder), test skipped") }
    return files
  }

  private func text(_ article: Article, _ kind: ZoneKind) -> String {
    article.zones.filter { $0.kind == kind }
      .map { String(decoding: article.text[$0.range], as: UTF8.self) }.joined(separator: "\n")
  }

  @Test func `the sample article has title, date, source, body and tail`() throws {
    guard let file = files(Self.shared + "/seed").first else { return }
    let article = try #require(try file.article())
    #expect(article.title == "坚持多措并举 鼓励多元发展 探索用人单位托育服务工作浙江经验")
    #expect(article.published?.description == "2023-07-02T14:53:51")
    #expect(article.source == "工人日报")
    let body = text(article, .body)
    #expect(body.hasPrefix("坚持多措并举 鼓励多元发展\n"))
    #expect(body.hasSuffix("持久动力贡献工会力量。"))
    #expect(body.contains("浙江省总工会") && !body.contains("资料图") && !body.contains("标签"))
    #expect(text(article, .tail).hasPrefix("【资料图】\n标签:"))
    let bullets = String(decoding: article.text, as: UTF8.self).count { $0 == "•" }
    #expect(text(article, .tail).count { $0 == "•" } == bullets)
  }

  @Test func `the crawled texts of the demo corpus have title and body`() throws {
    for file in files(Self.root + "/corpus")
    where file.format is CrawledText && file.byteCount > 0 {
      let article = try #require(try file.article())
      let han = text(article, .body).unicodeScalars.count { 0x4E00...0x9FFF ~= $0.value }
      #expect(han >= 200, "\(file.relativePath)")
      #expect(!article.title.isEmpty, "\(file.relativePath)")
      guard let published = article.published else { continue }
      let name = file.relativePath.split(separator: "/").last ?? ""
      #expect(name.hasPrefix(published.description.prefix(10)), "\(file.relativePath)")
      #expect(!text(article, .body).contains("•"), "\(file.relativePath)")
    }
  }

  @Test func `the records of the demo corpus have title and date`() throws {
    for file in files(Self.root + "/corpus") where file.format is JSONRecords {
      for article in try file.articles() {
        #expect(!article.title.isEmpty && article.published != nil, "\(article.id)")
      }
    }
  }

  /// Compares the crawled texts of one site with the data of an independent crawl.
  @Test func `crawled texts agree with an independent crawl`() throws {
    struct Gold: Decodable { var title, time, source, text, page: String }
    let folder = Self.shared + "/data/pages/cctv"
    guard let pages = Optional(files(folder + "/text")), !pages.isEmpty else { return }
    let gold = CorpusFile(
      path: folder + "/gold.jsonl", relativePath: "", format: JSONRecords())
    var lines = try RecordLines(gold, decoder: TextDecoder(forced: nil))
    var (count, titles, times, sources, bodies) = (0, 0, 0, 0, 0)
    while let line = try lines.next() {
      let expected = try JSONDecoder().decode(Gold.self, from: Data(line.bytes))
      let file = try #require(pages.first { $0.relativePath == expected.page + ".txt" })
      let article = try #require(try file.article())
      count += 1
      titles += article.title == expected.title ? 1 : 0
      // The texts have minutes, the other crawl seconds.
      let time = CivilDateTime(iso: expected.time).map { $0.description.prefix(16) }
      times += article.published.map { $0.description.prefix(16) } == time ? 1 : 0
      sources += article.source == expected.source ? 1 : 0
      bodies += text(article, .body).withoutBlanks == expected.text.withoutBlanks ? 1 : 0
    }
    #expect(titles >= count - 1 && times == count && sources == count && bodies >= count - 6)
  }

  @Test func `legacy files are GB18030`() throws {
    let decoder = try TextDecoder(forced: nil)
    let folder = Self.shared + "/data/pages/"
    for name in ["legacy-gbk/gne__tests__163__9.html", "sogou-200-gb18030.dat"] {
      guard let file = files(folder + name).first,
        let data = try? Data(contentsOf: URL(filePath: file.path))
      else { continue }
      #expect(try decoder.decode([UInt8](data), path: name).encoding == "GB18030")
    }
  }
}
