import TestSupport
import Testing
import Xunwen

/// Queries and facets of fields equal a model that reads the values of random records, in an
/// index that is updated, merged, pruned, declared anew and rebuilt.
@Suite struct FieldPropertyTests {
  private let library = Library()
  private static let declarations = ["level:keyword", "pages:number"]

  private static func declarations(_ arguments: [String]) throws -> [FieldDeclaration] {
    var declarations: [FieldDeclaration] = []
    for argument in arguments { declarations.append(try FieldDeclaration(argument)) }
    return declarations
  }

  @Test(arguments: [501, 502, 503] as [UInt64])
  func `fields equal a model through updates`(seed: UInt64) async throws {
    var generator = ArticleGenerator(seed: seed)
    var records: [String: [FieldRecord]] = [:]
    func write(_ file: String) {
      let range = file == "a" ? 0..<40 : 40..<70
      let chosen = range.filter { _ in generator.chance(of: 2) }
      records[file] = chosen.map { FieldRecord(id: "r\($0)", &generator) }
      library.write(records[file, default: []].map(\.json).joined(), to: "\(file).jsonl")
    }
    write("a")
    write("b")
    let all = try Self.declarations(Self.declarations)
    _ = try await library.build { $0.declarations = all }
    try check(records, &generator, seed)
    for step in 0..<6 {
      write(generator.pick(["a", "b"]))
      // The index keeps its fields.
      _ = try await library.build(rebuild: step == 4) {
        $0.prunes = true
        $0.merges = step.isMultiple(of: 2)
      }
      try check(records, &generator, seed)
    }
    _ = try await ArchiveWriter(at: library.path()).merge(isForced: true)
    try check(records, &generator, seed)
    let report = try await Archive.check(at: library.path(), level: .content)
    #expect(report.isClean, "seed \(seed): \(report.findings)")
  }

  @Test func `a new declaration needs no file`() async throws {
    var generator = ArticleGenerator(seed: 511)
    let records = (0..<60).map { FieldRecord(id: "r\($0)", &generator) }
    let all = try Self.declarations(Self.declarations)
    library.write(records.map(\.json).joined(), to: "a.jsonl")
    let first = try await library.build()
    #expect(first.summary.reindexed == 0 && first.archive.fields.declared.isEmpty)
    let error = #expect(throws: QuerySyntaxError.self) {
      try first.archive.prepare("level:省级", scope: .allClauses)
    }
    #expect(error?.message.hasPrefix("unknown field 'level'") == true)
    library.write("", to: "a.jsonl")
    library.write("{\"id\":\"other\",\"text\":\"文\"}\n", to: "b.jsonl")
    let second = try await library.build(rebuild: false) {
      $0.declarations = all
    }
    #expect(second.summary.reindexed == records.count)
    try check(["a": records], &generator, 511)
    let report = try await Archive.check(at: library.path(), level: .content)
    #expect(report.isClean, "\(report.findings)")
    let removal = try Self.declarations(["level:none"])
    // A removed field is unknown again, and has no terms.
    let third = try await library.build(rebuild: false) {
      $0.declarations = removal
    }
    #expect(third.archive.fields.declared.map(\.name) == ["pages"])
    #expect(throws: QuerySyntaxError.self) {
      try third.archive.prepare("level:省级", scope: .allClauses)
    }
    #expect(try await Archive.check(at: library.path(), level: .content).isClean)
  }

  @Test func `an interrupted declaration leaves the index as it was`() async throws {
    library.write("{\"id\":\"a\",\"text\":\"文\",\"level\":\"省级\"}\n", to: "a.jsonl")
    let first = try await library.build()
    let all = try Self.declarations(Self.declarations)
    let library = library
    let second = try await cancelled {
      try await library.build(rebuild: false) { $0.declarations = all }
    }
    #expect(second.summary.isInterrupted && second.summary.commits == 0)
    #expect(second.archive.generation == first.archive.generation)
    #expect(second.archive.fields.declared.isEmpty)
    let third = try await library.build(rebuild: false) { $0.declarations = all }
    #expect(third.summary.reindexed == 1 && third.archive.fields.declared.count == 2)
  }

  @Test func `a repaired index keeps its fields`() async throws {
    var generator = ArticleGenerator(seed: 521)
    let records = (0..<60).map { FieldRecord(id: "r\($0)", &generator) }
    let all = try Self.declarations(Self.declarations)
    library.write(records.map(\.json).joined(), to: "a.jsonl")
    _ = try await library.build { $0.declarations = all }
    let report = try await Archive.repair(at: library.path(), to: library.path("saved"))
    #expect(report.knowsFields && report.isComplete)
    try check(["a": records], &generator, 521, in: "saved")
    _ = try Archive.snapshot(at: library.path(), to: library.path("copy"))
    try check(["a": records], &generator, 521, in: "copy")
    // Without a commit, the declarations are lost, and can be made again.
    let commit = try #require(library.indexFiles().first { $0.hasPrefix("segments_") })
    library.removeIndexFile(commit)
    let other = try await Archive.repair(at: library.path(), to: library.path("other"))
    #expect(!other.knowsFields && other.saved == records.count)
    #expect(try Archive(at: library.path("other")).fields.declared.isEmpty)
    let again = try await library.build("other", rebuild: false) {
      $0.declarations = all
    }
    #expect(again.summary.reindexed == records.count)
    try check(["a": records], &generator, 521, in: "other")
  }

  private func check(
    _ records: [String: [FieldRecord]], _ generator: inout ArticleGenerator, _ seed: UInt64,
    in name: String = "index"
  ) throws {
    let records = records.values.flatMap { $0 }
    let archive = try Archive(at: library.path(name))
    for _ in 0..<TestScale.cases(15) {
      let (text, matches) = FieldRecord.query(&generator)
      let note = "seed \(seed): \(text)"
      let expected = records.filter(matches)
      let query = try archive.prepare(text, scope: .allClauses)
      let hits = try query.search(SearchOptions(limit: 100)).hits.map(\.id)
      #expect(Set(hits) == Set(expected.map(\.id)) && hits.count == expected.count, "\(note)")
      #expect(try query.count() == expected.count, "\(note)")
      for counts in try query.facets(
        ["level", "pages", "成文", "文号"].map { Facet(named: $0) }, limit: 0)
      {
        var wanted: [String: Int] = [:]
        let name = ["成文日期": "成文", "发文字号": "文号"][counts.facet.name] ?? counts.facet.name
        for record in expected {
          for value in record.values(of: name) { wanted[value, default: 0] += 1 }
        }
        // A level is displayed in one of its forms.
        let found = counts.values.map { ($0.name.lowercased().halfWidth, $0.articles) }
        #expect(Dictionary(found) { $0 + $1 } == wanted, "\(note) \(name)")
        #expect(counts.distinct == wanted.count, "\(note) \(name)")
        let unknown = expected.count { $0.values(of: name).isEmpty }
        #expect(counts.unknown == unknown, "\(note) \(name)")
      }
      // A scan of the articles agrees with the index.
      for record in records.prefix(3) {
        let why = try archive.why(id: record.id, query: text)
        #expect(why?.matches == matches(record), "\(note) \(record.json)")
      }
    }
  }
}

extension String {
  fileprivate var halfWidth: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map {
          (0xFF01...0xFF5E).contains($0.value) ? Unicode.Scalar($0.value - 0xFEE0) ?? $0 : $0
        }))
  }
}
