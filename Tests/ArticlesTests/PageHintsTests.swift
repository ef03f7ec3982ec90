import Calendar
import Testing

@testable import Articles

/// Tests of the extraction with facts from markup.
struct PageHintsTests {
  private static let prose = [
    "临江市近日出台托育服务补助办法，对普惠托位按月给予补助，家庭每月可少支出六百元以上。",
    "补助由区级财政按季度拨付，街道核实托位和在托人数，弄虚作假的三年内不得再次申请补助资金。",
  ]

  /// Extracts lines with a fact about each.
  private func layout(
    _ lines: [(String, LineHints)], _ hints: PageHints = PageHints()
  ) -> (layout: PageLayout, title: String, body: String) {
    var hints = hints
    hints.lines = lines.map(\.1)
    let bytes = Array(lines.map(\.0).joined(separator: "\n").utf8)
    let layout = PageLayout.extract(bytes, hints: hints)
    func text(_ kind: ZoneKind) -> String {
      layout.zones.filter { $0.kind == kind }
        .map { String(decoding: bytes[$0.range], as: UTF8.self) }.joined(separator: "\n")
    }
    return (layout, text(.title), text(.body))
  }

  private func hint(
    _ region: LineHints.Region = .unknown, heading: UInt8 = 0, links: Float = 0
  ) -> LineHints {
    LineHints(region: region, headingLevel: heading, linkShare: links)
  }

  @Test func `a heading is the title`() {
    let page = layout([
      ("临江市政务公开门户", hint()), ("临江市出台托育服务补助办法", hint(heading: 1)), (Self.prose[0], hint()),
      (Self.prose[1], hint()),
    ])
    #expect(page.title == "临江市出台托育服务补助办法")
  }

  @Test func `a declared title is the title`() {
    let lines = ["临江市政务公开门户", "临江市出台托育服务补助办法"] + Self.prose
    let hints = PageHints(titles: ["临江市出台托育服务补助办法"])
    #expect(layout(lines.map { ($0, hint()) }, hints).title == "临江市出台托育服务补助办法")
  }

  @Test(arguments: [LineHints.Region.comments, .related, .footer, .navigation, .share])
  func `prose in another region of the page is no body`(region: LineHints.Region) {
    let page = layout([
      ("临江市出台托育服务补助办法", hint()), (Self.prose[0], hint(.article)),
      (Self.prose[1], hint(region)), (Self.prose[1] + "又及。", hint(region)),
    ])
    #expect(page.body == Self.prose[0])
  }

  @Test func `prose of links is no body`() {
    let page = layout([
      ("临江市出台托育服务补助办法", hint()), (Self.prose[0], hint()), (Self.prose[1], hint(links: 1)),
      ("另一处的新闻标题在此", hint(links: 1)), (Self.prose[1] + "又及。", hint(links: 1)),
    ])
    #expect(page.body == Self.prose[0])
  }

  @Test func `printed times and sources precede declared ones, unless they are weaker`() throws {
    let time = try #require(CivilDateTime(iso: "2023-07-03T08:00"))
    let hints = PageHints(
      times: [TimeHint(time: time, place: "meta")], sources: ["声明日报"])
    func page(_ line: String) -> PageLayout {
      layout((["临江市出台托育服务补助办法", line] + Self.prose).map { ($0, hint()) }, hints).layout
    }
    let printed = page("发布时间：2023-07-02 来源：临江日报")
    #expect(printed.published?.description == "2023-07-02")
    #expect(printed.source == "临江日报")
    let updated = page("更新时间：2023-07-05")
    #expect(updated.published == time)
    #expect(updated.source == "声明日报")
    #expect(page("作者：张三").published == time)
  }
}
