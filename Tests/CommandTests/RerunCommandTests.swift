import TestSupport
import Testing

@Suite struct RerunCommandTests {
  private let program = Program.indexed()

  @Test func `an answer changes with the articles`() {
    let answers = program.run("search", "养老 服务", "--json", "--manifest").output
    program.write(answers, to: "answers.jsonl")
    let same = program.run("rerun", "answers.jsonl")
    #expect(same.output == "same  养老 服务\n" && same.status == 0 && same.errors.isEmpty)
    let id = answers.split(separator: "\n").first?.firstMatch(of: /"id":"([^"]+)"/)?.1
    #expect(program.run("delete", String(id ?? "")).status == 0)
    let changed = program.run("rerun", "answers.jsonl")
    #expect(changed.status == 1)
    #expect(changed.output.hasPrefix("changed  养老 服务\n  generation: 1 → 2\n"))
    #expect(changed.output.contains("  total: "))
  }

  @Test func `an answer with text as written is repeated`() {
    let arguments = ["search", "服务养老", "--match", "exact", "--json", "--manifest"]
    let answer = program.run(bytes: arguments.map { Array($0.utf8) }).output
    #expect(answer.contains(#""match":"exact""#) && answer.contains(#""total":0"#))
    #expect(program.run("rerun", "-", input: answer).output == "same  服务养老\n")
  }

  @Test func `every record of a batch except errors has a manifest`() {
    let queries = "q1\t养老\nq2\t(\nq3\t\"托育服务\" date:2y\n"
    let output = program.run("batch", "-", "--quiet", "--manifest", input: queries).output
    #expect(
      output.split(separator: "\n").map { $0.contains("\"manifest\":") } == [true, false, true])
    let rerun = program.run("rerun", "-", "--json", input: output)
    #expect(rerun.status == 0)
    #expect(rerun.output.split(separator: "\n").count == 2)
    #expect(rerun.output.split(separator: "\n").allSatisfy { $0.contains("\"same\":true") })
  }

  @Test(arguments: [
    (["rerun", "-"], "no manifest"),
    (["search", "养老", "--manifest"], "--manifest requires --json"),
    (["batch", "-", "--manifest", "--format", "trec"], "--manifest requires --format jsonl"),
  ]) func `wrong usage is an error`(arguments: [String], message: String) {
    let result = program.run(bytes: arguments.map { Array($0.utf8) }, input: [])
    #expect(result.status == 2 && result.errors.contains(message), "\(result.errors)")
  }

  @Test func `an invalid manifest is reported with its line`() {
    let result = program.run("rerun", "-", input: "\n{\"a\":\n")
    #expect(result.status == 2)
    #expect(result.errors == "error: standard input:2: neither a manifest nor a record with one\n")
  }
}
