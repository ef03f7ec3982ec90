import TestSupport
import Testing
import Xunwen

/// A test that updates an index of a randomly changing folder many times. After each update, the
/// index equals a new index of the folder. After a merge, its answers are equal, too.
@Suite struct UpdatePropertyTests {
  /// A folder of files and their articles.
  private struct Folder {
    let library = Library()
    var generator: ArticleGenerator
    /// The articles by file name. A crawled text has one article.
    var files: [String: [RandomArticle]] = [:]
    private var clock = 1000

    init(seed: UInt64) { generator = ArticleGenerator(seed: seed) }

    static let names = ["a.jsonl", "b.txt", "c.jsonl", "d.txt", "e.jsonl"]

    mutating func write(_ name: String, _ articles: [RandomArticle]) {
      files[name] = articles
      clock += 1
      let text =
        name.hasSuffix(".txt")
        ? articles[0].parts.map(\.text).joined(separator: "\n") + "。"
        : articles.map(\.record).joined()
      library.write(text, to: name, modified: clock)
    }

    mutating func remove(_ name: String) {
      files[name] = nil
      library.remove(name)
    }

    /// Returns an article with one of twelve ids, so that files share ids.
    mutating func article() -> RandomArticle {
      generator.article(id: "\(Int.random(in: 0..<12, using: &generator.random))", length: 20)
    }

    /// Writes, changes or removes a random file.
    mutating func change() {
      guard let name = Self.names.randomElement(using: &generator.random) else { return }
      guard let articles = files[name] else { return write(name, [article(), article()]) }
      switch Int.random(in: 0..<6, using: &generator.random) {
      case 0: if files.count > 1 { remove(name) }
      case 1: write(name, articles)
      case 2 where articles.count > 1: write(name, Array(articles.dropFirst()))
      case 3: write(name, articles + [article()])
      default:
        var changed = articles
        changed[Int.random(in: 0..<changed.count, using: &generator.random)] = article()
        write(name, changed)
      }
    }
  }

  private static let queries = ["养老", "\"发展\"", "的", "title:国", "医保 OR 5g", "人民代表大会"]

  @Test(arguments: 1...UInt64(TestScale.cases(12)))
  func `an updated index equals a new index`(seed: UInt64) async throws {
    var folder = Folder(seed: seed)
    folder.write("a.jsonl", [folder.article(), folder.article()])
    for step in 0..<25 {
      for _ in 0..<Int.random(in: 0...3, using: &folder.generator.random) { folder.change() }
      let prunes = Int.random(in: 0..<3, using: &folder.generator.random) > 0
      let jobs = Int.random(in: 1...2, using: &folder.generator.random)
      let isStopped = Int.random(in: 0..<8, using: &folder.generator.random) == 0
      let note = "seed \(seed), step \(step)"
      let library = folder.library
      let build = { @Sendable in
        try await library.build(jobs: jobs, rebuild: false) { options in
          options.prunes = prunes
          options.commitEvery = 1
        }
      }
      let built = isStopped ? try await cancelled(build) : try await build()
      #expect(built.summary.failures == 0, "\(note): \(built.failures)")
      guard prunes, !isStopped else { continue }
      let whole = try await folder.library.build("whole")
      #expect(try articles(built.archive) == articles(whole.archive), "\(note)")
      #expect(built.summary.articles == whole.summary.articles, "\(note)")
      guard step % 5 == 4 else { continue }
      _ = try await ArchiveWriter(at: folder.library.path()).merge(isForced: true)
      _ = try await ArchiveWriter(at: folder.library.path("whole")).merge(isForced: true)
      try built.archive.refresh()
      try whole.archive.refresh()
      for query in Self.queries {
        let (merged, expected) = (
          try built.archive.search(query), try whole.archive.search(query)
        )
        #expect(shown(merged) == shown(expected), "\(note): \(query)")
      }
    }
  }

  /// Returns the article with each possible id.
  private func articles(_ archive: Archive) throws -> [Article?] {
    let ids = (0..<12).map { String($0) } + Folder.names
    return try ids.map { try archive.article(id: $0)?.article }
  }
}
