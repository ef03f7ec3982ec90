import Articles
import TestSupport
import Testing

@testable import Xunwen

/// Tests of the ids of files: subfolders of indexed folders, links, and normalization forms.
@Suite struct FileNamesTests {
  private let library = Library()

  init() {
    for folder in ["corpus", "corpus/2022", "corpus/2023", "corpus/2023/07"] {
      library.makeFolder(folder)
    }
    for name in ["1.txt", "2022/1.txt", "2022/2.txt", "2023/3.txt", "2023/07/4.txt"] {
      library.write("养老服务第\(name)篇。", to: "corpus/\(name)", modified: 1000)
    }
    library.write(#"{"text":"医保"}"# + "\n", to: "corpus/2023/r.jsonl", modified: 1000)
    library.makeLink("link", to: "corpus/2023")
  }

  private static let all = [
    "1.txt", "2022/1.txt", "2022/2.txt", "2023/07/4.txt", "2023/3.txt", "2023/r.jsonl#1",
  ]

  private func update(
    _ folder: String, _ change: (inout IndexingOptions) -> Void = { _ in }
  ) async throws -> Library.Built {
    try await library.update(from: library.corpusPath(folder)) {
      $0.followsLinks = true
      change(&$0)
    }
  }

  private func ids(_ built: Library.Built) throws -> [String] {
    let articles = try built.archive.search("养老 OR 医保", options: SearchOptions(limit: 100))
    #expect(articles.total == built.summary.articles)
    return articles.hits.map(\.id).sorted()
  }

  @Test(arguments: [
    "corpus/2023", "corpus/2023/", "corpus/2022/../2023", "corpus/./2023//", "link", "link/",
    "corpus/../link/.", "corpus/2023/07", "link/07", "corpus/2023/3.txt", "link/3.txt",
    "corpus/2023/r.jsonl", "corpus",
  ])
  func `a part of an indexed folder adds no article`(part: String) async throws {
    _ = try await update("corpus")
    let again = try await update(part) { $0.prunes = true }
    #expect(again.summary.added + again.summary.changed + again.summary.removed == 0)
    #expect(again.summary.files == 0 && again.summary.unchangedFiles > 0)
    #expect(try ids(again) == Self.all && again.failures.isEmpty)
    #expect(again.archive.generation == 1)
  }

  @Test func `changes in a part of an indexed folder are found`() async throws {
    _ = try await update("corpus")
    library.write("养老保险。", to: "corpus/2023/3.txt", modified: 2000)
    library.write("养老保险。", to: "corpus/2023/5.txt", modified: 2000)
    library.remove("corpus/2023/07/4.txt")
    library.remove("corpus/2022/2.txt")
    let part = try await update("link") { $0.prunes = true }
    #expect(part.summary.added == 1 && part.summary.changed == 1 && part.summary.removed == 1)
    let expected = Self.all.filter { $0 != "2023/07/4.txt" } + ["2023/5.txt"]
    #expect(try ids(part) == expected.sorted(), "files elsewhere stay")
    let whole = try await update("corpus") { $0.prunes = true }
    #expect(whole.summary.removed == 1 && whole.summary.files == 0)
  }

  @Test(arguments: ["corpus/2023", "link/", "corpus/2023/07"])
  func `a folder around an indexed folder adds only the other articles`(part: String)
    async throws
  {
    let first = try await update(part)
    let inner = try ids(first)
    #expect(inner.contains("4.txt") || inner.contains("07/4.txt"))
    let whole = try await update("corpus")
    #expect(whole.summary.articles == Self.all.count && whole.failures.isEmpty)
    #expect(try Set(inner).isSubset(of: ids(whole)), "ids stay the same")
    #expect(whole.summary.added == Self.all.count - inner.count)
    for folder in [part, "corpus", "corpus/2022", "corpus/2023", "corpus/2023/07"] {
      let again = try await update(folder) { $0.prunes = true }
      #expect(again.summary.articles == Self.all.count && again.summary.files == 0, "\(folder)")
    }
    // A new file gets the same id from both folders.
    library.write("养老金。", to: "corpus/2023/07/9.txt", modified: 1000)
    let added = try await update("corpus")
    #expect(added.summary.added == 1)
    #expect(try await update(part).summary.files == 0)
    let id = inner.contains("4.txt") ? "9.txt" : "07/9.txt"
    #expect(try added.archive.article(id: id) != nil)
    library.remove("corpus/2023/07/9.txt")
    #expect(try await update("corpus") { $0.prunes = true }.summary.removed == 1)
  }

  @Test func `a single file does not become a root`() async throws {
    let first = try await update("corpus/2023/3.txt")
    #expect(try ids(first) == ["3.txt"])
    let whole = try await update("corpus")
    #expect(whole.summary.added == Self.all.count - 1 && whole.failures.isEmpty)
    #expect(try whole.archive.article(id: "2023/07/4.txt") != nil)
    #expect(try await update("link/3.txt").summary.files == 0)
    library.write("养老保险。", to: "corpus/2023/3.txt", modified: 2000)
    #expect(try await update("corpus").summary.changed == 1)
  }

  @Test func `an id that another file has is not taken`() async throws {
    _ = try await update("corpus/2022")
    // `1.txt` is the id of `2022/1.txt`.
    let whole = try await update("corpus")
    let other = library.corpusPath("corpus/2022/1.txt")
    #expect(whole.failures.map(\.reason) == [.idTaken(by: other)])
    #expect(whole.failures.map(\.path) == [library.corpusPath("corpus/1.txt")])
    #expect(whole.summary.articles == Self.all.count - 1)
    let rebuilt = try await update("corpus") { $0.rebuilds = true }
    #expect(try ids(rebuilt) == Self.all && rebuilt.failures.isEmpty)
  }

  @Test func `two folders with equal names are indexed through their parent`() async throws {
    library.write("养老金。", to: "corpus/2023/1.txt", modified: 1000)
    library.remove("corpus/1.txt")
    _ = try await update("corpus/2022")
    let second = try await update("corpus/2023")
    #expect(
      second.failures.map(\.reason) == [.idTaken(by: library.corpusPath("corpus/2022/1.txt"))])
    #expect(second.summary.added == 3)
    let whole = try await update("corpus")
    #expect(whole.failures.isEmpty && whole.summary.added == 1)
    #expect(try whole.archive.article(id: "2023/1.txt") != nil)
    let again = try await update("corpus/2023")
    #expect(again.failures.isEmpty && again.summary.files == 0)
  }

