// check.

import FoundationEssentials
import TestSupport
import Testing

@Suite struct SafekeepingCommandTests {
  private let program = Program.indexed()

  /// Output with the time taken masked.
  private func masked(_ result: ProcessResult) -> String {
    result.output.replacing(/\(in [0-9.]+ s\)/, with: "(in T s)")
      .replacing(/"elapsed_ms":[0-9.e-]+/, with: #""elapsed_ms":T"#)
      .replacing(/[0-9.]+ kB/, with: "N kB").replacing(/"bytes":[0-9]+/, with: #""bytes":N"#)
  }

  private func damage(_ file: String) {
    var bytes = program.folder.contents(of: "index/\(file)")
    bytes[40] ^= 1
    program.folder.write(bytes, to: "index/\(file)")
  }

  @Test func checkOfAWholeIndex() {
    for level in ["files", "structure", "content"] {
      let result = program.run("check", "--level", level)
      #expect(
        masked(result)
          == "no damage: generation 1, 4 articles in 1 segment, 9 files of N kB, level \(level) (in T s)\n"
      )
      #expect(result.errors.isEmpty && result.status == 0)
    }
    #expect(program.run("check").output.contains("level structure"))
    #expect(
      masked(program.run("check", "--json")) == #"""
        {"articles":4,"bytes":N,"clean":true,"elapsed_ms":T,"files":9,"findings":[],"foreign_words":[],"generation":1,"level":"structure","omitted":0,"segments":1,"unneeded":[]}

        """#)
  }

  @Test func checkOfADamagedIndex() {
    damage("_0.trm")
    program.folder.remove("index/_0.len")
    program.write("", to: "index/no\u{1B}te")
    let result = program.run("check")
    let text = masked(result).replacing(/checksum of .*, expected [0-9a-f]+/, with: "CHECKSUM")
    #expect(
      text == """
        damaged: _0.trm byte 0: CHECKSUM (4 articles)
        damaged: _0.len: is missing (4 articles)
        not needed: no␛te
        2 findings: generation 1, 4 articles in 1 segment, 9 files of N kB, level structure (in T s)

        """)
    #expect(result.errors.isEmpty && result.status == 1)
    let json = program.run("check", "--json")
    #expect(
      json.output.contains(
        #"{"articles":4,"end":null,"file":"_0.len","problem":"is missing","start":null}"#))
    #expect(json.status == 1 && json.lines.count == 1)
  }

  @Test func progressOfACheckIsShownOnATerminal() {
    let result = program.run("check", "--level", "content", output: .terminal)
    #expect(result.status == 0)
    #expect(result.output.contains("]   0%  ") && result.output.contains(" left"))
    #expect(!program.run("check").errors.contains("\r"))
  }

  @Test(arguments: [["check"]])
  func withoutAnIndex(arguments: [String]) {
    let result = Program().run(bytes: arguments.map { Array($0.utf8) })
    #expect(
      result.errors
        == "error: no index at index; make one with `xunwen index FOLDER --index index`\n")
    #expect(result.output.isEmpty && result.status == 2)
  }
}
