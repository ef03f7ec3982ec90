import Articles
import TestSupport
import Testing

/// Tests of archives and compressed files that real programs have made.
struct ContainerTests {
  private let folder = TemporaryDirectory()

  private static let page = "旧城改造完成首批验收\n2022-03-04 来源：清河日报\n\n三个小区通过了验收。\n"

  private func contents(_ archive: TarArchive, limit: Int = 1 << 20) throws -> Contents {
    folder.write(archive.bytes, to: "a.tar")
    return try Contents(of: folder.path(of: "a.tar"), limit: limit)
  }

  @Test(arguments: ["zip", "7z", "tar", "tar.gz", "tar.bz2", "tar.xz", "tar.zst"])
  func `the members of an archive are read by their formats`(kind: String) throws {
    let name = "news.\(kind)"
    let found = try Contents(ofFixture: name)
    #expect(found.errors == [])
    // 7z orders members by their extension.
    #expect(
      Set(found.ids) == [
        "r1", "\(name)/2023/records.jsonl#2", "\(name)/2023/托育.txt", "\(name)/旧城.txt",
      ])
    #expect(found.ids.count == 4)
    #expect(Set(found.members) == ["2023/records.jsonl", "2023/托育.txt", "旧城.txt"])
    let page = try #require(found.articles.first { $0.id.hasSuffix("旧城.txt") })
    #expect(page.title == "旧城改造完成首批验收" && page.source == "清河日报")
    let kinds = found.skipped.kinds.map { "\($0.ending) \($0.count) \($0.examples)" }
    #expect(kinds == ["jpg 1 [\"\(name)/photo.jpg\"]"])
    #expect(found.skipped.hidden == 2 && found.skipped.system == 2)
  }

  @Test(arguments: ["gz", "bz2", "xz", "zst"])
  func `a compressed file is read as the file in it`(kind: String) throws {
    let records = try Contents(ofFixture: "records.jsonl.\(kind)")
    #expect(records.errors == [] && records.ids == ["r1", "records.jsonl.\(kind)#2"])
    #expect(records.members == [nil, nil])
  }

  @Test func `the id of a compressed page is its path`() throws {
    let page = try Contents(ofFixture: "page.txt.gz")
    #expect(page.ids == ["page.txt.gz"] && page.members == [nil] && page.errors == [])
    folder.write(TestFile.bytes(Contents.fixture("page.txt.gz")) ?? [], to: "page.gz")
    let unknown = try Contents(of: folder.path(of: "page.gz"))
    #expect(unknown.ids == [] && unknown.errors == [])
    #expect(unknown.skipped.kinds.map(\.examples) == [["page.gz"]])
  }

  @Test func `names in UTF-8 and GBK are decoded`() throws {
    let marked = try Contents(ofFixture: "utf8.zip")
    #expect(marked.errors == [] && marked.ids == ["utf8.zip/托育.txt", "utf8.zip/旧城.txt"])
    let found = try Contents(ofFixture: "gbk.zip")
    #expect(found.ids == ["gbk.zip/旧城.txt"] && found.errors == [])
    var archive = TarArchive()
    archive.add(Array("a/".utf8) + [0xFF] + Array(".txt".utf8), Array(Self.page.utf8))
    let error = try #require(try contents(archive).errors.first)
    #expect(error.path.hasSuffix("a.tar/a/\u{FFFD}.txt"))
    #expect("\(error.reason)" == "member name is not UTF-8 or GB18030")
  }

  @Test func `containers in containers are read to a depth`() throws {
    let nested = try Contents(ofFixture: "nested.zip")
    #expect(nested.errors == [] && nested.ids.count == 10)
    let inner = "middle.tar.gz/inner.zip"
    #expect(nested.ids.contains("nested.zip/\(inner)/news.7z/2023/托育.txt"))
    #expect(nested.members.contains("\(inner)/records.jsonl.gz"))
    #expect(nested.ids.contains("nested.zip/\(inner)/records.jsonl.gz#2"))
    #expect(
      nested.skipped.kinds.map(\.examples) == [
        ["news.7z", "news.zip"].map { "nested.zip/\(inner)/\($0)/photo.jpg" }
      ])
    let deeper = try Contents(ofFixture: "deeper.zip")
    #expect(deeper.ids == ["deeper.zip/旧城.txt"])
    #expect(
      deeper.fixtureMessages
        == ["news.zip", "news.7z", "records.jsonl.gz"].map {
          "deeper.zip/nested.zip/\(inner)/\($0): more than 4 levels of archives in archives"
        })
  }

  @Test func `encrypted members are errors`() throws {
    let zip = try Contents(ofFixture: "encrypted.zip")
    #expect(zip.ids == ["encrypted.zip/托育.txt"])
    #expect(zip.fixtureMessages == ["encrypted.zip/旧城.txt: encrypted"])
    let sevenZip = try Contents(ofFixture: "encrypted.7z")
    #expect(sevenZip.ids == [] && sevenZip.errors.map(\.reason) == [.encrypted])
    let names = try Contents(ofFixture: "encrypted-names.7z")
    #expect(names.ids == [] && names.errors.count == 1)
    #expect(names.fixtureMessages.first?.contains("encrypted") == true)
  }

  @Test func `containers are recognized by content, then by name`() throws {
    let zip = TestFile.bytes(Contents.fixture("news.zip")) ?? []
    folder.makeDirectory("in")
    folder.write(zip, to: "in/backup.001")
    folder.write(TestFile.bytes(Contents.fixture("news.tar")) ?? [], to: "in/old")
    // The first member of a program, where a zip archive has any name.
    var program = zip
    program.replaceSubrange(30..<49, with: "META-INF/MANIFES.MF".utf8)
    folder.write(program, to: "in/a.jar")
    folder.write(Array("no archive".utf8), to: "in/b.ZIP")
    folder.write(Array("PK is a place".utf8), to: "in/c.ps")
    let corpus = CorpusScanner.scan(folder.path(of: "in"))
    #expect(corpus.files.map(\.relativePath) == ["b.ZIP", "backup.001", "old"])
    #expect(corpus.files.allSatisfy { $0.format is ContainerFormat })
    #expect(corpus.skipped.kinds.map(\.ending) == ["jar", "ps"])
    let broken = try Contents(of: folder.path(of: "in/b.ZIP"))
    #expect(broken.errors.count == 1 && broken.ids == [])
  }

  @Test func `links and special members are not followed`() throws {
    var archive = TarArchive()
    archive.add("a", kind: .folder)
    archive.add("a/1.txt", Self.page)
    archive.add("a/2.txt", kind: .symbolicLink, target: "/etc/hostname")
    archive.add("a/3.txt", kind: .hardLink, target: "a/1.txt")
    archive.add("a/4.txt", kind: .pipe)
    archive.add("a/5.txt", kind: .device)
    archive.add("a/6.txt", Self.page)
    let found = try contents(archive)
    #expect(found.ids == ["a.tar/a/1.txt", "a.tar/a/6.txt"])
    #expect(found.skipped.links == 2)
    #expect(found.skipped.linkExamples == ["a.tar/a/2.txt", "a.tar/a/3.txt"])
    #expect(
      found.messages(below: folder.path)
        == ["a.tar/a/4.txt: not a regular file", "a.tar/a/5.txt: not a regular file"])
  }

  @Test func `names that lead out of the archive are refused`() throws {
    let names = ["../1.txt", "/2.txt", "a/../../3.txt", "a/..", "./b//c/./4.txt", "5..txt"]
    var archive = TarArchive()
    for name in names { archive.add(name, Self.page) }
    let found = try contents(archive)
    #expect(found.ids == ["a.tar/b/c/4.txt", "a.tar/5..txt"])
    #expect(found.errors.map(\.reason) == Array(repeating: .nameOutsideArchive, count: 4))
  }

  @Test func `a member above the article limit is refused`() throws {
    let long = Self.page + String(repeating: "清河区。", count: 100)
    let archive = TarArchive(["1.txt": long, "2.txt": Self.page, "3.jsonl": "{\"text\":\"a\"}\n"])
    let found = try contents(archive, limit: 400)
    #expect(found.ids == ["a.tar/2.txt", "a.tar/3.jsonl#1"])
    #expect(found.errors.map(\.reason) == [.tooLarge(bytes: long.utf8.count, limit: 400)])
  }

  @Test func `bad members do not lose the others`() throws {
    let archive = TarArchive([
      "1.txt": "", "2.txt": Self.page, "3.jsonl": "{\"text\":\"a\"}\n{\n{\"text\":\"b\"}\n",
      "4.zip": "no archive", "5.txt": "\u{0}\u{1}", "6.txt": Self.page,
    ])
    let found = try contents(archive)
    #expect(
      found.ids == ["a.tar/2.txt", "a.tar/3.jsonl#1", "a.tar/3.jsonl#3", "a.tar/6.txt"])
    #expect(
      found.errors.map { String($0.path.dropFirst(folder.path.count + 1)) } == [
        "a.tar/1.txt", "a.tar/3.jsonl", "a.tar/4.zip", "a.tar/5.txt",
      ])
  }

  @Test func `an archive without members is empty`() throws {
    folder.write(TarArchive().bytes, to: "a.tar")
    folder.write([], to: "b.zip")
    for name in ["a.tar", "b.zip"] {
      #expect(try Contents(of: folder.path(of: name)).errors.map(\.reason) == [.empty])
    }
  }

  @Test func `the bytes of the file are counted, not those of the members`() throws {
    for name in ["news.zip", "news.tar.gz", "news.7z", "news.tar"] {
      let size = TestFile.bytes(Contents.fixture(name))?.count ?? 0
      let read = try Contents(ofFixture: name).byteCount
      #expect(read > size / 4 && read <= size, "\(name): \(read) of \(size)")
    }
  }

  @Test func `many members are read`() throws {
    var archive = TarArchive()
    for number in 0..<2000 {
      archive.add("\(number % 100)/\(number).txt", "第\(number)条\n\n正文在这里。\n")
    }
    let found = try contents(archive)
    #expect(found.errors == [] && found.ids.count == 2000)
    #expect(found.ids.last == "a.tar/99/1999.txt" && found.articles.last?.title == "第1999条")
  }

  @Test func `cancellation ends the reading between members`() async throws {
    let path = Contents.fixture("news.zip")
    let task = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      let file = try #require(CorpusScanner.scan(path).files.first)
      let reader = try file.format.open(file, decoder: TextDecoder(forced: nil))
      return (try reader.next() == nil, reader.isInterrupted)
    }
    let (isAtEnd, isInterrupted) = try await task.value
    #expect(isAtEnd && isInterrupted)
  }
}
