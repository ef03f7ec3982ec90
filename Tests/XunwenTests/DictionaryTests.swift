import FaultInjection
import InvertedIndex
import Storage
import TestSupport
import Testing

@testable import Xunwen

/// Tests of the user's dictionary: its file, and its effect on queries.
@Suite struct DictionaryTests {
  private let library = Library()

  private func build() async throws -> Archive {
    library.write(
      """
      {"id":"name","text":"记者张奖山报道了职教改革。"}
      {"id":"apart","text":"张家的奖杯在山上。职业学校的教育。"}
      {"id":"school","text":"职业教育和高职教育都在发展。"}
      {"id":"force","text":"发展新质生产力。"}
      {"id":"new","text":"新质的东西，生产力低。"}

      """, to: "a.jsonl")
    return try await library.build().archive
  }

  private func ids(_ archive: Archive, _ query: String, uses: Bool = true) throws -> Set<String> {
    var scope = QueryScope.allClauses
    scope.usesDictionary = uses
    return Set(try archive.search(query, scope: scope).hits.map(\.id))
  }

  private func text() -> String {
    String(decoding: library.contents(of: "words.txt"), as: UTF8.self)
  }

  /// In analysis-ik 335 and others, a new word finds old articles only after a complete reindexing.
  @Test func `C4, a new word needs no reindexing and finds old articles`()
    async throws
  {
    let archive = try await build()
    let files = library.indexFiles()
    let contents = files.map { library.contents(of: $0) }
    #expect(try ids(archive, "张奖山") == ["name"])
    #expect(try ids(archive, "新质生产力") == ["force", "new"])
    #expect(try ArchiveWriter(at: library.path()).addWords(["新质生产力", "张奖山"]) == ["新质生产力", "张奖山"])
    // Queries use new words after the next refresh. They never alternate between old and new words.
    #expect(try ids(archive, "新质生产力") == ["force", "new"])
    #expect(try archive.refresh() && !archive.refresh())
    for _ in 0..<3 {
      #expect(try ids(archive, "新质生产力") == ["force"])
      #expect(try ids(archive, "张奖山") == ["name"])
      #expect(try ids(archive, "新质生产力", uses: false) == ["force", "new"])
    }
    #expect(try ids(archive, "\"新质生产力\"") == ["force"])
    #expect(library.indexFiles() == files + ["words.txt"])
    #expect(files.map { library.contents(of: $0) } == contents)
  }

