import TestSupport
import Testing
import Xunwen

/// Tests of the report about the files of a folder.
@Suite struct InputReportTests {
  private let folder = TemporaryDirectory()
  private static let text = "临江市今年新建五处托育服务点，覆盖全市各区，居民可以就近送托。"

  private func write(_ text: String, to name: String) { folder.write(Array(text.utf8), to: name) }

  private func page(_ text: String) -> String { "临江新建托育服务点\n2026-07-14 来源：临江日报\n\n\(text)\n" }

  private func examine(
    _ change: (inout IndexingOptions) -> Void = { _ in }
  ) async throws -> InputReport {
    var options = IndexingOptions()
    change(&options)
    return try await InputReport.examine(folder.path, options: options)
  }

  /// Writes files with one finding of each kind.
  private func writeFindings() {
    write(page(Self.text), to: "a.txt")
    folder.write(Array(page(Self.text).utf8) + [0xFF] + Array(Self.text.utf8), to: "b.txt")
    folder.write([0xB5, 0xC4], to: "c.txt")
    write("\n\n", to: "d.jsonl")
    folder.write(
      Array("{\"id\":\"1\",\"title\":\"题\",\"text\":\"\(Self.text)".utf8) + [0]
        + Array("\"}\n{\n".utf8), to: "e.jsonl")
    write("<meta charset=\"big5\"><h1>临江</h1><p>\(Self.text)</p>", to: "f.html")
    folder.write(
      TarArchive(["x.txt": page(Self.text), "y.png": "x"]).bytes, to: "g.tar")
    write("x", to: "h.png")
  }

  @Test func `every kind of finding is reported`() async throws {
    writeFindings()
    let report = try await examine()
    #expect(!report.isClean && !report.isInterrupted)
    #expect(report.files == 7 && report.articles == 6)
    #expect(report.failures.first.map(\.line) == [2])
    #expect(report.empty.first == [folder.path(of: "d.jsonl")])
    #expect(report.repaired.first.map(\.path) == ["b.txt", "e.jsonl"].map(folder.path))
    #expect(report.repaired.first.map(\.damage.line) == [nil, 1])
    #expect(report.doubtful.first.map(\.path) == ["c.txt", "f.html"].map(folder.path))
    #expect(report.doubtful.first.map(\.doubt.declared) == [nil, "Big5"])
    #expect(report.doubtful.first.map(\.doubt.encoding) == ["GB18030", "UTF-8"])
    #expect(report.undated.first.map(\.id) == ["c.txt", "1", "f.html"])
    #expect(report.skipped.files == 2)
    #expect(
      report.formats.map { "\($0.name) \($0.count)" } == [
        "crawled texts 3", "JSON records 1", "archives 1", "web pages 1",
      ])
    #expect(report.encodings.map(\.count) == [5, 1])
  }

  @Test func `the report does not depend on threads and memory`() async throws {
    writeFindings()
    for number in 0..<40 { write(page("养老\(number)。"), to: "z\(number).txt") }
    let one = try await examine { $0.memory = 1 }
    let many = try await examine { $0.jobs = 4 }
    #expect(one.articles == many.articles && one.repaired.first == many.repaired.first)
    #expect(one.empty.first == many.empty.first && one.doubtful.first == many.doubtful.first)
    #expect(one.undated.first == many.undated.first && one.files == many.files)
  }

  @Test func `the options of the update count`() async throws {
    writeFindings()
    var patterns = PathPatterns()
    for line in ["*", "!a.txt", "!c.txt"] { try patterns.exclude(line) }
    let report = try await examine { [patterns] in
      $0.patterns = patterns
      $0.encoding = "GB18030"
    }
    // The forced encoding of `c.txt` is no doubt, and is wrong for `a.txt`.
    #expect(report.articles + report.failures.count == 2 && report.doubtful.count == 0)
    #expect(report.skipped.excluded == 6)
    await #expect(throws: ArticleError.self) { try await examine { $0.encoding = "klingon" } }
  }

  @Test func `a folder without a finding is clean`() async throws {
    write(page(Self.text), to: "a.txt")
    #expect(try await examine().isClean)
    folder.remove("a.txt")
    let empty = try await examine()
    #expect(empty.isClean && empty.files == 0)
  }

  @Test func `the findings are limited and counted`() async throws {
    let lines = (0..<1500).map { "{\"id\":\"\($0)\",\"text\":\"a\"}" }.joined(separator: "\n")
    write(lines, to: "a.jsonl")
    let report = try await examine { $0.memory = 1 }
    #expect(report.undated.count == 1500 && report.undated.first.count == InputReport.limit)
    #expect(report.undated.first.last?.id == "999")
  }

  @Test func `an update counts repaired articles`() async throws {
    writeFindings()
    let index = TemporaryDirectory()
    let writer = try ArchiveWriter(creatingAt: index.path(of: "i"))
    let summary = try await writer.update(from: .folder(folder.path))
    #expect(summary.repaired == 2)
    #expect(summary.repairs == (try await examine()).repaired.first)
  }
}
