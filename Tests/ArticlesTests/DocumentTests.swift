import Calendar
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Articles

/// Tests of documents that real programs have made; see `Fixtures/Documents/make.py`.
struct DocumentTests {
  static let folder = TestFile.folder(above: #filePath, levels: 1) + "/Fixtures/Documents/"
  static let canReadPDF = ProgramFolders.ofEnvironment.path(of: "pdftotext") != nil
  static let canReadWord = ProgramFolders.ofEnvironment.path(of: "catdoc") != nil

  private let scratch = TemporaryDirectory()

  static let notice = [
    "各区县教育局，市直属各学校：",
    "为减轻学生过重作业负担，解决家长接送难问题，现就做好2023年秋季学期课后服务工作通知如下。"
      + "课后服务由学校统筹安排，坚持学生自愿参加，不得以任何方式强制。",
    "一、服务时间",
    "每周五天，每天至少两小时，结束时间与当地正常下班时间相衔接。初中学校工作日晚上可以开设自习班，"
      + "英语 reading club 等社团由学校自行安排。",
    "二、经费保障",
    "市财政按每生每年五百元的标准补助，家庭经济困难学生免费。各学校要建立专账，接受审计监督。",
    "学校\t人数", "临江一小\t320", "清河中学\t415", "临江市教育局", "2023年8月30日",
  ]

  private func read(_ name: String, limit: Int = 1 << 20) throws -> Contents {
    try Contents(of: Self.folder + name, limit: limit)
  }

  /// Reads the bytes of a document under another name.
  private func read(_ bytes: [UInt8], as name: String, limit: Int = 1 << 20) throws -> Contents {
    scratch.write(bytes, to: name)
    return try Contents(of: scratch.path(of: name), limit: limit)
  }

  private static func bytes(_ name: String) -> [UInt8] { TestFile.bytes(folder + name) ?? [] }

  /// Checks an article of the notice, whose spaces between Latin and Han letters a PDF may lose.
  private func checkNotice(_ article: Article, ignoringSpaces: Bool = false) {
    #expect(article.fault == nil)
    #expect(article.title == "临江市教育局关于做好中小学课后服务工作的通知")
    #expect(article.published?.description == "2023-09-01")
    #expect(article.source == "临江市教育局")
    func plain(_ line: String) -> String {
      // catdoc separates cells by spaces.
      let spaced = String(line.map { $0 == "\t" ? " " : $0 })
      return ignoringSpaces ? spaced.filter { $0 != " " } : spaced
    }
    let lines = Set(article.lines.map(plain))
    for line in Self.notice { #expect(lines.contains(plain(line)), "\(line)") }
  }

  // MARK: PDF

  @Test(.enabled(if: canReadPDF)) func `a PDF file has whole paragraphs`() throws {
    let found = try read("notice.pdf")
    #expect(found.errors == [] && found.ids == ["notice.pdf"])
    checkNotice(try #require(found.articles.first), ignoringSpaces: true)
    #expect(found.byteCount == Self.bytes("notice.pdf").count)
  }

  @Test(.enabled(if: canReadPDF))
  func `paragraphs go on in the next column and on the next page`() throws {
    let article = try #require(try read("bulletin.pdf").articles.first)
    #expect(article.title == "清河县养老服务设施建设进展情况")
    #expect(article.lines.count == 6)
    #expect(
      article.lines.contains { $0.hasPrefix("运营资金") && $0.hasSuffix("由老人代表逐项核对。") })
    #expect(article.lines.first == "清河县人民政府公报2023年第9期")
    #expect(!article.lines.contains { $0.contains("—") })
  }

  @Test(.enabled(if: canReadPDF)) func `a PDF file without text or with a password is an error`()
    throws
  {
    #expect(try read("scanned.pdf").errors.map(\.reason) == [.noText])
    #expect(try read("encrypted.pdf").errors.map(\.reason) == [.encrypted])
  }

  @Test(.enabled(if: canReadPDF)) func `the limit of an article applies to the text of a PDF file`()
    throws
  {
    // The file has 28 KB and the text 1 KB.
    #expect(try read("notice.pdf", limit: 2000).errors == [])
    let reason = try read("notice.pdf", limit: 500).errors.first?.reason
    guard case .tooLarge(_, 500) = reason else {
      Issue.record("\(String(describing: reason))")
      return
    }
  }

  @Test func `files with the names of pages and records are not opened by a scan`() {
    for name in ["a.html", "a.htm", "a.md", "a.jsonl", "a.ndjson", "a.csv", "a.tsv"] {
      var count = 0
      _ = InputFormats.all.first { format in
        format.accepts(name: name) {
          count += 1
          return []
        }
      }
      #expect(count == 0, "\(name)")
    }
  }

  @Test func `a PDF file is recognized by its contents`() {
    func accepts(_ text: String, _ name: String) -> Bool {
      PDFDocuments().accepts(name: name) { Array(text.utf8) }
    }
    #expect(accepts("%PDF-1.4\n", "a") && accepts("%PDF-1.4\n", "a.txt"))
    #expect(accepts("\n\n%PDF-1.4\n", "a.pdf") && accepts("", "a.pdf"))
    #expect(!accepts("<!DOCTYPE html><html><body>404", "a.pdf"))
    #expect(!accepts("文件以 %PDF-1.4 开头", "a.txt"))
  }

  @Test(.enabled(if: canReadPDF), arguments: ["notice.pdf", "bulletin.pdf"])
  func `a damaged PDF file is an article or one error`(name: String) throws {
    let bytes = Self.bytes(name)
    var random = SplitMix64(seed: 5)
    for number in 0..<8 {
      var damaged = bytes
      if number % 2 == 0 {
        damaged.removeLast(bytes.count * (number + 1) / 10)
      } else {
        for _ in 0..<40 {
          damaged[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8(number)
        }
      }
      let found = try read(damaged, as: "a.pdf")
      #expect(found.articles.count + found.errors.count == 1)
      for article in found.articles { #expect(article.fault == nil) }
    }
    #expect(try read([], as: "a.pdf").errors.map(\.reason) == [.empty])
  }

  // MARK: Word and rich text

  @Test(.enabled(if: canReadWord)) func `a Word document has whole paragraphs`() throws {
    let found = try read("notice.doc")
    #expect(found.errors == [])
    let article = try #require(found.articles.first)
    checkNotice(article)
    #expect(!article.lines.contains { $0.contains("PAGE") })
  }

  @Test(arguments: ["notice.rtf", "gbk.rtf"])
  func `rich text has whole paragraphs`(name: String) throws {
    let found = try read(name)
    #expect(found.errors == [])
    let article = try #require(found.articles.first)
    checkNotice(article)
    #expect(article.encoding == (name == "gbk.rtf" ? "GB18030" : "UTF-8"))
    #expect(!article.lines.contains { $0.contains("宋体") || $0.contains("WPS") })
  }

  @Test func `documents are extracted as they are indexed`() throws {
    var names = ["gbk.rtf"]
    if Self.canReadPDF { names.append("notice.pdf") }
    if Self.canReadWord { names.append("notice.doc") }
    for name in names {
      let extracted = try ExtractedArticle(path: Self.folder + name)
      #expect(try extracted.article == read(name).articles.first)
      #expect(extracted.report.lines.count == extracted.article.lines.count)
    }
    scratch.write(Array("---\ntitle: 托育\n---\n正文**重点**。\n".utf8), to: "a.md")
    let extracted = try ExtractedArticle(path: scratch.path(of: "a.md"))
    #expect(extracted.article.title == "托育" && extracted.article.lines == ["托育", "正文重点。"])
  }

  @Test func `a file with the name of a Word document is read as what it is`() throws {
    let page = "<html><body><h1>旧城改造完成首批验收</h1><p>三个小区通过了验收。</p></body></html>"
    let kinds = [
      Self.bytes("gbk.rtf"), Array(page.utf8), Array("旧城改造完成首批验收\n\n三个小区通过了验收。\n".utf8),
    ]
    for bytes in kinds {
      for name in ["a.doc", "a.wps"] {
        let found = try read(bytes, as: name)
        #expect(found.errors == [] && found.articles.first?.title.isEmpty == false)
      }
    }
    let formats = try [Self.bytes("documents.zip"), Self.bytes("scanned.pdf")].map {
      try read($0, as: "b.doc").format
    }
    #expect(formats[0] is ContainerFormat && formats[1] is PDFDocuments)
  }

  @Test(.enabled(if: canReadPDF && canReadWord))
  func `documents are read from archives`() throws {
    let found = try read("documents.zip")
    #expect(found.errors == [])
    #expect(
      found.ids == [
        "documents.zip/2023/notice.pdf", "documents.zip/2023/notice.doc",
        "documents.zip/2023/gbk.rtf",
      ])
    for article in found.articles { checkNotice(article, ignoringSpaces: true) }
  }

  @Test(.enabled(if: canReadWord)) func `a damaged Word document is an article or one error`()
    throws
  {
    let bytes = Self.bytes("notice.doc")
    for count in [8, 512, 1024, 4000, 8000, bytes.count - 1] {
      // LibreOffice would read the rest in seconds.
      let folders = ProgramFolders(path: folderWithCatdoc())
      scratch.write(Array(bytes.prefix(count)), to: "a.doc")
      let file = CorpusFile(
        path: scratch.path(of: "a.doc"), relativePath: "a.doc",
        format: OldOfficeFixture.format(folders), stamp: FileStamp(byteCount: count))
      do {
        let articles = try file.articles()
        #expect(articles.count == 1)
      } catch is ArticleError {}
    }
  }

  @Test(
    .enabled(if: ProgramFolders.ofEnvironment.path(of: "soffice") != nil),
    .enabled(if: TestFile.environment("XUNWEN_TEST_OFFICE") != nil, "starts LibreOffice"))
  func `LibreOffice reads what catdoc cannot`() throws {
    let path = ProgramFolders.ofEnvironment.path(of: "soffice") ?? ""
    scratch.makeDirectory("office")
    scratch.makeLink("office/soffice", to: path)
    let programs = ProgramFolders(path: scratch.path(of: "office"))
    let file = CorpusFile(
      path: Self.folder + "notice.doc", relativePath: "notice.doc",
      format: WordDocuments(programs: programs))
    checkNotice(try #require(try file.article()))
  }

  /// A folder whose only program is catdoc.
  private func folderWithCatdoc() -> String {
    let path = ProgramFolders.ofEnvironment.path(of: "catdoc") ?? ""
    if scratch.names(in: "bin").isEmpty {
      scratch.makeDirectory("bin")
      scratch.makeLink("bin/catdoc", to: path)
    }
    return scratch.path(of: "bin")
  }

  // MARK: Programs

  @Test func `a missing program is named with its package`() throws {
    let nowhere = ProgramFolders(path: "/nonexistent:relative")
    let formats: [(String, any InputFormat, String)] = [
      ("notice.pdf", PDFDocuments(programs: nowhere), "poppler-utils poppler-data"),
      ("notice.doc", WordDocuments(programs: nowhere), "catdoc"),
    ]
    for (name, format, packages) in formats {
      let file = CorpusFile(path: Self.folder + name, relativePath: name, format: format)
      let error = try #require(throws: ArticleError.self) { try file.articles() }
      let hint = "which reads it, is missing (Debian: apt install \(packages))"
      #expect(error.description.hasSuffix(hint))
      #expect(error.path.hasSuffix(name))
    }
  }

  @Test func `a program that fails is named with its first error`() throws {
    scratch.makeDirectory("bin")
    func read(_ script: String) throws -> String {
      scratch.write(Array("#!/bin/sh\n\(script)\n".utf8), to: "bin/pdftotext")
      scratch.setMode(0o700, of: "bin/pdftotext")
      let file = CorpusFile(
        path: Self.folder + "notice.pdf", relativePath: "notice.pdf",
        format: PDFDocuments(programs: ProgramFolders(path: scratch.path(of: "bin"))),
        stamp: FileStamp(byteCount: 100))
      return try #require(throws: ArticleError.self) { try file.articles() }.reason.description
    }
    #expect(try read("echo; echo 'cannot read' >&2; exit 1") == "pdftotext: cannot read")
    #expect(try read("exit 9") == "pdftotext: it exited with status 9")
    #expect(try read("kill -SEGV $$") == "pdftotext: it was ended by signal 11")
    #expect(try read("echo '<doc></doc>'") == "no text; its pages may be scanned pictures")
    #expect(
      try read("echo \"Missing language pack for 'Adobe-GB1' mapping\" >&2")
        == "poppler-data, which reads it, is missing (Debian: apt install poppler-data)")
  }

  @Test func `a document above the limit of files is an error`() throws {
    let file = CorpusFile(
      path: Self.folder + "notice.pdf", relativePath: "a", format: PDFDocuments(),
      stamp: FileStamp(byteCount: 2 << 30))
    let error = try #require(throws: ArticleError.self) { try file.articles() }
    #expect(error.reason == .documentTooLarge(bytes: 2 << 30, limit: 1 << 30))
  }

  private final class Bytes: ByteStream {
    private let rest: Mutex<ArraySlice<UInt8>>

    init(_ bytes: [UInt8]) { rest = Mutex(bytes[...]) }

    func read(upTo count: Int, appendingTo bytes: inout [UInt8]) -> Int {
      let piece = rest.withLock { rest in
        defer { rest = rest.dropFirst(min(count, 1000)) }
        return Array(rest.prefix(min(count, 1000)))
      }
      bytes += piece
      return piece.count
    }
  }

  @Test func `the copy of a member is removed after its use`() throws {
    let bytes = Self.bytes("notice.pdf")
    func copy() throws -> String {
      let file = CorpusFile(
        path: "a.zip/a.pdf", relativePath: "a.zip/a.pdf", format: PDFDocuments(),
        stream: Bytes(bytes))
      let document = try DocumentFile(file)
      #expect(TestFile.bytes(document.path) == bytes && document.byteCount == bytes.count)
      return document.path
    }
    let path = try copy()
    #expect(path.hasPrefix("/") && !FileSystem.exists(path))
    #expect(!FileSystem.exists(FilePath.folder(path)))
  }

  @Test func `catdoc's text of an old encoding is not readable`() {
    #expect(WordConversion.isReadable(Array("关于做好课后服务工作的通知，各区县教育局：".utf8)))
    #expect(WordConversion.isReadable(Array("Notice: café, résumé".utf8)))
    #expect(!WordConversion.isReadable(Array(" \n".utf8)))
    let bytes: [UInt8] = [0xB9, 0xD8, 0xD3, 0xDA, 0xD7, 0xF6, 0xBA, 0xC3, 0xBF, 0xCE, 0xBA, 0xF3]
    let text = String(String.UnicodeScalarView((bytes + bytes).map { Unicode.Scalar($0) }))
    #expect(!WordConversion.isReadable(Array(text.utf8)))
  }

  @Test(arguments: [
    ("12", true), ("- 12 -", true), ("— １２ —", true), ("第 3 页 共 12 页", true), ("3/12", true),
    ("10234", true), ("2025-06-05", false), ("2025.06", false), ("20250605", false), ("共页", false),
    ("12 附件", false),
  ])
  func `a page number is no date`(text: String, isNumber: Bool) {
    #expect(PageNumber.isNumber(text) == isNumber)
  }

  @Test func `instructions of fields are removed`() {
    func removed(_ text: String) -> String {
      String(decoding: WordFields.removed(from: Array(text.utf8)), as: UTF8.self)
    }
    #expect(
      removed("参见  HYPERLINK \"https://a.cn/?b=1\" \\o \"提示\" 市政府网站 的说明。\n")
        == "参见市政府网站的说明。\n")
    #expect(removed("正文\n— PAGE \\* MERGEFORMAT 12 —\n第 PAGE 1 页 共 NUMPAGES 3 页\n") == "正文\n")
    #expect(removed("The PAGE number\n") == "The PAGE number\n")
    #expect(removed("a HYPERLINK \"b") == "a HYPERLINK \"b\n")
  }
}

extension Article {
  /// The lines of the text.
  var lines: [String] {
    String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
