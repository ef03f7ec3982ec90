import ArgumentParser
import TestSupport
import Testing
import Xunwen

@testable import CommandLine
@testable import Wire

/// Batches that continue the output of an earlier one.
@Suite struct BatchResumeTests {
  private let program = Program.indexed()

  private static let lines = [
    "e0\t并无此语", "q 1\t服务 托育", "no tab", "q2\t(养老", "q3\t\"并无此语\"", "q,4\t通知", "q\"5\t养老",
    "e6\t并无此语", "-q7\t社区", "e8\t？",
  ]

  private static let variants: [[String]] = [
    ["jsonl"], ["jsonl", "--fields", "id"], ["csv"], ["csv", "--bom", "--no-header"],
    ["csv", "--excel"], ["csv", "--bom", "--fields", "title,query_id"],
    ["tsv", "--fields", "rank,query_id,snippet"],
    ["tsv", "--no-header", "--bom"], ["trec"], ["text"],
  ]

  private func run(_ arguments: [String]) -> ProcessResult {
    program.run(bytes: (["batch"] + arguments + ["-n", "3"]).map { Array($0.utf8) })
  }

  private func format(_ variant: [String]) throws -> any ResumableFormat {
    let command = try BatchCommand.parse(["queries.tsv", "--format"] + variant)
    return command.batchFormat
  }

  /// The output of the first queries, for each number of them.
  private func beginnings(_ variant: [String]) -> [[UInt8]] {
    (0...Self.lines.count).map { count in
      program.write(Self.lines.prefix(count).joined(separator: "\n"), to: "queries.tsv")
      return run(["queries.tsv", "--quiet", "--format"] + variant).outputBytes
    }
  }

  @Test(arguments: variants) func `a batch can continue after any byte`(variant: [String]) throws {
    let beginnings = beginnings(variant)
    let whole = try #require(beginnings.last)
    let format = try format(variant)
    let input = BatchInput(
      path: program.folder.path(of: "queries.tsv"), format: .tsv, defaults: QueryDefaults())
    for end in 0...whole.count {
      program.folder.write(Array(whole.prefix(end)), to: "partial")
      var noted = 0
      let point = try ResumePoint.find(
        in: program.folder.path(of: "partial"), format, input, FieldCatalog()
      ) { line, result in
        let isFailure = ["q2", "e8", nil].contains(line.id)
        if case .failure = result { #expect(isFailure) } else { #expect(!isFailure) }
        #expect((result == .none) == ["e0", "q3", "e6"].contains(line.id))
        noted += 1
      }
      let note = "\(variant) at \(end)"
      #expect(noted == point.answered, "\(note)")
      #expect(point.length <= end, "\(note)")
      // The kept bytes are the output of the answered queries.
      let stays = Array(whole.prefix(point.length))
      #expect(stays == (point.length == 0 ? [] : beginnings[point.answered]), "\(note)")
      // Only the last query and incomplete ones are answered again.
      let complete = beginnings.count { $0.count <= end } - 1
      let isLost = beginnings.dropFirst(point.answered).count {
        $0.count > point.length && $0.count <= end
      }
      #expect(isLost == 0 || complete - point.answered <= 6, "\(note)")
    }
  }

  @Test(arguments: variants) func `a continued batch writes the same bytes`(variant: [String]) {
    program.write(Self.lines.joined(separator: "\n"), to: "queries.tsv")
    let arguments = ["queries.tsv", "--quiet", "--format"] + variant
    let whole = run(arguments)
    #expect(run(arguments + ["--output", "whole"]).errors == whole.errors)
    #expect(program.folder.contents(of: "whole") == whole.outputBytes)
    var random = SplitMix64(seed: 9)
    let ends = (0..<3).map { _ in Int.random(in: 0...whole.outputBytes.count, using: &random) }
    for end in ends + [0, whole.outputBytes.count] {
      program.folder.write(Array(whole.outputBytes.prefix(end)), to: "partial")
      let result = run(arguments + ["--resume", "partial"])
      #expect(program.folder.contents(of: "partial") == whole.outputBytes, "seed 9, at \(end)")
      // Failures are reported again.
      #expect(result.errors == whole.errors && result.status == 2, "seed 9, at \(end)")
      #expect(result.output.isEmpty)
    }
    #expect(run(arguments + ["--resume", "new"]).errors == whole.errors)
    #expect(program.folder.contents(of: "new") == whole.outputBytes)
  }

  @Test func `queries answered before are counted`() {
    program.write("q1\t养老\nq2\t并无此语\nq3\t托育\n", to: "queries.tsv")
    let whole = run(["queries.tsv", "--output", "out", "--fail-on-empty"])
    #expect(whole.status == 1)
    let result = run(["queries.tsv", "--resume", "out", "--fail-on-empty"])
    #expect(
      result.errors.hasPrefix("3 queries (2 answered before), 0 failed, 1 without hits: q2\n"))
    #expect(result.status == 1)
  }

