import TestSupport
import Testing
import Xunwen

/// Eight processes read what one writes: `ReaderProcess` has what is asked of every answer.
@Suite struct ManyReadersTests {
  private static let readers = 8

  private func write(_ version: Int, to library: Library) {
    // Two files, of which the number of articles in each changes.
    for (name, count) in [("a.jsonl", 3 + version % 4), ("b.jsonl", 2)] {
      let records = (0..<count).map { number in
        "{\"id\":\"\(name)\(number)\",\"title\":\"第 \(version) 版\","
          + "\"text\":\"文章版本\(version)号，\(String(repeating: "养老服务", count: number + 1))。\"}\n"
      }
      library.write(records.joined(), to: name, modified: version + 1)
    }
  }

  @Test func `every answer is that of some commit`() async throws {
    let library = Library()
    let commits = TestScale.cases(40)
    write(0, to: library)
    _ = try await library.build(rebuild: false)
    let stop = library.path("stop")
    let readers = (0..<Self.readers).map { seed in
      let arguments = [library.path(), stop, "\(seed)"].map { Array($0.utf8) }
      return ChildProcess(TestFile.executable("ReaderProcess")).start(arguments)
    }
    var random = SplitMix64(seed: 1)
    for version in 1...commits {
      write(version, to: library)
      let built = try await library.build(rebuild: false) { options in
        options.prunes = true
        options.merges = Bool.random(using: &random)
      }
      #expect(built.summary.articles == 5 + version % 4)
    }
    library.markIndex("stop")
    var answers = 0
    for reader in readers {
      let result = reader.wait()
      let words = result.output.split(whereSeparator: \.isWhitespace)
      #expect(words.first == "ok" && result.status == 0, "\(result.output) \(result.errors)")
      answers += words.count > 1 ? Int(words[1]) ?? 0 : 0
    }
    #expect(answers > commits)
    print("note: \(answers) answers during \(commits) commits")
  }
}
