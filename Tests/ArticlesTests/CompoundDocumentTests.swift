import Calendar
import Storage
import TestSupport
import Testing

@testable import Articles

/// Tests of compound files, of messages of Outlook and of presentations; see
/// `Fixtures/OldOffice/make.py`.
struct CompoundDocumentTests {
  private let folder = TemporaryDirectory()

  private func read(_ bytes: [UInt8], as name: String) throws -> Contents {
    folder.write(bytes, to: name)
    return try Contents(of: folder.path(of: name))
  }

  private func compound(_ bytes: [UInt8]) throws -> CompoundFile {
    folder.write(bytes, to: "file")
    let file = CorpusFile(path: folder.path(of: "file"), relativePath: "file", format: WebPage())
    return try CompoundFile(DocumentFile(file))
  }

  // MARK: Compound files

  @Test func `streams are found by their names, in small and large sectors`() throws {
    let file = try compound(OldOfficeFixture.bytes("mail.msg"))
    let streams = file.streams()
    let small = try #require(streams["__properties_version1.0"])
    #expect(small.byteCount < 4096)
    #expect(try file.contents(of: small, limit: 4096).count == small.byteCount)
    let subject = try #require(streams["__substg1.0_0037001f"])
    let bytes = try file.contents(of: subject, limit: 100)
    // 关于 in UTF-16.
    #expect(bytes.prefix(4) == [0x73, 0x51, 0x8E, 0x4E])
    #expect(throws: ArticleError.self) { try file.contents(of: subject, limit: 3) }
    let workbook = try compound(OldOfficeFixture.bytes("long.xls"))
    let large = try #require(workbook.streams()["workbook"])
    #expect(large.byteCount > 4096)
    let whole = try workbook.contents(of: large, limit: 1 << 20)
    // Any part of a stream is the part of the whole.
    let stream = try workbook.stream(large)
    for (offset, count) in [(0, 1), (511, 2), (1000, 5000), (whole.count - 1, 1), (whole.count, 0)]
    {
      var part: [UInt8] = []
      try stream.read(count, at: offset, appendingTo: &part)
      #expect(part[...] == whole[offset..<offset + count])
    }
    var part: [UInt8] = []
    #expect(throws: ArticleError.self) { try stream.read(1, at: whole.count, appendingTo: &part) }
  }

  @Test func `a directory that returns to itself ends`() throws {
    var bytes = OldOfficeFixture.bytes("xlwt.xls")
    let header = LittleEndianBytes(bytes)
    // Each sector of the table names itself as the next one.
    let table = (Int(header.u32(76)) + 1) * 512
    for sector in 0..<128 {
      bytes.replaceSubrange(
        (table + 4 * sector)..<(table + 4 * sector + 4), with: [UInt8(sector), 0, 0, 0])
    }
    let error = try read(bytes, as: "a.xls").errors.first?.reason
    #expect(error == .damagedCompoundFile)
  }

