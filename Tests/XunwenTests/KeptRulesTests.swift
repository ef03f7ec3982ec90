import Storage
import TestSupport
import Testing
import Xunwen

/// Tests of updates that need not repeat the options of the first one.
@Suite struct KeptRulesTests {
  private let library = Library()

  private func page(_ text: String) -> String { "清河区公告\n2023-05-06 来源：清河日报\n\n\(text)\n" }

  private func update(
    _ folder: String = "", map: [String] = [], _ change: (inout IndexingOptions) -> Void = { _ in }
  ) async throws -> Library.Built {
    try await library.update(from: library.corpusPath(folder)) {
      $0.fields = (try? FieldMap(map, valueFields: ["发文字号", "level"])) ?? FieldMap()
      change(&$0)
    }
  }

  /// Writes records whose text has an unusual name.
  private func writeRecords(_ names: String...) {
    for name in names {
      library.write("{\"id\":\"\(name)\",\"甲\":\"养老服务\"}\n", to: name, modified: 1000)
    }
  }

  private func ids(_ built: Library.Built) throws -> [String] {
    try built.archive.search("养老").hits.map(\.id).sorted()
  }

  @Test func `names are kept for files that change, for new files and for a rebuild`() async throws
  {
    writeRecords("a.jsonl")
    let first = try await update(map: ["甲=text"])
    #expect(first.summary.rules.assignments == ["甲=text"] && first.summary.formerRules == nil)
    writeRecords("b.jsonl")
    let second = try await update()
    #expect(try ids(second) == ["a.jsonl", "b.jsonl"] && second.failures.isEmpty)
    #expect(second.summary.files == 1 && second.summary.unchangedFiles == 1)
    #expect(second.summary.rules == first.summary.rules && second.summary.reread == 0)
    let rebuilt = try await update { $0.rebuilds = true }
    #expect(try ids(rebuilt) == ["a.jsonl", "b.jsonl"])
    #expect(rebuilt.summary.rules == first.summary.rules && rebuilt.summary.formerRules == nil)
    #expect(try await update().summary.unchangedFiles == 2)
    let statistics = try rebuilt.archive.statistics
    #expect(statistics.rules.map(\.rules) == [first.summary.rules])
  }

  @Test func `other names are reported, and all files are read again`() async throws {
    writeRecords("a.jsonl", "b.jsonl")
    library.write(page("养老。"), to: "c.txt", modified: 1000)
    _ = try await update(map: ["甲=text"])
    let changed = try await update(map: ["甲=text", "乙=title"])
    #expect(changed.summary.formerRules?.assignments == ["甲=text"])
    #expect(changed.summary.rules.assignments == ["甲=text", "乙=title"])
    #expect(changed.summary.reread == 3 && changed.summary.unchanged == 3)
    let forgotten = try await update { $0.forgetsRules = true }
    #expect(forgotten.summary.rules.isEmpty && forgotten.summary.reread == 3)
    #expect(forgotten.failures.count == 2, "a record has no text")
  }

  @Test func `each folder has its rules`() async throws {
    library.makeFolder("old")
    library.makeFolder("new")
    let text = "发展普惠托育服务体系，降低生育成本。"
    for folder in ["old", "new"] {
      library.write(page(text), to: "\(folder)/a.txt", modified: 1000)
    }
    writeRecords("old/r.jsonl", "new/r.jsonl")
    let old = try await update("old", map: ["甲=text"]) { $0.encoding = "UTF-8" }
    #expect(old.failures.isEmpty && old.summary.articles == 2)
    // The files of the folder that has rules are not read again, those of the other one fail.
    let all = try await update()
    #expect(all.summary.unchangedFiles == 2 && all.summary.reread == 0)
    #expect(all.failures.count == 1 && all.failures[0].path.hasSuffix("new/r.jsonl"))
    #expect(all.summary.rules.isEmpty && all.summary.formerRules == nil)
    // Options for the whole folder count for all files.
    let mapped = try await update(map: ["甲=text"])
    #expect(mapped.failures.isEmpty && mapped.summary.articles == 4)
    #expect(try mapped.archive.statistics.rules.count == 2)
    // A part of a folder has the rules of the folder.
    writeRecords("new/s.jsonl")
    let part = try await update("new")
    #expect(part.failures.isEmpty && part.summary.added == 1 && part.summary.reread == 0)
  }

