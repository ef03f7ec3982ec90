import FoundationEssentials
import TestSupport
import Testing

/// Facets, kwic, collocates and keywords, and the mistakes that all commands of research report.
@Suite struct ResearchCommandTests {
  private let program = Program.indexed()

  private func run(_ arguments: [String], _ environment: [String] = []) -> ProcessResult {
    program.run(bytes: arguments.map { Array($0.utf8) }, .file, environment)
  }

  @Test func `facets are below the hits`() {
    let result = run(
      ["search", "服务", "-n", "0", "--facet", "source", "--facet", "month", "--facet-limit", "2"])
    #expect(
      result.maskedOutput == """
        4 articles match (in T ms)

        source
          临江日报  1  ████████████████████████
          工人日报  1  ████████████████████████
          unknown   1
          and 1 more

        month
          2021-04  1  ████████████████████████
          2022-03  1  ████████████████████████
          unknown  1
          and 1 more

        """)
    let lines = run(["search", "服务", "-n", "0", "--facet", "source", "--facet", "year", "--json"])
    #expect(
      lines.maskedOutput == #"""
        {"distinct":3,"facet":"source","type":"facet","unknown":1,"values":[{"articles":1,"value":"临江日报"},{"articles":1,"value":"工人日报"},{"articles":1,"value":"政务公报"}]}
        {"distinct":3,"facet":"year","type":"facet","unknown":1,"values":[{"articles":1,"value":"2021"},{"articles":1,"value":"2022"},{"articles":1,"value":"2023"}]}
        {"elapsed_ms":T,"exact_total":4,"partial_total":0,"query":"服务","total":4,"type":"summary"}

