import Articles
import TestSupport
import Testing

private let gitPath = "/usr/bin/git"

/// Patterns of paths, compared with git and with a recursive matcher.
struct PathPatternsTests {
  private static let names = ["a", "b", "ab", "a.b", "b c", "c", "-a", "[b"]

  /// All files of a tree with three levels.
  private static let files: [String] = {
    let folders = names.prefix(4)
    var files = names
    for outer in folders {
      files += names.map { "x\(outer)/\($0)" }
      for inner in folders { files += names.prefix(5).map { "x\(outer)/y\(inner)/\($0)" } }
    }
    return files
  }()

  private let folder = TemporaryDirectory()

  private func scan(
    excluding: [String] = [], including: [String] = []
  ) throws -> (files: [String], skipped: SkippedFiles) {
    var patterns = PathPatterns()
    for line in excluding { try patterns.exclude(line) }
    for line in including { try patterns.include(line) }
    let corpus = CorpusScanner.scan(
      folder.path, formats: InputFormats.formats(fields: FieldMap(), patterns: patterns),
      patterns: patterns)
    return (corpus.files.map(\.relativePath), corpus.skipped)
  }

  private func write(_ files: [String]) {
    var made: Set<String> = []
    for file in files {
      let parts = file.split(separator: "/")
      for count in 1..<max(parts.count, 1) {
        let name = parts[..<count].joined(separator: "/")
        if made.insert(name).inserted { folder.makeDirectory(name) }
      }
      folder.write([0x61], to: file)
    }
  }

  // MARK: Oracles

  private func git(_ arguments: String..., input: String = "") -> ProcessResult {
    var git = ChildProcess(gitPath)
    git.environment = ["HOME=\(folder.path)", "GIT_CONFIG_NOSYSTEM=1", "GIT_OPTIONAL_LOCKS=0"]
    git.directory = folder.path
    return git.run(arguments.map { Array($0.utf8) }, input: Array(input.utf8))
  }

