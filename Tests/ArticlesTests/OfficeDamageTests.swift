import Articles
import TestSupport
import Testing

/// Tests of the recognition of office documents, of damaged ones, and of those in archives.
struct OfficeDamageTests {
  private let folder = TemporaryDirectory()

  private static let fixtures = [
    "word.docx", "libreoffice.docx", "libreoffice.odt", "slides.pptx", "libreoffice.odp",
    "records.xlsx", "libreoffice.xlsx", "libreoffice.ods", "mixed.xlsx", "python.epub", "page.ofd",
  ]

  private func read(_ bytes: [UInt8], as name: String) throws -> Contents {
    folder.write(bytes, to: name)
    return try Contents(of: folder.path(of: name))
  }

  private func message(_ bytes: [UInt8], as name: String) throws -> String? {
    let found = try read(bytes, as: name)
    #expect(found.articles.isEmpty && found.errors.count == 1, "\(found.errors)")
    return found.messages(below: folder.path).first
  }

  // MARK: Recognition

  @Test(arguments: fixtures)
  func `a document is recognized by its contents under any name`(name: String) throws {
    let usual = try OfficeFixture.read(name)
    // Only the name of a document tells whether it is named after its contents.
    let other = try read(OfficeFixture.bytes(name), as: "文件.bak")
    #expect(other.errors == [] && other.articles.map(\.text) == usual.articles.map(\.text))
  }

  @Test func `other files under the names of documents are read as what they are`() throws {
    let page = "<html><body><h1>防汛通知</h1><p>\(OfficeFixture.prose[0])</p></body></html>"
    let found = try read(Array(page.utf8), as: "a.docx")
    #expect(found.format is WebPage && found.articles.first?.title == "防汛通知")
    folder.write(Array("只有文字".utf8), to: "in.docx")
    #expect(CorpusScanner.scan(folder.path).skipped.kinds.map(\.ending) == ["docx"])
  }

  @Test func `an archive of pages with a folder of that name stays an archive`() throws {
    let archive = ZipArchive([
      "word/防汛.html": "<html><body><p>\(OfficeFixture.prose[0])</p></body></html>",
      "xl/a.txt": "旧城改造\n\n\(OfficeFixture.prose[1])",
    ])
    let found = try read(archive.bytes, as: "a.zip")
    #expect(found.format is ContainerFormat && found.errors == [])
    #expect(found.ids == ["a.zip/word/防汛.html", "a.zip/xl/a.txt"])
  }

