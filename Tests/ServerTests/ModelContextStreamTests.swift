import Server
import TestSupport
import Testing
import Wire

/// The Model Context Protocol on standard input and output.
@Suite struct ModelContextStreamTests {
  private let corpus = ServedCorpus.shared

  /// Sends lines, and returns the answers by their ids as JSON, and the errors without an id.
  private func talk(
    _ lines: [String], options: [String] = []
  ) throws -> (answers: [JSONValue: JSONValue], errors: [JSONValue]) {
    let input = lines.map { $0 + "\n" }.joined()
    let result = corpus.run(["mcp", "--index", "corpus=\(corpus.index)"] + options, input: input)
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    var answers: [JSONValue: JSONValue] = [:]
    var errors: [JSONValue] = []
    for line in result.outputBytes.split(separator: 0x0A) {
      let value = try JSONValue(decoding: line)
      guard let members = value.object else {
        // The answers to a batch.
        answers[.text("batch")] = value
        continue
      }
      #expect(members["jsonrpc"] == .text("2.0"))
      if let id = members["id"], id != .null { answers[id] = value } else { errors.append(value) }
    }
    return (answers, errors)
  }

  private func request(_ id: String, _ method: String, _ parameters: String? = nil) -> String {
    let parameters = parameters.map { ",\"params\":\($0)" } ?? ""
    return "{\"jsonrpc\":\"2.0\",\"id\":\(id),\"method\":\"\(method)\"\(parameters)}"
  }

  private func initialize(_ version: String) -> String {
    request(
      "0", "initialize",
      """
      {"protocolVersion":"\(version)","capabilities":{},"clientInfo":{"name":"a","version":"1"}}
      """)
  }

  private func search(_ id: String, _ more: String = "") -> String {
    request(id, "tools/call", "{\"name\":\"search\",\"arguments\":{\"q\":\"养老\"}\(more)}")
  }

  @Test(arguments: [
    ("2024-11-05", "2024-11-05"), ("2025-03-26", "2025-03-26"), ("2025-06-18", "2025-06-18"),
    ("2025-11-25", "2025-11-25"), ("2026-07-28", "2025-11-25"), ("1999-01-01", "2025-11-25"),
  ])
  func `a version is negotiated, and decides what answers have`(
    requested: String, expected: String
  ) throws {
    let (answers, errors) = try talk([
      initialize(requested), "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
      request("1", "tools/list"), search("2"), request("3", "ping"),
      "[\(request("4", "ping")),\(search("5")),{\"jsonrpc\":\"2.0\",\"method\":\"x\"},7]",
    ])
    let result = try #require(answers[.integer(0)]?.result)
    #expect(result["protocolVersion"] == .text(expected))
    #expect(result["serverInfo"]?.object?["name"] == .text("xunwen"))
    #expect(result["capabilities"]?.object?["tools"] != nil)
    #expect(answers[.integer(3)]?.result == [:])
    guard case .list(let tools)? = answers[.integer(1)]?.result?["tools"] else {
      Issue.record("no tools")
      return
    }
    let first = try #require(tools.first?.object)
    #expect((first["annotations"] != nil) == (expected >= "2025-03-26"))
    #expect((first["outputSchema"] != nil) == (expected >= "2025-06-18"))
    let call = try #require(answers[.integer(2)]?.result)
    #expect((call["structuredContent"] != nil) == (expected >= "2025-06-18"))
    #expect(call["isError"] == .flag(false) && call["resultType"] == nil)
    // Only this version has batches.
    if expected == "2025-03-26" {
      guard case .list(let batch)? = answers[.text("batch")] else {
        Issue.record("no batch")
        return
      }
      #expect(batch.count == 3)
      #expect(batch[0].result == [:] && batch[1].result?["content"] != nil)
      #expect(batch[2].failure == -32600)
      #expect(errors.isEmpty)
    } else {
      #expect(errors.map(\.failure) == [-32600])
    }
  }

  private static let envelope = """
    "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
    "io.modelcontextprotocol/clientCapabilities":{}}
    """

