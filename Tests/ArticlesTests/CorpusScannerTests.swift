import Articles
import TestSupport
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

struct CorpusScannerTests {
  private let folder = TemporaryDirectory()

  private func makeFolder(_ name: String) { unsafe _ = mkdir(folder.path(of: name), 0o755) }

  private func link(_ name: String, to target: String) {
    unsafe _ = symlink(target, folder.path(of: name))
  }

  /// A format with a signature at the beginning of its files.
  private struct SignedFormat: InputFormat {
    var name: String { "signed files" }
    var holdsSeveralArticles: Bool { true }

    func accepts(name: String, beginning: () -> [UInt8]) -> Bool {
      name.hasSuffix(".bin") && beginning().starts(with: Array("PK".utf8))
    }

    func open(
      _ file: CorpusFile, decoder: TextDecoder
    ) throws(ArticleError) -> any ArticleReader {
      throw ArticleError(path: file.path, reason: .empty)
    }
  }

  private func scan(_ name: String? = nil) -> (files: [String], errors: [String]) {
    let path = name.map { folder.path(of: $0) } ?? folder.path
    let corpus = CorpusScanner.scan(path)
    return (corpus.files.map(\.relativePath), corpus.errors.map(\.description))
  }

  @Test func `files are found in ascending order of their paths`() {
    for name in ["b", "a", "a/c", ".git", "empty"] { makeFolder(name) }
    for name in [
      "a.txt", "a/1.txt", "a/c/2.JSONL", "b/托育.txt", "b/x.jpg", ".hidden.txt", ".git/x.txt",
      "a-b.txt", "B.txt", "txt",
    ] {
      folder.write(Array("x".utf8), to: name)
    }
    #expect(scan().files == ["B.txt", "a-b.txt", "a.txt", "a/1.txt", "a/c/2.JSONL", "b/托育.txt"])
    #expect(scan().errors == [])
    #expect(CorpusScanner.scan(folder.path + "//").files.map(\.relativePath) == scan().files)
    let formats = CorpusScanner.scan(folder.path).files.map(\.format)
    #expect(formats.count { $0 is JSONRecords } == 1)
    #expect(scan("a.txt").files == ["a.txt"])
    #expect(CorpusScanner.scan(folder.path(of: "a.txt")).files.first?.byteCount == 1)
  }

  @Test func `a format can accept files by their first bytes`() {
    folder.write(Array("PK\u{3}".utf8), to: "a.bin")
    folder.write(Array("P".utf8), to: "b.bin")
    folder.write([], to: "c.bin")
    folder.write([UInt8](repeating: 0x78, count: 10_000), to: "d.bin")
    folder.write([0x78], to: "e.txt")
    let corpus = CorpusScanner.scan(folder.path, formats: InputFormats.all + [SignedFormat()])
    #expect(corpus.files.map(\.relativePath) == ["a.bin", "e.txt"])
    #expect(corpus.files.first?.format is SignedFormat && corpus.skipped.files == 3)
    #expect(scan("d.bin").files == ["d.bin"])
    #expect(CorpusScanner.scan(folder.path(of: "d.bin")).files.first?.format is CrawledText)
  }

