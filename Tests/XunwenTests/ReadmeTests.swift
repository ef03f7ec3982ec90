import TestSupport
import Testing
import Xunwen

/// Tests that the example in the README compiles and runs.
@Suite struct ReadmeTests {
  /// Runs the example of the README, which is between two marks, and returns the printed lines.
  private static func example(corpus: String, index: String) async throws -> [String] {
    var printed: [String] = []
    func print(_ items: Any...) {
      printed.append(items.map { "\($0)" }.joined(separator: " "))
    }
    // README begin
    let summary = try await ArchiveWriter(creatingAt: index).update(from: .folder(corpus))
    print("indexed \(summary.articles) articles")
    let archive = try Archive(at: index)
    var scope = QueryScope()
    scope.dates = try DateRange(parsing: "2023-01..2023-12")
    let response = try archive.search("托育服务 \"用人单位\"", scope: scope)
    for hit in response.hits {
      print(hit.rank, hit.id, hit.title, hit.snippet?.text ?? "")
    }
    // README end
    return printed
  }

  @Test func `the example runs`() async throws {
    let library = Library()
    library.write("探索托育服务\n时间:2023-07-02来源:甲\n\n用人单位提供托育服务。\n", to: "a.txt")
    library.write("托育服务\n时间:2022-07-02来源:甲\n\n用人单位提供托育服务。\n", to: "b.txt")
    let printed = try await Self.example(
      corpus: library.corpusPath("."), index: library.path())
    #expect(printed == ["indexed 2 articles", "1 a.txt 探索托育服务 用人单位提供托育服务。"])
  }

  @Test func `the README contains the lines of the example`() throws {
    let source = try #require(TestFile.bytes(#filePath))
    let lines = String(decoding: source, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let begin = try #require(lines.firstIndex { $0.hasSuffix("// README begin") })
    let end = try #require(lines.firstIndex { $0.hasSuffix("// README end") })
    let example = lines[(begin + 1)..<end].map { $0.dropFirst(4) }.joined(separator: "\n")
    let path = TestFile.folder(above: #filePath, levels: 3) + "/README.md"
    guard let readme = TestFile.bytes(path) else {
      print("note: no \(path), test passed over")
      return
    }
    #expect(String(decoding: readme, as: UTF8.self).contains("\n" + example + "\n"))
  }
}
