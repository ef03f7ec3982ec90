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

  private func scan(_ name: String? = nil) -> (files: [String], errors: [String]) {
    let path = name.map { folder.path(of: $0) } ?? folder.path
    let corpus = CorpusScanner.scan(path)
    return (corpus.files.map(\.relativePath), corpus.errors.map(\.description))
  }

  @Test func findsArticlesInFixedOrder() {
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
    #expect(CorpusScanner.scan(folder.path).files.map(\.kind).filter { $0 == .records }.count == 1)
    #expect(scan("a.txt").files == ["a.txt"])
    #expect(CorpusScanner.scan(folder.path(of: "a.txt")).files.first?.byteCount == 1)
  }

  @Test func followsLinksOnceAndEndsCycles() {
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

  @Test func reportsWhatCannotBeRead() {
    unsafe _ = mkfifo(folder.path(of: "pipe.txt"), 0o644)
    folder.write([0x78], to: "ok.txt")
    #expect(scan().files == ["ok.txt"])
    #expect(scan().errors == ["\(folder.path)/pipe.txt: not a regular file"])
    #expect(scan("missing").errors == ["\(folder.path)/missing: No such file or directory"])
    let pipe = CorpusFile(
      path: folder.path(of: "pipe.txt"), relativePath: "p", kind: .page, byteCount: 0)
    #expect(throws: ArticleError.self) { try PageReader().read(pipe) }
  }
}
