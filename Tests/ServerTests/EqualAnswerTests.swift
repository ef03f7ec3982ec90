import Server
import TestSupport
import Testing

/// The answers of the server compared with the output of the commands, byte for byte.
@Suite struct EqualAnswerTests {
  private let corpus = ServedCorpus.shared

  /// A question, as arguments of the program and as the target of a request.
  struct Case: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let target: String

    /// - Parameter parameters: the parameters without encoding, as `name=value`.
    init(_ arguments: [String], _ route: String, _ parameters: [String]) {
      self.arguments = arguments
      let pairs = parameters.map { text in
        let name = text.prefix { $0 != "=" }
        let value = text.dropFirst(name.count)
        return name + (value.isEmpty ? "" : "=" + String(value.dropFirst()).encoded)
      }
      target = "/api/v1/\(route)?" + pairs.joined(separator: "&")
    }

    var testDescription: String { arguments.joined(separator: " ") }
  }

  private static let queries = [
    "养老 服务", "托育服务", "\"长期护理保险\"", "标题：养老", "养老 -广告", "公积金 OR 医保",
    "养老 NEAR/5 服务", "新制生产力", "没有这个词汇啊", "(养老", "养老 date:2023", "source:临江日报 养老",
    "碳*和", "A&B c++ 10%",
  ]

  private static let options: [[String]] = [
    [], ["limit=3", "offset=2"], ["sort=-date", "limit=50"], ["match=any", "limit=5"],
    ["match=exact"], ["match=all", "facet=source", "facet=year", "facet-limit=3"],
    ["source=临江日报", "from=2020", "to=2023-06"], ["k1=0.5", "b=0.2", "title-weight=3"],
    ["from=2022", "uncertain-dates=include", "facet=tag"], ["limit=0", "no-dictionary", "scan"],
  ]

  /// `name=value` as an option of the command line.
  private static func option(_ parameter: String) -> [String] { ["--" + parameter] }

  /// Each query with three of the options, so that each option occurs with four queries.
  static let searches: [Case] = queries.enumerated().flatMap { number, query in
    (0..<3).map { options[(3 * number + $0) % options.count] }.map { options in
      Case(
        ["search", query, "--json"] + options.flatMap(option), "search", ["q=\(query)"] + options)
    }
  }

  static let others: [Case] =
    queries.flatMap { query -> [Case] in
      [
        Case(
          ["search", query, "--json", "--explain-query"], "interpretation", ["q=\(query)"]),
        Case(
          ["search", query, "--json", "--limit=0", "--facet=source", "--facet=month"], "facets",
          ["q=\(query)", "facet=source", "facet=month"]),
        Case(["suggest", query, "--json"], "suggest", ["q=\(query)"]),
      ]
    }
    + [
      ["by=year"], ["by=month", "ratio", "min=3"], ["by=week", "from=2023", "to=2023"],
      ["per=source", "series=3", "by=year"], ["vs=托育", "vs=医保", "by=year", "ratio"],
      ["match=all", "by=day", "from=2024-01", "to=2024-03", "source=临江日报"],
    ].map { options in
      Case(
        ["timeline", "养老", "--format=json"] + options.flatMap(option), "timeline",
        ["q=养老"] + options)
    }
    + [
      [], ["sort=right", "limit=0"], ["sort=left", "window=5"], ["sort=date", "match=all"],
      ["from=2023", "limit=7"],
    ].map { options in
      Case(["kwic", "养老", "--format=jsonl"] + options.flatMap(option), "kwic", ["q=养老"] + options)
    }
    + [
      ["min-frequency=1"], ["window=3", "sort=mi", "min-frequency=2", "limit=0"],
      ["stop-words=built-in", "min-frequency=1", "period=year"],
    ].flatMap { options in
      ["collocates", "keywords", "ngrams"].compactMap { command in
        if command == "keywords", options.contains("window=3") { return nil }
        if command == "ngrams", options.contains("sort=mi") { return nil }
        return Case(
          [command, "养老", "--format=jsonl"] + options.flatMap(option), command,
          ["q=养老"] + options)
      }
    }
    + [
      Case(
        ["keywords", "养老", "--vs", "托育", "--format=jsonl", "--min-frequency=1"], "keywords",
        ["q=养老", "vs=托育", "min-frequency=1"]),
      Case(
        ["ngrams", "--format=jsonl", "--n=2..4", "--by=characters", "--limit=20"], "ngrams",
        ["n=2..4", "by=characters", "limit=20"]),
      Case(["stats", "--json"], "stats", []),
      Case(["stats", "--json", "--undated", "--limit=3"], "stats", ["undated", "limit=3"]),
      Case(
        ["verify-quote", "推动长期护理保险制度建设", "养老服务", "--json", "--limit=2"], "verify-quote",
        ["q=推动长期护理保险制度建设", "q=养老服务", "limit=2"]),
      Case(["export"], "export", []),
      Case(["export", "--query=养老 服务"], "export", ["q=养老 服务"]),
      Case(["export", "--query=养老 服务", "--match=exact"], "export", ["q=养老 服务", "match=exact"]),
    ]

  /// Compares both forms of an answer with the output of the command.
  private func check(_ cases: [Case]) async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      for item in cases {
        let output = corpus.run(item.arguments).output.maskingTimes
        let lines = try #require(client.get(item.target, "Accept: application/jsonl"))
        #expect(lines.status == 200, "\(item.arguments) \(item.target) \(lines.text)")
        #expect(lines.masked == output, "\(item.arguments)")
        #expect(lines.fields["content-type"] == "application/jsonl")
        #expect(lines.fields["x-xunwen-generation"] == "1")
        #expect(lines.fields["etag"]?.hasPrefix("W/\"1-") ?? false)
        let array = try #require(client.get(item.target))
        let rows = output.split(separator: "\n").joined(separator: ",\n")
        #expect(array.masked == (rows.isEmpty ? "[\n]\n" : "[\n\(rows)\n]\n"), "\(item.target)")
        #expect(array.fields["content-type"] == "application/json")
      }
    }
  }

  @Test func `searches answer as the command does`() async throws { try await check(Self.searches) }

  @Test func `the other routes answer as the commands do`() async throws {
    try await check(Self.others)
  }

  @Test func `articles answer as the commands do`() async throws {
    let ids = corpus.run("search", "养老", "--json", "--limit=20").output
      .matches(of: #/"id":"([^"]*)"/#).map { String($0.1) }
    #expect(ids.count > 5)
    var cases: [Case] = []
    for id in ids {
      cases += [
        Case(["show", id, "--json"], "articles/\(id.encoded)", []),
        Case(
          ["show", id, "--json", "--highlight", "养老 服务"], "articles/\(id.encoded)", ["q=养老 服务"]),
        Case(["similar", id, "--json", "--limit=3"], "similar", ["id=\(id)", "limit=3"]),
        Case(
          ["similar", id, "--json", "--terms=5", "--from=2022"], "similar",
          [
            "id=\(id)", "terms=5", "from=2022",
          ]),
        Case(["why", id, "养老 托育", "--json"], "why", ["id=\(id)", "q=养老 托育"]),
        Case(["explain", id, "养老 托育", "--json"], "explain", ["id=\(id)", "q=养老 托育"]),
      ]
    }
    try await check(cases)
  }

  @Test(arguments: ["gbt7714", "bibtex", "ris", "json", "text"])
  func `references are those of the command`(format: String) async throws {
    let ids = corpus.run("search", "养老", "--json", "--limit=5").output
      .matches(of: #/"id":"([^"]*)"/#).map { String($0.1) }
    let output = corpus.run(["cite"] + ids + ["--format", format, "--accessed", "2024-05-01"])
    try await withServer { port in
      let parameters = ids.map { "id=\($0.encoded)&" }.joined()
      let target = "/api/v1/cite?\(parameters)format=\(format)&accessed=2024-05-01"
      let answer = try #require(ClientSocket(port: port).get(target))
      #expect(answer.text == output.output)
      #expect(answer.status == 200)
    }
  }

  @Test func `a table of hits is that of a batch`() async throws {
    let names = "rank,id,score,title,date,source,snippet"
    for (query, match) in [("养老 服务", "all"), ("养老 托育 公积金", "any"), ("没有这个词汇啊", "all")] {
      let output = corpus.run(
        "batch", "-", "--all", "--format=csv", "--excel", "--fields=\(names)", "--match=\(match)",
        "--sort=-date", input: "q\t\(query)\n")
      try await withServer { port in
        let answer = try #require(
          ClientSocket(port: port).get(
            "/api/v1/export?format=csv&excel&sort=-date&fields=\(names)&match=\(match)"
              + "&q=\(query.encoded)"))
        #expect(answer.text == output.output)
        #expect(answer.fields["content-type"] == "text/csv; charset=utf-8")
      }
    }
  }

  @Test(arguments: ["jsonl", "csv", "tsv", "trec"])
  func `a batch is that of the command`(format: String) async throws {
    let queries = "q1\t养老 服务\nno tab\nq2\t\"长期护理保险\"\nq3\t(养老\nq4\t没有这个词汇啊\n"
    for options in [[], ["limit=2", "match=any"], ["all", "match=all"], ["lenient"]] {
      let flags = options.map { "--\($0)" }
      let output = corpus.run(
        ["batch", "-", "--format=\(format)", "--quiet"] + flags, input: queries)
      try await withServer { port in
        let target = "/api/v1/batch?" + (options + ["format=\(format)"]).joined(separator: "&")
        let answer = try #require(ClientSocket(port: port).post(target, queries))
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer.masked == output.output.maskingTimes, "\(options)")
      }
    }
  }
}