  @Test func `a file behind a link keeps its id`() async throws {
    library.makeFolder("other")
    library.write("养老金。", to: "other/x.txt", modified: 1000)
    library.makeLink("corpus/more", to: "../other")
    library.makeLink("corpus/7.txt", to: "../other/y.dat")
    library.write("养老院。", to: "other/y.dat", modified: 1000)
    let first = try await update("corpus")
    #expect(try first.archive.article(id: "more/x.txt") != nil)
    #expect(try first.archive.article(id: "7.txt") != nil)
    #expect(try await update("corpus").summary.files == 0)
    let direct = try await update("other")
    #expect(direct.summary.articles == first.summary.articles && direct.summary.files == 0)
    // The other order: the target of the link is indexed first.
    let target = try await library.update("second", from: library.corpusPath("other")) { _ in }
    #expect(try ids(target) == ["x.txt"])
    let linking = try await library.update("second", from: library.corpusPath("corpus")) {
      $0.followsLinks = true
    }
    #expect(linking.summary.added == Self.all.count + 1)
    #expect(try linking.archive.article(id: "more/x.txt") == nil)
    // Without the link, the files behind it are gone.
    library.remove("corpus/more")
    #expect(try await update("corpus") { $0.prunes = true }.summary.removed == 1)
  }

  @Test func `a moved folder keeps its ids`() async throws {
    _ = try await update("corpus")
    library.move("corpus", to: "moved")
    let moved = try await update("moved")
    #expect(moved.summary.unchanged == Self.all.count && moved.failures.isEmpty)
    #expect(try await update("moved").summary.files == 0)
    // The old path may lead to the new one.
    library.makeLink("corpus", to: "moved")
    #expect(try await update("corpus/2023").summary.files == 0)
  }

