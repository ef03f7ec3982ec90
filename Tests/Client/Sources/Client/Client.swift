// Indexes the repository's corpus and one more article, searches it with the README's example and
// on an event loop of SwiftNIO, and checks the results. The exit code is 1 when a check fails.

import Foundation
import NIOCore
import NIOPosix
import Xunwen

@main struct Client {
  static func main() async throws {
    let repository = URL(filePath: #filePath).appending(path: "../../../../..").standardized
    let folder = FileManager.default.temporaryDirectory.appending(path: "client-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let corpus = folder.appending(path: "corpus")
    let index = folder.appending(path: "index").path
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: repository.appending(path: "corpus"), to: corpus)
    try removeOtherFormats(from: corpus)
    try "探索托育服务\n时间:2023-07-02来源:甲\n\n用人单位提供托育服务。\n"
      .write(to: corpus.appending(path: "a.txt"), atomically: true, encoding: .utf8)

    let printed = try await example(corpus: corpus.path, index: index)
    let expected = [
      "indexed \(try articleCount(in: corpus)) articles",
      "1 a.txt 探索托育服务 用人单位提供托育服务。",
    ]
    check(printed == expected, "the example prints \(expected): \(printed)")

    let archive = try Archive(at: index)
    let response = try await MultiThreadedEventLoopGroup.singleton.next()
      .submit { try archive.search("托育服务") }.get()
    check(response.total > 0, "a search on an event loop has hits")
    let bytes = ByteBuffer(string: response.hits.map(\.title).joined(separator: "\n"))
    check(String(buffer: bytes).contains("托育"), "a title contains the term")

    let readme = try String(contentsOf: repository.appending(path: "README.md"), encoding: .utf8)
    check(readme.contains(try exampleLines()), "the README has the same example")
    print("client: \(printed[0]), all checks passed")
  }

  /// Removes the files whose articles `articleCount` cannot count.
  private static func removeOtherFormats(from corpus: URL) throws {
    for path in try FileManager.default.subpathsOfDirectory(atPath: corpus.path) {
      let file = corpus.appending(path: path)
      guard !file.hasDirectoryPath, !["", "txt", "jsonl"].contains(file.pathExtension) else {
        continue
      }
      try FileManager.default.removeItem(at: file)
    }
  }

  /// Counts text files, and lines of JSON Lines files.
  private static func articleCount(in corpus: URL) throws -> Int {
    var count = 0
    for path in try FileManager.default.subpathsOfDirectory(atPath: corpus.path) {
      if path.hasSuffix(".txt") { count += 1 }
      guard path.hasSuffix(".jsonl") else { continue }
      let text = try String(contentsOf: corpus.appending(path: path), encoding: .utf8)
      count += text.split(separator: "\n").count
    }
    return count
  }

  /// Runs the README's example and returns the lines that it prints.
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

  /// Returns the lines of this file between the two marks, as the README has them.
  private static func exampleLines() throws -> String {
    let source = try String(contentsOfFile: #filePath, encoding: .utf8)
    let lines = source.components(separatedBy: "\n")
    return lines.drop { !$0.hasSuffix("// README begin") }.dropFirst()
      .prefix { !$0.hasSuffix("// README end") }
      .map { "\($0.dropFirst(4))\n" }.joined()
  }

  private static func check(_ isTrue: Bool, _ fact: String) {
    if isTrue { return }
    FileHandle.standardError.write(Data("client: check failed: \(fact)\n".utf8))
    exit(1)
  }
}