  @Test func `synonyms match, exclude articles, and are reported`() async throws {
    _ = try await build()
    #expect(try ArchiveWriter(at: library.path()).addSynonyms(["职教", "职业教育"]))
    #expect(try !ArchiveWriter(at: library.path()).addSynonyms(["职业教育", "职教"]))
    let archive = try Archive(at: library.path())
    #expect(try ids(archive, "职教") == ["name", "school"])
    #expect(try ids(archive, "职教", uses: false) == ["name", "school"], "高职教育 has it too")
    #expect(try ids(archive, "职业教育") == ["name", "school"])
    #expect(try ids(archive, "职业教育", uses: false) == ["school"])
    #expect(try ids(archive, "\"职业教育\"") == ["school"])
    #expect(try ids(archive, "发展 -职业教育") == ["force"])
    #expect(try ids(archive, "title:职教 OR body:职业教育") == ["name", "school"])
    #expect(try ids(archive, "高职教育") == ["school"], "职教 is no word of it")
    let hit = try #require(
      try archive.search("职业教育").hits.first { $0.id == "name" }?.snippet)
    let scalars = Array(hit.text.unicodeScalars)
    #expect(
      hit.highlights.map { String(String.UnicodeScalarView(scalars[$0])) } == ["职教"])
    let reading = try archive.prepare("职教改革 -职业教育").interpretation()
    #expect(reading.dictionaryUses.map(\.word) == ["职教", "职业教育"])
    #expect(reading.dictionaryUses.map(\.synonyms) == [["职业教育"], ["职教"]])
    #expect(reading.dictionaryUses.map(\.isExcluded) == [false, true])
    #expect(Set(reading.terms.filter { $0.weight > 0 }.map(\.text)).isSuperset(of: ["职教", "业教"]))
  }

  /// In elasticsearch-jieba-plugin 35, 美伊 => 美国和伊拉克 is an error, because its tokens overlap.
  @Test func `synonyms of several words match exactly`() async throws {
    library.write(
      """
      {"id":"1","text":"美伊谈判重开。"}
      {"id":"2","text":"美国和伊拉克谈判。"}
      {"id":"3","text":"美国谈判，伊拉克也来。"}

      """, to: "a.jsonl")
    _ = try await library.build()
    _ = try ArchiveWriter(at: library.path()).addSynonyms(["美伊", "美国和伊拉克"])
    let archive = try Archive(at: library.path())
    #expect(try ids(archive, "美伊 谈判") == ["1", "2"])
    #expect(try ids(archive, "美国和伊拉克") == ["1", "2"])
  }

  /// In analysis-ik 262, 华为p is split although it is in the dictionary.
  @Test func `C10, a word of mixed scripts is not split`() async throws {
    library.write(
      """
      {"id":"1","text":"新款华为P发布。"}
      {"id":"2","text":"华为发布P系列。"}

      """, to: "a.jsonl")
    _ = try await library.build()
    #expect(try ids(Archive(at: library.path()), "华为p") == ["1", "2"])
    _ = try ArchiveWriter(at: library.path()).addWords(["华为p"])
    let archive = try Archive(at: library.path())
    for query in ["华为p", "華為Ｐ", "新款华为p发布"] {
      #expect(try ids(archive, query) == ["1"], "\(query)")
    }
    #expect(
      try archive.prepare("华为p").interpretation().terms.contains {
        $0.text == "p" && $0.kind == "token"
      })
  }

  /// In analysis-ik 831, 重庆优税猫科技 is split into 猫科 and 技, so that 猫 is not found.
  @Test func `C11, a part of a longer name is found and highlighted`() async throws {
    library.write(#"{"id":"1","text":"重庆优税猫科技有限公司成立。"}"# + "\n", to: "a.jsonl")
    _ = try await library.build()
    for isWord in [false, true] {
      if isWord { _ = try ArchiveWriter(at: library.path()).addWords(["优税猫"]) }
      let archive = try Archive(at: library.path())
      for query in ["优税猫", "税猫", "优税猫科技"] {
        let hit = try #require(try archive.search(query).hits.first { !$0.isPartial }, "\(query)")
        let snippet = try #require(hit.snippet)
        let scalars = Array(snippet.text.unicodeScalars)
        let shown = snippet.highlights.map { String(String.UnicodeScalarView(scalars[$0])) }
        #expect(shown.joined() == query, "\(query)")
      }
    }
  }

  @Test func `synonyms find partial matches`() async throws {
    _ = try await build()
    _ = try ArchiveWriter(at: library.path()).addSynonyms(["沪上", "新质"])
    let archive = try Archive(at: library.path())
    let response = try archive.search("沪上 火箭")
    #expect(response.total == 0 && Set(response.hits.map(\.id)) == ["force", "new"])
  }

  @Test func `a change keeps the other lines of the file`() async throws {
    _ = try await build()
    let written = "\u{FEFF}# 我的词\r\n\r\n  新质生产力  # 2023\n职教＝职业教育 = 职业技术教育 # 简称\n５Ｇ网络"
    library.writeIndex(Array(written.utf8), to: "words.txt")
    let path = library.path()
    #expect(
      try Archive(at: path).dictionary.map(\.words) == [
        ["新质生产力"], ["职教", "职业教育", "职业技术教育"], ["５Ｇ网络"],
      ])
    // Width and script do not distinguish words, and synonyms are words.
    #expect(try ArchiveWriter(at: path).addWords(["5g網絡", "职教", "张奖山"]) == ["张奖山"])
    #expect(
      text()
        == "# 我的词\n\n  新质生产力  # 2023\n职教＝职业教育 = 职业技术教育 # 简称\n５Ｇ网络\n张奖山\n")
    #expect(try ArchiveWriter(at: path).removeWords(["职业教育", "没有", "新质生产力"]) == ["没有"])
    #expect(text() == "# 我的词\n\n职教 = 职业技术教育 # 简称\n５Ｇ网络\n张奖山\n")
    #expect(try ArchiveWriter(at: path).removeWords(["职教"]) == [])
    #expect(text() == "# 我的词\n\n５Ｇ网络\n张奖山\n")
  }

  @Test(arguments: [
    ("新质\n质\n", 2, "one character"), ("\n\n新，质", 3, "punctuation"), ("GDP", 1, "single word"),
    ("职教=", 1, "no word on one of its sides"), ("=\n", 1, "no word"),
    ("职教 = 職教", 1, "its own synonym"),
    ("新质\n？？\n", 2, "neither letters"),
  ])
  func `an invalid line is ignored and reported`(text: String, line: Int, reason: String)
    async throws
  {
    let archive = try await build()
    let path = library.path()
    let written = Array(("张奖山\n" + text + "\n职教 = 职业教育\n").utf8)
    library.writeIndex(written, to: "words.txt")
    #expect(try archive.refresh() && !archive.refresh())
    for archive in [archive, try Archive(at: path)] {
      let fault = try #require(archive.dictionaryFaults.first)
      #expect(archive.dictionaryFaults.count == 1 && fault.line == line + 1)
      #expect(fault.reason.contains(reason))
      let words = archive.dictionary.map(\.words)
      #expect(words.contains(["张奖山"]) && words.contains(["职教", "职业教育"]))
      #expect(try ids(archive, "张奖山") == ["name"] && ids(archive, "职业教育").contains("name"))
    }
    for level in CheckLevel.allCases {
      let report = try await Archive.check(at: path, level: level)
      #expect(report.findings.map(\.file) == ["words.txt"])
      #expect(report.findings.allSatisfy { $0.problem.hasPrefix("line \(line + 1): ") })
    }
    // A change keeps the invalid line, whose author may correct it.
    #expect(try ArchiveWriter(at: path).addWords(["新质生产力"]) == ["新质生产力"])
    #expect(library.contents(of: "words.txt").starts(with: written))
    #expect(try Archive.snapshot(at: path, to: library.path("copy")).articles == 5)
    #expect(library.contents(of: "words.txt", in: "copy") == library.contents(of: "words.txt"))
    let repaired = try await Archive.repair(at: path, to: library.path("new"))
    #expect(repaired.isComplete && repaired.dictionaryFaults.map(\.line) == [line + 1])
    #expect(try await Archive.check(at: library.path("new")).isClean)
    #expect(try Archive(at: library.path("new")).dictionary == Archive(at: path).dictionary)
  }

  @Test func `bytes that are not UTF-8 make only their lines invalid`() async throws {
    _ = try await build()
    let bytes = Array("# 词\n".utf8) + [0xD0, 0xC2, 0x0A] + Array("张奖山\n".utf8) + [0, 0xFF]
    library.writeIndex(bytes, to: "words.txt")
    let archive = try Archive(at: library.path())
    #expect(archive.dictionaryFaults.map(\.line) == [2, 4])
    #expect(archive.dictionaryFaults.allSatisfy { $0.reason == "not UTF-8" })
    #expect(archive.dictionary.map(\.words) == [["张奖山"]])
    #expect(try ArchiveWriter(at: library.path()).removeWords(["张奖山"]) == [])
    #expect(
      library.contents(of: "words.txt")
        == Array("# 词\n".utf8) + [0xD0, 0xC2, 0x0A, 0, 0xFF, 0x0A])
  }

  @Test func `a folder in place of the file is ignored and reported`() async throws {
    let archive = try await build()
    _ = try ArchiveWriter(at: library.path()).addWords(["张奖山"])
    #expect(try archive.refresh())
    library.removeIndexFile("words.txt")
    library.makeIndexFolder("index/words.txt")
    #expect(try archive.refresh() && archive.dictionary.isEmpty && !archive.refresh())
    #expect(archive.dictionaryFaults.map(\.line) == [nil])
    let report = try await Archive.check(at: library.path())
    #expect(report.findings.map(\.file) == ["words.txt"])
    #expect(try Archive.snapshot(at: library.path(), to: library.path("copy")).articles == 5)
    let repaired = try await Archive.repair(at: library.path(), to: library.path("new"))
    #expect(repaired.saved == 5 && repaired.dictionaryFaults.count == 1)
  }

  @Test func `a change keeps the permissions of the file`() async throws {
    _ = try await build()
    library.writeIndex(Array("张奖山\n".utf8), to: "words.txt")
    for mode in [0o600, 0o664, 0o640] {
      library.setMode(mode, of: "words.txt")
      _ = try ArchiveWriter(at: library.path()).addWords(["新质生产力\(mode)"])
      #expect(library.mode(of: "words.txt") == mode)
    }
    _ = try Archive.snapshot(at: library.path(), to: library.path("copy"))
    #expect(library.mode(of: "words.txt", in: "copy") == 0o640)
  }

  @Test func `an invalid word or a missing index changes nothing`()
    async throws
  {
    _ = try await build()
    #expect(throws: XunwenError.self) {
      try ArchiveWriter(at: library.path()).addWords(["新质生产力", "质"])
    }
    #expect(throws: XunwenError.self) {
      try ArchiveWriter(at: library.path()).addSynonyms(["新质", "新质"])
    }
    #expect(!library.indexFiles().contains("words.txt"))
    library.makeIndexFolder("none")
    #expect(throws: XunwenError.self) {
      try ArchiveWriter(at: library.path("none")).addWords(["新质"])
    }
    #expect(library.indexFiles("none") == [])
    let lock = try WriteLock(IndexDirectory(library.path()))
    #expect(throws: StorageError.self) { try ArchiveWriter(at: library.path()).addWords(["新质"]) }
    withExtendedLifetime(lock) {}
  }

  @Test func `writers keep the dictionary, and snapshots and repairs copy it`()
    async throws
  {
    _ = try await build()
    let path = library.path()
    _ = try ArchiveWriter(at: path).addWords(["新质生产力"])
    let written = library.contents(of: "words.txt")
    library.writeIndex([1], to: "pending_words.txt")
    library.write("{\"text\":\"另一篇\"}\n", to: "b.jsonl")
    _ = try await library.build(rebuild: false)
    #expect(!library.indexFiles().contains("pending_words.txt"))
    _ = try await ArchiveWriter(at: path).merge(isForced: true)
    _ = try ArchiveWriter.delete(ids: ["new"], at: path)
    #expect(library.contents(of: "words.txt") == written)
    let summary = try Archive.snapshot(at: path, to: library.path("copy"))
    #expect(summary.files == library.indexFiles("copy").count)
    _ = try await Archive.repair(at: path, to: library.path("repaired"))
    for name in ["copy", "repaired"] {
      #expect(library.contents(of: "words.txt", in: name) == written)
      let report = try await Archive.check(at: library.path(name))
      #expect(report.isClean && report.unneeded.isEmpty)
    }
    // The dictionary of the copy is a separate file.
    _ = try ArchiveWriter(at: library.path("copy")).addWords(["张奖山"])
    #expect(library.contents(of: "words.txt") == written)
    _ = try await library.build(rebuild: true)
    #expect(library.contents(of: "words.txt") == written)
  }

  @Test func `after a failure the dictionary has the old or the new words`() async throws {
    _ = try await build()
    let index = library.path()
    let operations = try await FaultSweep(powerCuts: 20).run { directory in
      try IndexDirectory(directory.path).copyAll(from: index)
      _ = try ArchiveWriter(directory).addWords(["新质生产力"])
    } scenario: { directory in
      _ = try ArchiveWriter(directory).addSynonyms(["职教", "职业教育"])
    } check: { directory, outcome in
      let entries = try Archive(at: directory.path).dictionary.map(\.words)
      let isNew = entries == [["新质生产力"], ["职教", "职业教育"]]
      #expect(isNew || entries == [["新质生产力"]] && outcome.error != nil, "\(outcome)")
      // The next writer removes leftover files.
      _ = try await ArchiveWriter(at: directory.path).merge()
      #expect(try !directory.list().contains("pending_words.txt"), "\(outcome)")
      _ = try ArchiveWriter(directory).addWords(["张奖山"])
      #expect(try Archive(at: directory.path).dictionary.count == entries.count + 1)
      #expect(try Archive(at: directory.path).search("张奖山").total == 1)
    }
    // The operations include the sync of the folder when the writer opens. The disk gives each file
    // a second name, so that nothing is written into the lock file.
    #expect(operations == 7)
  }

  @Test func `impact compares a query with and without an entry`() async throws {
    _ = try await build()
    let path = library.path()
    let before = try Archive(at: path).impact(of: "新质生产力")
    #expect(!before.isListed && before.exactArticles == 1)
    #expect(before.without.pieces == ["新质", "生产", "力"] && before.with.pieces == ["新质生产力"])
    #expect(before.without.articles == 2 && before.with.articles == 1)
    #expect(before.with.hits.first?.id == "force")
    #expect(before.without.hits.count == 2 && before.with.hits.count == 2)
    let gram = try #require(before.termChanges.first { $0.text == "质生" })
    #expect(gram.kind == "gram" && gram.weightWithout == 0.5 && gram.weightWith == 1)
    #expect(!library.indexFiles().contains("words.txt"))
    _ = try ArchiveWriter(at: path).addWords(["新质生产力"])
    let after = try Archive(at: path).impact(of: "新质生产力")
    #expect(after.isListed && after.termChanges == before.termChanges)
    #expect(after.without.articles == 2 && after.with.articles == 1)
    #expect(throws: XunwenError.self) { try Archive(at: path).impact(of: "质") }
  }
}

extension IndexDirectory {
  /// Links the files of another directory into this one.
  fileprivate func copyAll(from path: String) throws {
    let source = IndexDirectory(path)
    for name in try source.list() { try source.link(name, into: self) }
  }
}
