import Articles
import Calendar
import TestSupport
import Testing

/// Tests of workbooks.
struct WorkbookTests {
  private let folder = TemporaryDirectory()

  private func read(
    _ archive: ZipArchive, as name: String = "a.xlsx", limit: Int = 1 << 20
  ) throws -> Contents {
    folder.write(archive.bytes, to: name)
    return try Contents(of: folder.path(of: name), limit: limit)
  }

  /// An Excel workbook with the rows of a sheet.
  private func workbook(
    _ rows: String, name: String = "新闻", strings: String? = nil, stringsFirst: Bool = false,
    formats: String = ""
  ) -> ZipArchive {
    let main = [
      (
        "xl/workbook.xml",
        #"<workbook xmlns:r="http://purl.oclc.org/ooxml/officeDocument/relationships"><sheets>"#
          + #"<sheet name="\#(name)" sheetId="1" r:id="r1"/></sheets></workbook>"#
      ),
      (
        "xl/_rels/workbook.xml.rels",
        #"<R><Relationship Id="r1" Type="x/worksheet" Target="worksheets/s.xml"/></R>"#
      ),
      (
        "xl/styles.xml",
        #"<s><numFmts>\#(formats)</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>"#
          + #"<xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="20"/>"#
          + "</cellXfs></s>"
      ),
    ]
    let sheet = ("xl/worksheets/s.xml", "<worksheet><sheetData>\(rows)</sheetData></worksheet>")
    let shared = strings.map { [("xl/sharedStrings.xml", "<sst>\($0)</sst>")] } ?? []
    var archive = ZipArchive()
    for (name, text) in stringsFirst ? main + shared + [sheet] : main + [sheet] + shared {
      archive.add(name, Array(text.utf8))
    }
    return archive
  }

  private func row(_ cells: String...) -> String {
    "<row>" + cells.map { #"<c t="inlineStr"><is><t>\#($0)</t></is></c>"# }.joined() + "</row>"
  }

  @Test(arguments: ["records.xlsx", "libreoffice.xlsx", "libreoffice.ods"])
  func `each row of a sheet with a header is an article`(name: String) throws {
    let found = try OfficeFixture.read(name)
    #expect(found.errors == [] && found.members == ["新闻", "新闻", "新闻"])
    #expect(found.ids == (2...4).map { "\(name)/新闻#\($0)" })
    for (number, article) in found.articles.enumerated() {
      #expect(article.title == "第\(number + 1)条新闻" && article.source == "清河日报")
      #expect(article.published?.description == "2023-07-0\(number + 1)T08:30:00")
      #expect(OfficeFixture.lines(article, .body) == ["清河区第\(number + 1)个社区食堂开业，老人用餐有补贴。"])
    }
    let views = found.articles.map { $0.extras.first { $0.key == "阅读" }?.value }
    #expect(views == ["\"1.1\"", "\"2.2\"", "\"3.3\""])
  }

  @Test func `all kinds of cells are read, and sheets without a header are an article`() throws {
    let found = try OfficeFixture.read("mixed.xlsx")
    #expect(found.errors == [])
    #expect(found.ids == ["mixed.xlsx/2023年#3", "mixed.xlsx/2023年#6", "mixed.xlsx"])
    #expect(found.members == ["2023年", "2023年", nil])
    let first = found.articles[0]
    #expect(first.title == "关于供水价格的通知" && first.published?.description == "2023-03-01")
    #expect(OfficeFixture.lines(first, .body) == ["居民用水价格每立方米", "调整为三元。"])
    #expect(first.extras.contains(Extra(key: "有效", value: "\"TRUE\"")))
    // The result of a formula; an error of a formula is no value.
    #expect(OfficeFixture.lines(found.articles[1], .body) == ["停水公告"])
    #expect(found.articles[1].title == "")
    #expect(found.articles[1].extras.contains(Extra(key: "有效", value: "\"0.1\"")))
    #expect(
      OfficeFixture.lines(found.articles[2], .body) == ["本表由办公室整理，仅收录公开文件，供查询使用。"])
  }

  @Test(arguments: ["statistics.xlsx", "statistics.ods"])
  func `a workbook without a header is one article`(name: String) throws {
    let found = try OfficeFixture.read(name)
    #expect(found.errors == [] && found.ids == [name] && found.members == [nil])
    #expect(found.articles.first?.title == "2023年各区县托位统计表")
    let lines = found.articles.first.map { OfficeFixture.lines($0, .body) } ?? []
    #expect(lines.prefix(2) == ["区县\t托位\t比例", "清河区\t1200\t0.5"])
  }