  @Test func `a JSON file is recognized by the names of its folder`() async throws {
    library.makeFolder("old")
    let record = "{\"甲\":\"养老服务\",\"id\":\"o\"}"
    library.write(record, to: "old/o.json", modified: 1000)
    library.write(page("托育。"), to: "p.txt", modified: 1000)
    _ = try await update("old", map: ["甲=text"])
    library.write(record.replacing("服务", with: "院所"), to: "old/o.json", modified: 1001)
    let all = try await update()
    #expect(all.summary.changed == 1 && all.summary.skipped.files == 0)
    #expect(try all.archive.search("\"养老院所\"").total == 1)
  }

  @Test func `patterns are kept for the folder`() async throws {
    library.makeFolder("tmp")
    for name in ["a.txt", "tmp/b.txt"] { library.write(page("养老。"), to: name, modified: 1000) }
    let first = try await update { try? $0.patterns.exclude("tmp/") }
    #expect(first.summary.rules.excluded == ["tmp/"] && first.summary.rules.included.isEmpty)
    #expect(try ids(first) == ["a.txt"])
    let pruned = try await update { $0.prunes = true }
    #expect(try ids(pruned) == ["a.txt"] && pruned.summary.skipped.excluded == 1)
    let other = try await update { try? $0.patterns.exclude("*.bak") }
    #expect(try ids(other) == ["a.txt", "tmp/b.txt"])
    #expect(other.summary.formerRules?.excluded == ["tmp/"])
  }

  @Test func `a moved folder keeps its rules`() async throws {
    library.makeFolder("a")
    library.makeFolder("a/old")
    writeRecords("a/r.jsonl", "a/old/s.jsonl")
    _ = try await update("a/old", map: ["甲=text"])
    _ = try await update("a", map: ["甲=text"])
    _ = try await update("a/old", map: ["甲=text", "乙=title"])
    library.move("a", to: "b")
    let examined = try await InputReport.examine(
      library.corpusPath("b"), for: Archive(at: library.path()))
    #expect(examined.isClean && examined.rules.assignments == ["甲=text"])
    let moved = try await update("b")
    #expect(moved.failures.isEmpty && moved.summary.articles == 2)
    #expect(moved.summary.rules.assignments == ["甲=text"] && moved.summary.reread == 0)
    let folders = try moved.archive.statistics.rules
    #expect(folders.map { FilePath.name($0.path) } == ["b", "old"])
    #expect(folders.map(\.rules.assignments) == [["甲=text"], ["甲=text", "乙=title"]])
    library.move("b", to: "d")
    let rebuilt = try await update("d") { $0.rebuilds = true }
    #expect(rebuilt.failures.isEmpty && rebuilt.summary.rules == moved.summary.rules)
    // Another folder has other rules.
    library.makeFolder("c")
    writeRecords("c/t.jsonl")
    library.write(page("养老。"), to: "c/p.txt", modified: 1000)
    #expect(try await update("c").failures.count == 1)
  }

  @Test func `a single file has rules of its own`() async throws {
    writeRecords("a.jsonl", "b.jsonl")
    _ = try await update("a.jsonl", map: ["甲=text"])
    let all = try await update()
    #expect(all.failures.map { $0.path.hasSuffix("b.jsonl") } == [true])
    #expect(all.summary.unchangedFiles == 1 && all.summary.articles == 1)
  }

  @Test func `an index with a damaged ledger is an error, and a rebuild forgets the rules`()
    async throws
  {
    writeRecords("a.jsonl")
    _ = try await update(map: ["甲=text"])
    let name = try #require(library.indexFiles().first { $0.hasPrefix("ledger_") })
    var bytes = library.contents(of: name)
    bytes[bytes.count / 2] ^= 1
    library.writeIndex(bytes, to: name)
    await #expect(throws: (any Error).self) { try await update() }
    let rebuilt = try await update(map: ["甲=text"]) { $0.rebuilds = true }
    #expect(try ids(rebuilt) == ["a.jsonl"])
  }
}
