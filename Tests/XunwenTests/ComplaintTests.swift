import CraftedFiles
import TestSupport
import Testing
import Xunwen

/// Tests of complaints by Chinese users about other search engines. Each test has the number of a
/// complaint. `DictionaryTests` covers complaint 4. Complaints 17 and 18 concern duplicates, which
/// this engine does not collapse.
@Suite struct ComplaintTests {
  private static func archive(_ texts: [String]) async throws -> Archive {
    let library = Library()
    let records = texts.enumerated().map {
      "{\"id\": \"\($0)\", \"title\": \"题\", \"text\": \"\($1)\"}\n"
    }
    library.write(records.joined(), to: "a.jsonl")
    return try await library.build().archive
  }

  private static func ids(_ archive: Archive, _ query: String) throws -> [String] {
    try archive.search(query, scope: .allClauses).hits.map(\.id).sorted()
  }

  @Test func `C1, every phrase of an article finds the article`() async throws {
    let texts = ["在电池内部也未发现明显破损的痕迹", "李建光是中国国家博物馆的研究员"]
    let archive = try await Self.archive(texts)
    for (id, text) in texts.enumerated() {
      let characters = Array(text)
      for start in characters.indices {
        for end in start + 1...characters.count {
          let phrase = String(characters[start..<end])
          let found = try Self.ids(archive, "\"\(phrase)\"")
          #expect(found.contains("\(id)"), "\(phrase)")
        }
      }
    }
    #expect(try Self.ids(archive, "李") == ["1"])
  }

  @Test(arguments: ["24口交换机", "7号电池", "1.5匹", "10支"])
  func `C2, a number is found with its measure word and without`(text: String) async throws {
    let archive = try await Self.archive(["买了\(text)回家", "别的"])
    #expect(try Self.ids(archive, text) == ["0"])
    #expect(try Self.ids(archive, "\"\(text)\"") == ["0"])
    let number = text.prefix { !$0.isLetter }
    #expect(try Self.ids(archive, String(number)) == ["0"])
  }

  @Test(arguments: ["非公开", "金砖国家", "厦门", "索菲特", "人民共和国", "共和国", "国人"])
  func `C3, a phrase with overlapping words is found`(phrase: String) async throws {
    let archive = try await Self.archive(["非公开发行", "金砖国家在厦门索菲特酒店", "中华人民共和国人民", "无"])
    #expect(try !Self.ids(archive, "\"\(phrase)\"").isEmpty)
  }

  @Test func `C5, distances count characters, not words`() async throws {
    let archive = try await Self.archive(["甲研究生命起源乙"])
    #expect(try Self.ids(archive, "甲 ADJ/6 乙") == ["0"])
    #expect(try Self.ids(archive, "甲 ADJ/5 乙").isEmpty)
  }

  @Test(arguments: [
    ("简单", "安装简单"), ("处理", "待处理"), ("工程", "在建工程"), ("农业", "中国农业发展银行"), ("蝶", "蝴蝶效应"),
    ("第一篇", "我的第一篇文章"), ("学友", "張學友"),
  ]) func `C6, a part of a compound is found`(part: String, text: String) async throws {
    let archive = try await Self.archive([text, "无"])
    #expect(try Self.ids(archive, part) == ["0"])
  }

  @Test func `C7, texts of one and two characters are found`() async throws {
    let archive = try await Self.archive(["环境保护法", "无"])
    for query in ["环", "法", "护", "环境", "境保", "护法"] {
      #expect(try Self.ids(archive, "\"\(query)\"") == ["0"], "\(query)")
    }
  }

  @Test func `C8, another word with one of the characters does not match`() async throws {
    let archive = try await Self.archive(["惠州新闻惠州", "广州一日", "州广"])
    #expect(try archive.search("广州").hits.first?.id == "1")
    #expect(try Self.ids(archive, "广州") == ["1"])
  }