  @Test(arguments: [true, false])
  func `shared strings may precede the sheets or follow them`(isFirst: Bool) throws {
    let strings =
      "<si><t>标题</t></si><si><t>正文</t></si><si><r><t>东</t></r><r><t>京</t></r>"
      + "<rPh><t>トウキョウ</t></rPh></si><si><t xml:space=\"preserve\"> 内容 </t></si>"
    func cell(_ index: Int) -> String { "<c t=\"s\"><v>\(index)</v></c>" }
    let rows =
      "<row>\(cell(0))\(cell(1))</row><row>\(cell(2))\(cell(3))</row>"
      + "<row>\(cell(99))\(cell(3))</row>"
    let found = try read(workbook(rows, strings: strings, stringsFirst: isFirst))
    #expect(found.errors == [] && found.articles.map(\.title) == ["东京", ""])
    #expect(OfficeFixture.lines(found.articles[0], .body) == ["内容"])
  }

  /// The texts are in a temporary file then.
  @Test func `many shared strings are found by their numbers`() throws {
    let count = 30_000
    func text(_ number: Int) -> String {
      "\(number)" + String(repeating: "文", count: number % 100)
    }
    let strings =
      "<si><t>标题</t></si><si><t>正文</t></si>"
      + (0..<count).map { "<si><t>\(text($0))</t></si>" }.joined()
    var random = SplitMix64(seed: 7)
    let wanted = (0..<200).map { _ in Int.random(in: 0..<count, using: &random) }
    let rows = wanted.map { "<row><c t=\"s\"><v>\($0 + 2)</v></c><c t=\"s\"><v>1</v></c></row>" }
    let header = "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row>"
    let found = try read(workbook(header + rows.joined(), strings: strings))
    #expect(found.errors == [] && found.articles.map(\.title) == wanted.map(text))
  }

  @Test(arguments: [
    (1, "44927", "2023-01-01"), (2, "44927.354166666664", "2023-01-01 08:30:00"),
    (3, "44927", "2023-01-01"), (4, "44927", "44927"), (0, "44927", "44927"),
    (5, "0.354166666666667", "08:30:00"), (1, "59", "1900-02-28"), (1, "61", "1900-03-01"),
    (1, "1", "1900-01-01"), (0, "0.10000000000000001", "0.1"), (0, "1.5E3", "1500"),
    (1, "1E+99", "1e+99"), (1, "-1", "-1"), (99, "3", "3"), (1, "x", "x"),
  ])
  func `numbers with the format of a date are dates`(
    style: Int, value: String, expected: String
  ) throws {
    let formats =
      #"<numFmt numFmtId="164" formatCode="[$-804]yyyy&quot;年&quot;m\月;@"/>"#
      + #"<numFmt numFmtId="165" formatCode="0.00&quot;days&quot;;[Red]yy"/>"#
    let found = try read(
      workbook(
        row("标题", "正文", "值") + "<row><c t=\"str\"><v>甲</v></c><c t=\"str\"><v>乙</v></c>"
          + "<c s=\"\(style)\"><v>\(value)</v></c></row>", formats: formats))
    #expect(found.articles.first?.extras == [Extra(key: "值", value: "\"\(expected)\"")])
  }

  @Test func `cells may be missing, and references place them`() throws {
    func cell(_ place: String, _ text: String) -> String {
      #"<c r="\#(place)" t="str"><v>\#(text)</v></c>"#
    }
    let rows =
      "<row r=\"3\">\(cell("B3", "标题"))\(cell("D3", "正文"))\(cell("AA3", "备注"))</row>"
      + "<row r=\"9\">\(cell("D9", "内容"))\(cell("AA9", "有"))\(cell("ZZZZ9", "远"))</row>"
      + "<row r=\"10\"/><row>\(cell("D11", "其他"))</row>"
    let found = try read(workbook(rows))
    #expect(found.errors == [] && found.ids == ["a.xlsx/新闻#9", "a.xlsx/新闻#11"])
    #expect(found.articles.first?.extras == [Extra(key: "备注", value: "\"有\"")])
  }