  @Test func `requests of the stateless version need no handshake`() throws {
    let envelope = Self.envelope
    let unknown = envelope.replacing("2026-07-28", with: "2099-01-01")
    let (answers, errors) = try talk([
      request("1", "server/discover", "{\(envelope)}"), request("2", "tools/list", "{\(envelope)}"),
      search("3", ",\(envelope)"), request("4", "initialize", "{\(envelope)}"),
      request("5", "ping", "{\(envelope)}"), request("6", "server/discover", "{\(unknown)}"),
      request(
        "7", "tools/list",
        "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}"),
      request("8", "server/discover"),
    ])
    #expect(errors.isEmpty)
    let discovered = try #require(answers[.integer(1)]?.result)
    guard case .list(let versions)? = discovered["supportedVersions"] else {
      Issue.record("no versions")
      return
    }
    #expect(versions.contains(.text("2026-07-28")) && versions.contains(.text("2024-11-05")))
    for id in 1...3 {
      let result = try #require(answers[.integer(id)]?.result)
      #expect(result["resultType"] == .text("complete"))
      let server = result["_meta"]?.object?["io.modelcontextprotocol/serverInfo"]
      #expect(server?.object?["name"] == .text("xunwen"))
      if id < 3 { #expect(result["ttlMs"]?.integer != nil && result["cacheScope"] != nil) }
    }
    #expect(answers[.integer(3)]?.result?["structuredContent"] != nil)
    #expect([4, 5, 8].allSatisfy { answers[.integer($0)]?.failure == -32601 })
    #expect(answers[.integer(6)]?.failure == -32022)
    let data = answers[.integer(6)]?.object?["error"]?.object?["data"]?.object
    #expect(data?["requested"] == .text("2099-01-01"))
    #expect(data?["supported"] == discovered["supportedVersions"])
    #expect(answers[.integer(7)]?.failure == -32602)
  }

  @Test func `malformed messages are errors, and end nothing`() throws {
    let deep = String(repeating: "[", count: 100_000)
    let long = String(repeating: "a", count: 1 << 20)
    let withoutID: [(String, Int)] = [
      ("{", -32700), ("\u{FEFF}{}x", -32700), ("{}", -32600), ("7", -32600), ("\"a\"", -32600),
      ("null", -32600), ("[]", -32600), (deep, -32700), ("{\"a\":\"\(long)\"}", -32600),
      (request("null", "ping"), -32600), (request("1.5", "ping"), -32600),
      (request("[1]", "ping"), -32600), ("{\"id\":{},\"jsonrpc\":\"2.0\",\"method\":7}", -32600),
    ]
    let withID: [(String, Int)] = [
      ("{\"id\":\"ID\",\"method\":\"ping\"}", -32600),
      ("{\"id\":\"ID\",\"jsonrpc\":\"1.0\",\"method\":\"ping\"}", -32600),
      ("{\"id\":\"ID\",\"jsonrpc\":\"2.0\"}", -32600),
      (request("\"ID\"", "ping", "[1]"), -32602), (request("\"ID\"", "ping", "7"), -32602),
      (request("\"ID\"", "no/method"), -32601), (request("\"ID\"", "resources/list"), -32601),
      (request("\"ID\"", "initialize"), -32602), (request("\"ID\"", "tools/call"), -32602),
      (request("\"ID\"", "tools/call", "{\"name\":\"none\"}"), -32602),
      (request("\"ID\"", "tools/call", "{\"name\":\"search\",\"arguments\":[]}"), -32602),
      (request("\"ID\"", "tools/list", "{\"cursor\":\"2\"}"), -32602),
    ]
    let silent = [
      "", "  ", "{\"jsonrpc\":\"2.0\",\"method\":\"no/notification\"}",
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"message\":\"\"}}",
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":9}}",
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}",
    ]
    let numbered = withID.enumerated().map {
      $0.element.0.replacing("\"ID\"", with: "\"\($0.offset)\"")
    }
    let (answers, errors) = try talk(
      [initialize("2025-11-25")] + withoutID.map(\.0) + numbered + silent + [request("1", "ping")])
    #expect(errors.map(\.failure) == withoutID.map(\.1))
    for (number, item) in withID.enumerated() {
      #expect(answers[.text("\(number)")]?.failure == item.1, "\(item.0)")
    }
    #expect(answers[.integer(1)]?.result == [:])
    #expect(answers.count == withID.count + 2)
  }

