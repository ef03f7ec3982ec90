import CraftedFiles
import TestSupport
import Testing
import Xunwen

/// A test that updates an index of a randomly changing folder many times, sometimes from a
/// subfolder first. After each update, the index equals a new index of the folder. After a merge,
/// its answers are equal, too.
@Suite struct UpdatePropertyTests {
  /// A folder of files and their articles. The folder `s` is a subfolder.
  private struct Folder {
    let library = Library()
    var generator: ArticleGenerator
    /// The articles by file name. A crawled text has one article.
    private(set) var files: [String: [RandomArticle]] = [:]
    /// The modification times by file name.
    private var times: [String: Int] = [:]
    /// Files whose names are in Form D on the disk.
    private var decomposed: Set<String> = []
    private var clock = 1000

    init(seed: UInt64) {
      generator = ArticleGenerator(seed: seed)
      library.makeFolder("s")
    }

    static let names = [
      "a.jsonl", "b.txt", "s/c.jsonl", "s/d.txt", "e.jsonl", "s/\u{E9}.jsonl", "\u{1EC7}.txt",
    ]

    var hasFilesInSubfolder: Bool { files.keys.contains { $0.hasPrefix("s/") } }

    private func path(_ name: String) -> String {
      guard decomposed.contains(name) else { return name }
      return name.replacing("\u{E9}", with: "e\u{301}")
        .replacing("\u{1EC7}", with: "e\u{323}\u{302}")
    }

    /// Writes a file with a new modification time, or with the old one.
    mutating func write(_ name: String, _ articles: [RandomArticle], keepsTime: Bool = false) {
      files[name] = articles
      clock += 1
      if !keepsTime || times[name] == nil { times[name] = clock }
      let text =
        name.hasSuffix(".txt")
        ? articles[0].parts.map(\.text).joined(separator: "\n") + "。"
        : articles.map(\.record).joined()
      // A new file takes the place of the old one, as when it is copied.
      library.write(text, to: "new", modified: times[name] ?? clock)
      library.move("new", to: path(name))
    }

    private mutating func remove(_ name: String) {
      files[name] = nil
      library.remove(path(name))
    }

    /// Returns an article with one of twelve ids, so that files share ids.
    mutating func article() -> RandomArticle {
      generator.article(id: "\(Int.random(in: 0..<12, using: &generator.random))", length: 20)
    }

    /// Writes, changes, renames or removes a random file.
    mutating func change() {
      guard let name = Self.names.randomElement(using: &generator.random) else { return }
      guard let articles = files[name] else { return write(name, [article(), article()]) }
      switch Int.random(in: 0..<9, using: &generator.random) {
      case 0: if files.count > 1 { remove(name) }
      case 1: write(name, articles)
      case 2 where articles.count > 1: write(name, Array(articles.dropFirst()))
      case 3: write(name, articles + [article()])
      case 4: write(name, articles.shuffled(using: &generator.random), keepsTime: true)
      case 5: rename(name, articles)
      case 6: renormalize(name)
      default:
        var changed = articles
        changed[Int.random(in: 0..<changed.count, using: &generator.random)] = article()
        write(name, changed, keepsTime: generator.chance(of: 2))
      }
    }

    /// Gives a file the name of another file of its kind, which it may replace.
    private mutating func rename(_ name: String, _ articles: [RandomArticle]) {
      let ending = name.suffix(4)
      let others = Self.names.filter { $0 != name && $0.hasSuffix(ending) }
      guard let other = others.randomElement(using: &generator.random) else { return }
      library.move(path(name), to: path(other))
      (files[name], files[other]) = (nil, articles)
      times[other] = times[name]
    }

    private mutating func renormalize(_ name: String) {
      let old = path(name)
      decomposed.formSymmetricDifference([name])
      library.move(old, to: path(name))
    }
  }

  private static let queries = ["养老", "\"发展\"", "的", "title:国", "医保 OR 5g", "人民代表大会"]

  @Test(arguments: 1...UInt64(TestScale.cases(6)))
  func `an updated index equals a new index`(seed: UInt64) async throws {
    var folder = Folder(seed: seed)
    folder.write("a.jsonl", [folder.article(), folder.article()])
    for step in 0..<25 {
      for _ in 0..<Int.random(in: 0...3, using: &folder.generator.random) { folder.change() }
      let prunes = Int.random(in: 0..<3, using: &folder.generator.random) > 0
      let jobs = Int.random(in: 1...2, using: &folder.generator.random)
      let isStopped = step > 0 && Int.random(in: 0..<8, using: &folder.generator.random) == 0
      let note = "seed \(seed), step \(step)"
      let library = folder.library
      if step > 0, folder.hasFilesInSubfolder, folder.generator.chance(of: 3) {
        let part = try await library.update(from: library.corpusPath("s/../s")) {
          $0.prunes = prunes
        }
        #expect(part.summary.failures == 0, "\(note): \(part.failures)")
        for _ in 0..<Int.random(in: 0...1, using: &folder.generator.random) { folder.change() }
      }
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