  private static func randomPattern(_ random: inout SplitMix64) -> String {
    let pieces = [
      "a", "b", "x", "y", "ab", ".", "*", "*", "**", "/", "/", "?", "[a-b]", "[!a]", "[^xy]",
      "[]a]",
      "[[:alpha:]]", "\\a", "\\*", " ", "\\ ", "[a-]", "-", "xa", "yb", "**/", "/**", "\\[",
      "[\\[]",
    ]
    var pattern = Int.random(in: 0...5, using: &random) == 0 ? "!" : ""
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      pattern += pieces.randomElement(using: &random) ?? ""
    }
    return pattern
  }

  /// Paths that git ignores are excluded, and no others.
  @Test(.enabled(if: TestFile.bytes(gitPath) != nil, "git is missing"))
  func `random patterns mean what they mean to git`() throws {
    write(Self.files.map { $0 + ".txt" } + Self.files.map { $0 + "/f.txt" })
    let all = CorpusScanner.scan(folder.path).files.map(\.relativePath)
    #expect(all.count == 2 * Self.files.count)
    #expect(git("init", "-q").status == 0)
    var random = SplitMix64(seed: 20)
    var excluded = 0
    for round in 0..<60 {
      let lines = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        Self.randomPattern(&random)
      }
      folder.write(Array(lines.joined(separator: "\n").utf8), to: ".git/info/exclude")
      let result = git(
        "-c", "core.quotePath=false", "check-ignore", "--no-index", "--stdin",
        input: all.joined(separator: "\n"))
      let ignored = Set(result.output.split(separator: "\n").map(String.init))
      let found = Set(try scan(excluding: lines).files)
      #expect(found == Set(all).subtracting(ignored), "round \(round): \(lines)")
      excluded += ignored.count
    }
    #expect(excluded > 1000)
  }

  /// A matcher that tries everything.
  private static func matches(_ glob: ArraySlice<Character>, _ path: ArraySlice<Character>) -> Bool
  {
    guard let first = glob.first else { return path.isEmpty }
    if first == "*", glob.dropFirst().first == "*" {
      let rest = glob.dropFirst(2)
      guard let slash = rest.first else { return true }
      precondition(slash == "/")
      if matches(rest.dropFirst(), path) { return true }
      return path.indices.contains {
        path[$0] == "/" && matches(rest.dropFirst(), path[($0 + 1)...])
      }
    }
    if first == "*" {
      if matches(glob.dropFirst(), path) { return true }
      return path.first.map { $0 != "/" && matches(glob, path.dropFirst()) } ?? false
    }
    guard let next = path.first else { return false }
    return (first == "?" ? next != "/" : first == next)
      && matches(glob.dropFirst(), path.dropFirst())
  }

  @Test func `random globs mean what they mean to a recursive matcher`() throws {
    write(Self.files.map { $0 + "/f.txt" })
    let all = CorpusScanner.scan(folder.path).files.map(\.relativePath)
    var random = SplitMix64(seed: 21)
    var found = 0
    for _ in 0..<300 {
      var glob = "/"
      for _ in 0..<Int.random(in: 1...5, using: &random) {
        glob +=
          ["**/", "*/", "?", "x", "y", "a", "*", "b/", "c"].randomElement(using: &random) ?? ""
      }
      // Three asterisks, and two within a name, are outside of the model.
      if glob.contains("***") || glob.firstMatch(of: /[^\/]\*\*|\*\*[^\/]/) != nil { continue }
      glob += ["*", "/**", "f.txt", "/f.txt", "*.txt"].randomElement(using: &random) ?? ""
      if glob.contains("***") || glob.firstMatch(of: /[^\/]\*\*|\*\*[^\/]/) != nil { continue }
      let characters = Array(glob)[1...]
      let expected = all.filter { Self.matches(characters, Array($0)[...]) }
      let kept = try scan(including: [glob]).files
      // Files below a folder that the glob matches are kept, too.
      let below = all.filter { file in
        let parts = file.split(separator: "/")
        return (1..<parts.count).contains { count in
          Self.matches(characters, Array(parts[..<count].joined(separator: "/"))[...])
        }
      }
      #expect(Set(kept) == Set(expected).union(below), "\(glob)")
      found += kept.count
    }
    #expect(found > 1000)
  }

  // MARK: Rules

  @Test(arguments: [
    (["*.log.txt"], ["a.txt", "d/a.txt", "d/e/a.txt"]),
    (["/a.txt"], ["b.log.txt", "d/a.txt", "d/e/a.txt"]),
    (["d/"], ["a.txt", "b.log.txt"]), (["d/e"], ["a.txt", "b.log.txt", "d/a.txt"]),
    (["a.txt/"], ["a.txt", "b.log.txt", "d/a.txt", "d/e/a.txt"]),
    (["d/**/a.txt"], ["a.txt", "b.log.txt"]),
    (["*.txt", "!/a.txt"], ["a.txt"]), (["d", "!d/a.txt"], ["a.txt", "b.log.txt"]),
    (["d/*", "!d/a.txt"], ["a.txt", "b.log.txt", "d/a.txt"]),
    (["# a", "", "   ", "!a.txt"], ["a.txt", "b.log.txt", "d/a.txt", "d/e/a.txt"]),
    (["/"], ["a.txt", "b.log.txt", "d/a.txt", "d/e/a.txt"]), (["**"], []),
  ])
  func `patterns to exclude`(lines: [String], expected: [String]) throws {
    write(["a.txt", "b.log.txt", "d/a.txt", "d/e/a.txt"])
    #expect(try scan(excluding: lines).files == expected, "\(lines)")
  }

  @Test func `patterns to include and to exclude`() throws {
    write(["a.txt", "b.jsonl", "新闻/c.txt", "新闻/旧/d.txt", "e/f.txt"])
    #expect(try scan(including: ["*.jsonl"]).files == ["b.jsonl"])
    #expect(try scan(including: ["新闻/"]).files == ["新闻/c.txt", "新闻/旧/d.txt"])
    #expect(try scan(including: ["/?.txt", "e"]).files == ["a.txt", "e/f.txt"])
    #expect(try scan(excluding: ["旧"], including: ["新闻"]).files == ["新闻/c.txt"])
    #expect(try scan(including: ["*.txt", "!c.txt"]).files == ["a.txt", "e/f.txt", "新闻/旧/d.txt"])
    let skipped = try scan(excluding: ["/新闻", "b*"]).skipped
    #expect(skipped.excluded == 2 && skipped.excludedExamples == ["b.jsonl", "新闻"])
    // A file that is named is read.
    var patterns = PathPatterns()
    try patterns.exclude("*")
    #expect(CorpusScanner.scan(folder.path(of: "a.txt"), patterns: patterns).files.count == 1)
  }

  @Test func `names are compared in one form of Unicode`() throws {
    write(["caf\u{E9}.txt", "caf\u{65}\u{301}2.txt"])
    #expect(try scan(excluding: ["caf\u{65}\u{301}.txt"]).files == ["caf\u{E9}2.txt"])
    #expect(try scan(excluding: ["caf?2.txt"]).files == ["caf\u{E9}.txt"])
    #expect(try scan(excluding: ["CAF*"]).files.count == 2)
  }

  @Test func `an excluded folder is not entered, and links obey the patterns`() throws {
    write(["a/b.txt", "c/d.txt"])
    folder.makeLink("c/link", to: "../a")
    folder.makeLink("e.txt", to: "a/b.txt")
    #expect(try scan(excluding: ["a"]).files == ["c/d.txt", "c/link/b.txt"])
    #expect(try scan(excluding: ["a/", "link/", "e.txt"]).files == ["c/d.txt"])
  }

  @Test func `members of archives have paths`() throws {
    var inner = TarArchive()
    inner.add("2023/y.txt", "养老")
    var archive = TarArchive()
    for name in ["2022/x.txt", "2023/x.txt"] { archive.add(name, "养老") }
    archive.add("2023/r.jsonl", "{\"text\":\"养老\"}")
    archive.add(Array("2023/in.tar".utf8), inner.bytes)
    write(["d/a.tar"])
    folder.write(archive.bytes, to: "d/a.tar")
    func ids(excluding: [String] = [], including: [String] = []) throws -> [String] {
      var patterns = PathPatterns()
      for line in excluding { try patterns.exclude(line) }
      for line in including { try patterns.include(line) }
      let formats = InputFormats.formats(fields: FieldMap(), patterns: patterns)
      let files = CorpusScanner.scan(folder.path, formats: formats, patterns: patterns).files
      return try files.flatMap { try $0.articles() }.map { String($0.id.dropFirst(8)) }
    }
    let all = ["2022/x.txt", "2023/x.txt", "2023/r.jsonl#1", "2023/in.tar/2023/y.txt"]
    #expect(try ids() == all)
    #expect(try ids(excluding: ["x.txt"]) == [all[2], all[3]])
    #expect(try ids(excluding: ["/d/a.tar/2023"]) == [all[0]])
    #expect(try ids(excluding: ["in.tar/"]) == Array(all[..<3]))
    #expect(try ids(excluding: ["a.tar"]) == [] && ids(excluding: ["a.tar/"]) == [])
    #expect(try ids(including: ["*.txt"]) == [all[0], all[1], all[3]])
    #expect(try ids(including: ["in.tar/**/y.*"]) == [])
    #expect(try ids(including: ["**/in.tar/**/y.*"]) == [all[3]])
    #expect(try ids(including: ["/d/a.tar/2022"]) == [all[0]])
    #expect(try ids(including: ["*.html"]) == [])
  }

  @Test func `a compressed file goes by both names`() throws {
    folder.write(TestFile.bytes(Contents.fixture("records.jsonl.gz")) ?? [], to: "r.jsonl.gz")
    func count(_ pattern: String) throws -> Int {
      var patterns = PathPatterns()
      try patterns.include(pattern)
      let formats = InputFormats.formats(fields: FieldMap(), patterns: patterns)
      return try CorpusScanner.scan(folder.path, formats: formats, patterns: patterns).files
        .flatMap { try $0.articles() }.count
    }
    #expect(try count("*.jsonl") == 2 && count("*.gz") == 2 && count("*.csv") == 0)
  }

  // MARK: Files with patterns, mistakes

  @Test func `a file has a pattern a line, in any encoding`() throws {
    write(["a.txt", "b.txt", "c.txt", "托育服务.txt"])
    let path = folder.path(of: PathPatterns.fileName)
    var patterns = PathPatterns()
    #expect(try patterns.prependFile(of: folder.path) == [] && patterns.isEmpty)
    write(lines: "\u{FEFF}# comment\r\na.txt\r\n\r\nb.*  \n*.txt\n!c.txt")
    #expect(try scanWithFile() == ["c.txt"])
    // The patterns of the command line follow those of the file.
    #expect(try scanWithFile("!a.txt") == ["a.txt", "c.txt"])
    folder.write(Encoded.shortGB18030 + Array("*\n".utf8), to: PathPatterns.fileName)
    #expect(try scanWithFile() == ["a.txt", "b.txt", "c.txt"])
    write(lines: "a.*\n[b\n")
    let errors = try patterns.prependFile(of: folder.path)
    #expect(
      errors.map(\.description) == [
        "\(path):2: invalid pattern: a bracket is not closed; write \\[ for a bracket"
      ])
    #expect(try scanWithFile() == ["b.txt", "c.txt", "托育服务.txt"])
    write(lines: "")
    #expect(try scanWithFile().count == 4)
    #expect(throws: ArticleError.self) {
      try patterns.exclude(linesOf: folder.path(of: "missing"))
    }
  }

  private func write(lines: String) {
    folder.write(Array(lines.utf8), to: PathPatterns.fileName)
  }

  private func scanWithFile(_ line: String = "") throws -> [String] {
    var patterns = PathPatterns()
    try patterns.exclude(line)
    _ = try patterns.prependFile(of: folder.path)
    return CorpusScanner.scan(folder.path, patterns: patterns).files.map(\.relativePath)
  }

  @Test(arguments: [
    ("[a", "'[a': a bracket is not closed; write \\[ for a bracket"),
    ("[[:digits:]]", "'[[:digits:]]': there is no class [:digits:]"),
    ("a\\", "'a\\': nothing follows the backslash at the end"),
  ])
  func `a pattern that could never match is an error`(pattern: String, message: String) {
    let error = #expect(throws: PathPatternError.self) {
      var patterns = PathPatterns()
      try patterns.exclude(pattern)
    }
    #expect(error?.description == message)
  }

  @Test func `long patterns take little time`() throws {
    let name = String(repeating: "a", count: 200)
    write([name + ".txt"])
    let pattern = String(repeating: "*a", count: 100) + "b"
    #expect(
      try scan(excluding: [pattern, String(repeating: "**/", count: 100) + "c"]).files.count == 1)
  }
}