  @Test func `invalid UTF-8 is an error`() {
    let start = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
    let bytes = Array(start.utf8) + [0xFF, 0x22, 0x7D, 0x0A]
    var process = ChildProcess(TestFile.executable("xunwen"))
    process.environment = ["XUNWEN_INDEX=\(corpus.index)"]
    let result = process.run([Array("mcp".utf8)], input: bytes)
    #expect(result.status == 0 && result.output.contains("-32700"), "\(result.output)")
  }

  @Test func `mistakes of calls are results with their reason and position`() throws {
    let cases: [(String, String)] = [
      ("{\"name\":\"search\",\"arguments\":{\"q\":\"养老 AND\"}}", "malformed"),
      ("{\"name\":\"search\"}", "missing_parameter"),
      ("{\"name\":\"search\",\"arguments\":{\"q\":{}}}", "invalid_parameter"),
      ("{\"name\":\"search\",\"arguments\":{\"q\":[\"a\",\"b\"]}}", "repeated_parameter"),
      ("{\"name\":\"search\",\"arguments\":{\"q\":\"a\",\"limit\":101}}", "invalid_parameter"),
      ("{\"name\":\"search\",\"arguments\":{\"q\":\"a\",\"limit\":1.5}}", "invalid_parameter"),
      ("{\"name\":\"search\",\"arguments\":{\"q\":\"a\",\"strict\":false}}", "unknown_parameter"),
      (
        "{\"name\":\"search\",\"arguments\":{\"q\":\"a\",\"format\":\"jsonl\"}}",
        "unknown_parameter"
      ),
      ("{\"name\":\"search\",\"arguments\":{\"q\":\"a\",\"index\":\"b\"}}", "no_index"),
      ("{\"name\":\"search\",\"arguments\":{\"q\":\"a\",\"facet\":\"colour\"}}", "unknown_field"),
      ("{\"name\":\"get_article\",\"arguments\":{\"id\":\"none\"}}", "no_article"),
      ("{\"name\":\"get_article\",\"arguments\":{}}", "missing_parameter"),
      ("{\"name\":\"verify_quote\",\"arguments\":{\"q\":[\"a\",\"b\"]}}", "invalid_parameter"),
      ("{\"name\":\"kwic\",\"arguments\":{\"q\":\"a\",\"limit\":0}}", "invalid_parameter"),
      ("{\"name\":\"cite\",\"arguments\":{\"id\":[\"none\"]}}", "no_article"),
    ]
    let (answers, errors) = try talk(
      cases.enumerated().map { request("\($0.offset)", "tools/call", $0.element.0) })
    #expect(errors.isEmpty)
    for (number, item) in cases.enumerated() {
      let result = try #require(answers[.integer(number)]?.result)
      #expect(result["isError"] == .flag(true), "\(item.0)")
      guard case .list(let content)? = result["content"] else { continue }
      let text = try #require(content.first?.object?["text"]?.text)
      let problem = try #require(JSONValue(decoding: text.utf8).object)
      #expect(problem["reason"] == .text(item.1), "\(item.0) \(text)")
      if item.1 == "malformed" {
        #expect(problem["start"] == .integer(3) && problem["end"] == .integer(6))
      }
    }
  }

  @Test func `all calls are answered before the end, except cancelled ones`() throws {
    let calls = (1...100).map { search("\($0)") }
    let cancellations = (51...100).map { id in
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\(id)}}"
    }
    let (answers, errors) = try talk(calls + cancellations, options: ["--jobs", "1"])
    #expect(errors.isEmpty)
    for id in 1...50 { #expect(answers[.integer(id)]?.result != nil) }
    // The last call waits for ninety-nine others on one thread.
    #expect(answers[.integer(100)] == nil)
  }

  @Test func `an id that waits for its answer is not taken twice`() {
    let lines = ((1...40).map { search("\($0)") } + [search("40")]).map { $0 + "\n" }
    let output = corpus.run(["mcp", "--jobs=1"], input: lines.joined()).output
    let answers = output.split(separator: "\n").filter { $0.contains("\"id\":40,") }
    #expect(answers.count { $0.contains("\"isError\":false") } == 1)
    #expect(answers.count { $0.contains("-32600") } == 1)
  }
}

extension JSONValue {
  /// The result of an answer.
  var result: [String: JSONValue]? { object?["result"]?.object }
  /// The code of an error.
  var failure: Int? { object?["error"]?.object?["code"]?.integer }
}
