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
      "a.txt", "a/1.txt", "a/c/2.JSONL", "b/托育.txt", "b/x.md", ".hidden.txt", ".git/x.txt",
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
    #expect(corpus.files.first?.format is SignedFormat && corpus.skipped == 3)
    #expect(scan("d.bin").files == ["d.bin"])
    #expect(CorpusScanner.scan(folder.path(of: "d.bin")).files.first?.format is CrawledText)
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
    #expect(scan().files == ["m/3.txt", "z/1.txt", "z/deep/2.txt"])
    #expect(scan().errors.count == 2)
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
