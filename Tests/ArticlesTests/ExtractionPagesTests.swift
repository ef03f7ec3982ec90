import Articles
import Calendar
import FoundationEssentials
import Testing

/// Tests with pages of many kinds of sites: offices, newspapers, portals, forums, universities,
/// courts. The pages were written before the program read them. All texts are invented.
struct ExtractionPagesTests {
  private static let folder =
    #filePath.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/Fixtures/Pages"

  private static func file(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
  }

  private static func body(_ article: Article) -> String {
    article.zones.filter { $0.kind == .body }
      .map { String(decoding: article.text[$0.range], as: UTF8.self) }.joined(separator: "\n")
      .filter { !$0.isWhitespace }
  }

  private static func time(_ article: Article) -> String { article.published?.description ?? "" }

  @Test func `the lines below a headline have the right time and source`() throws {
    let title = "云州市公布老旧小区加装电梯补贴标准"
    let prose = [
      "云州市住房和城乡建设局近日公布老旧小区加装电梯补贴标准，每台电梯最高可补贴二十五万元，居民出资比例由楼栋协商确定。",
      "住建部门提醒，申请补贴应当在电梯取得使用登记证之后六个月内提出，逾期未申请的视为放弃，不再受理。",
    ]
    let blocks = try Self.file("headers.txt").split(separator: "\n\n").dropFirst()
    #expect(blocks.count > 180)
    for block in blocks {
      let parts = block.split(separator: "\n", maxSplits: 1)
      let gold = try #require(parts.first).split(separator: "#", maxSplits: 1)
      let values = gold[0].split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingPrefix(" ") }.map { $0.last == " " ? $0.dropLast() : $0 }
      let header = parts[1].trimmingPrefix("\n")
      let text = "\(title)\n\(header)\n\n\(prose[0])\n\n\(prose[1])\n"
      let article = try CrawledText.article(in: Array(text.utf8), path: "a.txt")
      let isRight =
        article.title == title && (values[0] == "*" || Self.time(article) == values[0])
        && (values[1] == "*" || article.source == values[1])
        && prose.allSatisfy(Self.body(article).contains)
      if gold.count == 1 {
        #expect(isRight, "\(header): \(Self.time(article)) \(article.source)")
      } else {
        #expect(!isRight, "\(header) is read right now")
      }
    }
  }

  private struct Page {
    var name = ""
    var isMarkup = false
    var title = ""
    var time = ""
    var source = ""
    var kept: [String] = []
    var dropped: [String] = []
    /// The reason why the page is not read right.
    var fault = ""
    var text = ""

    init(_ block: Substring) throws {
      let range = try #require(block.firstRange(of: "\n---\n"))
      text = String(block[range.upperBound...])
      let lines = block[..<range.lowerBound].split(separator: "\n")
      name = String(try #require(lines.first))
      isMarkup = name.contains(" html ")
      for line in lines.dropFirst() {
        if line.hasPrefix("+ ") {
          kept.append(line.dropFirst(2).filter { !$0.isWhitespace })
        } else if line.hasPrefix("- ") {
          dropped.append(line.dropFirst(2).filter { !$0.isWhitespace })
        } else {
          let parts = line.split(separator: ":", maxSplits: 1)
          let value = parts.count > 1 ? String(parts[1].trimmingPrefix(" ")) : ""
          switch parts.first {
          case "title": title = value
          case "time": time = value
          case "source": source = value
          case "fails": fault = value
          default: Issue.record("unknown line \(line)")
          }
        }
      }
    }

    /// Returns the differences of an article from the right values.
    func faults(_ article: Article) -> [String] {
      let body = ExtractionPagesTests.body(article)
      let found = [article.title, ExtractionPagesTests.time(article), article.source]
      return zip(found, [title, time, source]).filter { $0 != $1 }.map { "\($0) for \($1)" }
        + kept.filter { !body.contains($0) }.map { "lost \($0)" }
        + dropped.filter(body.contains).map { "kept \($0)" }
    }
  }

  @Test func `pages of many kinds of sites are read right`() throws {
    let blocks = try Self.file("pages.txt").split(separator: "\n=== ").dropFirst()
    #expect(blocks.count > 120)
    for block in blocks {
      let page = try Page(block)
      let bytes = Array(page.text.utf8)
      let article =
        if page.isMarkup {
          try WebPage.article(
            in: bytes, id: "a", path: "a.html", decoder: TextDecoder(forced: nil))
        } else {
          try CrawledText.article(in: bytes, path: "a.txt")
        }
      let faults = page.faults(article)
      if page.fault.isEmpty {
        #expect(faults.isEmpty, "\(page.name)")
      } else {
        #expect(!faults.isEmpty, "\(page.name) is read right now")
      }
    }
  }
}
