import TestSupport
import Testing

/// The examples of docs/RESEARCH.md on the articles in `corpus/`. Examples that count words are
/// left out, because the dictionary of another ICU may have other words.
@Suite struct DocumentationExampleTests {
  private static let root = TestFile.folder(above: #filePath, levels: 3)
  private static let commands: Set<Substring> = ["search", "timeline", "kwic"]

  /// The commands and the output below each, in the blocks of text of the page.
  private static func examples() throws -> [(arguments: [String], output: String)] {
    let page = try #require(TestFile.bytes(root + "/docs/RESEARCH.md"))
    let blocks = String(decoding: page, as: UTF8.self).split(separator: "```")
    return blocks.filter { $0.hasPrefix("text\n$ xunwen ") }.flatMap { block in
      block.split(separator: "$ xunwen ").dropFirst().map { example in
        let lines = example.split(separator: "\n", maxSplits: 1)
        // A quotation for the shell has no space.
        let arguments = lines[0].split(separator: " ").map { $0.filter { $0 != "'" } }
        return (arguments, String(lines[1]))
      }
    }
  }

  @Test func `the output is as documented`() throws {
    let program = Program()
    #expect(program.run("index", Self.root + "/corpus").status == 0)
    let examples = try Self.examples().filter { Self.commands.contains($0.arguments[0][...]) }
    #expect(examples.count >= 4)
    for (arguments, documented) in examples {
      let result = program.run(bytes: arguments.map { Array($0.utf8) })
      func trimmed(_ text: String) -> String {
        text.replacing(/\(in [0-9.]+ ms\)/, with: "(in T ms)")
          .split(separator: "\n", omittingEmptySubsequences: false)
          .reversed().drop { $0.isEmpty }.reversed().joined(separator: "\n")
      }
      #expect(trimmed(result.output) == trimmed(documented), "\(arguments)")
    }
  }
}