  @Test func `articles of other folders compete with those of a part`() async throws {
    for (name, text) in [("2022/z.jsonl", "旧的养老"), ("2023/a.jsonl", "新的养老")] {
      library.write(
        #"{"id":"x","text":"\#(text)"}"# + "\n", to: "corpus/\(name)", modified: 1000)
    }
    func text(_ built: Library.Built) throws -> String? {
      try built.archive.article(id: "x")?.article.text(.body)
    }
    #expect(try text(await update("corpus")) == "新的养老")
    library.write(
      #"{"id":"x","text":"第三版养老"}"# + "\n", to: "corpus/2022/z.jsonl", modified: 2000)
    let part = try await update("corpus/2022")
    #expect(try text(part) == "新的养老" && part.summary.superseded == 1)
    // The winner disappears in a part of the folder. The loser returns with the whole folder.
    library.remove("corpus/2023/a.jsonl")
    #expect(try await update("corpus/2023") { $0.prunes = true }.summary.removed == 1)
    #expect(try text(await update("corpus")) == "第三版养老")
    #expect(try await update("corpus").summary.files == 0)
  }

  @Test func `names in Form C and Form D are one name`() async throws {
    let (composed, decomposed) = ("\u{E9}", "e\u{301}")
    library.makeFolder("corpus/\(decomposed)")
    library.write("养老金。", to: "corpus/\(decomposed)/\(decomposed).txt", modified: 1000)
    library.write(
      #"{"text":"养老院"}"#, to: "corpus/\(decomposed).jsonl", modified: 1000)
    let first = try await update("corpus")
    let expected = ["\(composed)/\(composed).txt", "\(composed).jsonl#1"]
    let found = try ids(first).filter { !Self.all.contains($0) }
    #expect(Set(found.map { Array($0.utf8) }) == Set(expected.map { Array($0.utf8) }))
    #expect(try await update("corpus").summary.files == 0)
    // The same files, as Linux or an archive program names them.
    library.move("corpus/\(decomposed)", to: "corpus/\(composed)")
    library.move("corpus/\(composed)/\(decomposed).txt", to: "corpus/\(composed)/\(composed).txt")
    library.move("corpus/\(decomposed).jsonl", to: "corpus/\(composed).jsonl")
    let renamed = try await update("corpus") { $0.prunes = true }
    #expect(renamed.summary.articles == first.summary.articles && renamed.failures.isEmpty)
    #expect(renamed.summary.unchanged == 2 && renamed.summary.removed == 0)
    #expect(try await update("corpus") { $0.prunes = true }.summary.files == 0)
    // Both names at once: the name in Form C is read, and the other one is reported.
    library.write("别的文章。", to: "corpus/\(composed)/\(decomposed).txt", modified: 1000)
    library.remove("corpus/1.txt")
    let both = try await update("corpus") { $0.prunes = true }
    #expect(both.failures.count == 1 && both.summary.removed == 1)
    let path = library.corpusPath("corpus/\(composed)/\(composed).txt")
    #expect(both.failures.map(\.reason) == [.sameName(as: path)])
    #expect(both.summary.articles == first.summary.articles - 1)
  }

  @Test func `a ledger is decoded as it was encoded`() throws {
    for seed in 0..<UInt64(TestScale.cases(200)) {
      var random = SplitMix64(seed: seed)
      var ledger = FileLedger()
      for number in 0..<Int.random(in: 0...3, using: &random) {
        _ = ledger.index(ofRoot: "/\(number)", isWhole: Bool.random(using: &random))
      }
      for number in 0..<(ledger.roots.isEmpty ? 0 : Int.random(in: 0...20, using: &random)) {
        let place = FilePlace(
          root: Int.random(in: 0..<ledger.roots.count, using: &random),
          name: "\(number)" + random.oddText(upTo: 3), isLinked: Bool.random(using: &random))
        ledger.files[place.id] = FileState(
          place: place,
          stamp: FileStamp(
            byteCount: Int.random(in: 0...Int.max, using: &random),
            modified: Int64.random(in: .min...Int64.max, using: &random),
            changed: Int64.random(in: .min...Int64.max, using: &random), inode: random.next()),
          reading: random.next(), hasSupersededArticles: Bool.random(using: &random),
          hasStaleArticles: Bool.random(using: &random))
      }
      for number in 0..<Int.random(in: 0...3, using: &random) {
        ledger.rules.update("/\(number)", .random(using: &random), FieldCatalog())
      }
      let bytes = ledger.encoded()
      #expect(try FileLedger(bytes) == ledger, "seed \(seed)")
      #expect(throws: (any Error).self) { try FileLedger(Array(bytes.dropLast())) }
    }
  }
}