  @Test func `C9, dates and numbers match as a whole, in any width`() async throws {
    let archive = try await Self.archive(["２０１２年８月", "2012年8月", "20120年"])
    #expect(try Self.ids(archive, "2012年8月") == ["0", "1"])
    #expect(try Self.ids(archive, "２０１２") == ["0", "1"])
  }

  @Test(arguments: [
    ("5g", "5G网络"), ("5G网", "5g网络"), ("ddr5", "DDR5内存"), ("C盘", "清理C盘"), ("COVID-19", "covid-19疫情"),
    ("华为p", "华为P手机"), ("祖-10", "祖-10型"),
  ]) func `C10, words of mixed scripts are found as written`(query: String, text: String)
    async throws
  {
    let archive = try await Self.archive([text, "m123"])
    #expect(try Self.ids(archive, query) == ["0"])
    #expect(try Self.ids(archive, "123").isEmpty)
  }

  @Test func `C11, names outside every dictionary are found`() async throws {
    let archive = try await Self.archive(["演员陈赫到了", "重庆优税猫科技有限公司", "赫陈"])
    #expect(try Self.ids(archive, "陈赫") == ["0"])
    #expect(try Self.ids(archive, "优税猫") == ["1"])
    #expect(try Self.ids(archive, "猫") == ["1"])
  }

  @Test func `C12, highlights mark the texts of the query in a verbatim snippet`() async throws {
    let text = "香港貿發局在香港，ＡＢＣ國歌。"
    let archive = try await Self.archive([text])
    for (query, parts) in [("香港", ["香港", "香港"]), ("国歌", ["國歌"]), ("abc", ["ＡＢＣ"])] {
      let hit = try #require(try archive.search(query, scope: .allClauses).hits.first)
      let snippet = try #require(hit.snippet)
      #expect(text.contains(snippet.text))
      let scalars = Array(snippet.text.unicodeScalars)
      let shown = snippet.highlights.map { String(String.UnicodeScalarView(scalars[$0])) }
      #expect(shown == parts, "\(query)")
    }
  }

  @Test func `C13, totals are unlimited and do not depend on the page`() async throws {
    let archive = try await Self.archive((0..<1200).map { "养老\($0)" })
    for (offset, limit) in [(0, 10), (1190, 10), (0, 0), (500, 700)] {
      var options = SearchOptions()
      (options.offset, options.limit) = (offset, limit)
      let response = try archive.search("养老", scope: .allClauses, options: options)
      #expect(response.total == 1200 && response.hits.count == limit)
    }
  }

  @Test func `C14, facets are exact`() async throws {
    let library = Library()
    let records = (0..<997).map {
      "{\"id\": \"\($0)\", \"title\": \"题\", \"text\": \"养老\", \"source\": \"报\($0 % 31)\"}\n"
    }
    library.write(records.joined(), to: "a.jsonl")
    let counts = try await library.build().archive.prepare("养老").facets([.source], limit: 0)[0]
    #expect(counts.values.map(\.articles).reduce(0, +) == 997 && counts.distinct == 31)
    #expect(counts.values.allSatisfy { $0.articles == 32 || $0.articles == 33 })
    #expect(counts.values.filter { $0.articles == 33 }.count == 997 % 31)
  }

  @Test func `C15, a date filter uses the printed date of an article`() async throws {
    let library = Library()
    library.write(
      "{\"id\": \"a\", \"title\": \"题\", \"text\": \"养老\", \"date\": \"2022-04-01 00:30:00\"}\n"
        + "{\"id\": \"b\", \"title\": \"题\", \"text\": \"养老\", \"date\": \"2022-04-01T23:30:00+08:00\"}\n",
      to: "a.jsonl")
    let archive = try await library.build().archive
    #expect(try Self.ids(archive, "养老 date:2022-04-01") == ["a", "b"])
    #expect(try Self.ids(archive, "养老 date:2022-03-31").isEmpty)
  }

  @Test func `C16, a folder can mix GBK and UTF-8`() async throws {
    let library = Library()
    // 养老服务 in GBK.
    library.write([0xD1, 0xF8, 0xC0, 0xCF, 0xB7, 0xFE, 0xCE, 0xF1, 0x0A], to: "gbk.txt")
    library.write("养老服务\n", to: "utf8.txt")
    #expect(try Self.ids(await library.build().archive, "养老服务") == ["gbk.txt", "utf8.txt"])
  }

