import TestSupport
import Testing
import Xunwen

/// ngrams, dict candidates, and the options of commands that list words.
@Suite struct WordCommandTests {
  private let program = Program.indexed()

  private func run(_ arguments: [String], _ environment: [String] = []) -> ProcessResult {
    program.run(bytes: arguments.map { Array($0.utf8) }, .file, environment)
  }

  @Test func `n-grams are text, a table or JSON lines`() {
    let text = run(["ngrams", "托育", "--min-frequency", "2", "--n", "2"])
    #expect(
      text.output == """
        ngram    frequency  articles  sources  months  DP source  DP month
        托 育            7         3        2       2       0.08      0.08
        育 服务          6         3        2       2       0.14      0.14

        57 sequences of 2 words in 3 articles; 2 of 2 frequent sequences shown

        """)
    #expect(text.status == 0 && text.errors.isEmpty)
    let table = run([
      "ngrams", "托育", "--min-frequency", "2", "--n", "2..3", "--by", "characters", "-n", "3",
      "--format", "csv", "--period", "year",
    ])
    #expect(
      CSVReader.rows(of: table.output) == [
        [
          "ngram", "length", "frequency", "articles", "sources", "periods", "dp_sources",
          "dp_periods",
        ],
        ["托育", "2", "7", "3", "2", "2", "0.057018", "0.057018"],
        ["服务", "2", "7", "3", "2", "2", "0.123684", "0.123684"],
        ["托育服", "3", "6", "3", "2", "2", "0.153846", "0.153846"],
      ])
    #expect(
      table.errors
        == "173 sequences of 2 to 3 characters in 3 articles; 3 of 7 frequent sequences shown\n")
    let lines = run([
      "ngrams", "\"托育服务\"", "--window", "2", "--min-frequency", "2", "--n", "3", "--format",
      "jsonl",
    ])
    #expect(
      lines.output == #"""
        {"articles":3,"dp_periods":0.114286,"dp_sources":0.114286,"frequency":6,"length":3,"ngram":"托 育 服务","periods":2,"sources":2,"type":"ngram"}
        {"articles":3,"articles_without_period":1,"articles_without_source":1,"distinct":1,"lengths":[{"distinct":1,"length":3,"ngrams":17}],"nodes":6,"period":"month","periods":2,"query":"\"托育服务\"","sources":2,"stop_words":0,"type":"summary"}

        """#)
    let all = run(["ngrams", "--n", "1", "-n", "1"])
    #expect(
      all.output.hasSuffix(
        "90 sequences of 1 word in 4 articles; 1 of 3 frequent sequences shown\n"))
    #expect(
      run(["ngrams", "--format", "jsonl", "--from", "2023"]).lines.last?.contains(#""query":null"#)
        == true)
    #expect(run(["ngrams", "养老托育"]).errors.hasPrefix("no article has the text as written; "))
  }

  @Test func `stop words are built in, none, or in a file`() {
    let base = ["keywords", "托育", "--vs", "养老", "--min-frequency", "2", "--format", "csv"]
    func words(_ options: [String]) -> [String] {
      CSVReader.rows(of: run(base + options).output).dropFirst().map { $0[0] }
    }
    let all = ["托", "育", "完善", "的", "服务", "社区"]
    #expect(words([]) == all && words(["--stop-words", "none"]) == all)
    let rest = all.filter { $0 != "的" }
    #expect(words(["--stop-words"]) == rest)
    #expect(words(["--stop-words", "built-in"]) == rest)
    #expect(words(["--stop-words=built-in"]) == rest)
    #expect(
      run(base + ["--stop-words"]).errors.hasSuffix(
        "; 5 of 5 frequent words shown; 1 left out by --stop-words\n"))
    program.write("\u{FEFF}# 词\r\n服務\r\n\r\n社区 # 也\r\n", to: "stop.txt")
    #expect(words(["--stop-words", "stop.txt"]) == ["托", "育", "完善", "的"])
    let list = run(["dict", "stop-words"])
    #expect(list.lines.map(String.init) == StopWords.builtIn.words && list.status == 0)
    #expect(
      run(base + ["--stop-words", "无此"]).errors
        == "error: no file of stop words at 无此; write --stop-words=built-in, "
        + "or --stop-words at the end of the command\n")
    program.folder.write([0x61, 0x0A, 0xFF, 0x0A], to: "bad.txt")
    let bad = run(base + ["--stop-words", "bad.txt"])
    #expect(bad.errors == "error: bad.txt:2: the line is not valid UTF-8\n" && bad.status == 2)
  }

  @Test func `tables fit the terminal`() {
    for columns in [40, 44, 60, 80, 100, 120, 200] {
      for arguments in [
        ["collocates", "\"托育服务\"", "--min-frequency", "1"],
        ["keywords", "托育", "--vs", "养老", "--min-frequency", "1"],
        ["ngrams", "--n", "1..8", "--min-frequency", "1"],
        [
          "dict", "candidates", "--min-frequency", "2", "--min-entropy", "0", "--min-cohesion", "0",
        ],
      ] {
        let result = run(arguments, ["COLUMNS=\(columns)"])
        #expect(result.status == 0)
        let wide = result.lines.filter { DisplayWidth.columns(of: String($0)) > columns }
        #expect(wide.isEmpty, "\(arguments) \(columns)")
        #expect(result.output.contains("\n\n"))
      }
    }
    let narrow = run(["collocates", "\"托育服务\"", "--min-frequency", "1", "-n", "1"], ["COLUMNS=44"])
    #expect(
      narrow.output == """
        word  near   LL    MI  articles  DP month
        完善     2  3.0  1.06         1      0.55

        6 occurrences in 3 articles; 25 words near
        them, 52 in all; 1 of 23 frequent words
        shown; no room for in all, expected, t,
        sources, months, DP source (--format csv has
        all columns)

        """)
    let wide = run(["collocates", "\"托育服务\"", "--min-frequency", "1", "-n", "1"], ["COLUMNS=200"])
    let heading = wide.lines.first.map { String($0) } ?? ""
    #expect(heading.hasPrefix("word  near  in all  expected   LL    MI     t  articles  sources"))
    #expect(heading.hasSuffix("months  DP source  DP month"))
  }

  @Test func `candidates can be added to the dictionary`() {
    let options = ["--min-frequency", "2", "--min-entropy", "0", "--min-cohesion", "3.2"]
    let text = run(["dict", "candidates"] + options + ["-n", "2", "--sort", "frequency"])
    #expect(
      text.output == """
        word      frequency  articles  sources  cohesion  H left  H right  example
        托育              7         3        2       3.5     2.5      0.6  社区托育服务…
        养老服务          3         2        1       3.3     1.6      0.9  居家养老服务…

        90 words in 4 articles; 2 of 4 candidates shown

        """)
    let lines = run(["dict", "candidates"] + options + ["-n", "1", "--format", "jsonl"]).lines
    #expect(
      lines[0].contains(#""pieces":["托","育"]"#) && lines[0].contains(#""type":"candidate""#))
    #expect(lines[1].contains(#""query":null"#) && lines[1].contains(#""distinct":4"#))
    let table = CSVReader.rows(
      of: run(["dict", "candidates"] + options + ["--format", "csv"]).output)
    #expect(
      table[0] == [
        "word", "frequency", "articles", "sources", "periods", "dp_sources", "dp_periods",
        "cohesion", "left_entropy", "right_entropy", "score", "id", "example", "pieces",
      ])
    #expect(table.count == 5 && table.allSatisfy { $0.count == table[0].count })
    let words = run(["dict", "candidates"] + options + ["--words"])
    #expect(Set(words.lines) == ["托育", "养老服务", "养老服务补贴", "服务补贴"])
    let added = program.run("dict", "add", "-", input: words.output)
    #expect(added.errors == "4 words added\n" && added.status == 0)
    // With 托育 as a word, 托育服务 is a sequence of two words.
    #expect(run(["dict", "candidates"] + options + ["--words"]).output == "托育服务\n")
    #expect(
      run(["dict", "candidates"] + options + ["--words", "--no-dictionary"]).lines == words.lines)
    #expect(run(["ngrams", "--n", "1"]).output.contains("\n托育 "))
    #expect(!run(["ngrams", "--n", "1", "--no-dictionary"]).output.contains("\n托育 "))
    #expect(run(["keywords", "托育", "--min-frequency", "1"]).output.contains("\n托育 "))
    #expect(run(["collocates", "走进", "--min-frequency", "1"]).output.contains("\n托育 "))
    #expect(
      !run(["collocates", "走进", "--min-frequency", "1", "--no-dictionary"]).output
        .contains("\n托育 "))
  }

  @Test func `a wrong word on standard input adds nothing`() {
    let result = program.run("dict", "add", "-", input: "托育\n\n养老，服务\n")
    #expect(
      result.errors == "error: “养老，服务” contains punctuation, which is not part of a word\n")
    #expect(result.status == 2 && program.run("dict", "list").output.isEmpty)
  }

  @Test func `a temporary folder that cannot be written is an error`() {
    let result = run(["ngrams", "养老"], ["TMPDIR=/nonexistent"])
    #expect(result.errors == "error: /nonexistent: no such file or directory\n")
    #expect(result.status == 2 && result.output.isEmpty)
  }
}