  @Test func `packages of other kinds are skipped, and those with the name of a document refused`()
    throws
  {
    let drawing = ZipArchive(["[Content_Types].xml": "<Types/>", "visio/document.xml": "<a/>"])
    let found = try read(drawing.bytes, as: "a.vsdx")
    #expect(found.articles.isEmpty && found.errors == [])
    #expect(found.skipped.kinds.map(\.examples) == [["a.vsdx"]])
    #expect(
      try message(drawing.bytes, as: "a.docx")
        == "a.docx: a zip archive without the parts of a document")
    folder.makeDirectory("in")
    folder.write(ZipArchive(["META-INF/MANIFEST.MF": "x"]).bytes, to: "in/a.jar")
    #expect(CorpusScanner.scan(folder.path(of: "in")).skipped.kinds.map(\.ending) == ["jar"])
  }

  // MARK: Encryption

  @Test func `encrypted documents are reported`() throws {
    #expect(
      try message(OldOfficeFixture.bytes("encrypted.docx"), as: "a.docx") == "a.docx: encrypted")
    let manifest = "<m><file-entry><encryption-data/></file-entry></m>"
    for (type, file) in [("text", "a.odt"), ("spreadsheet", "a.ods")] {
      let archive = ZipArchive([
        "mimetype": "application/vnd.oasis.opendocument.\(type)", "content.xml": "\u{1}\u{2}",
        "META-INF/manifest.xml": manifest,
      ])
      #expect(try message(archive.bytes, as: file) == "\(file): encrypted")
    }
    let package = ZipArchive([
      "mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": manifest,
      "encrypted-package": "\u{1}\u{2}",
    ])
    #expect(try message(package.bytes, as: "c.odt") == "c.odt: encrypted")
    var zip = ZipArchive(["[Content_Types].xml": "<Types/>"])
    zip.add("word/document.xml", [1, 2, 3], isEncrypted: true)
    #expect(try message(zip.bytes, as: "b.docx") == "b.docx: encrypted")
  }

  // MARK: Archives

  @Test func `documents in archives are read as files are`() throws {
    var inner = ZipArchive()
    var tar = TarArchive()
    for name in Self.fixtures {
      inner.add("部门/\(name)", OfficeFixture.bytes(name))
      tar.add(Array(name.utf8), OfficeFixture.bytes(name))
    }
    tar.add(Array("inner.zip".utf8), inner.bytes)
    let found = try read(tar.bytes, as: "a.tar")
    #expect(found.errors == [])
    let files = try Self.fixtures.flatMap { try OfficeFixture.read($0).articles }
    #expect(found.articles.map(\.text) == (files + files).map(\.text))
    #expect(found.ids.prefix(files.count) == files.map { "a.tar/\($0.id)" }[...])
    #expect(found.ids.suffix(files.count) == files.map { "a.tar/inner.zip/部门/\($0.id)" }[...])
    #expect(found.members.contains("inner.zip/部门/records.xlsx/新闻"))
    #expect(found.members.contains("word.docx"))
  }

  // MARK: Damage

  /// The table of the members, at the end of the file, is not needed.
  @Test(arguments: fixtures)
  func `a cut document is an error, unless all its text is there`(name: String) throws {
    let whole = OfficeFixture.bytes(name)
    let texts = try OfficeFixture.read(name).articles.map(\.text)
    let step = max(1, whole.count / TestScale.cases(60))
    var failures = 0
    for count in stride(from: 4, to: whole.count - 1, by: step) {
      let found = try read(Array(whole.prefix(count)), as: name)
      #expect(found.errors.count <= 3, "\(count) \(found.errors)")
      #expect(found.articles.allSatisfy { texts.contains($0.text) }, "\(count)")
      #expect(!found.errors.isEmpty || found.articles.map(\.text) == texts, "\(count)")
      if !found.errors.isEmpty { failures += 1 }
    }
    #expect(failures > 30)
  }

  @Test(arguments: fixtures)
  func `a document with changed bytes ends with articles and errors`(name: String) throws {
    let whole = OfficeFixture.bytes(name)
    var random = SplitMix64(seed: UInt64(whole.count))
    for round in 0..<TestScale.cases(80) {
      var bytes = whole
      for _ in 0...(round % 4) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] ^=
          UInt8.random(in: 1...255, using: &random)
      }
      let found = try read(bytes, as: name)
      #expect(found.articles.count <= 4 && found.errors.count <= 6)
      #expect(found.articles.allSatisfy { $0.fault == nil })
    }
  }

  @Test func `XML that is cut anywhere is damaged`() throws {
    let body = OfficeFixture.paragraph(OfficeFixture.prose[0])
    let document = Array("<d xmlns:w=\"w\"><w:body>\(body)<!-- a > b --></w:body></d>".utf8)
    for count in 0...document.count {
      var archive = ZipArchive(["[Content_Types].xml": "<Types/>"])
      archive.add("word/document.xml", Array(document.prefix(count)))
      let found = try read(archive.bytes, as: "a.docx")
      // The name in the last tag may be cut.
      let isWhole = count > document.count - 3
      #expect(found.articles.count == (isWhole ? 1 : 0), "\(count)")
      #expect(found.errors.count == (isWhole ? 0 : 1), "\(count)")
    }
  }

  @Test(arguments: [
    "<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><d><t>&b;</t></d>",
    "<!DOCTYPE d SYSTEM \"file:///etc/passwd\"><d/>",
    "<d " + (0..<100_000).map { "a\($0)='' " }.joined() + "/>",
    String(repeating: "<d>", count: 100_000),
    String(repeating: "<d>", count: 1000) + String(repeating: "</d>", count: 1000),
    "<d><t>" + String(repeating: "&#1;", count: 10) + "</t>",
    "", "<", "<d", "text", "<?xml version=\"1.0\"?>", "<d/><d/>x<",
  ])
  func `dangerous XML is refused in little time`(document: String) throws {
    let archive = ZipArchive(["[Content_Types].xml": "<Types/>", "word/document.xml": document])
    let found = try read(archive.bytes, as: "a.docx")
    #expect(found.articles.isEmpty && found.errors.count == 1)
  }

  @Test func `small faults of XML are overlooked`() throws {
    let body = OfficeFixture.paragraph(OfficeFixture.prose[0] + "&#11;甲&amp;&unknown;&#x4E2D;")
    let article = try #require(
      try read(OfficeFixture.word(body).bytes, as: "a.docx").articles.first)
    let text = String(decoding: article.text, as: UTF8.self)
    #expect(text == OfficeFixture.prose[0] + "甲&中\n")
  }

  @Test func `malformed characters are replaced`() throws {
    var document = Array("<d xmlns:w=\"w\">\(OfficeFixture.paragraph("甲乙丙丁，防汛"))</d>".utf8)
    let start = try #require(document.indices.first { document[$0...].starts(with: "乙".utf8) })
    document[start] = 0xFF
    var archive = ZipArchive(["[Content_Types].xml": "<Types/>"])
    archive.add("word/document.xml", document)
    let article = try #require(try read(archive.bytes, as: "a.docx").articles.first)
    let text = String(decoding: article.text, as: UTF8.self)
    #expect(article.fault == nil && text.hasPrefix("甲\u{FFFD}") && text.hasSuffix("丙丁，防汛\n"))
  }

  @Test func `the text and the XML are limited, and pictures are not`() throws {
    var archive = OfficeFixture.word(OfficeFixture.paragraph(OfficeFixture.prose[0]))
    archive.add("word/media/image.png", [UInt8](repeating: 1, count: 1 << 20))
    folder.write(archive.bytes, to: "a.docx")
    let found = try Contents(of: folder.path(of: "a.docx"), limit: 8 << 10)
    #expect(found.errors == [] && found.articles.count == 1)
    #expect(found.byteCount == archive.bytes.count)
    let long = OfficeFixture.paragraph(String(repeating: "长", count: 10_000))
    folder.write(OfficeFixture.word(long).bytes, to: "b.docx")
    let large = try Contents(of: folder.path(of: "b.docx"), limit: 8 << 10)
    #expect(large.articles.isEmpty)
    #expect(large.messages(below: folder.path).first?.hasSuffix("(--max-article)") == true)
  }
}