  @Test func `skipped files are counted by extension`() {
    for name in ["a", "__MACOSX", ".git"] { makeFolder(name) }
    for name in [
      "a.png", "B.PNG", "a/c.png", "a/d.Png", "x.tar.br", "x.jsonl.lz4", "README", "1.关于养老服务",
      "v1.2", "trailing.", "a/b.verylongending", ".DS_Store", "a/._x.txt", "Thumbs.db",
      "a/desktop.INI", "__MACOSX/x.txt", ".hidden.txt", ".git/x.txt", "ok.txt",
    ] {
      folder.write([0x78], to: name)
    }
    link("linked.png", to: "a.png")
    let skipped = CorpusScanner.scan(folder.path).skipped
    let kinds = skipped.kinds.map { "\($0.ending) \($0.count) \($0.examples)" }
    #expect(
      kinds == [
        #" 5 ["1.关于养老服务", "README", "a/b.verylongending"]"#,
        #"png 4 ["B.PNG", "a.png", "a/c.png"]"#,
        #"jsonl.lz4 1 ["x.jsonl.lz4"]"#, #"tar.br 1 ["x.tar.br"]"#,
      ])
    #expect(skipped.files == 11 && skipped.hidden == 2 && skipped.system == 5)
    #expect(skipped.indexes == 0 && scan().files == ["ok.txt"])
  }

  @Test func `names in different normalization forms are one name`() {
    let (composed, decomposed) = ("\u{E9}", "e\u{301}")
    makeFolder(decomposed)
    for name in [composed + ".txt", decomposed + ".txt", "b.txt", decomposed + "/1.txt"] {
      folder.write(Array("x".utf8), to: name)
    }
    // Neither of these names is in Form C.
    for name in ["o\u{308}\u{323}.txt", "\u{F6}\u{323}.txt"] {
      folder.write(Array("x".utf8), to: name)
    }
    let corpus = CorpusScanner.scan(folder.path)
    let names = corpus.files.map { Array($0.relativePath.utf8) }
    #expect(
      names
        == ["b.txt", composed + ".txt", composed + "/1.txt", "\u{1ECD}\u{308}.txt"].map {
          Array($0.utf8)
        })
    #expect(corpus.files[1].path.unicodeScalars.contains("\u{E9}"))
    #expect(corpus.files[2].path.unicodeScalars.contains("\u{301}"))
    #expect(corpus.errors.isEmpty && corpus.conflicts.count == 2)
    #expect(corpus.conflicts.first?.path.unicodeScalars.contains("\u{301}") == true)
    #expect(corpus.conflicts.first?.reason == .sameName(as: corpus.files[1].path))
    #expect(corpus.conflicts.last?.path.unicodeScalars.contains("\u{F6}") == true)
  }

  @Test func `the files of an index are not read`() {
    for name in ["a", "a/index", "a/index/deep"] { makeFolder(name) }
    for name in ["a/1.txt", "a/index/words.txt", "a/index/x.txt", "a/index/deep/2.txt"] {
      folder.write([0x78], to: name)
    }
    func isIndex(_ path: String, _ names: [String]) -> Bool {
      path.hasSuffix("/index") && names.contains("words.txt")
    }
    let corpus = CorpusScanner.scan(folder.path, isIndex: isIndex)
    #expect(corpus.files.map(\.relativePath) == ["a/1.txt", "a/index/deep/2.txt"])
    #expect(corpus.skipped.indexes == 1 && !corpus.isIndex)
    let index = CorpusScanner.scan(folder.path(of: "a/index"), isIndex: isIndex)
    #expect(index.isIndex && index.files.map(\.relativePath) == ["deep/2.txt"])
  }

  @Test func `the root of a single file is its folder`() {
    makeFolder("a")
    folder.write([0x78], to: "a/1.txt")
    link("b", to: "a")
    link("l.txt", to: "a/1.txt")
    for name in ["a/1.txt", "b/1.txt", "a/../a/1.txt"] {
      let corpus = CorpusScanner.scan(folder.path(of: name))
      #expect(corpus.root == folder.path(of: "a") && corpus.path == folder.path(of: "a/1.txt"))
      #expect(corpus.isFile && corpus.files.map(\.isLinked) == [false])
    }
    let linked = CorpusScanner.scan(folder.path(of: "l.txt"))
    #expect(linked.root == folder.path && linked.files.map(\.isLinked) == [true])
    let whole = CorpusScanner.scan(folder.path(of: "b/"))
    #expect(whole.root == folder.path(of: "a") && whole.path == whole.root && !whole.isFile)
  }

  @Test func `links are followed once and cycles end`() {
    for name in ["z", "z/deep"] { makeFolder(name) }
    folder.write([0x78], to: "z/1.txt")
    folder.write([0x78], to: "z/deep/2.txt")
    link("a", to: "z")
    link("z/deep/up", to: "..")
    link("self", to: "self")
    link("link.txt", to: "z/1.txt")
    link("gone.txt", to: "nowhere")
    let outside = TemporaryDirectory()
    outside.write([0x78], to: "3.txt")
    link("m", to: outside.path)
    link("n", to: outside.path)
    let corpus = CorpusScanner.scan(folder.path, followsLinks: true)
    #expect(corpus.files.map(\.relativePath) == ["m/3.txt", "z/1.txt", "z/deep/2.txt"])
    #expect(corpus.errors.count == 2 && corpus.skipped.links == 0)
    // Links out of the folder are skipped, and counted like other skipped entries.
    let inner = CorpusScanner.scan(folder.path)
    #expect(inner.files.map(\.relativePath) == ["z/1.txt", "z/deep/2.txt"])
    #expect(inner.errors.count == 2 && inner.skipped.links == 2)
    #expect(inner.skipped.linkExamples == ["m", "n"] && inner.unfollowed.sorted() == ["m", "n"])
    // A link that is named is followed, but not the links behind it.
    outside.makeLink("deeper.txt", to: folder.path(of: "z/1.txt"))
    let named = CorpusScanner.scan(folder.path(of: "m"))
    #expect(named.files.map(\.relativePath) == ["3.txt"] && named.skipped.links == 1)
    withExtendedLifetime(outside) {}
  }

  @Test func `unreadable files are reported`() {
    unsafe _ = mkfifo(folder.path(of: "pipe.txt"), 0o644)
    folder.write([0x78], to: "ok.txt")
    #expect(scan().files == ["ok.txt"])
    #expect(scan().errors == ["\(folder.path)/pipe.txt: not a regular file"])
    #expect(scan("missing").errors == ["\(folder.path)/missing: No such file or directory"])
    let pipe = CorpusFile(
      path: folder.path(of: "pipe.txt"), relativePath: "p", format: CrawledText())
    #expect(throws: ArticleError.self) { try pipe.articles() }
  }
}