  @Test func `a file of another batch is an error and is not changed`() {
    func expect(_ contents: String, _ arguments: [String], _ message: String) {
      program.write(contents, to: "out")
      let result = run(["queries.tsv", "--resume", "out"] + arguments)
      #expect(result.errors == "error: \(message)\n")
      #expect(result.status == 2 && result.output.isEmpty)
      #expect(program.folder.contents(of: "out") == Array(contents.utf8))
    }
    program.write("q1\t养老\nq2\t托育\nq3\t社区\n", to: "queries.tsv")
    let other =
      "out was written by another batch: --format, --fields, --bom, --excel or --no-header differ"
    expect("query_id,rank\r\n", ["--format", "csv"], other)
    expect("q1 Q0 a 1 2 t\n", ["--format", "csv"], other)
    expect("hello\n", [], "out: not a record of a batch at byte 0")
    expect(
      "hello\nyou\n", ["--format", "text"], "out: not a record of a batch at byte 0")
    expect(
      #"{"id":"q2","total":1,"type":"result"}"# + "\n", [],
      "out was written by another batch: the answer to 'q2' at byte 0 is not the next of these queries"
    )
    expect(
      "q3 Q0 a 1 2 t\nq1 Q0 a 1 2 t\nq2 Q0 a 1 2 t\n", ["--format", "trec"],
      "out was written by another batch: the answer to 'q1' at byte 14 is not the next of these queries"
    )
    expect(
      "q9 Q0 a 1 2 t\n", ["--format", "trec"],
      "out was written by another batch: the answer to 'q9' at byte 0 is not the next of these queries"
    )
    expect(
      "id\r\na\r\n", ["--format", "csv", "--fields", "id"],
      "out: a table without the field query_id does not show which queries are answered")
    program.write("q1\t养老\nq2\t托育\nq1\t社区\n", to: "queries.tsv")
    expect(
      "q1 Q0 a 1 2 t\n", ["--format", "trec"],
      "queries.tsv:3: the id q1 is repeated; out does not show which of its queries are answered")
  }

  @Test func `a killed batch can continue`() {
    var random = SplitMix64(seed: 12)
    let words = ["养老", "服务", "托育", "社区", "\"补贴\"", "-通知", "(", "并无此语", "经费"]
    let lines = (0..<4_000).map { number in
      let query = (0..<2).compactMap { _ in words.randomElement(using: &random) }
      return "q\(number)\t\(query.joined(separator: " "))"
    }
    program.write(lines.joined(separator: "\n"), to: "queries.tsv")
    for format in ["jsonl", "csv", "trec"] {
      let arguments = ["batch", "queries.tsv", "--quiet", "--match", "any", "--format", format]
      let clock = ContinuousClock()
      let start = clock.now
      let whole = program.run(bytes: arguments.map { Array($0.utf8) })
      let time = (clock.now - start) / .milliseconds(1)
      var kills = 0
      for _ in 0..<TestScale.cases(6) {
        let process = program.start(arguments + ["--resume", format])
        pause(milliseconds: Double.random(in: 0...time, using: &random))
        process.kill()
        if process.wait().ending == .signalled(9) { kills += 1 }
      }
      let last = program.run(
        bytes: (arguments + ["--resume", format]).map { Array($0.utf8) })
      #expect(program.folder.contents(of: format) == whole.outputBytes, "seed 12, \(format)")
      #expect(last.errorBytes == whole.errorBytes && last.status == 2, "seed 12, \(format)")
      #expect(kills > 0, "no process was killed at work")
    }
  }

  #if os(Linux)
    @Test func `a file that cannot be written is an error`() {
      program.write("q1\t养老\n", to: "queries.tsv")
      #expect(
        run(["queries.tsv", "--quiet", "--output", "/dev/full"]).errors
          == "error: /dev/full: No space left on device\n")
      #expect(
        run(["queries.tsv", "--output", "nowhere/out"]).errors
          == "error: nowhere/out: No such file or directory\n")
    }
  #endif
}
