import TestSupport
import Testing

/// Tests of `index --max-article`, and of limits of the address space.
@Suite struct ArticleLimitCommandTests {
  private let program = Program()

  init() { program.writeCorpus() }

  private func article(_ length: Int) -> String { String(repeating: "托育。", count: length / 9) }

  @Test func `larger articles are named, and read when the limit permits it`() throws {
    program.write(article(9000), to: "corpus/large.txt")
    program.write(
      "{\"id\":\"a\",\"text\":\"前面\"}\n{\"id\":\"b\",\"text\":\"\(article(9000))\"}\n"
        + "{\"id\":\"c\",\"text\":\"后面\"}\n", to: "corpus/large.jsonl")
    let result = program.run("index", "--max-article", "8K")
    #expect(result.status == 3)
    #expect(
      result.errors.contains(
        "corpus/large.txt: 9000 bytes, the limit is 8192 (--max-article)\n"))
    #expect(
      result.errors.contains(
        "corpus/large.jsonl:2: 9020 bytes, the limit is 8192 (--max-article)\n"))
    #expect(result.errors.contains("articles    6 in the index: 6 added"))
    #expect(result.errors.contains("\nfailures    2\n"))
    let again = program.run("index", "--max-article", "9020")
    #expect(again.status == 0 && again.errors.contains("articles    8 in the index: 2 added"))
    #expect(program.run("index").status == 0)
  }

  @Test func `a larger version of an article does not remove it`() {
    program.write(article(900), to: "corpus/grows.txt")
    #expect(program.run("index").status == 0)
    program.write(article(9000), to: "corpus/grows.txt")
    let result = program.run("index", "--max-article", "8K", "--prune")
    #expect(result.status == 3 && result.errors.contains("corpus/grows.txt: 9000 bytes"))
    #expect(program.run("show", "grows.txt").status == 0)
  }

  @Test(arguments: ["1023", "0", "257M", "x", "-1"])
  func `other limits are refused`(limit: String) {
    let result = program.run("index", "--max-article", limit)
    #expect(result.status == 2 && result.errors.contains("--max-article"))
  }

  /// The limits reach from one in which the program cannot work to one in which it can. What the
  /// program needs depends on the system.
  @Test func `a limit of the address space gives an answer or an error`() throws {
    #expect(program.run("index").status == 0)
    let articles = try #require(program.run("export", "-").lines.sorted().first)
    let shell = ChildProcess("/bin/sh")
    for megabytes in [400, 900, 8000] {
      program.write("新的文章，\(megabytes)。", to: "corpus/new.txt")
      let command = """
        cd '\(program.folder.path)' && ulimit -v \(megabytes * 1024) && \
          exec '\(TestFile.executable("xunwen"))' index --jobs 2 --quiet
        """
      let result = shell.run("-c", command)
      #expect(result.status == 0 || result.status == 2, "\(megabytes) MB: \(result.errors)")
      #expect(megabytes < 8000 || result.status == 0, "\(result.errors)")
      #expect(result.status == 0 || result.errors.contains("error: "), "\(megabytes) MB")
      #expect(program.run("check", "--level", "files").status == 0, "\(megabytes) MB")
    }
    #expect(program.run("export", "-").output.contains(articles))
  }
}
