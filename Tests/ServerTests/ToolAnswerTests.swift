import FoundationEssentials
import Server
import TestSupport
import Testing
import Wire

/// The answers of tools compared with the output of the commands, byte for byte, and their pages.
@Suite struct ToolAnswerTests {
  private let corpus = ServedCorpus.shared

  struct Case: Sendable, CustomTestStringConvertible {
    let tool: String
    /// The arguments of the tool as JSON.
    let arguments: String
    let command: [String]

    init(_ tool: String, _ arguments: String, _ command: [String]) {
      (self.tool, self.arguments, self.command) = (tool, arguments, command)
    }

    var testDescription: String { "\(tool) \(arguments)" }
  }

  private static let queries = [
    "养老 服务", "托育服务", "\"长期护理保险\"", "标题：养老", "养老 -广告", "公积金 OR 医保",
    "养老 NEAR/5 服务", "新制生产力", "没有这个词汇啊", "source:临江日报 养老", "碳*和", "A&B c++ 10%",
  ]

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\"", with: "\\\"") + "\""
  }

  static let cases: [Case] =
    queries.flatMap { query -> [Case] in
      let q = "\"q\":" + quoted(query)
      return [
        Case("search", "{\(q)}", ["search", query, "--strict", "--json"]),
        Case(
          "search", "{\(q),\"limit\":3,\"offset\":2,\"sort\":\"-date\",\"facet\":[\"source\"]}",
          ["search", query, "--strict", "--json", "--limit=3", "--offset=2", "--sort=-date"]
            + ["--facet=source"]),
        Case(
          "search", "{\(q),\"match\":\"any\",\"from\":\"2020\",\"k1\":0.5,\"limit\":\"4\"}",
          ["search", query, "--strict", "--json", "--match=any", "--from=2020", "--k1=0.5"]
            + ["--limit=4"]),
        Case(
          "count_over_time", "{\(q),\"by\":\"year\",\"ratio\":true}",
          ["timeline", query, "--by=year", "--ratio", "--format=json"]),
        Case(
          "kwic", "{\(q),\"limit\":500,\"sort\":\"right\"}",
          ["kwic", query, "--limit=500", "--sort=right", "--format=jsonl"]),
      ]
    }
    + [
      Case(
        "count_over_time", "{\"q\":\"养老\",\"vs\":[\"托育\",\"医保\"],\"by\":\"month\",\"limit\":1000}",
        ["timeline", "养老", "--vs=托育", "--vs=医保", "--by=month", "--format=json"]),
      Case(
        "verify_quote", "{\"q\":\"推动长期护理保险制度建设\",\"limit\":100}",
        ["verify-quote", "推动长期护理保险制度建设", "--limit=100", "--json"]),
      Case(
        "verify_quote", "{\"q\":\"15分钟养老服务圈\",\"source\":[\"临江日报\"]}",
        ["verify-quote", "15分钟养老服务圈", "--source=临江日报", "--json"]),
    ]

  @Test func `rows are those of the commands`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      for item in Self.cases {
        let lines = corpus.run(item.command).output.maskingTimes.split(separator: "\n")
        let answer = try #require(client.call(item.tool, item.arguments))
        #expect(answer.status == 200)
        let rows = "\"rows\":[\(lines.joined(separator: ","))]"
        #expect(answer.masked.contains(rows), "\(item.testDescription) \(answer.masked)")
        #expect(answer.text.contains("\"generation\":1") && answer.text.contains("corpus"))
      }
    }
  }

  @Test func `references are those of the command`() async throws {
    let ids = corpus.run("search", "养老", "--json", "--limit=4").output
      .matches(of: #/"id":"([^"]*)"/#).map { String($0.1) }
    let list = ids.map(Self.quoted).joined(separator: ",")
    try await withServer { port in
      for format in ["gbt7714", "bibtex", "ris", "text"] {
        let rows = try ClientSocket(port: port).rows(
          "cite", "{\"id\":[\(list)],\"format\":\"\(format)\",\"accessed\":\"2024-05-01\"}")
        let output = corpus.run(
          ["cite"] + ids + ["--format", format, "--accessed", "2024-05-01"])
        #expect(rows.compactMap { $0["reference"]?.text }.joined() == output.output)
        #expect(rows.compactMap { $0["id"]?.text } == ids)
      }
    }
  }

  @Test func `parts of an article are its text with their own zones and matches`() async throws {
    let id = "zhengce-guancha/2024/2024-06-06-tuoyu-quanshi-tuiguang.txt"
    let shown = corpus.run("show", id, "--json", "--highlight=托育")
    let whole = try JSONValue(decoding: shown.outputBytes)
    guard case .list(let matches)? = whole.object?["matches"] else {
      Issue.record("no matches")
      return
    }
    try await withServer { port in
      let client = ClientSocket(port: port)
      var (text, found, offset) = ("", [JSONValue](), 0)
      while true {
        let rows = try client.rows(
          "get_article", "{\"id\":\"\(id)\",\"q\":\"托育\",\"offset\":\(offset),\"limit\":7}")
        let row = try #require(rows.first)
        guard case .list(let originals)? = row["originals"], let part = row["part"]?.object,
          case .list(let spans)? = row["matches"], case .list(let zones)? = row["zones"]
        else {
          Issue.record("\(row)")
          return
        }
        #expect(originals.first?.object?["start"] == .integer(offset))
        #expect(row["matches_total"] == .integer(matches.count))
        text += originals.compactMap { $0.object?["text"]?.text }.joined()
        // A match may begin in one part and end in the next.
        found += spans.filter { !found.contains($0) }
        let end = try #require(part["end"]?.integer)
        #expect(
          zones.allSatisfy {
            ($0.object?["start"]?.integer ?? .max) < end
              && ($0.object?["end"]?.integer ?? 0) > offset
          })
        guard let next = part["next_offset"]?.integer else { break }
        offset = next
      }
      guard case .list(let originals)? = whole.object?["originals"] else { return }
      #expect(text == originals.compactMap { $0.object?["text"]?.text }.joined())
      #expect(found == matches)
    }
  }

  @Test func `a page with many bytes ends early and names the next offset`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      let arguments = "\"q\":\"的\",\"window\":1000,\"limit\":500"
      let first = try client.structured("kwic", "{\(arguments)}")
      let page = try #require(first["page"]?.object)
      let (returned, total) = (page["returned"]?.integer ?? 0, page["total"]?.integer ?? 0)
      #expect(0 < returned && returned < 500 && 500 < total)
      #expect(page["next_offset"] == .integer(returned))
      // The next page begins with the row that the first one left out.
      let lines = corpus.run(
        "kwic", "的", "--window=1000", "--limit=\(returned + 1)", "--format=jsonl"
      ).output.split(separator: "\n")
      let next = try #require(client.call("kwic", "{\(arguments),\"offset\":\(returned)}"))
      #expect(next.text.contains("\"rows\":[" + lines[returned]))
    }
  }

  @Test func `tools have the parameters of the routes with smaller ranges`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      let document = try #require(client.get("/api/v1/openapi.json"))
      let paths = try #require(JSONValue(decoding: document.body).object?["paths"]?.object)
      let answer = try #require(client.exchange("tools/list", "{}"))
      let result = try #require(JSONValue(decoding: answer.body).object?["result"]?.object)
      guard case .list(let tools)? = result["tools"] else {
        Issue.record("no tools")
        return
      }
      let routes = [
        "search": "search", "get_article": "articles/{id}", "count_over_time": "timeline",
        "kwic": "kwic", "verify_quote": "verify-quote", "cite": "cite", "list_indexes": "indexes",
      ]
      #expect(tools.count == routes.count)
      for tool in tools {
        let name = try #require(tool.object?["name"]?.text)
        let path = "/api/v1/\(try #require(routes[name]))"
        guard case .list(let listed)? = paths[path]?.object?["get"]?.object?["parameters"] else {
          Issue.record("no parameters of \(path)")
          continue
        }
        let known = Dictionary(
          uniqueKeysWithValues: listed.compactMap { $0.object }.map { ($0["name"]?.text ?? "", $0) }
        )
        let properties = tool.object?["inputSchema"]?.object?["properties"]?.object ?? [:]
        for (parameter, schema) in properties {
          guard let description = known[parameter] else {
            // Rows of routes that know no pages.
            #expect(["offset", "limit"].contains(parameter), "\(name) \(parameter)")
            continue
          }
          let own = description["schema"]?.object ?? [:]
          #expect(schema.object?["enum"] == own["enum"] || parameter == "index")
          if let most = schema.object?["maximum"]?.integer, let bound = own["maximum"]?.integer {
            #expect(most <= bound, "\(name) \(parameter)")
          }
        }
      }
    }
  }
}

