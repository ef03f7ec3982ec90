#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

import TestSupport
import Testing
import Xunwen

/// A test in which eight processes read an index while this process writes it. `ReaderProcess`
/// checks every answer.
///
/// The readers wait on pipes. Before each commit, the test sends each reader a byte, and the reader
/// runs some queries during the commit. The amount of work does not depend on time or load.
@Suite struct ManyReadersTests {
  /// A named pipe that a reader waits on.
  private final class EventPipe {
    let path: String
    private let file: Int32

    init(_ path: String) {
      self.path = path
      // Safe: the path is passed as a NUL-terminated string. A pipe opened for reading and writing
      // does not wait for its reader.
      let made = unsafe mkfifo(path, 0o600)
      file = unsafe open(path, O_RDWR | O_CLOEXEC)
      precondition(made == 0 && file >= 0, "no pipe: error \(errno)")
    }

    deinit { close(file) }

    /// - Parameter event: 1 for a commit, 0 for the end.
    func send(_ event: UInt8) {
      var event = event
      // Safe: the call reads one byte.
      precondition(unsafe write(file, &event, 1) == 1, "pipe: error \(errno)")
    }
  }

  private func makeVersion(_ version: Int, to library: Library) {
    // The number of articles in the first file changes with the version.
    for (name, count) in [("a.jsonl", 3 + version % 4), ("b.jsonl", 2)] {
      let records = (0..<count).map { number in
        "{\"id\":\"\(name)\(number)\",\"title\":\"第 \(version) 版\","
          + "\"text\":\"文章版本\(version)号，\(String(repeating: "养老服务", count: number + 1))。\"}\n"
      }
      library.write(records.joined(), to: name, modified: version + 1)
    }
  }

  @Test func `every answer comes from one commit`() async throws {
    let library = Library()
    let commits = TestScale.cases(40)
    makeVersion(0, to: library)
    _ = try await library.build(rebuild: false)
    let pipes = (0..<8).map { EventPipe(library.path("events\($0)")) }
    let readers = pipes.enumerated().map { seed, pipe in
      let arguments = [library.path(), pipe.path, "\(seed)"].map { Array($0.utf8) }
      return ChildProcess(TestFile.executable("ReaderProcess")).start(arguments)
    }
    var random = SplitMix64(seed: 1)
    for version in 1...commits {
      makeVersion(version, to: library)
      for pipe in pipes { pipe.send(1) }
      let built = try await library.build(rebuild: false) { options in
        options.prunes = true
        options.merges = Bool.random(using: &random)
      }
      #expect(built.summary.articles == 5 + version % 4)
    }
    for pipe in pipes { pipe.send(0) }
    for reader in readers {
      let result = reader.wait()
      let words = result.output.split(whereSeparator: \.isWhitespace)
      #expect(words.first == "ok" && result.status == 0, "\(result.output) \(result.errors)")
      let numbers = words.dropFirst().compactMap { Int($0) }
      // Each reader answers at least once per commit. Its last answer is from the last commit.
      #expect(numbers.count == 2 && numbers[0] > commits && numbers[1] == commits)
    }
  }
}
