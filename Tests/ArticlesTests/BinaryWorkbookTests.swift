import Calendar
import TestSupport
import Testing

@testable import Articles

/// Tests of binary workbooks that LibreOffice and xlwt have made; see `Fixtures/OldOffice/make.py`.
struct BinaryWorkbookTests {
  private let folder = TemporaryDirectory()

  private func read(
    _ bytes: some Sequence<UInt8>, as name: String = "a.xls", limit: Int = 1 << 20
  ) throws -> Contents {
    folder.write(Array(bytes), to: name)
    return try Contents(of: folder.path(of: name), limit: limit)
  }

  @Test(arguments: ["libreoffice.xls", "xlwt.xls"])
  func `each row of a sheet with a header is an article`(name: String) throws {
    let found = try OldOfficeFixture.read(name)
    #expect(found.errors == [] && found.members == ["新闻", "新闻", "新闻"])
    #expect(found.ids == (2...4).map { "\(name)/新闻#\($0)" })
    for (number, article) in found.articles.enumerated() {
      #expect(article.fault == nil)
      #expect(article.title == "第\(number + 1)条新闻" && article.source == "清河日报")
      #expect(article.published?.description == "2023-07-0\(number + 1)T08:30:00")
      #expect(
        OfficeFixture.lines(article, .body) == ["清河区第\(number + 1)个社区食堂开业，老人用餐有补贴。"])
    }
    let views = found.articles.map { $0.extras.first { $0.key == "阅读" }?.value }
    // xlwt writes the product of a number and 1.1, which is not exact.
    #expect(views.prefix(2) == ["\"1.1\"", "\"2.2\""])
    #expect(0...OldOfficeFixture.bytes(name).count ~= found.byteCount)
  }

  /// LibreOffice has computed the formulas, and shares no code with this reader.
  @Test func `a workbook has the same articles in both formats of Excel`() throws {
    let old = try OldOfficeFixture.read("libreoffice-formulas.xls")
    let new = try OldOfficeFixture.read("libreoffice-formulas.xlsx")
    #expect(old.errors == [] && old.members == new.members && old.articles.count == 2)
    #expect(old.articles.map(\.title) == ["关于供水价格的通知", "停水公告"])
    #expect(OfficeFixture.lines(old.articles[1], .body) == ["停水公告：停水六小时。"])
    #expect(
      old.articles[0].extras == [
        Extra(key: "有效", value: "\"TRUE\""), Extra(key: "页数", value: "\"12\""),
      ])
    for (old, new) in zip(old.articles, new.articles) {
      #expect(old.text == new.text && old.published == new.published)
      func values(_ article: Article) -> [Extra] { article.extras.filter { $0.key != "created" } }
      #expect(values(old) == values(new))
    }
  }

  @Test func `all kinds of cells are read, and sheets without a header are an article`() throws {
    let found = try OldOfficeFixture.read("mixed.xls")
    #expect(found.errors == [])
    #expect(found.ids == ["mixed.xls/2023年#4", "mixed.xls/2023年#6", "mixed.xls"])
    let first = found.articles[0]
    #expect(first.published?.description == "2023-03-01")
    #expect(OfficeFixture.lines(first, .body) == ["居民用水价格每立方米调整为三元。"])
    #expect(first.extras.contains(Extra(key: "有效", value: "\"TRUE\"")))
    #expect(first.extras.contains(Extra(key: "页数", value: "\"12\"")))
    #expect(found.articles[1].title == "停水公告")
    #expect(found.articles[1].extras.contains(Extra(key: "页数", value: "\"0.1\"")))
    #expect(found.articles[2].title == "2023年各区县托位统计表")
    #expect(
      OfficeFixture.lines(found.articles[2], .body) == ["区县\t托位", "清河区\t1200", "临江区\t980"])
  }

  @Test func `texts go on from record to record`() throws {
    let found = try OldOfficeFixture.read("long.xls")
    #expect(found.errors == [] && found.articles.count == 300)
    for (number, article) in found.articles.enumerated() {
      let part = ["a", "b", "文"][number % 3]
      #expect(article.title == "通知第\(number)号")
      let text = "No. \(number): " + String(repeating: part, count: number % 150)
      #expect(
        OfficeFixture.lines(article, .body) == [text.hasSuffix(" ") ? "No. \(number):" : text])
    }
    #expect(found.articles[31].published?.description == "2022-02-01")
  }

  @Test func `workbooks in archives are read as files are`() throws {
    let found = try OldOfficeFixture.read("old.zip")
    #expect(found.errors == [])
    #expect(Array(found.ids.prefix(3)) == (2...4).map { "old.zip/xlwt.xls/新闻#\($0)" })
    #expect(found.ids.contains("old.zip/mail.msg"))
    #expect(found.ids.contains("old.zip/mail.msg/统计.msg/附表.xls/新闻#2"))
  }

  // MARK: Names

  @Test(arguments: ["a.doc", "a.ppt", "a.xlsx", "a.docx", "a.txt", "a", "a.et", "a.rtf", "a.msg"])
  func `a workbook is recognized under any name`(name: String) throws {
    let found = try read(OldOfficeFixture.bytes("xlwt.xls"), as: name)
    #expect(found.errors == [] && found.ids == (2...4).map { "\(name)/新闻#\($0)" })
  }

  @Test func `exports under the name of a workbook are read as what they are`() throws {
    let page = try OldOfficeFixture.read("page.xls")
    #expect(page.errors == [] && page.ids == ["page.xls"] && page.format is WebPage)
    #expect(page.articles[0].encoding == "GB18030")
    let table = try OldOfficeFixture.read("table.xls")
    #expect(table.errors == [] && table.format is DelimitedRecords)
    #expect(table.ids == (2...4).map { "table.xls#\($0)" })
    let workbook = try read(OfficeFixture.bytes("records.xlsx"))
    #expect(workbook.errors == [] && workbook.ids == (2...4).map { "a.xls/新闻#\($0)" })
    let comma = try read(Array("title,text\n通知,内容如下\n".utf8))
    #expect(comma.errors == [] && comma.articles.map(\.title) == ["通知"])
    let archive = try read(
      Array("MIME-Version: 1.0\nFrom: a@b.cn\nDate: x\nSubject: 通知\n\n内容".utf8), as: "a.doc")
    #expect(archive.errors == [] && archive.articles.map(\.title) == ["通知"])
    let text = try read(Array("停水通知\n清河区部分街道停水六小时，请居民提前储水。\n".utf8))
    #expect(text.errors == [] && text.ids == ["a.xls"])
  }

  // MARK: Records

  private static func record(_ kind: Int, _ data: [UInt8]) -> [UInt8] {
    [kind, data.count].flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } + data
  }

  private static func words(_ values: Int...) -> [UInt8] {
    values.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
  }

  /// A sheet without a workbook, as small programs write it.
  private static func sheet(_ rows: [[[UInt8]]]) -> [UInt8] {
    var bytes = record(0x0809, words(0, 0x10, 0, 0))
    for (row, cells) in rows.enumerated() {
      for (column, text) in cells.enumerated() {
        bytes += record(0x0204, words(row, column, 0, text.count) + text)
      }
    }
    return bytes + record(0x000A, [])
  }

  private static let gbk: [[[UInt8]]] = [
    [[0xB1, 0xEA, 0xCC, 0xE2], [0xD5, 0xFD, 0xCE, 0xC4]],
    [[0xCD, 0xA8, 0xD6, 0xAA], Array("No. 1".utf8)],
  ]

  @Test func `a bare sheet in GBK or UTF-8 is read`() throws {
    for texts in [Self.gbk, [["标题", "正文"], ["通知", "No. 1"]].map { $0.map { Array($0.utf8) } }] {
      let found = try read(Self.sheet(texts))
      #expect(found.errors == [] && found.articles.map(\.title) == ["通知"])
      #expect(found.ids == ["a.xls/Sheet1#2"])
    }
  }

  @Test func `cells may be in any order of columns, and a long row is refused alone`() throws {
    func cell(_ row: Int, _ column: Int, _ text: String) -> [UInt8] {
      Self.record(0x0204, Self.words(row, column, 0, text.utf8.count) + Array(text.utf8))
    }
    let long = String(repeating: "x", count: 3000)
    let bytes =
      Self.record(0x0809, Self.words(0x0500, 0x10, 0, 0)) + cell(0, 1, "text") + cell(0, 0, "title")
      + cell(1, 0, "a") + cell(1, 1, long) + cell(2, 1, "b") + cell(2, 0, "c")
      + Self.record(0x000A, [])
    let found = try read(bytes, limit: 2000)
    #expect(found.articles.map(\.title) == ["c"])
    #expect(found.errors.map(\.line) == [2])
    #expect(found.errors.map(\.reason) == [.tooLarge(bytes: 3001, limit: 2000)])
  }

  @Test func `a sheet that ends too early keeps its rows and is reported`() throws {
    let bytes = Self.sheet(
      [["title", "text"], ["a", "b"], ["c", "d"]].map { $0.map { Array($0.utf8) } })
    let found = try read(bytes.dropLast(4))
    #expect(found.articles.map(\.title) == ["a", "c"])
    #expect(found.errors.map(\.reason) == [.damagedDocument(problem: "it is truncated")])
  }

  @Test func `a sheet in Big5 has its own code page`() throws {
    let big5: [UInt8] = [0xB3, 0x71, 0xAA, 0xBE]
    var bytes = Self.sheet([["title", "text"].map { Array($0.utf8) }, [big5, big5]])
    bytes.insert(contentsOf: Self.record(0x0042, Self.words(950)), at: 12)
    #expect(try read(bytes).articles.map(\.title) == ["通知"])
  }

  @Test func `short numbers have two forms`() {
    #expect(BinarySheets.number(12 << 2 | 2) == 12)
    #expect(BinarySheets.number(UInt32(bitPattern: -1200) & ~3 | 3) == -3)
    #expect(BinarySheets.number(UInt32(1.5.bitPattern >> 32)) == 1.5)
    #expect(BinarySheets.number(UInt32(150.0.bitPattern >> 32) | 1) == 1.5)
  }

  @Test func `an encrypted workbook is reported`() throws {
    let bytes =
      Self.record(0x0809, Self.words(0x0600, 0x05, 0, 0)) + Self.record(0x002F, [1, 0])
      + Self.record(0x000A, [])
    #expect(try read(bytes).errors.map(\.reason) == [.encrypted])
  }

  // MARK: Damage

  @Test(arguments: ["libreoffice.xls", "xlwt.xls"])
  func `a cut workbook is an error, perhaps after some rows`(name: String) throws {
    let bytes = OldOfficeFixture.bytes(name)
    for count in stride(from: 8, to: bytes.count - 512, by: 61) {
      let found = try read(Array(bytes.prefix(count)))
      // The properties may follow the workbook.
      #expect(found.articles.count == 3 || found.errors.count == 1, "\(count)")
      #expect(found.errors.allSatisfy { !"\($0)".contains("\n") })
    }
  }

  @Test(arguments: [
    "libreoffice.xls", "xlwt.xls", "mixed.xls", "libreoffice-formulas.xls", "mail.msg",
  ])
  func `a file with changed bytes ends with articles and errors`(name: String) throws {
    let bytes = OldOfficeFixture.bytes(name)
    var random = SplitMix64(seed: 20)
    for _ in 0..<100 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        damaged[Int.random(in: 8..<bytes.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      for article in try read(damaged).articles { #expect(article.fault == nil) }
    }
  }
}
