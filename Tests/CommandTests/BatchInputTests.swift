import TestSupport
import Testing
import Xunwen

@testable import CommandLine
@testable import Wire

/// The formats of queries.
@Suite struct BatchInputTests {
  private let folder = TemporaryDirectory()

  /// The queries of a text as `line id|query|options`, or `line id|query!message`.
  private func read(
    _ text: String, _ format: QueryFormat, base: QueryDefaults = QueryDefaults()
  ) throws -> [String] {
    folder.write(Array(text.utf8), to: "queries")
    let input = BatchInput(path: folder.path(of: "queries"), format: format, defaults: base)
    let queries = try input.queries()
    var read: [String] = []
    while let line = try queries.next() {
      let names = "\(line.number) \(line.id ?? "–")|\(line.text ?? "–")"
      switch line.content {
      case .success(let query):
        let scope = query.scope ?? QueryScope()
        let options = query.options ?? SearchOptions()
        var changes: [String] = []
        if scope.sources != base.scope.sources { changes.append("\(scope.sources)") }
        if scope.dates != base.scope.dates { changes.append(scope.dates?.description ?? "") }
        if options.limit != base.options.limit { changes.append("n\(options.limit)") }
        if options.offset != base.options.offset { changes.append("o\(options.offset)") }
        if scope.match != base.scope.match { changes.append("\(scope.match)") }
        if options.sort != base.options.sort { changes.append("\(options.sort)") }
        #expect(query.id == line.id && query.query == line.text)
        read.append(names + (changes.isEmpty ? "" : "|" + changes.joined(separator: " ")))
      case .failure(let failure): read.append("\(names)!\(failure)")
      }
    }
    return read
  }

  @Test(arguments: [
    ("a.tsv", QueryFormat.tsv), ("a.txt", .tsv), ("a", .tsv), ("-", .tsv), ("a.JSONL", .jsonl),
    ("a.json", .jsonl), ("x.csv/a.csv", .csv), ("a.trec", .trec), ("a.topics", .trec),
  ])
  func `the file extension determines the format`(path: String, format: QueryFormat) {
    #expect(QueryFormat(path: path) == format)
  }

