// A process that reads an index while another process writes it. Every answer must come from one
// commit. `ManyReadersTests` makes the index: in version N, all articles have N in title and text,
// and there are 5 + N % 4 articles.
//
// usage: ReaderProcess INDEX EVENTS SEED
//
// EVENTS is a named pipe. For each 1 in it, the process makes some answers and then opens the
// newest commit. For a 0, it prints the number of answers and the newest version.

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

import TestSupport
import Xunwen

@main
enum ReaderProcess {
  /// An answer that is not that of one commit.
  struct Violation: Error, CustomStringConvertible {
    let description: String
  }

  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let seed = UInt64(arguments[3]) else {
      fatalError("usage: ReaderProcess INDEX EVENTS SEED")
    }
    do {
      try read(arguments[1], on: arguments[2], seed: seed)
    } catch {
      print("reader \(seed): \(error)")
    }
  }

  private static func read(_ index: String, on events: String, seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var archive = try Archive(at: index)
    var (answers, last) = (0, 0)
    func check() throws {
      let version = try version(of: archive)
      guard version >= last else { throw Violation(description: "\(version) after \(last)") }
      last = version
      answers += 1
    }
    // Safe: the path is lent as a NUL-terminated string.
    let pipe = unsafe open(events, O_RDONLY | O_CLOEXEC)
    guard pipe >= 0 else { throw Violation(description: "no pipe: error \(errno)") }
    var event: UInt8 = 0
    // Safe: the call writes at most one byte.
    while unsafe Self.read(pipe, &event, 1) == 1, event > 0 {
      // Some readers stay on a commit while the writer makes many.
      for _ in 0..<Int.random(in: 1...20, using: &random) { try check() }
      if Bool.random(using: &random) {
        try archive.refresh()
      } else {
        archive = try Archive(at: index)
      }
    }
    try archive.refresh()
    try check()
    print("ok \(answers) \(last)")
  }

  private static func read(_ file: Int32, _ byte: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int
  {
    #if canImport(Darwin)
      unsafe Darwin.read(file, byte, count)
    #else
      unsafe Glibc.read(file, byte, count)
    #endif
  }

  /// Returns the version of all hits of an answer.
  private static func version(of archive: Archive) throws -> Int {
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
