import Articles
import TestSupport
import Testing

/// Random documents, compared with the same contents in a simpler form.
struct OfficePropertyTests {
  private let folder = TemporaryDirectory()

  private func read(_ bytes: [UInt8], as name: String) throws -> [Article] {
    folder.write(bytes, to: name)
    let found = try Contents(of: folder.path(of: name))
    #expect(found.errors == [])
    return found.articles
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
  }

  // MARK: Workbooks

  private static let values = [
    "", "", "养老", "a&b<c>", "\"引\"号", "两行\n文字", "2023-07-14 08:30", "x, y; z", "1,234", "  空格 ",
  ]

  /// An Excel workbook whose cells have texts in all forms, with and without references.
  private static func excel(_ table: [[String]], _ random: inout SplitMix64) -> ZipArchive {
    var strings: [String] = []
    var rows = ""
    for (number, cells) in table.enumerated() {
      let hasPlaces = Bool.random(using: &random)
      rows += hasPlaces ? "<row r=\"\(number + 1)\">" : "<row>"
      for (column, text) in cells.enumerated() {
        let place = hasPlaces ? " r=\"\(["A", "B", "C", "D", "E"][column])\(number + 1)\"" : ""
        if text.isEmpty, hasPlaces { continue }
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
          rows += "<c\(place) t=\"s\"><v>\(strings.count)</v></c>"
          strings.append("<si><t xml:space=\"preserve\">\(escaped(text))</t></si>")
        case 1:
          rows += "<c\(place) t=\"s\" s=\"1\"><v>\(strings.count)</v></c>"
          let parts = text.map { "<r><rPr><b/></rPr><t>\(escaped(String($0)))</t></r>" }
          strings.append("<si>\(parts.joined())<rPh sb=\"0\" eb=\"1\"><t>ヨミ</t></rPh></si>")
        case 2: rows += "<c\(place) t=\"inlineStr\"><is><t>\(escaped(text))</t></is></c>"
        default: rows += "<c\(place) t=\"str\"><f>A1&amp;B1</f><v>\(escaped(text))</v></c>"
        }
      }
      rows += "</row>"
    }
    return ZipArchive([
      "xl/worksheets/sheet1.xml": "<x:s xmlns:x=\"x\">\(rows)</x:s>",
      "xl/workbook.xml": #"<w xmlns:r="/relationships"><sheet name="S" r:id="r1"/></w>"#,
      "xl/_rels/workbook.xml.rels":
        #"<r><Relationship Id="r1" Type="x/worksheet" Target="/xl/worksheets/sheet1.xml"/></r>"#,
      "xl/sharedStrings.xml": "<sst>\(strings.joined())</sst>",
    ])
  }

  private static func openDocument(_ table: [[String]]) -> ZipArchive {
    let rows = table.map { cells in
      let texts = cells.map { text in
        let lines = escaped(text).split(separator: "\n", omittingEmptySubsequences: false)
        return "<t:table-cell>" + lines.map { "<x:p>\($0)</x:p>" }.joined() + "</t:table-cell>"
      }
      return "<t:table-row>\(texts.joined())</t:table-row>"
    }
    return ZipArchive([
      "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
      "content.xml":
        "<c xmlns:t=\"t\" xmlns:x=\"x\"><t:table t:name=\"S\">\(rows.joined())</t:table></c>",
    ])
  }

  private static func csv(_ table: [[String]]) -> String {
    table.map { cells in
      cells.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\n"
    }.joined()
  }

  @Test(arguments: 0..<60)
  func `a workbook has the articles of the same table in CSV`(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    var table = [["标题", "正文", "发布时间", "来源", "备注"]]
    for number in 0..<Int.random(in: 1...30, using: &random) {
      var cells = (0..<5).map { _ in Self.values.randomElement(using: &random) ?? "" }
      // Each row has a text, with which its number is compared.
      cells[1] = "正文\(number)\(cells[1])"
      table.append(cells)
    }
    func facts(_ articles: [Article]) -> [String] {
      articles.map { article in
        "\(article.title)|\(String(decoding: article.text, as: UTF8.self))|\(article.source)|"
          + "\(article.published.map { "\($0)" } ?? "")|\(article.extras)|\(article.zones)"
      }
    }
    let expected = facts(try read(Array(Self.csv(table).utf8), as: "a.csv"))
    let excel = try read(Self.excel(table, &random).bytes, as: "a.xlsx")
    #expect(facts(excel) == expected)
    #expect(excel.map(\.id) == (1..<table.count).map { "a.xlsx/S#\($0 + 1)" })
    #expect(facts(try read(Self.openDocument(table).bytes, as: "a.ods")) == expected)
  }

  // MARK: Word

  /// A piece of a paragraph, and the text that is printed of it.
  private static func piece(_ random: inout SplitMix64) -> (markup: String, text: String) {
    let text = ["托育", "服务a", "b&c", "，", "2023年"].randomElement(using: &random) ?? ""
    let run = "<w:r><w:t xml:space=\"preserve\">\(escaped(text))</w:t></w:r>"
    func field(_ type: String) -> String { "<w:r><w:fldChar w:fldCharType=\"\(type)\"/></w:r>" }
    switch Int.random(in: 0..<12, using: &random) {
    case 0: return ("<w:del>\(run)</w:del>", "")
    case 1: return ("<w:ins>\(run)</w:ins>", text)
    case 2: return (run.replacing("<w:t ", with: "<w:rPr><w:vanish/></w:rPr><w:t "), "")
    case 3:
      return (run.replacing("<w:t ", with: "<w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t "), text)
    case 4: return ("<w:hyperlink>\(run)</w:hyperlink>", text)
    case 5:
      let code = field("begin") + field("begin") + run + field("separate") + run + field("end")
      return (code + field("separate") + run + field("end"), text)
    case 6: return ("<w:moveFrom>\(run)</w:moveFrom><w:moveTo>\(run)</w:moveTo>", text)
    case 7:
      return (
        "<mc:AlternateContent><mc:Choice>\(run)</mc:Choice><mc:Fallback>\(run)</mc:Fallback>"
          + "</mc:AlternateContent>", text
      )
    case 8: return ("<w:sdt><w:sdtContent>\(run)</w:sdtContent></w:sdt>", text)
    case 9:
      return (
        "<w:r><w:ruby><w:rt>\(run)</w:rt><w:rubyBase>\(run)</w:rubyBase></w:ruby></w:r>", text
      )
    default: return (run, text)
    }
  }

  @Test(arguments: 0..<60)
  func `a Word document has the text that is printed`(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    var body = ""
    var expected: [String] = []
    for number in 0..<Int.random(in: 1...20, using: &random) {
      var line = "第\(number)段"
      var markup = "<w:r><w:t>\(line)</w:t></w:r>"
      for _ in 0..<Int.random(in: 0...8, using: &random) {
        let piece = Self.piece(&random)
        markup += piece.markup
        line += piece.text
      }
      body += "<w:p>\(markup)</w:p>"
      expected.append(line)
    }
    let document = "<w:d xmlns:w=\"w\" xmlns:mc=\"m\"><w:body>\(body)</w:body></w:d>"
    let articles = try read(
      ZipArchive(["[Content_Types].xml": "<T/>", "word/document.xml": document]).bytes,
      as: "a.docx")
    #expect(
      articles.map { String(decoding: $0.text, as: UTF8.self) }
        == [expected.map { $0 + "\n" }.joined()])
  }

  // MARK: OFD

  @Test(arguments: 0..<40)
  func `the pieces of OFD lines are joined in any order`(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    var pieces: [String] = []
    var expected: [String] = []
    let characters = Array("临江市托育服务补助办法家庭每月可少支出六百元以上")
    for line in 0..<Int.random(in: 2...20, using: &random) {
      // Indented lines begin paragraphs. The second line is at the left edge.
      let isFirst = line == 0 || line > 1 && Bool.random(using: &random)
      let count = isFirst ? 28 : 30
      let text = (0..<count).map { _ in characters.randomElement(using: &random) ?? "文" }
      var start = 0
      while start < count {
        let end = min(count, start + Int.random(in: 1...count, using: &random))
        let x = 20.0 + Double(start + 30 - count) * 5
        let y = 20.0 + Double(line) * 8 + Double.random(in: -0.5...0.5, using: &random)
        pieces.append(
          "<TextObject Boundary=\"\(x) \(y) \((end - start) * 5) 5\" Size=\"5\"><TextCode X=\"0\" "
            + "Y=\"4\" DeltaX=\"g \(end - start - 1) 5\">\(String(text[start..<end]))</TextCode>"
            + "</TextObject>")
        start = end
      }
      if isFirst { expected.append("") }
      expected[expected.count - 1] += String(text)
    }
    pieces.shuffle(using: &random)
    let articles = try read(
      ZipArchive([
        "OFD.xml": "<OFD><DocBody><DocRoot>D/Document.xml</DocRoot></DocBody></OFD>",
        "D/Document.xml": "<Document><Pages><Page ID=\"1\" BaseLoc=\"P.xml\"/></Pages></Document>",
        "D/P.xml": "<Page><Content><Layer>\(pieces.joined())</Layer></Content></Page>",
      ]).bytes, as: "a.ofd")
    #expect(
      articles.map { String(decoding: $0.text, as: UTF8.self) }
        == [expected.map { $0 + "\n" }.joined()])
  }
}