  @Test func `a file of another kind is skipped, or an error under the name of a document`() throws
  {
    var bytes = OldOfficeFixture.bytes("xlwt.xls")
    let name: [UInt8] = Array("Workbook".utf8.map { [$0, 0] }.joined())
    let at = try #require(ByteScan.first(name, in: bytes[...]))
    bytes[at] = UInt8(ascii: "X")
    let thumbnails = try read(bytes, as: "Thumbs.db")
    #expect(thumbnails.errors == [] && thumbnails.articles.isEmpty)
    #expect(thumbnails.skipped.kinds.map(\.ending) == ["db"])
    #expect(
      try read(bytes, as: "a.xls").errors.map(\.reason)
        == [.damagedDocument(problem: "no document of Word, Excel, PowerPoint or Outlook")])
    #expect(
      try read(CompoundFile.mark + Array("text".utf8), as: "a.doc").errors.map(\.reason)
        == [.damagedCompoundFile])
  }

  // MARK: Messages

  @Test func `a message of Outlook is read as a mail is`() throws {
    let found = try OldOfficeFixture.read("mail.msg")
    #expect(found.errors == [])
    #expect(
      found.ids == [
        "mail.msg", "mail.msg/填报说明.txt", "mail.msg/统计.msg",
        "mail.msg/统计.msg/附表.xls/新闻#2", "mail.msg/统计.msg/附表.xls/新闻#3",
        "mail.msg/统计.msg/附表.xls/新闻#4",
      ])
    let message = found.articles[0]
    #expect(message.fault == nil)
    #expect(message.title == "关于报送托育服务数据的通知" && message.source == "市卫生健康委")
    #expect(message.published?.description == "2023-09-01T10:30:00")
    #expect(
      OfficeFixture.lines(message, .body) == ["各区县卫生健康局：", "请于九月十五日前报送本年度托育服务数据。"])
    #expect(message.extras.contains(Extra(key: "message_id", value: "\"<20230901.1@example.cn>\"")))
    #expect(message.extras.contains { $0.key == "from" && $0.value.contains("office@example.cn") })
    let forwarded = found.articles[2]
    #expect(forwarded.title == "转发：托位统计" && forwarded.source == "市统计局")
    #expect(forwarded.published?.description == "2023-09-01T09:00:00")
    #expect(found.members[2] == "统计.msg")
    #expect(found.skipped.kinds.map(\.examples) == [["mail.msg/logo.png"]])
  }

  @Test func `a cut message is an error, perhaps after some articles`() throws {
    let bytes = OldOfficeFixture.bytes("mail.msg")
    for count in stride(from: 8, to: bytes.count - 512, by: 211) {
      let found = try read(Array(bytes.prefix(count)), as: "a.msg")
      #expect(!found.errors.isEmpty, "\(count)")
    }
  }

  // MARK: Presentations

  private static let office = ProgramFolders.ofEnvironment.path(of: "soffice")

  /// A folder with one program.
  private func programs(_ name: String, _ script: String) -> ProgramFolders {
    if folder.names(in: "bin").isEmpty { folder.makeDirectory("bin") }
    folder.write(Array("#!/bin/sh\n\(script)\n".utf8), to: "bin/\(name)")
    folder.setMode(0o700, of: "bin/\(name)")
    return ProgramFolders(path: folder.path(of: "bin"))
  }

  private func presentation() throws -> [UInt8] {
    let folder = TemporaryDirectory()
    folder.write(OldOfficeFixture.bytes("slides.ppt.gz"), to: "a.gz")
    let file = CorpusFile(path: folder.path(of: "a.gz"), relativePath: "a.gz", format: WebPage())
    let archive = try OpenArchive.opening(file)
    let member = try #require(try archive.next(path: ""))
    return try archive.readMember(member, path: "", limit: 1 << 20, held: 0)
  }

  private func article(_ programs: ProgramFolders) throws -> Article? {
    folder.write(try presentation(), to: "slides.ppt")
    return try CorpusFile(
      path: folder.path(of: "slides.ppt"), relativePath: "slides.ppt",
      format: OldOfficeFixture.format(programs)
    ).article()
  }

  @Test func `without LibreOffice, catppt reads a presentation`() throws {
    let article = try article(programs("catppt", "echo 临江市托育服务工作汇报; echo 全市新增托位三千个，社区覆盖率提高。"))
    #expect(article?.title == "临江市托育服务工作汇报" && article?.id == "slides.ppt")
    let error = #expect(throws: ArticleError.self) { try self.article(programs("catppt", "echo")) }
    #expect(error?.reason == .noText)
  }

  @Test func `without both programs, the package is named`() throws {
    let error = #expect(throws: ArticleError.self) {
      try article(ProgramFolders(path: "/nonexistent"))
    }
    #expect(
      error?.description.hasSuffix(
        "slides.ppt: catppt, which reads it, is missing (Debian: apt install catdoc)") == true)
  }

  @Test func `a failure of LibreOffice is reported`() throws {
    let error = #expect(throws: ArticleError.self) {
      try article(programs("soffice", "echo 'Error: no filter' >&2"))
    }
    #expect(
      error?.reason == .failedProgram(name: "soffice", problem: "it cannot read the document"))
  }

  @Test(
    .enabled(if: office != nil),
    .enabled(if: TestFile.environment("XUNWEN_TEST_OFFICE") != nil, "starts LibreOffice"))
  func `LibreOffice gives the slides in their order with the notes`() throws {
    let article = try #require(try article(.ofEnvironment))
    #expect(article.fault == nil)
    #expect(article.title == "临江市托育服务工作汇报")
    #expect(
      OfficeFixture.lines(article, .body) == [
        "市卫生健康委员会", "主要成效", "全市新增托位三千个，社区覆盖率提高", "普惠托育的价格平均下降两成",
        "这里介绍各区县的做法。",
      ])
  }
}
