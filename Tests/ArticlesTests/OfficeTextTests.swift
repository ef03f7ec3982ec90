import Articles
import Calendar
import TestSupport
import Testing

/// Tests of texts, presentations, books and OFD files that programs made.
struct OfficeTextTests {
  private let folder = TemporaryDirectory()

  private func article(_ name: String) throws -> Article {
    let found = try OfficeFixture.read(name)
    #expect(found.errors == [] && found.format is OfficeDocuments)
    return try #require(found.articles.first)
  }

  private func article(_ archive: ZipArchive, as name: String = "a.docx") throws -> Article {
    folder.write(archive.bytes, to: name)
    let found = try Contents(of: folder.path(of: name))
    #expect(found.errors == [])
    return try #require(found.articles.first)
  }

  @Test(arguments: ["libreoffice.odt", "libreoffice.docx", "libreoffice.epub"])
  func `documents of LibreOffice have title, header and body`(name: String) throws {
    let article = try article(name)
    #expect(article.title == "清河区关于做好防汛工作的通知")
    #expect(article.published?.description == "2022-06-01" && article.source == "清河区应急管理局")
    #expect(OfficeFixture.lines(article, .header) == ["2022-06-01 来源：清河区应急管理局"])
    let body = OfficeFixture.lines(article, .body)
    #expect(body.count == 8 && body[1] == "一、压实责任")
    #expect(body[5...6] == ["责任单位\t联系电话", "水务局\t12345"])
    #expect(body.last == "本通知自印发之日起执行，执行中遇到的问题请及时向区防汛办公室反映。")
    #expect(article.extras.contains(Extra(key: "author", value: "\"办公室\"")))
  }

  @Test func `the largest centred paragraphs are the title, and properties are no title`() throws {
    let article = try article("python.docx")
    #expect(article.id == "python.docx" && article.originals.map(\.name) == ["page"])
    #expect(article.title == "关于加快发展普惠托育服务的实施意见")
    #expect(article.published?.description == "2023-07-14" && article.source == "临江市人民政府办公室")
    #expect(article.tags == ["托育", "养老"])
    #expect(article.extras.map(\.key) == ["发文字号", "author", "created"])
    #expect(OfficeFixture.lines(article, .header).first == "临江市人民政府文件")
    #expect(OfficeFixture.lines(article, .body).suffix(2) == ["区县\t托位\t完成率", "清河区\t1200\t95%"])
  }

