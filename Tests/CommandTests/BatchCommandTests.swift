import TestSupport
import Testing

@testable import CommandLine

@Suite struct BatchCommandTests {
  private let program = Program.indexed()

  /// Queries with every kind of line.
  private static let queries =
    "\u{FEFF}q1\t\"养老服务补贴\"\r\n\nno tab\n  \nq 2\t(养老\n\tno id\nq3\t\"并无此语\"\nq4\t标题：通知"

  @Test func `JSON Lines have a record for each line`() {
    let result = program.run("batch", "-", "--quiet", input: Self.queries)
    #expect(
      result.maskedOutput == #"""
        {"hits":[{"content_hash":"f145fdbb4c977079","date":"2022-03-15T08:20:00","id":"eldercare.txt","partial":false,"path":"eldercare.txt","rank":1,"score":S,"source":"临江日报","tags":[],"title":"居家养老服务补贴扩面","url":null}],"id":"q1","partial_total":0,"query":"\"养老服务补贴\"","total":1,"type":"result"}
        {"end":null,"id":null,"line":3,"message":"no tab between id and query","query":null,"start":null,"type":"error"}
        {"end":1,"id":"q 2","line":5,"message":"this parenthesis is never closed","query":"(养老","start":0,"type":"error"}
        {"end":null,"id":null,"line":6,"message":"no id before the tab","query":null,"start":null,"type":"error"}
        {"hits":[],"id":"q3","partial_total":0,"query":"\"并无此语\"","total":0,"type":"result"}
        {"hits":[{"content_hash":"662a1366327b95fd","date":"2021-04-20","id":"gongbao 7","partial":false,"path":"records.jsonl","rank":1,"score":S,"source":"政务公报","tags":["托育"],"title":"关于完善\u001b[31m托育服务\u0007的通知","url":"https://example.org/7"}],"id":"q4","partial_total":0,"query":"标题：通知","total":1,"type":"result"}

        """#)
    #expect(
      result.errors == """
        standard input:3: no tab between id and query
        standard input:5: this parenthesis is never closed
        standard input:6: no id before the tab
        error: 3 of 6 queries failed

        """)
    #expect(result.status == 2)
  }

  @Test func `a TREC run has decreasing scores`() {
    let queries = "q 1\t服务\nq2\t(养老\nq3\t\"养老服务\"\n"
    let result = program.run(
      "batch", "-", "--format", "trec", "--run-tag", "test", "--sort", "date", "--quiet",
      input: queries)
    let rows = result.lines.map { $0.split(separator: " ") }
    #expect(rows.allSatisfy { $0.count == 6 && $0[1] == "Q0" && $0[5] == "test" })
    #expect(rows.map { $0[0] } == ["q%201", "q%201", "q%201", "q%201", "q3", "q3"])
    #expect(
      rows.prefix(4).map { $0[2] } == ["gongbao%207", "eldercare.txt", "childcare.txt", "r2"])
    #expect(rows.map { $0[3] } == ["1", "2", "3", "4", "1", "2"])
    let scores = rows.prefix(4).compactMap { Double($0[4]) }
    #expect(scores.count == 4)
    // The scores decrease although the hits are sorted by date.
    for (score, next) in zip(scores, scores.dropFirst()) { #expect(score > next) }
    #expect(
      result.errors
        == "standard input:2: this parenthesis is never closed\nerror: 1 of 3 queries failed\n")
    #expect(result.status == 2)
  }

  @Test func `results do not depend on the number of threads`() {
    var random = SplitMix64(seed: 20_230_702)
    let words = ["养老", "服务", "托育", "社区", "\"补贴\"", "-通知", "(", "OR", "source:工人日报", "经费"]
    let lines = (0..<1000).map { number in
      let query = (0..<Int.random(in: 0...4, using: &random)).compactMap { _ in
        words.randomElement(using: &random)
      }
      return number.isMultiple(of: 97) ? "broken" : "q\(number)\t\(query.joined(separator: " "))"
    }
    program.write(lines.joined(separator: "\n"), to: "queries.tsv")
    for format in ["jsonl", "csv", "tsv", "trec", "text"] {
      let arguments = ["batch", "queries.tsv", "--format", format, "--quiet", "--jobs"]
      let one = program.run(bytes: (arguments + ["1"]).map { Array($0.utf8) })
      for jobs in ["2", "7"] {
        let more = program.run(bytes: (arguments + [jobs]).map { Array($0.utf8) })
        #expect(more.outputBytes == one.outputBytes)
        #expect(more.errorBytes == one.errorBytes)
        #expect(more.ending == one.ending)
      }
      if format == "jsonl" { #expect(one.lines.count == 1000) }
    }
  }

  @Test func `the status is 0 when all queries are answered`() {
    let result = program.run("batch", "-", "--quiet", input: "q1\t并无此语\n")
    #expect(result.lines.count == 1)
    #expect(result.errors.isEmpty)
    #expect(result.status == 0)
  }

  @Test func `a summary has counts and times`() {
    let queries = "q1\t养老\nq2\t(\n" + (0..<22).map { "e\($0)\t并无此语\n" }.joined()
    let result = program.run("batch", "-", "--jobs", "1", input: queries)
    let masked = result.errors.replacing(/[0-9]+\.[0-9]{2}/, with: "T")
    #expect(
      masked == """
        standard input:2: this parenthesis is never closed
        24 queries, 1 failed, 22 without hits: \((0..<20).map { "e\($0)" }.joined(separator: ", ")) and 2 more
        p50 T ms, p95 T ms, p99 T ms, T s in all
        error: 1 of 24 queries failed

        """)
    #expect(result.status == 2)
  }

  @Test func `--fail-on-empty makes queries without hits a failure`() {
    let queries = "q1\t养老\nq2\t并无此语\n"
    #expect(program.run("batch", "-", input: queries).status == 0)
    #expect(program.run("batch", "-", "--fail-on-empty", input: queries).status == 1)
    #expect(program.run("batch", "-", "--fail-on-empty", input: "q1\t养老\n").status == 0)
    #expect(program.run("batch", "-", "--fail-on-empty", input: queries + "q3\t(\n").status == 2)
  }

  @Test func `--lint reports all mistakes without a search`() {
    let queries = "q1\t养老 (医保 OR\nno tab\nq2\t养老\nq1\tdate:2023-13\nq3\t？\nq4\t\n"
    program.write(queries, to: "mistakes.tsv")
    let result = program.run("batch", "mistakes.tsv", "--lint", "--index", "nowhere")
    #expect(
      result.errors == """
        mistakes.tsv:1: this parenthesis is never closed
        养老 (医保 OR
             ^
        mistakes.tsv:2: no tab between id and query
        mistakes.tsv:4: the id q1 is also on line 1
        mistakes.tsv:4: there is no month 13
        date:2023-13
             ^~~~~~~
        mistakes.tsv:5: nothing in the query can be looked up
        ？
        ^~
        mistakes.tsv:6: the query is empty

        ^
        6 queries, 6 mistakes

        """)
    #expect(result.output.isEmpty && result.status == 2)
    let fine = program.run("batch", "-", "--lint", input: "q1\t养老\n")
    #expect(fine.errors == "1 query, no mistakes\n" && fine.status == 0)
  }

  @Test func `a file may have no queries`() {
    for input in ["", "\n\n", "\u{FEFF}"] {
      let result = program.run("batch", "-", input: input)
      #expect(result.output.isEmpty)
      #expect(result.errors.hasPrefix("0 queries, 0 failed, 0 without hits\n"))
      #expect(result.status == 0)
    }
  }

  @Test func `queries must be UTF-8`() {
    let input = Array("q1\t".utf8) + [0xD1, 0xF8, 0xC0, 0xCF, 0x0A] + Array("q2\t养老\n".utf8)
    let result = program.run(bytes: [Array("batch".utf8), Array("-".utf8)], input: input)
    #expect(
      result.lines.first?.contains(#""line":1,"message":"the line is not valid UTF-8""#) == true)
    #expect(result.lines.last?.contains(#""type":"result""#) == true)
    #expect(result.status == 2)
  }

  @Test func `long lines are errors`() {
    let input = "q1\t" + String(repeating: "养", count: 500_000) + "\nq2\t养老\n"
    let result = program.run("batch", "-", input: input)
    #expect(result.errors.hasPrefix("standard input:1: the line is longer than 1048576 bytes\n"))
    #expect(result.lines.count == 2)
    #expect(result.status == 2)
  }

  @Test func `an unreadable file is an error`() {
    #expect(
      program.run("batch", "nowhere.tsv", "--lint").errors
        == "error: nowhere.tsv: No such file or directory\n")
    #expect(
      program.run("batch", "nowhere.tsv").errors
        == "error: nowhere.tsv: No such file or directory\n")
    #expect(program.run("batch", "corpus").errors == "error: corpus: Is a directory\n")
    #expect(program.run("batch", "corpus").status == 2)
  }

  @Test func `--lenient answers queries with mistakes`() {
    let queries = "q1\t(托育\nq2\t通知 OR\nq3\t托育\nq4\t(((\n"
    let result = program.run(
      "batch", "-", "--lenient", "--fields", "id", "-n", "1", "--quiet", input: queries)
    let strict = program.run("batch", "-", "--fields", "id", "-n", "1", input: "q1\t托育\n")
    #expect(
      result.errors == """
        standard input:1: warning: this parenthesis is never closed
        (托育
        ^
        standard input:2: warning: nothing after OR
        通知 OR
             ^~
        standard input:4: this parenthesis is never closed
        error: 1 of 4 queries failed

        """)
    #expect(result.status == 2 && result.lines.count == 4)
    let mistakes = [
      #""mistakes":[{"end":1,"message":"this parenthesis is never closed","start":0}]"#,
      #""mistakes":[{"end":5,"message":"nothing after OR","start":3}]"#, #""mistakes":[]"#,
    ]
    for (line, mistakes) in zip(result.lines, mistakes) { #expect(line.contains(mistakes)) }
    #expect(
      result.lines[0].prefix(40) == strict.lines[0].prefix(40)
        && !strict.lines[0].contains("mistakes"))
    let summary = program.run("batch", "-", "--lenient", input: "q1\t(托育\n").errors
    #expect(summary.contains("1 query, 0 failed, 1 with mistakes, 0 without hits\n"))
    let lint = program.run("batch", "-", "--lenient", "--lint", input: "q1\t(托育\n")
    #expect(lint.status == 2 && lint.errors.contains("1 query, 1 mistake"))
    // A query without a mistake has the same answer.
    #expect(
      program.run("batch", "-", "--lenient", "--format", "csv", input: "q\t服务\n").output
        == program.run("batch", "-", "--format", "csv", input: "q\t服务\n").output)
  }

  @Test func `repeated ids are reported`() {
    let queries = "q1\t养老\n\nq2\t托育\nq1\t社区\n" + (0..<30).map { _ in "q2\t养老\n" }.joined()
    let result = program.run("batch", "-", "--format", "trec", input: queries)
    let warnings = result.errors.split(separator: "\n").filter { $0.contains("warning") }
    #expect(warnings.count == 20)
    #expect(warnings[0] == "standard input:4: warning: the id q1 is also on line 1")
    #expect(warnings[1] == "standard input:5: warning: the id q2 is also on line 3")
    #expect(result.errors.contains("33 queries, 0 failed, 31 repeated ids, 0 without hits\n"))
    #expect(result.status == 0)
    let unique = program.run("batch", "-", "--format", "trec", input: "q1\t养老\nq2\t养老\n")
    #expect(!unique.errors.contains("repeated") && !unique.errors.contains("warning"))
  }

  @Test(arguments: [
    ["batch", "queries.tsv", "--output", "out"], ["kwic", "服务"], ["export", "out.jsonl"],
    ["check"], ["merge", "--force"],
  ]) func `progress is shown on a terminal only`(arguments: [String]) {
    program.write((0..<50).map { "q\($0)\t服务\n" }.joined(), to: "queries.tsv")
    if arguments[0] == "merge" {
      program.write("{\"id\": \"new\", \"text\": \"服务\"}\n", to: "corpus/new.jsonl")
      #expect(program.run("index").status == 0)
    }
    let shown = program.run(bytes: arguments.map { Array($0.utf8) }, .terminal)
    #expect(shown.output.contains(/\r\[#*-*\] +[0-9]+%/), "\(shown.output.debugDescription)")
    #expect(shown.output.contains("\r\u{1B}[K"), "the bar is erased")
    #expect(shown.status == 0)
    #expect(!program.run(bytes: arguments.map { Array($0.utf8) }).errors.contains("\r"))
    if ["batch", "merge"].contains(arguments[0]) {
      let quiet = program.run(bytes: (arguments + ["--quiet"]).map { Array($0.utf8) }, .terminal)
      #expect(!quiet.output.contains("%"))
    }
  }
}

@Suite struct ProgressTests {
  @Test func `a line has the rate and the time left`() {
    let step = ProgressStep(queries: 200, done: 3_000, before: 1_000, total: 5_000)
    #expect(
      step.line(after: .seconds(10))
        == "[###############-----------]  60%  200 queries  20/s  0:10 left")
    #expect(step.line(after: .seconds(10), columns: 40) == " 60%  200 queries  20/s  0:10 left")
    let unknown = ProgressStep(queries: 5, done: 3_000, before: 0, total: 0)
    #expect(unknown.line(after: .seconds(2)) == "5 queries  2.5/s")
    let long = ProgressStep(queries: 1, done: 1, before: 0, total: 7_400)
    #expect(long.line(after: .seconds(1)).hasSuffix("  1 query  1.0/s  2:03:19 left"))
  }
}
