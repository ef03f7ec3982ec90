import TestSupport
import Testing
import Xunwen

/// Tests of input: encodings, failures with file and line, and random bytes.
@Suite struct InputTests {
  /// Crawled texts in legacy encodings.
  private static let gb18030 = bytes(
    """
    C1D9BDADCAD0B5F7D5FBD7A1B7BFB9ABBBFDBDF0D5FEB2DF0ACAB1BCE43A323032332D30372D30322031343A3533
    3A3531C0B4D4B43AC1D9BDADC8D5B1A80A0AB6E0BAA2BCD2CDA5B4FBBFEEB6EEB6C8D7EEB8DFC9CFB8A1B0D9B7D6
    D6AEC8FDCAAEA3ACBDF1C4EABEC5D4C2D2BBC8D5C6F0CAA9D0D0A1A395328236CAC7CBC4D7D6BDDAB5C4D7D6A1A3
    0A
    """)
  private static let big5 = bytes(
    """
    A4BDA640A9D0ABCEBDFCADD4ACF0AF7DA445B855A9760AAEC9B6A13A323031332D30392D32332031303A303020A8
    D3B7BD3AB4E4AE71AEC9B3F80A0AA9D0ABCEB870AC51A4E9A4BDA5ACB3CCB773B2CEAD70A141BA49A6DCA44BA4EB
    A9B3A141A4BDA640A9D0ABCEA440AFEBA5D3BDD0A477B946A445B855A440A464A57CA6CAA976A1430A
    """)

