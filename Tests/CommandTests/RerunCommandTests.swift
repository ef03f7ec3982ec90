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

  @Test(arguments: [
    (#""b":0.[0-9]+"#, #""b":2"#, "2.0 for b, which must be between 0.0 and 1.0"),
    (#""k1":[0-9.]+"#, #""k1":-1"#, "-1.0 for k1, which must be between 0.0 and 1000.0"),
    (#""k1":[0-9.]+"#, #""k1":1e300"#, "1e+300 for k1, which must be between 0.0 and 1000.0"),
    (
      #""title_weight":[0-9.]+"#, #""title_weight":-0.5"#,
      "-0.5 for title_weight, which must be between 0.0 and 1000.0"
    ),
    (#""offset":0"#, #""offset":-1"#, "-1 for offset, which must be between 0 and 1000000000"),
    (
      #""offset":0"#, #""offset":9223372036854775807"#,
      "9223372036854775807 for offset, which must be between 0 and 1000000000"
    ),
    (#""limit":10,"#, #""limit":-1,"#, "-1 for limit, which must be between 0 and"),
    (#""partial_limit":10"#, #""partial_limit":-1"#, "-1 for partial_limit, which must be"),
    (#""match":"best""#, #""match":"worst""#, "the unknown value worst"),
    (#""sort":"score""#, #""sort":"best""#, "the unknown value best"),
    (#""today":[0-9]+"#, #""today":20230230"#, "the unknown value 20230230"),
    (#""dates":"[^"]*""#, #""dates":"x..y""#, "the unknown value x..y"),
  ]) func `values of a manifest are checked as options are`(
    pattern: String, changed: String, message: String
  ) throws {
    let answer = program.run(
      "search", "养老", "--json", "--manifest", "--from", "2000", "--to", "2100"
    ).output
    let crafted = answer.replacing(try Regex(pattern), with: changed)
    #expect(crafted != answer)
    let result = program.run("rerun", "-", input: crafted)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(
      result.errors.hasPrefix("error: standard input:") && result.errors.contains(message),
      "\(result.errors)")
  }

  @Test func `a manifest with a value of another type is an error`() {
    let answer = program.run("search", "养老", "--json", "--manifest").lines.last ?? ""
    let alone = answer.dropFirst(#"{"manifest":"#.count).dropLast(#","type":"manifest"}"#.count)
    let same = program.run("rerun", "-", input: "\(alone)\n")
    #expect(same.status == 0 && same.output == "same  养老\n", "\(same.errors)")
    let crafted = alone.replacing(/"today":[0-9]+/, with: #""today":-1"#)
    let result = program.run("rerun", "-", input: "\(alone)\n\(crafted)\n")
    #expect(result.status == 2)
    #expect(result.errors.hasSuffix("input:2: neither a manifest nor a record with one\n"))
  }

  @Test func `the manifest of a batch of all hits is repeated`() {
    let answers = program.run(
      "batch", "-", "--all", "--quiet", "--manifest", input: "q1\t养老\n"
    ).output
    #expect(program.run("rerun", "-", input: answers).output == "same  养老\n")
  }

  @Test func `an invalid manifest is reported with its line`() {
    let result = program.run("rerun", "-", input: "\n{\"a\":\n")
    #expect(result.status == 2)
    #expect(result.errors == "error: standard input:2: neither a manifest nor a record with one\n")
  }
}
