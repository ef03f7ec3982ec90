import Articles
import Calendar
import FoundationEssentials
import TestSupport
import Testing

/// Pages and archives beside the checkout or in it; each test says so when its data are not there.
struct RealDataTests {
  private static let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
  private static let shared =
    root.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/shared"

  private func files(_ folder: String) -> [CorpusFile] {
    let files = CorpusScanner.scan(folder).files
    if files.isEmpty { print("note: nothing in \(folder), test passed over") }
    return files
  }

  private func text(_ article: Article, _ kind: ZoneKind) -> String {
    article.zones.filter { $0.kind == kind }
      .map { String(decoding: article.text[$0.range], as: UTF8.self) }.joined(separator: "\n")
  }

  @Test func seedPage() throws {
    guard let file = files(Self.shared + "/seed").first else { return }
    let article = try PageReader().read(file)
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

  @Test func demoCorpus() throws {
    for file in files(Self.root + "/corpus") where file.kind == .page && file.byteCount > 0 {
      let article = try PageReader().read(file)
      let han = text(article, .body).unicodeScalars.count { 0x4E00...0x9FFF ~= $0.value }
      #expect(han >= 200, "\(file.relativePath)")
      #expect(!article.title.isEmpty, "\(file.relativePath)")
      guard let published = article.published else { continue }
      let name = file.relativePath.split(separator: "/").last ?? ""
      #expect(name.hasPrefix(published.description.prefix(10)), "\(file.relativePath)")
      #expect(!text(article, .body).contains("•"), "\(file.relativePath)")
    }
  }

  @Test func demoRecords() throws {
    for file in files(Self.root + "/corpus") where file.kind == .records {
      var lines = try RecordLines(file, encoding: nil)
      let parser = JSONRecordParser()
      while let line = try lines.next() {
        let article = try parser.parse(
          line: line.bytes, path: file.relativePath, lineNumber: line.number)
        #expect(
          !article.title.isEmpty && article.published != nil, "\(file.relativePath):\(line.number)")
      }
    }
  }

  /// Pages of one site against what an independent crawl says about them.
  @Test func crawledPagesAgainstGold() throws {
    struct Gold: Decodable { var title, time, source, text, page: String }
    let folder = Self.shared + "/data/pages/cctv"
    guard let pages = Optional(files(folder + "/text")), !pages.isEmpty else { return }
    let gold = CorpusFile(
      path: folder + "/gold.jsonl", relativePath: "", kind: .records, byteCount: 0)
    var lines = try RecordLines(gold, encoding: nil)
    var (count, titles, times, sources, bodies) = (0, 0, 0, 0, 0)
    while let line = try lines.next() {
      let expected = try JSONDecoder().decode(Gold.self, from: Data(line.bytes))
      let file = try #require(pages.first { $0.relativePath == expected.page + ".txt" })
      let article = try PageReader().read(file)
      count += 1
      titles += article.title == expected.title ? 1 : 0
      // The pages print minutes, the gold seconds.
      let time = CivilDateTime(iso: expected.time).map { $0.description.prefix(16) }
      times += article.published.map { $0.description.prefix(16) } == time ? 1 : 0
      sources += article.source == expected.source ? 1 : 0
      bodies += text(article, .body).withoutBlanks == expected.text.withoutBlanks ? 1 : 0
    }
    #expect(titles >= count - 1 && times == count && sources == count && bodies >= count - 6)
  }

  @Test func legacyPagesAreGB18030() throws {
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