  private static func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.filter(\.isHexDigit).map { UInt8($0.hexDigitValue ?? 0) }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  private static func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
    ("\u{FEFF}" + text).utf16.flatMap { unit in
      let halves = [UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit)]
      return bigEndian ? halves : halves.reversed()
    }
  }

  @Test func `every encoding is detected and searchable`() async throws {
    let library = Library()
    let text = "长期护理保险试点扩大\n时间:2022-05-06 08:00:00来源:央视网\n\n失能老人的护理费用得到了支付。\n"
    library.write(Self.gb18030, to: "gb.txt")
    library.write(Self.big5, to: "big5.txt")
    library.write(Self.utf16(text, bigEndian: false), to: "le.txt")
    library.write(Self.utf16(text, bigEndian: true), to: "be.txt")
    library.write([0xEF, 0xBB, 0xBF] + Array(text.utf8), to: "bom.txt")
    library.write(text, to: "plain.txt")
    let built = try await library.build()
    #expect(built.failures.isEmpty && built.summary.articles == 6)
    #expect(built.summary.encodings.map(\.name).contains("GB18030"))
    #expect(built.summary.encodings.map(\.name).contains("Big5"))
    func found(_ query: String) throws -> [String] {
      try built.archive.search(query).hits.map(\.id).sorted()
    }
    #expect(try found("\"住房公积金政策\"") == ["gb.txt"])
    #expect(try found("\"𠀀是四字节的字\"") == ["gb.txt"])
    #expect(try found("\"公共房屋\" date:2013") == ["big5.txt"])
    #expect(try found("“轮候突破” source:港島時報") == ["big5.txt"])
    #expect(try found("失能老人") == ["be.txt", "bom.txt", "le.txt", "plain.txt"])
    let hit = try #require(try built.archive.search("\"房屋署昨日\"").hits.first)
    #expect(hit.snippet?.text.contains("房屋署昨日公布最新統計") == true)
    let forced = try await library.build("forced", encoding: "GB18030")
    #expect(try forced.archive.search("\"住房公积金政策\"").total == 1)
    await #expect(throws: ArticleError.self) { try await library.build("no", encoding: "Klingon") }
  }

  @Test func `failures are reported in the order of the input`() async throws {
    let library = Library()
    library.write("", to: "a-empty.txt")
    library.write(" \n\u{3000}\n", to: "b-blank.txt")
    library.write([0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 13, 0, 1, 2, 3], to: "c-binary.txt")
    library.write(
      "{\"id\":\"1\",\"text\":\"养老\"}\n\n{\"id\":2\n[]\n{\"title\":\"无\"}\n"
        + "{\"id\":\"3\",\"text\":\"医保\"}\n", to: "d.jsonl")
    library.write("{\"text\":\"养老", to: "e-truncated.jsonl")
    library.write("好的文章\n\n养老服务体系。\n", to: "f.txt")
    for jobs in [1, 3] {
      let built = try await library.build("jobs\(jobs)", jobs: jobs)
      let locations = built.failures.map { failure in
        "\(failure.path.split(separator: "/").last ?? ""):\(failure.line ?? 0)"
      }
      #expect(
        locations == [
          "a-empty.txt:0", "b-blank.txt:0", "c-binary.txt:0", "d.jsonl:3", "d.jsonl:4", "d.jsonl:5",
          "e-truncated.jsonl:1",
        ])
      #expect(built.failures.first?.reason == .empty)
      #expect(built.failures.dropFirst(5).first?.reason == .missingText)
      #expect(built.summary.failures == 7 && built.summary.articles == 3)
      #expect(try built.archive.search("养老").hits.map(\.id).sorted() == ["1", "f.txt"])
    }
    do {
      _ = try await library.build("strict", strict: true)
      Issue.record("a strict build succeeded")
    } catch XunwenError.strictFailure(let count) {
      #expect(count == 7)
    }
    #expect(throws: XunwenError.self) { try Archive(at: library.path("strict")) }
  }

  @Test func `records of every format are updated and pruned`() async throws {
    let library = Library()
    func write(_ second: String) {
      library.write("﻿sep=;\r\nid;标题;正文\r\nc1;表;\"养老\n服务\"\r\n\(second)", to: "a.csv")
      library.write(
        "[{\"id\":\"j1\",\"content\":\"养老\"},{\"id\":\"j2\",\"content\":7}]", to: "b.json")
      library.write("<doc>\n<docno>s1</docno>\n<content>养老</content>\n</doc>\n", to: "c.dat")
    }
    write("c2;表;托育\r\n")
    let built = try await library.build(rebuild: false)
    #expect(built.summary.articles == 4 && built.failures.map(\.reason) == [.missingText])
    let hits = try built.archive.search("养老").hits.map(\.id).sorted()
    #expect(hits == ["c1", "j1", "s1"])
    write("c3;表;托育\r\n")
    library.remove("c.dat")
    let pruned = try await library.build(rebuild: false) { $0.prunes = true }
    // A file of which a part is refused loses no article.
    #expect(pruned.summary.articles == 3 && pruned.summary.removed == 2)
    #expect(try pruned.archive.search("托育").hits.map(\.id) == ["c3"])
  }

  @Test func `random bytes are articles or failures`() async throws {
    let seed: UInt64 = 51
    var generator = ArticleGenerator(seed: seed)
    let library = Library()
    let pieces: [[UInt8]] = [
      [0], [0xFF, 0xFE], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF], [0xC3], [0xE4, 0xB8],
      [0xED, 0xA0, 0x80], [0xF0, 0xA0, 0x80, 0x80], [0x81, 0x30], [0xA4, 0x40], [0x0D], [0x0A],
      [0x1B], Array("{\"text\":\"".utf8), Array("\"}".utf8), Array("\"id\":".utf8),
      Array("\\ud800".utf8), Array("[[".utf8), Array("时间:2023-02-30来源:".utf8),
      Array("标签:".utf8), Array("国医保".utf8), Array("1e999".utf8), Array("text,id\n".utf8),
      Array("\"".utf8),
      Array("<doc><url>".utf8), Array("</doc>".utf8), Array("},\n{".utf8), Array("sep=;\n".utf8),
    ]
    for number in 0..<TestScale.cases(60) {
      var bytes: [UInt8] = []
      for _ in 0..<generator.number(0...40) {
        bytes +=
          generator.chance(of: 6)
          ? [UInt8(generator.number(0...255))] : generator.pick(pieces)
      }
      library.write(
        bytes, to: "\(number).\(generator.pick(["txt", "jsonl", "json", "csv", "dat"]))")
    }
    let deep = String(repeating: "[", count: 100_000)
    library.write("{\"text\":\"深\",\"x\":" + deep, to: "deep.jsonl")
    let characters = String(repeating: "国", count: 60_000)
    library.write("{\"id\":\"line\",\"text\":\"\(characters)\"}", to: "l.jsonl")
    library.write(String(repeating: "国a，", count: 20_000), to: "line.txt")
    let built = try await library.build(jobs: 2)
    #expect(built.failures.contains { $0.path.hasSuffix("deep.jsonl") })
    #expect(try built.archive.statistics.articles == built.summary.articles)
    #expect(try built.archive.search("\"国国国国\"").hits.map(\.id).contains("line"))
    #expect(try built.archive.search("\"国a，国\"").hits.map(\.id).contains("line.txt"))
    for query in ["国", "医保", "in:tail 国", "\"，\"", "id", "\u{0}", "\u{FFFF}国", "\\"] {
      _ = try? built.archive.search(query)
    }
  }

  @Test func `malformed queries are errors and long queries have answers`() async throws {
    let library = Library()
    library.write("养老\n\n养老服务。\n", to: "a.txt")
    let archive = try await library.build().archive
    for query in [
      "", " ", "？", "-养老", "？ -广告", "(？ AND -广告)", "(养老", "abc:养老", "date:2023-13 养老", "…—",
    ] {
      #expect(throws: QuerySyntaxError.self, "\(query)") { try archive.search(query) }
    }
    for query in [String(repeating: "(", count: 5000), String(repeating: "养", count: 70_000)] {
      #expect(throws: QuerySyntaxError.self) { try archive.search(query) }
    }
    #expect(try archive.search(String(repeating: "养老 ", count: 5000)).total == 1)
    #expect(try archive.search("\"\(String(repeating: "养", count: 30_000))\"").total == 0)
    var options = SearchOptions()
    (options.limit, options.offset) = (-1, -5)
    #expect(try archive.search("养老", options: options).hits.isEmpty)
    (options.limit, options.offset, options.snippetColumns) = (.max, 0, 0)
    #expect(try archive.search("养老", options: options).hits.count == 1)
    options.offset = .max
    #expect(try archive.search("养老", options: options).hits.isEmpty)
  }
}
