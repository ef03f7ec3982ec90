import FoundationEssentials
import TestSupport
import Testing

/// Timelines as text, tables and JSON lines. `ChartTests` tests their pictures.
@Suite struct TimelineCommandTests {
  private let program = Program.indexed()

  private func run(_ arguments: [String], _ environment: [String] = []) -> ProcessResult {
    program.run(bytes: arguments.map { Array($0.utf8) }, .file, environment)
  }

  @Test func `a timeline fills the terminal`() {
    let result = run(["timeline", "服务", "--from", "2021-03", "--to", "2021-05"])
    #expect(
      result.output == """
        2021-03  0
        2021-04  1  ████████████████████████████████████████████████████████████████████
        2021-05  0

        1 article in 3 months

        """)
    #expect(result.status == 0)
    let shares = run(
      ["timeline", "服务", "--by", "year", "--per", "source", "--series", "2", "--ratio"],
      ["COLUMNS=48"])
    #expect(
      shares.output == """
        unknown source  1
        2021  0  of 0  -
        2022  0  of 0  -
        2023  0  of 0  -

        临江日报  1
        2021  0  of 0        -
        2022  1  of 1  100.00%  ████████████████████████
        2023  0  of 0        -

        2 other sources  2
        2021  1  of 1  100.00%  ████████████████████████
        2022  0  of 0        -
        2023  1  of 1  100.00%  ████████████████████████

        3 articles in 3 years; 1 article without a known
        year left out

        """)
  }

  @Test func `a timeline is a table or JSON lines`() {
    let options = ["timeline", "服务", "--by", "year", "--ratio"]
    let table = run(options + ["--per", "source", "--series", "2", "--format", "csv"])
    #expect(
      CSVReader.rows(of: table.output) == [
        ["bucket", "start", "source", "articles", "all", "ratio"],
        ["2021", "2021-01-01", "(unknown)", "0", "0", ""],
        ["2022", "2022-01-01", "(unknown)", "0", "0", ""],
        ["2023", "2023-01-01", "(unknown)", "0", "0", ""],
        ["2021", "2021-01-01", "临江日报", "0", "0", ""],
        ["2022", "2022-01-01", "临江日报", "1", "1", "1.000000"],
        ["2023", "2023-01-01", "临江日报", "0", "0", ""],
        ["2021", "2021-01-01", "(other)", "1", "1", "1.000000"],
        ["2022", "2022-01-01", "(other)", "0", "0", ""],
        ["2023", "2023-01-01", "(other)", "1", "1", "1.000000"],
      ])
    #expect(table.errors == "1 article without a known year left out\n")
    let marked = run(["timeline", "服务", "--by", "year", "--format", "csv", "--bom"])
    #expect(
      marked.output == "\u{FEFF}bucket,start,articles\r\n2021,2021-01-01,1\r\n"
        + "2022,2022-01-01,1\r\n2023,2023-01-01,1\r\n")
    let dates = ["--from", "2021-01-03", "--to", "2021-01-04"]
    #expect(
      run(["timeline", "服务", "--by", "week", "--format", "csv"] + dates).output
        == "bucket,start,articles\r\n2020-W53,2020-12-28,0\r\n2021-W01,2021-01-04,0\r\n")
    #expect(
      run(options + ["--from", "2023", "--format", "json"]).output == #"""
        {"all":1,"articles":1,"bucket":"2023","ratio":1,"series":"all","source":null,"start":"2023-01-01","type":"bucket"}
        {"buckets":1,"by":"year","month_only":0,"query":"服务","total":1,"type":"summary","undated":0,"year_only":0}

        """#)
  }

  @Test func `queries are compared in one chart`() {
    let queries = ["timeline", "托育", "--vs", "养老", "--vs", "\"并无此语\"", "--by", "year"]
    #expect(
      run(queries + ["--ratio"], ["COLUMNS=60"]).output == """
        2021  托育        1  of 1  100.00%  ████████████████████████
              养老        0  of 1    0.00%
              "并无此语"  0  of 1    0.00%
        2022  托育        0  of 1    0.00%
              养老        1  of 1  100.00%  ████████████████████████
              "并无此语"  0  of 1    0.00%
        2023  托育        1  of 1  100.00%  ████████████████████████
              养老        0  of 1    0.00%
              "并无此语"  0  of 1    0.00%

        托育: 2 articles in 3 years; 1 article without a known year
        left out
        养老: 1 article in 3 years; 1 article without a known year
        left out
        "并无此语": 0 articles in 3 years

        """)
    let table = run(queries + ["--format", "csv"])
    #expect(
      CSVReader.rows(of: table.output).prefix(4) == [
        ["bucket", "start", "query", "articles"], ["2021", "2021-01-01", "托育", "1"],
        ["2022", "2022-01-01", "托育", "0"], ["2023", "2023-01-01", "托育", "1"],
      ])
    #expect(table.errors.hasPrefix("托育: 1 article without a known year left out\n养老: 1 "))
    let json = run(queries + ["--format", "json"]).lines
    #expect(
      json[3] == #"""
        {"all":null,"articles":0,"bucket":"2021","query":"养老","ratio":null,"series":"query","source":null,"start":"2021-01-01","type":"bucket"}
        """#)
    #expect(
      json.suffix(3) == [
        #"{"buckets":3,"by":"year","month_only":0,"query":"托育","total":3,"type":"summary","undated":1,"year_only":0}"#,
        #"{"buckets":3,"by":"year","month_only":0,"query":"养老","total":2,"type":"summary","undated":1,"year_only":0}"#,
        #"{"buckets":3,"by":"year","month_only":0,"query":"\"并无此语\"","total":0,"type":"summary","undated":0,"year_only":0}"#,
      ])
  }

  @Test func `short dates are counted, and small buckets have no ratio`() {
    program.write(
      """
      {"id": "y", "text": "托育", "date": "2023"}
      {"id": "m", "text": "托育", "date": "2023-07"}
      {"id": "d", "text": "养老", "date": "2023-08-01"}

      """, to: "corpus/short.jsonl")
    #expect(run(["index"]).status == 0)
    let note = "1 article dated to the year only; 1 article dated to the month only"
    let options = ["timeline", "托育", "--from", "2023-07", "--to", "2023-08", "--ratio"]
    let month = run(["timeline", "托育", "--from", "2023", "--to", "2023"])
    #expect(
      month.output.replacing("\n", with: " ").hasSuffix(
        "2 articles in 12 months; 1 article without a known month left out; \(note) "))
    let year = run(["timeline", "托育", "--by", "year", "--format", "csv", "--from", "2023"])
    #expect(year.errors == note + "\n" && year.output.contains("2023,2023-01-01,3\r\n"))
    #expect(
      run(options + ["--min", "2", "--format", "csv"]).output
        == "bucket,start,articles,all,ratio\r\n2023-07,2023-07-01,2,2,1.000000\r\n"
        + "2023-08,2023-08-01,0,1,\r\n")
    #expect(run(options + ["--min", "2"]).output.contains("2023-08  0  of 1        -\n"))
    let json = run(["timeline", "托育", "--by", "day", "--format", "json"]).lines.last
    #expect(json?.contains(#""month_only":1,"#) == true)
    #expect(json?.hasSuffix(#""undated":3,"year_only":1}"#) == true)
  }

  @Test func `a range that is too long is an error`() {
    let result = run(["timeline", "服务", "--by", "day", "--from", "0001", "--to", "9999"])
    #expect(
      result.errors == "error: a timeline from 0001-01-01 to 9999-12-31 would have 3652059 days, "
        + "more than 40000; choose a longer --by, or a shorter time by --from and --to\n")
    #expect(result.output.isEmpty && result.status == 2)
  }
}