  @Test func `C19, the index does not depend on the memory limit`() async throws {
    let library = Library()
    var generator = ArticleGenerator(seed: 19)
    library.write(
      (0..<3000).map { generator.article(id: "\($0)", length: 60).record }.joined(), to: "a.jsonl")
    _ = try await library.build("much", memory: 1 << 30)
    _ = try await library.build("little", memory: 16 << 20)
    for file in library.indexFiles("much") where !file.hasPrefix("ledger") {
      let isSame =
        library.contents(of: file, in: "much") == library.contents(of: file, in: "little")
      #expect(isSame || file.hasSuffix(".sto") || file.hasSuffix(".si"), "\(file)")
    }
  }

  @Test func `C20, an error about damage names the file`() async throws {
    let library = Library()
    library.write(
      (0..<400).map { "{\"id\": \"\($0)\", \"title\": \"题\", \"text\": \"养老服务\($0)\"}\n" }
        .joined(), to: "a.jsonl")
    _ = try await library.build()
    let name = try #require(library.indexFiles().first { $0.hasSuffix(".pst") })
    var bytes = library.contents(of: name)
    bytes[200] ^= 4
    library.writeIndex(bytes, to: name)
    let error = try #require(throws: StorageError.self) {
      try Archive(at: library.path()).search("养老服务")
    }
    #expect("\(error)".contains(name))
  }

  @Test func `C21, writers do not disturb a reader`() async throws {
    let library = Library()
    library.write("{\"id\": \"a\", \"title\": \"题\", \"text\": \"养老\"}\n", to: "a.jsonl")
    let reader = try await library.build().archive
    for round in 0..<5 {
      library.write(
        "{\"id\": \"b\(round)\", \"title\": \"题\", \"text\": \"养老\"}\n", to: "b\(round).jsonl")
      _ = try await library.build(rebuild: false)
      _ = try ArchiveWriter.delete(ids: ["a"], at: library.path())
      #expect(try Self.ids(reader, "养老") == ["a"])
    }
    #expect(try reader.refresh())
    #expect(try Self.ids(reader, "养老") == (0..<5).map { "b\($0)" })
  }

  @Test func `C22, the width of a context does not count punctuation`() async throws {
    let archive = try await Self.archive(["一二三，人人四五六"])
    var options = ConcordanceOptions()
    options.window = 2
    var lines: [ConcordanceLine] = []
    _ = try await archive.prepare("\"人人\"").concordance(options) { lines += $0 }
    #expect(lines.map { [$0.left, $0.match, $0.right] } == [["二三，", "人人", "四五"]])
  }

  @Test func `C23, punctuation is not a word`() async throws {
    let archive = try await Self.archive(Array(repeating: "养老，，，服务，！！，养老", count: 20))
    var options = CollocateOptions()
    options.minimumFrequency = 1
    let found = try await archive.prepare("养老").collocates(options)
    #expect(found.words.allSatisfy { $0.word.contains(where: \.isLetter) }, "\(found.words)")
    #expect(try archive.search("\"，\" 养老", scope: .allClauses).total == 20)
  }

  @Test(arguments: ["养老*", "国际电子", "國際電子", "5Ｇ"])
  func `C24, asterisks, scripts and widths do not prevent matches`(query: String) async throws {
    let archive = try await Self.archive(["養老國際電子５g"])
    #expect(try Self.ids(archive, query) == ["0"])
  }

  @Test func `C25, answers are deterministic, and ids break ties`()
    async throws
  {
    let archive = try await Self.archive((0..<200).map { _ in "养老服务" })
    let first = try archive.search("养老").hits.map(\.id)
    #expect(first == (0..<200).map(String.init).sorted().prefix(10).map { $0 })
    for _ in 0..<5 { #expect(try archive.search("养老").hits.map(\.id) == first) }
  }
}