extension ClientSocket {
  /// Sends a request of the Model Context Protocol, with parameters in JSON.
  func exchange(
    _ method: String, _ parameters: String, version: String = "2025-11-25"
  ) -> ReceivedAnswer? {
    post(
      "/mcp",
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\(method)\",\"params\":\(parameters)}",
      "Content-Type: application/json", "Accept: application/json, text/event-stream",
      "MCP-Protocol-Version: \(version)")
  }

  /// Calls a tool with arguments in JSON.
  func call(_ tool: String, _ arguments: String) -> ReceivedAnswer? {
    exchange("tools/call", "{\"name\":\"\(tool)\",\"arguments\":\(arguments)}")
  }

  /// The structured answer of a tool, which its text repeats.
  func structured(_ tool: String, _ arguments: String) throws -> [String: JSONValue] {
    let answer = try #require(call(tool, arguments))
    let result = try #require(JSONValue(decoding: answer.body).object?["result"]?.object)
    #expect(result["isError"] == .flag(false), "\(answer.text)")
    guard case .list(let content)? = result["content"] else { return [:] }
    let text = try #require(content.first?.object?["text"]?.text)
    #expect(try JSONValue(decoding: text.utf8) == result["structuredContent"])
    return try #require(result["structuredContent"]?.object)
  }

  func rows(_ tool: String, _ arguments: String) throws -> [[String: JSONValue]] {
    guard case .list(let rows)? = try structured(tool, arguments)["rows"] else { return [] }
    return rows.compactMap(\.object)
  }
}