  @Test func `assigned names are fields`() throws {
    folder.write(
      workbook(row("文号", "标题", "摘要") + row("一号", "甲", "内容")).bytes, to: "a.xlsx")
    let fields = try FieldMap(["摘要=text", "文号=id"])
    let file = try #require(
      CorpusScanner.scan(folder.path(of: "a.xlsx"), formats: InputFormats.formats(fields: fields))
        .files.first)
    let articles = try file.articles()
    #expect(articles.map(\.id) == ["一号"] && articles.map(\.title) == ["甲"])
    let plain = try Contents(of: folder.path(of: "a.xlsx"))
    #expect(plain.ids == ["a.xlsx"])
  }

  @Test func `a row above the limit costs no other row`() throws {
    let long = String(repeating: "长", count: 1000)
    let rows = row("标题", "正文") + row("甲", "一") + row("乙", long) + row("丙", "三")
    let found = try read(workbook(rows), limit: 2000)
    #expect(found.articles.map(\.title) == ["甲", "丙"])
    let message = "a.xlsx/新闻:3: 3003 bytes, the limit is 2000 (--max-article)"
    #expect(found.messages(below: folder.path) == [message])
    let text = try read(workbook(row("区县") + row(long) + row("东山区")), limit: 2000)
    #expect(text.articles.isEmpty)
    #expect(
      text.messages(below: folder.path)
        == ["a.xlsx: 3000 bytes, the limit is 2000 (--max-article)"])
  }

  @Test func `cells that repeat a long text do not fill the memory`() throws {
    let text = String(repeating: "长", count: 300_000)
    let cell = "<c t=\"s\"><v>2</v></c>"
    let rows =
      "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row>"
      + String(repeating: "<row>\(cell)\(cell)</row>", count: 50)
    let strings = "<si><t>标题</t></si><si><t>正文</t></si><si><t>\(text)</t></si>"
    folder.write(workbook(rows, strings: strings).bytes, to: "a.xlsx")
    let file = try #require(CorpusScanner.scan(folder.path(of: "a.xlsx")).files.first)
    let reader = try file.format.open(file, decoder: TextDecoder(forced: nil))
    var count = 0
    var failure: ArticleError?
    do throws(ArticleError) {
      while try reader.next() != nil { count += 1 }
    } catch {
      failure = error
    }
    #expect(failure == nil && count == 50)
    let repeated = #"table:number-columns-repeated="16384""#
    let content = """
      <c xmlns:table="t" xmlns:text="x"><table:table table:name="S"><table:table-row>
      <table:table-cell><text:p>标题</text:p></table:table-cell><table:table-cell>
      <text:p>正文</text:p></table:table-cell></table:table-row>
      """
      + String(
        repeating: "<table:table-row table:number-rows-repeated=\"9999\"><table:table-cell "
          + "\(repeated)><text:p>\(String(repeating: "长", count: 100))</text:p>"
          + "</table:table-cell></table:table-row>", count: 20) + "</table:table></c>"
    let bomb = try read(
      ZipArchive([
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content,
      ]), as: "b.ods", limit: 16 << 20)
    #expect(bomb.articles.count < 100 && bomb.errors.count == 1)
    #expect(
      bomb.messages(below: folder.path) == [
        "b.ods: expands to more than 64 MiB and 256 times its compressed size; "
          + "the rest of the archive is not read"
      ])
  }

  @Test func `a row without a text has its headline, and a blank row is none`() throws {
    let found = try read(workbook(row("标题", "正文") + row("", "") + row("甲") + row("乙", "二")))
    #expect(found.articles.map(\.title) == ["甲", "乙"] && found.errors == [])
  }

  @Test func `damage keeps the rows before it`() throws {
    let cut = ZipArchive([
      "xl/workbook.xml": #"<w xmlns:r="/relationships"><sheet name="S" r:id="r1"/></w>"#,
      "xl/_rels/workbook.xml.rels":
        #"<r><Relationship Id="r1" Type="x" Target="worksheets/s.xml"/></r>"#,
      "xl/worksheets/s.xml": "<s>" + row("标题", "正文") + row("甲", "一")
        + String(repeating: "<row/>", count: 20_000) + "<row>",
    ])
    let partial = try read(cut)
    #expect(partial.articles.map(\.title) == ["甲"])
    #expect(
      partial.messages(below: folder.path) == [
        "a.xlsx: damaged document: xl/worksheets/s.xml is missing or is no complete XML"
      ])
  }

  @Test func `repeated cells and rows of OpenDocument are bounded`() throws {
    func cell(_ text: String, _ attributes: String = "") -> String {
      "<table:table-cell \(attributes)><text:p>\(text)</text:p></table:table-cell>"
    }
    let content = """
      <c xmlns:table="t" xmlns:text="x" xmlns:office="o"><table:table table:name="S">\
      <table:table-row>\(cell("标题"))\(cell("正文"))\(cell("日期"))</table:table-row>\
      <table:table-row table:number-rows-repeated="2">\(cell("甲"))\(cell("一"))\
      \(cell("1月2日", #"office:value-type="date" office:date-value="2024-01-02""#))\
      <table:table-cell table:number-columns-repeated="99999999999"/></table:table-row>\
      <table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>\
      <table:table-row>\(cell("丙"))\(cell("三", #"table:number-columns-repeated="90000""#))\
      </table:table-row></table:table></c>
      """
    let found = try read(
      ZipArchive([
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content,
      ]), as: "a.ods")
    #expect(found.errors == [])
    #expect(found.ids == ["a.ods/S#2", "a.ods/S#3", "a.ods/S#1048004"])
    #expect(found.articles.map { $0.published?.description } == ["2024-01-02", "2024-01-02", nil])
  }
}
