// A process that reads an index while another one writes it, until a file says that it is enough: every answer has to
// be that of one commit. `ManyReadersTests` makes the index: all articles of version N have N in headline and text,
// and there are 5 + N % 4 of them.

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

import TestSupport
import Xunwen

@main
enum ReaderProcess {
  /// What is wrong with an answer.
  struct Violation: Error, CustomStringConvertible {
    let description: String
  }

  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let seed = UInt64(arguments[3]) else {
      fatalError("usage: ReaderProcess INDEX STOP SEED")
    }
    do {
      try read(arguments[1], until: arguments[2], seed: seed)
    } catch {
      print("reader \(seed): \(error)")
    }
  }

  private static func read(_ index: String, until stop: String, seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var archive = try Archive(at: index)
    var (answers, versions, last) = (0, Set<Int>(), 0)
    // Or until whoever started it is gone.
    let parent = getppid()
    while TestFile.bytes(stop) == nil, getppid() == parent {
      // Some stay with a commit while many come and go.
      for _ in 0..<Int.random(in: 1...60, using: &random) {
        let version = try self.version(archive)
        guard version >= last else { throw Violation(description: "\(version) after \(last)") }
        last = version
        versions.insert(version)
        answers += 1
      }
      // Eight that never rest would keep the writer from writing.
      pause(milliseconds: Double.random(in: 0...20, using: &random))
      if Bool.random(using: &random) {
        try archive.refresh()
      } else {
        archive = try Archive(at: index)
      }
    }
    print("ok \(answers) \(versions.count)")
  }

  /// The version that an answer is of, all of it.
  private static func version(_ archive: Archive) throws -> Int {
    var options = SearchOptions()
    options.limit = 100
    let response = try archive.search("\"文章版本\"", options: options)
    let titles = Set(response.hits.map(\.title))
    guard titles.count == 1, let title = titles.first,
      let version = Int(title.filter { $0.isASCII && $0.isNumber })
    else { throw Violation(description: "versions \(titles.sorted())") }
    guard response.total == 5 + version % 4, response.hits.count == response.total,
      Set(response.hits.map(\.id)).count == response.total
    else { throw Violation(description: "\(response.total) articles of version \(version)") }
    for hit in response.hits {
      guard let snippet = hit.snippet?.text, snippet.contains("版本\(version)号") else {
        throw Violation(description: "\(hit.id) of \(version): \(String(describing: hit.snippet))")
      }
    }
    return version
  }
}
