import TestSupport
import Testing

/// Answers with manifests, asked again.
@Suite struct RerunCommandTests {
  private let program = Program.indexed()

  @Test func `an answer is the same until the articles are others`() {
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

  @Test func `every record of a batch carries its own, but for errors`() {
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
    (["search", "养老", "--manifest"], "--manifest goes with --json"),
    (["batch", "-", "--manifest", "--format", "trec"], "--manifest goes with --format jsonl"),
  ]) func `wrong usage is told`(arguments: [String], message: String) {
    let result = program.run(bytes: arguments.map { Array($0.utf8) }, input: [])
    #expect(result.status == 2 && result.errors.contains(message), "\(result.errors)")
  }

  @Test func `what is no manifest is told with its line`() {
    let result = program.run("rerun", "-", input: "\n{\"a\":\n")
    #expect(result.status == 2)
    #expect(result.errors == "error: standard input:2: not a manifest, nor a record with one\n")
  }
}
