import FoundationEssentials
import TestSupport
import Testing
import Xunwen

@Suite struct DoctorCommandTests {
  private let program = Program()
  private static let text = "临江市今年新建五处托育服务点，覆盖全市各区，居民可以就近送托。"

  init() { program.writeCorpus() }

  private func writeFindings() {
    program.folder.write(
      Array("{\"text\":\"".utf8) + [0xFF] + Array("\(Self.text)\"}\n{\n".utf8),
      to: "corpus/bad.jsonl")
    program.folder.write([0xB5, 0xC4], to: "corpus/short.txt")
    program.write("\n", to: "corpus/none.jsonl")
  }

  @Test func `a clean folder has status 0`() {
    let result = program.run("doctor")
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(result.lines.contains { $0.contains("all files are read without a doubt") })
    #expect(program.folder.names(in: ".").contains("index") == false)
  }

  @Test func `findings are listed, and have status 1`() throws {
    writeFindings()
    let result = program.run("doctor", "corpus")
    #expect(result.status == 1)
    for line in [
      "  corpus/bad.jsonl:2: invalid JSON at byte 1: unexpected end", "  corpus/none.jsonl",
      "  corpus/bad.jsonl:1: byte 9 of the record", "    GB18030: 的",
    ] {
      #expect(result.lines.contains(line[...]), "\(result.output)")
    }
    #expect(result.lines.contains { $0.hasPrefix("  corpus/short.txt: GB18030, confidence 0.") })
    #expect(result.lines.allSatisfy { DisplayWidth.columns(of: String($0)) <= 80 })
    let short = program.run("doctor", "corpus", "--limit", "0")
    #expect(short.status == 1 && !short.output.contains("bad.jsonl"))
    let one = program.run("doctor", "corpus", "--limit", "1")
    #expect(one.output.contains("more (--limit)"))
  }

  @Test func `--json prints one object`() throws {
    writeFindings()
    let result = program.run("doctor", "corpus", "--json")
    #expect(result.status == 1 && result.lines.count == 1)
    let report = try JSONDecoder().decode([String: JSONValue].self, from: Data(result.output.utf8))
    #expect(report["clean"] == .flag(false) && report["failures"] == .number(1))
    #expect(report["empty_files"] == .list([.text("corpus/none.jsonl")]))
    #expect(
      report["repairs"]
        == .list([
          .object([
            "path": .text("corpus/bad.jsonl"), "line": .number(1), "offset": .number(9),
            "count": .number(1),
          ])
        ]))
    guard case .list(let doubts) = report["doubts"], case .object(let doubt)? = doubts.first else {
      Issue.record("\(result.output)")
      return
    }
    #expect(doubt["path"] == .text("corpus/short.txt") && doubt["text"] == .text("的"))
  }

  @Test func `the documentation has every field of the report`() throws {
    let report = try JSONDecoder().decode(
      [String: JSONValue].self, from: Data(program.run("doctor", "--json").output.utf8))
    let path = TestFile.folder(above: #filePath, levels: 3) + "/docs/INDEXING.md"
    let text = String(decoding: try #require(TestFile.bytes(path)), as: UTF8.self)
    let section = try #require(text.split(separator: "\n## ").first { $0.hasPrefix("The doctor") })
    for name in report.keys { #expect(section.contains("`\(name)`"), "\(name)") }
  }

  @Test func `wrong arguments are errors`() {
    #expect(program.run("doctor", "nowhere").errors == "error: nowhere: no such file or folder\n")
    #expect(program.run("doctor", "nowhere").status == 2)
    #expect(program.run("doctor", "-").status == 2)
    #expect(program.run("doctor", "--limit", "1001").status == 2)
    let pattern = program.run("doctor", "--exclude", "[a")
    #expect(pattern.status == 2 && pattern.errors.hasPrefix("error: --exclude '[a': a bracket"))
    #expect(program.run("doctor", "--exclude-from", "none").status == 2)
    #expect(program.run("doctor", "--encoding", "klingon").status == 2)
  }

  @Test func `index leaves out files, and reports repaired bytes`() {
    writeFindings()
    program.write("/none.jsonl\n", to: "list")
    let result = program.run(
      "index", "--exclude", "short.*", "--exclude-from", "list", "--include", "*.jsonl")
    #expect(result.status == 3)
    let lines = result.errors.split(separator: "\n").map(String.init)
    #expect(lines.contains("repaired    1 article,"), "\(result.errors)")
    #expect(lines.contains("            corpus/bad.jsonl:1: byte 9 of the record"))
    #expect(lines.contains { $0.hasPrefix("excluded    ") && $0.contains("none.jsonl") })
    #expect(lines.allSatisfy { DisplayWidth.columns(of: String($0)) <= 80 })
  }

  @Test func `standard input may be a table or Sogou documents`() {
    let table = program.run("index", "-", "--index", "i", input: "id,标题,正文\n7,甲,养老\n")
    #expect(table.status == 0 && program.run("show", "7", "--index", "i").status == 0)
    let sogou = "<doc>\n<url>u</url>\n<docno>s1</docno>\n<content>养老</content>\n</doc>\n"
    #expect(program.run("index", "-", "--index", "i", input: sogou).status == 0)
    #expect(program.run("show", "s1", "--index", "i").status == 0)
    let wrapped = "{\"RECORDS\":[{\"id\":\"w1\",\"正文\":\"养老\"}]}"
    #expect(program.run("index", "-", "--index", "i", input: wrapped).status == 0)
    #expect(program.run("show", "w1", "--index", "i").status == 0)
  }
}
