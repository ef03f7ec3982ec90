import TestSupport
import Testing

@Suite struct EvalCommandTests {
  private let program = Program()

  init() {
    program.write("q1 0 a 2\nq1 0 b 0\nq1 0 c 1\nq2 0 a 1\nq3 0 a 1\nq4 0 a 1\n", to: "qrels")
    program.write(
      """
      q1 Q0 b 1 3 x
      q1 Q0 c 2 2 x
      q1 Q0 a 3 2 x

      q2 Q0 a 1 9 x
      q3 Q0 d 1 1 x
      q9 Q0 a 1 1 x

      """, to: "run")
    program.write(
      "q1 Q0 a 1 9 y\nq2 Q0 d 1 9 y\nq2 Q0 a 2 8 y\nq3 Q0 d 1 1 y\nq4 Q0 a 1 1 y\n", to: "old")
  }

  @Test func `text has a table of measures`() {
    let result = program.run("eval", "run", "qrels", "--per-query", "--metrics", "ndcg@2,MAP,mrr")
    #expect(
      result.output == """
        query            ndcg@2     map     mrr
        q1               0.2398  0.5833  0.5000
        q2               1.0000  1.0000  1.0000
        q3               0.0000  0.0000  0.0000
        all (3 queries)  0.4133  0.5278  0.5000

        """)
    #expect(
      result.errors == "1 query without hits left out\n1 query without judgments left out\n")
    #expect(result.status == 0)
    let complete = program.run("eval", "run", "qrels", "--complete")
    #expect(
      complete.output == """
        query            ndcg@10     map     mrr    p@10  recall@100
        all (4 queries)   0.4050  0.3958  0.3750  0.0750      0.5000

        """)
    #expect(complete.errors == "1 query without hits\n1 query without judgments left out\n")
  }

  @Test func `CSV and JSON have the same values`() {
    let arguments = [
      "eval", "run", "qrels", "--per-query", "--metrics", "p@1,recall@5", "--format",
    ]
    let csv = program.run(bytes: (arguments + ["csv"]).map { Array($0.utf8) })
    #expect(
      csv.output == "query,queries,p@1,recall@5\r\nq1,1,0.000000,1.000000\r\n"
        + "q2,1,1.000000,1.000000\r\nq3,1,0.000000,0.000000\r\nall,3,0.333333,0.666667\r\n")
    let json = program.run(bytes: (arguments + ["json"]).map { Array($0.utf8) })
    #expect(
      json.lines.last == #"{"p@1":0.333333,"queries":3,"query":"all","recall@5":0.666667}"#)
    #expect(json.lines.count == 4)
  }

  @Test func `two runs are compared`() {
    let arguments = ["eval", "run", "qrels", "--against", "old", "--metrics", "map,p@5"]
    let text = program.run(bytes: (arguments + ["--per-query"]).map { Array($0.utf8) })
    #expect(
      text.output == """
        query  measure     run  baseline  difference
        q1     map      0.5833    0.5000     +0.0833
        q1     p@5      0.4000    0.2000     +0.2000
        q2     map      1.0000    0.5000     +0.5000
        q2     p@5      0.2000    0.2000      0.0000
        q3     map      0.0000    0.0000      0.0000
        q3     p@5      0.0000    0.0000      0.0000

        measure    run baseline difference better worse equal t-test randomization
        map     0.5278   0.3333    +0.1944      2     0     1 0.3356        0.5000
        p@5     0.2000   0.1333    +0.0667      1     0     2 0.4226        1.0000
        3 queries; two-sided p-values by Student's paired t-test and the paired
        randomization test (100,000 samples, seed 1)

        """)
    let csv = program.run(
      bytes: (arguments + ["--format", "csv", "--seed", "3", "--complete"]).map { Array($0.utf8) })
    #expect(csv.output.contains(",randomization_p,samples,seed\r\n"))
    #expect(csv.output.contains("\r\nall,4,map,0.395833,0.500000,-0.104167,2,1,1,"))
    #expect(csv.output.hasSuffix(",100000,3\r\n"))
    let json = program.run(bytes: (arguments + ["--format", "json"]).map { Array($0.utf8) })
    #expect(json.lines.count == 2)
    #expect(
      json.lines.first?.hasPrefix(#"{"baseline":0.333333,"better":2,"difference":0.194444,"#)
        == true)
  }

  @Test func `the output of batch can be measured`() {
    let indexed = Program.indexed()
    indexed.write("q 1 0 x 1\n", to: "bad")
    indexed.write("q%201 0 gongbao%207 1\n", to: "qrels")
    let run = indexed.run("batch", "-", "--format", "trec", "--quiet", input: "q 1\t通知\n").output
    let result = indexed.run("eval", "-", "qrels", "--metrics", "mrr", input: run)
    #expect(result.output.hasSuffix("all (1 query)  1.0000\n"))
    #expect(
      indexed.run("eval", "-", "bad", input: run).errors
        == "error: bad:1: not query, iteration, document and relevance, but 5 fields\n")
  }

  @Test func `errors name the file and line`() {
    program.write("q1 Q0 a 1 2 t\nq1 Q0 a 2 1 t\n", to: "twice")
    program.write("q9 0 a 1\n", to: "others")
    for (arguments, message) in [
      (["twice", "qrels"], "error: twice:2: document a comes twice for query q1\n"),
      (
        ["run", "qrels", "--against", "twice"],
        "error: twice:2: document a comes twice for query q1\n"
      ),
      (
        ["qrels", "qrels"],
        "error: qrels:1: not query, Q0, document, rank, score and tag, but 4 fields\n"
      ),
      (["run", "nowhere"], "error: nowhere: No such file or directory\n"),
      (
        ["run", "qrels", "--metrics", "p"],
        "error: The value 'p' is invalid for '--metrics <names>': there is no measure 'p' "
          + "(measures: ndcg, ndcg@10, map, map@10, mrr, mrr@10, p@10, recall@100)\n"
          + "See 'xunwen eval --help'.\n"
      ),
    ] {
      let result = program.run(bytes: (["eval"] + arguments).map { Array($0.utf8) })
      #expect(result.errors == message)
      #expect(result.status == 2 && result.output.isEmpty)
    }
    let none = program.run("eval", "old", "others")
    #expect(none.status == 1 && none.output.isEmpty)
    #expect(none.errors == "no query has both hits and judgments\n")
  }
}