  @Test func `a document in the form of Microsoft Word is read as it is printed`() throws {
    let article = try article("word.docx")
    #expect(article.title == "关于调整居民用水价格的通知" && article.source == "清河市水务局")
    #expect(article.published?.description == "2020-02-05")
    #expect(OfficeFixture.lines(article, .tail) == ["此处的数字请再核对。"])
    #expect(
      OfficeFixture.lines(article, .body) == [
        "经市政府同意，自四月一日起调整居民用水价格，每立方米三元，详见水务局网站，编号SZ-12。",
        "一、调整范围",
        "第一条　凡使用城市公共供水的居民家庭，均按照本通知规定的价格缴纳水费。",
        "第二条　低收入家庭凭证件减免，减免的标准由民政部门会同水务部门确定。",
        "二.1 按户登记，每户登记一次，由所在社区统一受理并且公示结果。",
        "第十条　本通知由市水务局负责解释，执行期间如遇国家政策调整，从其规定。",
        "水表读数以抄表日为准☑",
        "附图见右侧说明，由设计院绘制并负责更新。",
        "供水区域示意图，蓝色表示新增管网。",
        "旧式文本框中的说明文字也要读出。",
        "用水量\t价格",
        "二百立方米以下\t三元",
        "水价公式为P=3，见附件，日期今日，各单位应当做好宣传解释工作。",
        "水价包括污水处理费，但不包括水资源税。",
      ])
    let text = String(decoding: article.text, as: UTF8.self)
    for hidden in ["三月", "移走", "隐藏", "分隔线", "页眉", "单击此处", "删除的行", "TOC", "shu"] {
      #expect(!text.contains(hidden), "\(hidden)")
    }
  }

  @Test(arguments: ["slides.pptx", "libreoffice.odp"])
  func `slides come in their order, each followed by its notes`(name: String) throws {
    let article = try article(name)
    #expect(article.title == "临江市托育服务工作汇报" && article.id == name)
    #expect(
      OfficeFixture.lines(article, .body) == [
        "市卫生健康委员会", "开场先介绍背景和国家的有关要求。", "主要成效",
        "全市新增托位三千个，社区覆盖率提高", "普惠托育的价格平均下降两成", "年份\t托位", "2022\t4100",
      ])
  }

  @Test func `the pieces of an OFD page become lines and paragraphs`() throws {
    let article = try article("page.ofd")
    #expect(article.title == "清河区城市公园管理办法" && article.tags == ["公园", "绿化"])
    #expect(article.published?.description == "2022-05-06" && article.source == "清河区政府")
    #expect(
      article.extras == [
        Extra(key: "author", value: "\"区政府办公室\""), Extra(key: "created", value: "\"2022-05-01\""),
      ])
    #expect(
      OfficeFixture.lines(article, .body, .tail) == [
        "为了加强城市公园建设和管理，保护生态环境，根据有关法律法规制定本办法。公园应当免费向公众开放。",
        "第二条本办法适用于本区行政区域内的各类公园，包括综合公园和社区公园。", "清河区人民政府公报",
        "第三条公园内禁止焚烧垃圾、捕捞水生动物，违者依法予以处罚。",
        "本办法自二〇二二年六月一日起施行，由区住房城乡建设局负责解释。",
      ])
  }

  @Test func `each chapter of a book is an article`() throws {
    let book = try OfficeFixture.read("python.epub")
    #expect(book.errors == [])
    #expect(
      book.ids == ["python.epub/EPUB/text/第1章.xhtml", "python.epub/EPUB/text/第2章.xhtml"])
    #expect(book.members == ["EPUB/text/第1章.xhtml", "EPUB/text/第2章.xhtml"])
    #expect(book.articles.map(\.title) == ["概况", "大事记"])
    for chapter in book.articles {
      #expect(chapter.source == "清河年鉴2021" && chapter.published?.description == "2021-12-01")
      #expect(chapter.tags == ["年鉴"])
      #expect(chapter.extras.map(\.key) == ["author", "book", "publisher"])
    }
  }

  @Test func `an extraction shows the lines of a document`() throws {
    let found = try ExtractedArticle(path: OfficeFixture.path("word.docx"))
    #expect(found.article.title == "关于调整居民用水价格的通知" && found.article.id == "word.docx")
    #expect(found.article.tags == ["供水", "水价"])
    #expect(throws: ArticleError.self) {
      try ExtractedArticle(path: OfficeFixture.path("records.xlsx"))
    }
  }

  @Test func `a slide is read once`() throws {
    let slide = "<s><p><r><t>\(OfficeFixture.prose[0])</t></r></p></s>"
    let links = (0..<3).map {
      #"<Relationship Id="r\#($0)" Type="x/slide" Target="slides/s.xml"/>"#
    }
    let article = try article(
      ZipArchive([
        "ppt/presentation.xml": #"<p xmlns:r="/relationships">"#
          + (0..<3).map { #"<sldId id="\#($0)" r:id="r\#($0)"/>"# }.joined() + "</p>",
        "ppt/_rels/presentation.xml.rels": "<R>\(links.joined())</R>", "ppt/slides/s.xml": slide,
      ]), as: "a.pptx")
    #expect(article.text == Array((OfficeFixture.prose[0] + "\n").utf8))
  }

  // MARK: Details

  @Test(arguments: ["Title", "标题", "公文标题", "大标题"])
  func `the style of a title is known by its name and by its id`(name: String) throws {
    let p = OfficeFixture.paragraph
    let body =
      p("内部资料注意保存请勿外传", "", 44) + p("关于用电的通知", #"<w:pStyle w:val="x"/>"#, nil)
      + p(OfficeFixture.prose[0], "", nil) + p(OfficeFixture.prose[1], "", nil)
    let style = #"<w:style w:type="paragraph" w:styleId="x"><w:name w:val="\#(name)"/></w:style>"#
    #expect(try article(OfficeFixture.word(body, styles: style)).title == "关于用电的通知")
    let named = body.replacing(#""x""#, with: "\"\(name)\"")
    #expect(try article(OfficeFixture.word(named)).title == "关于用电的通知")
  }

  @Test func `an OpenDocument text leaves out what is not printed`() throws {
    let styles = """
      <style:style style:name="P1" style:family="paragraph"><style:paragraph-properties \
      fo:text-align="center"/><style:text-properties fo:font-size="22pt"/></style:style>\
      <style:style style:name="T1" style:family="text"><style:text-properties \
      text:display="none"/></style:style>
      """
    let text = """
      <text:tracked-changes><text:p>删去</text:p></text:tracked-changes>\
      <text:p text:style-name="P1">城市更新条例<text:line-break/>解读</text:p>\
      <text:p>\(OfficeFixture.prose[0])<text:note><text:note-citation>1</text:note-citation>\
      <text:note-body><text:p>注释在正文之后，说明补助的来源和标准。</text:p></text:note-body></text:note>\
      <office:annotation><dc:creator>审核</dc:creator><text:p>批注不是正文。</text:p></office:annotation>\
      </text:p><text:p>甲<text:s text:c="2"/>乙<text:tab/>丙<text:span text:style-name="T1">隐藏</text:span>\
      <text:ruby><text:ruby-base>丁</text:ruby-base><text:ruby-text>ding</text:ruby-text></text:ruby>\
      <draw:frame><svg:title>图名</svg:title><draw:text-box><text:p>框中的文字在段落之后。</text:p>\
      </draw:text-box></draw:frame>，后面还有一些文字，使这一行成为正文。</text:p>\
      <text:table-of-content><text:index-body><text:p>目录一　3</text:p></text:index-body>\
      </text:table-of-content><text:p>\(OfficeFixture.prose[1])</text:p>
      """
    let names = ["office", "style", "text", "fo", "draw", "svg", "dc"]
      .map { "xmlns:\($0)=\"\($0)\"" }.joined(separator: " ")
    let article = try article(
      ZipArchive([
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml":
          "<office:document-content \(names)><office:automatic-styles>\(styles)"
          + "</office:automatic-styles><office:body><office:text>\(text)</office:text>"
          + "</office:body></office:document-content>",
      ]), as: "x.bin")
    #expect(article.title == "城市更新条例解读")
    let body = OfficeFixture.lines(article, .body)
    #expect(
      body == [
        OfficeFixture.prose[0], "甲 乙 丙丁，后面还有一些文字，使这一行成为正文。", "框中的文字在段落之后。",
        OfficeFixture.prose[1], "注释在正文之后，说明补助的来源和标准。",
      ])
    #expect(OfficeFixture.lines(article, .tail) == ["目录一　3", "批注不是正文。"])
  }

  @Test(arguments: [
    ("decimal", "1 3 10"), ("chineseCounting", "一 三 十"), ("upperRoman", "I III X"),
    ("lowerLetter", "a c j"), ("ideographTraditional", "甲 丙 癸"),
    ("decimalEnclosedCircle", "① ③ ⑩"), ("unknown", "1 3 10"),
  ])
  func `automatic numbers are part of the text`(format: String, expected: String) throws {
    let numbering = """
      <w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>\
      <w:numFmt w:val="\(format)"/><w:lvlText w:val="（%1）"/><w:suff w:val="nothing"/></w:lvl>\
      </w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>
      """
    let item = #"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>"#
    let body = (1...10).map { OfficeFixture.paragraph("\(OfficeFixture.prose[0])\($0)", item) }
    let article = try article(OfficeFixture.word(body.joined(), numbering: numbering))
    let lines = String(decoding: article.text, as: UTF8.self).split(separator: "\n")
    let labels = [1, 3, 10].map { number in
      lines.first { $0.hasSuffix("上。\(number)") }.map { $0.prefix { $0 != "临" } } ?? ""
    }
    #expect(labels == expected.split(separator: " ").map { "（\($0)）" })
  }

  @Test func `a book reads only the documents of its reading order`() throws {
    let page = { (text: String) in "<html><head><title>书名</title></head><body>\(text)</body></html>"
    }
    var archive = ZipArchive([
      "mimetype": "application/epub+zip",
      "META-INF/container.xml":
        #"<container><rootfiles><rootfile full-path="O/x.opf"/></rootfiles></container>"#,
      "O/a b.html": page("<h1>第一章</h1><p>\(OfficeFixture.prose[0])</p>"),
      "O/unused.html": page("<p>\(OfficeFixture.prose[1])</p>"),
      "O/locked.html": "\u{1}\u{2}\u{3}",
      "META-INF/encryption.xml":
        #"<e><CipherReference URI="O/locked.html"/><CipherReference URI="O/font.otf"/></e>"#,
    ])
    archive.add(
      "O/x.opf",
      Array(
        """
        <package><metadata><dc:title xmlns:dc="dc">书名</dc:title></metadata><manifest>
        <item id="1" href="a%20b.html"/><item id="2" href="locked.html"/>
        <item id="3" href="missing.html"/></manifest>
        <spine><itemref idref="1"/><itemref idref="2"/><itemref idref="3"/></spine></package>
        """.utf8))
    folder.write(archive.bytes, to: "b.epub")
    let found = try Contents(of: folder.path(of: "b.epub"))
    #expect(found.ids == ["b.epub/O/a b.html"] && found.articles.first?.title == "第一章")
    #expect(found.articles.first?.source == "书名")
    #expect(found.messages(below: folder.path) == ["b.epub/O/locked.html: encrypted"])
  }
}
