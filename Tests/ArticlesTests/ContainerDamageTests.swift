import Articles
import TestSupport
import Testing

/// Tests of damaged archives, and of archives made to use up memory or time.
struct ContainerDamageTests {
  private let folder = TemporaryDirectory()

  private static let fixtures = [
    "news.zip", "news.7z", "news.tar", "news.tar.gz", "news.tar.bz2", "news.tar.xz",
    "news.tar.zst", "records.jsonl.gz", "records.jsonl.bz2", "records.jsonl.xz",
    "records.jsonl.zst", "nested.zip",
  ]

  private func read(_ bytes: [UInt8], as name: String) throws -> Contents {
    folder.write(bytes, to: name)
    return try Contents(of: folder.path(of: name))
  }

  @Test(arguments: fixtures)
  func `a cut archive is an error, and members before the cut are kept`(name: String) throws {
    let whole = TestFile.bytes(Contents.fixture(name)) ?? []
    let all = try read(whole, as: name).ids
    let step = max(1, whole.count / TestScale.cases(150))
    var best = 0
    for count in stride(from: 0, to: whole.count - 1, by: step) {
      let found = try read(Array(whole.prefix(count)), as: name)
      #expect(found.ids.allSatisfy(all.contains), "\(count) bytes, \(found.ids)")
      // The end of the file can be cut without a loss.
      // A tar archive may end after any member, because not all programs mark its end.
      if name.hasSuffix(".tar"), count % 512 == 0 { continue }
      #expect(
        found.errors.count <= 4 && (found.ids == all || !found.errors.isEmpty),
        "\(count) \(found.ids) \(found.errors)")
      best = max(best, found.ids.count)
    }
    // A 7z archive has its table of members at the end.
    #expect(best > 0 || !["news.zip", "news.tar"].contains(name))
  }

  /// libarchive decompresses 64 KiB at a time, and loses those before the damage.
  @Test func `members before the damage of a compressed archive are kept`() throws {
    let whole = TestFile.bytes(Contents.fixture("long.tar.gz")) ?? []
    let found = try read(Array(whole.prefix(whole.count * 4 / 5)), as: "long.tar.gz")
    #expect(50..<100 ~= found.ids.count && found.ids.first == "long.tar.gz/long/100.txt")
    #expect(found.errors.count == 1)
    #expect("\(found.errors)".contains("the rest of the archive is not read"))
  }

  @Test(arguments: fixtures)
  func `an archive with changed bytes ends with articles and errors`(name: String) throws {
    let whole = TestFile.bytes(Contents.fixture(name)) ?? []
    var random = SplitMix64(seed: UInt64(name.utf8.count))
    for round in 0..<TestScale.cases(200) {
      var bytes = whole
      for _ in 0...(round % 4) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        bytes[index] ^= UInt8.random(in: 1...255, using: &random)
      }
      let found = try read(bytes, as: name)
      #expect(found.articles.count <= 20 && found.errors.count <= 20)
    }
  }

  @Test(arguments: ["bz2", "xz"])
  func `damage of a compressed file is noticed`(kind: String) throws {
    let name = "records.jsonl.\(kind)"
    let whole = TestFile.bytes(Contents.fixture(name)) ?? []
    let texts = try read(whole, as: name).articles.map(\.text)
    for index in whole.indices {
      var bytes = whole
      bytes[index] ^= 0x10
      let found = try read(bytes, as: name)
      #expect(found.articles.map(\.text) == texts || !found.errors.isEmpty, "byte \(index)")
    }
  }

  @Test func `a damaged member is named, and the others are read`() throws {
    var archive = TarArchive(["1.txt": "一\n", "2.txt": "二\n", "3.txt": "三\n"])
    var bytes = archive.bytes
    bytes[1024] ^= 1  // the header of the second member
    let tar = try read(bytes, as: "a.tar")
    #expect(tar.ids == ["a.tar/1.txt", "a.tar/3.txt"] && tar.errors.count == 1)
    #expect(tar.messages(below: folder.path).first?.hasPrefix("a.tar: archive cannot be") == true)
    archive.add("4.txt", "四\n")
    #expect(try read(archive.bytes, as: "a.tar").ids.count == 4)

    var zip = TestFile.bytes(Contents.fixture("news.zip")) ?? []
    let header = Array("2023/托育.txt".utf8)
    let start = try #require(
      zip.indices.first { zip[$0...].starts(with: header) }.map { $0 + header.count })
    zip[start + 40] ^= 0xFF
    let found = try read(zip, as: "news.zip")
    #expect(found.ids.count == 3 && found.errors.count == 1, "\(found.errors)")
    #expect(found.errors.first?.path.hasSuffix("news.zip/2023/托育.txt") == true)
  }

  @Test func `an archive that ends within a skipped member is truncated`() throws {
    var archive = TarArchive(["1.txt": "一\n"])
    archive.add(Array("2.jpg".utf8), [UInt8](repeating: 1, count: 1 << 20))
    archive.add("3.txt", "三\n")
    let bytes = archive.bytes
    #expect(try read(bytes, as: "a.tar").ids == ["a.tar/1.txt", "a.tar/3.txt"])
    let found = try read(Array(bytes.prefix(bytes.count / 2)), as: "a.tar")
    #expect(found.ids == ["a.tar/1.txt"] && found.errors.count == 1)
  }

  @Test func `a bomb among the members of a zip archive loses only itself`() throws {
    let found = try Contents(ofFixture: "bomb.zip")
    #expect(found.ids == ["bomb.zip/first.txt", "bomb.zip/last.txt"])
    #expect(
      found.fixtureMessages == [
        "bomb.zip/bomb.txt: 209715200 bytes, the limit is 16777216 (--max-article)",
        "bomb.zip/bomb.jsonl: expands to more than 64 MiB and 256 times its compressed size",
      ])
  }

  @Test func `a bomb ends a stream`() throws {
    let rest = "; the rest of the archive is not read"
    let message = "expands to more than 64 MiB and 256 times its compressed size" + rest
    let tar = try Contents(ofFixture: "bomb.tar.gz.gz")
    #expect(tar.ids == ["bomb.tar.gz.gz/first.txt"])
    #expect(tar.fixtureMessages == ["bomb.tar.gz.gz/bomb.jsonl: " + message])
    let file = try Contents(ofFixture: "bomb.jsonl.gz.gz")
    #expect(file.ids == [] && file.fixtureMessages == ["bomb.jsonl.gz.gz: " + message])
  }

  @Test func `deep nesting is refused`() throws {
    var inner = TarArchive(["x.txt": "正文\n"])
    for _ in 0..<1000 {
      let bytes = inner.bytes
      inner = TarArchive()
      inner.add(Array("x.tar".utf8), bytes)
    }
    let found = try read(inner.bytes, as: "x.tar")
    #expect(found.ids == [] && found.errors.map(\.reason) == [.nestedTooDeep(limit: 4)])
  }
}