  @Test func `queries may be JSON Lines`() throws {
    let keys = "id, query, source, sources, from, to, limit, offset, match, sort"
    let text = #"""
      {"id":"q1","query":"养老\t服务"}

      {"query":"托育","id":2,"source":"甲","from":"2023-06","to":2024,"limit":5,"offset":1}
      {"id":"q3","query":"a","sources":["甲","乙|丙"],"match":"exact","sort":"-date","limit":null}
      {"id":"q4","query":"a","sources":"甲|乙"}
      {"id":"q5","query":"a","sauce":1}
      {"id":"q6","query":"a","from":"2023-06..","limit":"x"}
      {"id":"q7","query":"a","from":"2024","to":"2023"}
      {"id":"q8"}
      {"query":"a"}
      {"id":"","query":"a"}
      {"id":["x"],"query":"a"}
      {"id":"q9","query":7}
      {"id":"q10","query":"a","match":"some"}
      {"id":"q11","query":"a","limit":1000001}
      {"id":"q12","query":"a","source":{}}
      [1]
      {"id":"q13","query":"a"} x
      """#
    #expect(
      try read(text, .jsonl) == [
        "1 q1|养老\t服务", #"3 2|托育|["甲"] 20230600..20249999 n5 o1"#,
        #"4 q3|a|["甲", "乙|丙"] exact dateDescending"#, #"5 q4|a|["甲", "乙"]"#,
        "6 q5|a!unknown key 'sauce' (keys: \(keys))", "7 q6|a!from: one date, not a range",
        "8 q7|a!from is later than to", "9 q8|–!no query", "10 –|a!no id", "11 –|a!no id",
        "12 –|a!id is not a string", "13 q9|7!query is not a string",
        "14 q10|a!match must be one of best, any, all, exact",
        "15 q11|a!limit must be a number between 0 and 1000000",
        "16 q12|a!source has a value of the wrong type", "17 –|–!the line is not a JSON object",
        "18 –|–!the line is not a JSON object",
      ])
  }

  @Test func `options of a query override those of the command line`() throws {
    var base = QueryDefaults()
    base.scope.sources = ["甲"]
    base.scope.dates = try DateRange(parsing: "2022..2023")
    base.options.limit = .max
    let text = """
      {"id":"1","query":"a"}
      {"id":"2","query":"a","sources":[],"from":"2023"}
      {"id":"3","query":"a","limit":3,"to":"2022-06"}
      {"id":"4","query":"a","match":"any"}
      {"id":"5","query":"a","from":"2024"}
      """
    #expect(
      try read(text, .jsonl, base: base) == [
        // With all hits, the match mode best is all.
        "1 1|a|all", "2 2|a|[] 20230000..20239999 all", "3 3|a|20220000..20220699 n3", "4 4|a|any",
        "5 5|a!from is later than to",
      ])
  }

  @Test func `queries may be CSV`() throws {
    let text =
      "\u{FEFF}id,Query,from,sources,limit\r\nq1,\"养老, \"\"服务\"\"\r\n托育\",2023,甲|乙,\r\n\r\n"
      + "q2,a,,,3\nq3,a\n,a,,,\nq4,a,x,,x\nq5,a\"b,,,\nq6,,,,\nq7,\"a\"b,,,\n\"q8\",\"open,,,\nq9,a,,,"
    let date =
      "write 2023, 2023-06, 2023-06-01, 2023年6月1日, "
      + "or a range as 2023-06..2023-07, 2023-06.., >=2023-06 or 7d"
    let lines = try read(text, .csv)
    #expect(
      lines == [
        #"2 q1|养老, "服务"\#r\#n托育|["甲", "乙"] 20230000.."#, "5 q2|a|n3",
        "6 –|–!2 cells where the header has 5", "7 –|a!no id",
        "8 q4|a!from: not a date; \(date)",
        "9 –|–!a quotation mark is misplaced or unmatched", "10 q6|",
        "11 –|–!a quotation mark is misplaced or unmatched",
        "12 –|–!a quotation mark is misplaced or unmatched",
      ])
    #expect(try read("", .csv) == [])
    for (header, message) in [
      ("id,text", "unknown column 'text'"), ("id", "no column 'query' in the header"),
      ("id,query,id", "the column 'id' is repeated"),
    ] {
      let error = #expect(throws: CommandFailure.self) { try read(header + "\nq1,a", .csv) }
      #expect(error?.description.contains(":1: \(message)") == true)
    }
  }

  @Test func `queries may be TREC topics`() throws {
    let text = """
      \u{FEFF}
      <top>
      <num> Number: 301
      <title> 国际  有组织
      犯罪
      <desc> Description:
      What <b>organizations</b>?
      <narr> Narrative: none
      </top>
      noise
      more noise

      <TOP><num>MB 2</num>
      <title>Topic: 养老&amp;托育</title></top>

      <top>
      <title> without a number
      <top>
      <num> Number: 303
      </top>
      <top>
      <num>304<title></title>
      """
    #expect(
      try read(text, .trec) == [
        "2 301|国际 有组织 犯罪", "10 –|–!text outside of <top>", "13 MB 2|养老&amp;托育",
        "16 –|without a number!a topic without <num>", "18 303|–!a topic without <title>",
        "21 304|",
      ])
    #expect(try read("q1\t养老\nq2\t托育\n", .trec) == ["1 –|–!text outside of <top>"])
  }

  @Test func `lines that are not UTF-8 are errors`() throws {
    let bytes =
      Array("<top>\n<num>1\n<title>".utf8) + [0xD1, 0xF8] + Array("\n</top>\n<top>\n".utf8)
      + Array("<num>2\n<title>a\n".utf8)
    folder.write(bytes, to: "topics")
    let input = BatchInput(
      path: folder.path(of: "topics"), format: .trec, defaults: QueryDefaults())
    let queries = try input.queries()
    let first = try queries.next()
    #expect(first?.number == 3)
    #expect(throws: CommandFailure.self) { try first?.content.get() }
    #expect(try queries.next()?.id == "2")
    let end = try queries.next()
    #expect(end == nil)
  }
}