        """#)
    let none = run(["search", "\"并无此语\"", "--facet", "year"])
    #expect(none.status == 1 && none.maskedOutput.hasSuffix("(in T ms)\n\nyear\n  no article\n"))
  }

  @Test func `why shows dates as they are written, and the headline by itself`() {
    let dated = run(["why", "childcare.txt", "date:1999"])
    #expect(dated.output.contains(/the article has \d{4}-\d\d-\d\d\n/), "\(dated.output)")
    #expect(run(["why", "r2", "date:1999"]).output.contains(" the article has none\n"))
    let found = run(["why", "childcare.txt", "服务"], ["COLUMNS=40"])
    let headline = found.lines.first { $0.hasPrefix("    headline") } ?? ""
    let title = run(["show", "childcare.txt"]).lines[0]
    #expect(title.contains(headline.dropFirst(14).filter { $0 != "…" }), "\(headline)")
  }

  @Test func `keywords are aligned`() {
    let result = run(["kwic", "\"托育服务\"", "--sort", "left", "--window", "3"])
    #expect(
      result.output == """
                  托育服务 与养老    undated               r2
                  托育服务 走进社    2023-07-02  工人日报  childcare.txt
        完善␛[31m 托育服务 ␇的通知   2021-04-20  政务公报  gongbao 7
             社区 托育服务 圈建成    2023-07-02  工人日报  childcare.txt
           当完善 托育服务 ，保障经  2021-04-20  政务公报  gongbao 7
           市新增 托育服务 点六十    2023-07-02  工人日报  childcare.txt

        6 occurrences in 3 articles

        """)
    #expect(result.status == 0)
    let some = run(["kwic", "\"托育服务\"", "-n", "1", "--color", "always"])
    #expect(some.output.contains("社区 \u{1B}[1;31m托育服务\u{1B}[0m 圈建成"))
    #expect(some.output.contains("6 occurrences in 3 articles; 1 shown"))
    #expect(!some.output.contains("\u{1B}[31m"))
  }

  @Test func `a concordance is a table or JSON lines`() {
    let table = run([
      "kwic", "\"托育服务\"", "--window", "3", "-n", "3", "--format", "csv", "--sort", "date",
    ])
    #expect(
      CSVReader.rows(of: table.output) == [
        [
          "id", "title", "date", "time", "year", "month", "source", "url", "original", "start",
          "left", "match", "right",
        ],
        [
          "gongbao 7", "关于完善␛[31m托育服务␇的通知", "2021-04-20", "", "2021", "4", "政务公报",
          "https://example.org/7", "title", "9", "完善␛[31m", "托育服务", "␇的通知",
        ],
        [
          "gongbao 7", "关于完善␛[31m托育服务␇的通知", "2021-04-20", "", "2021", "4", "政务公报",
          "https://example.org/7", "text", "6", "当完善", "托育服务", "，保障经",
        ],
        [
          "childcare.txt", "社区托育服务圈建成", "2023-07-02", "14:53:51", "2023", "7", "工人日报", "",
          "file", "8", "社区", "托育服务", "圈建成",
        ],
      ])
    #expect(table.errors == "6 occurrences in 3 articles; 3 shown\n")
    let lines = run(["kwic", "经费 OR \"家长步\"", "--window", "2", "--format", "jsonl"])
    #expect(
      lines.output == #"""
        {"end":59,"id":"childcare.txt","left":"社区，","match":"家长步","original":"file","published":"2023-07-02T14:53:51","right":"行十","source":"工人日报","start":56,"title":"社区托育服务圈建成","type":"occurrence","url":null}
        {"end":15,"id":"gongbao 7","left":"保障","match":"经费","original":"text","published":"2021-04-20","right":"。","source":"政务公报","start":13,"title":"关于完善\u001b[31m托育服务\u0007的通知","type":"occurrence","url":"https://example.org/7"}
        {"articles":2,"articles_with_occurrences":2,"occurrences":2,"query":"经费 OR \"家长步\"","type":"summary"}

        """#)
  }

  @Test func `words have their measures`() {
    #expect(
      run(["collocates", "\"托育服务\"", "--min-frequency", "1", "-n", "3"]).output == """
        word  near  in all   LL    MI  articles  sources  months  DP source  DP month
        完善     2       2  3.0  1.06         1        1       1       0.55      0.55
        社区     2       2  3.0  1.06         1        1       1       0.45      0.45
        31m      1       1  1.5  1.06         1        1       1       0.55      0.55

        6 occurrences in 3 articles; 25 words near them, 52 in all; 3 of 23 frequent
        words shown; no room for expected, t (--format csv has all columns)

        """)
    #expect(
      run(["keywords", "托育", "--vs", "养老", "--min-frequency", "2", "--format", "csv"]).output
        .replacing("\r\n", with: "\n") == """
          word,frequency,articles,other_frequency,other_articles,log_likelihood,log_ratio,\
          sources,periods,dp_sources,dp_periods
          托,8,3,0,0,4.239114,2.192645,2,2,0.007389,0.007389
          育,7,3,0,0,3.683841,2.000000,2,2,0.040230,0.040230
          完善,2,1,0,0,1.018175,0.192645,1,1,0.706897,0.706897
          的,2,2,0,0,1.018175,0.192645,1,1,0.706897,0.706897
          服务,7,3,2,1,0.000000,0.000000,2,2,0.106897,0.106897
          社区,2,1,1,1,-0.201747,-0.807355,1,1,0.293103,0.293103

          """)
    #expect(
      run(["keywords", "托育", "--vs", "养老", "-n", "1"]).output == """
        word  frequency  other   LL  log ratio  articles  sources  DP source  DP month
        托            8      0  4.2       2.19         3        2       0.01      0.01

        3 articles of 70 words, compared with 1 of 20; 1 article of both in the first
        only; 1 of 3 frequent words shown; no room for other articles, months (--format
        csv has all columns)

        """)
    let lines = run(["collocates", "\"托育服务\"", "--min-frequency", "2", "--format", "jsonl"]).lines
    #expect(
      lines.first == #"""
        {"articles":1,"dp_periods":0.545455,"dp_sources":0.545455,"expected":0.961538,"frequency":2,"log_likelihood":3.015989,"mutual_information":1.056584,"near":2,"periods":1,"sources":1,"t_score":0.734303,"type":"collocate","word":"完善"}
        """#)
    #expect(
      lines.last == #"""
        {"all_words":52,"articles":3,"articles_without_period":1,"articles_without_source":1,"distinct":2,"near_words":25,"nodes":6,"period":"month","periods":2,"query":"\"托育服务\"","sources":2,"stop_words":0,"type":"summary"}
        """#)
  }

  /// Each of the words is in article r2, but not side by side.
  @Test(arguments: [
    ["timeline", "养老托育", "--by", "year"], ["kwic", "养老托育"], ["collocates", "养老托育"],
    ["keywords", "养老托育"],
  ])
  func `text that occurs nowhere as written is reported`(arguments: [String]) {
    let result = run(arguments)
    #expect(result.output == "no article matches\n" && result.status == 1)
    #expect(
      result.errors == """
        no article has the text as written; 1 article contains all its words (--match all)

        """)
    let all = run(arguments + ["--match", "all"])
    #expect(all.output.contains("1 article") && all.errors.isEmpty)
    let other = run(["keywords", "服务", "--vs", "养老托育"])
    #expect(other.errors.hasPrefix("no article has the text of --vs as written; 1 article "))
  }

  @Test func `a summary has the number of articles with the text as written`() {
    let result = run(["search", "服务养老", "-n", "0"])
    #expect(
      result.maskedOutput
        == "2 articles match; 0 have 服务养老 as written (--match exact) (in T ms)\n")
    let exact = run(["search", "服务与养老", "-n", "0", "--match", "exact"])
    #expect(exact.maskedOutput == "1 article matches (in T ms)\n")
    #expect(run(["audit", "服务养老", "--match", "exact"]).status == 0)
    #expect(run(["why", "r2", "服务养老"]).status == 0)
    #expect(run(["why", "r2", "服务养老", "--match", "exact"]).status == 1)
    #expect(run(["delete", "--query", "服务养老", "--dry-run", "--match", "exact"]).status == 1)
    #expect(run(["export", "--query", "服务养老", "--match", "exact"]).output.isEmpty)
    #expect(run(["explain", "r2", "服务养老", "--match", "exact"]).status == 1)
    #expect(run(["audit", "服务", "--match", "any"]).status == 2)
  }

  @Test(arguments: [
    (["timeline", "\"并无此语\""], "no article matches\n"),
    (["kwic", "\"并无此语\""], "no article matches\n"),
    (["kwic", "date:2022"], "1 article without a word or quotation to show\n"),
    (["collocates", "\"并无此语\""], "no article matches\n"),
    (["keywords", "\"并无此语\""], "no article matches\n"),
    (["keywords", "服务"], "no article to compare with\n"),
    (["ngrams", "\"并无此语\""], "no article matches\n"),
    (["dict", "candidates", "\"并无此语\""], "no article matches\n"),
  ])
  func `the status is 1 without results`(arguments: [String], output: String) {
    let result = run(arguments)
    #expect(result.output == output && result.status == 1 && result.errors.isEmpty)
  }

  @Test(arguments: [
    (
      ["search", "养老", "--facet", "year", "--facet-limit", "-1"],
      "--facet-limit must be between 0 and 1000000"
    ),
    (
      ["timeline", "养老", "--by", "decade"],
      "The value 'decade' is invalid for '--by <by>'. "
        + "Please provide one of 'day', 'week', 'month' or 'year'."
    ),
    (["timeline", "养老", "--series", "0"], "--series must be between 1 and 100"),
    (["timeline", "养老", "--bom"], "--bom requires --format csv"),
    (["timeline", "养老", "--min", "5"], "--min requires --ratio"),
    (["timeline", "养老", "--min", "0", "--ratio"], "--min must be between 1 and 1000000000"),
    (["timeline", "养老", "--vs", "托育", "--per", "source"], "--vs and --per exclude each other"),
    (["timeline", "养老", "--from", "2024", "--to", "2023"], "--from is later than --to"),
    (["timeline"], "Missing expected argument '<query> ...'"),
    (["kwic", "养老", "--window", "0"], "--window must be between 1 and 1000"),
    (["kwic", "养老", "--limit", "-1"], "--limit must be between 0 and 1000000000"),
    (["collocates", "养老", "--window", "0"], "--window must be between 1 and 1000"),
    (
      ["collocates", "养老", "--min-frequency", "0"],
      "--min-frequency must be between 1 and 1000000000"
    ),
    (
      ["ngrams", "养老", "--n", "3..2"],
      "The value '3..2' is invalid for '--n <range>': "
        + "write a number from 1 to 8, or a range such as 2..4"
    ),
    (
      ["ngrams", "养老", "--n", "1...2"],
      "The value '1...2' is invalid for '--n <range>': "
        + "write a number from 1 to 8, or a range such as 2..4"
    ),
    (["ngrams", "--window", "3"], "--window requires a query"),
    (["ngrams", "养老", "--window", "0"], "--window must be between 1 and 1000"),
    (
      ["ngrams", "养老", "--by", "letters"],
      "The value 'letters' is invalid for '--by <by>'. "
        + "Please provide one of 'words' and 'characters'."
    ),
    (
      ["dict", "candidates", "--min-frequency", "1"],
      "--min-frequency must be between 2 and 1000000000"
    ),
    (["dict", "candidates", "--words", "--format", "csv"], "--words excludes --format"),
    (["keywords", "养老", "--jobs", "0"], "--jobs must be between 1 and 1024"),
    (
      ["keywords", "养老", "-x"],
      "Unknown option '-x'; to exclude the word x, end with '-- -x'"
    ),
    (["kwic", "养老", "--bom", "--format", "jsonl"], "--bom requires --format csv"),
  ])
  func `wrong usage is an error`(arguments: [String], message: String) {
    let result = run(arguments)
    let command = arguments[0] == "dict" ? "dict candidates" : arguments[0]
    #expect(result.errors == "error: \(message)\nSee 'xunwen \(command) --help'.\n")
    #expect(result.output.isEmpty && result.status == 2)
  }

  @Test(arguments: [
    ["timeline", "(养老"], ["kwic", "(养老"], ["collocates", "(养老"], ["keywords", "(养老"],
    ["ngrams", "(养老"], ["dict", "candidates", "(养老"],
    ["keywords", "服务", "--vs", "(养老"], ["timeline", "服务", "--vs", "(养老"],
  ])
  func `a syntax error is shown in its query`(arguments: [String]) {
    let result = run(arguments)
    #expect(result.errors == "error: this parenthesis is never closed\n(养老\n^\n")
    #expect(result.output.isEmpty && result.status == 2)
  }
}
