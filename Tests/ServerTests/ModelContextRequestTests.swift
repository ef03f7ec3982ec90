import Server
import TestSupport
import Testing
import Wire

/// The Model Context Protocol by streamable HTTP.
@Suite struct ModelContextRequestTests {
  private let corpus = ServedCorpus.shared

  private static let ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}"
  private static let json = "Content-Type: application/json"

  private func failure(_ answer: ReceivedAnswer?) -> Int? {
    answer.flatMap { try? JSONValue(decoding: $0.body) }?.failure
  }

  @Test func `a request is answered as JSON, and a notification is accepted`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      let answer = try #require(client.post("/mcp", Self.ping, Self.json))
      #expect(answer.status == 200)
      #expect(answer.text == "{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":{}}\n")
      #expect(answer.fields["content-type"] == "application/json")
      #expect(answer.fields["cache-control"] == "no-store")
      for silent in [
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
      ] {
        let accepted = try #require(client.post("/mcp", silent, Self.json))
        #expect(accepted.status == 202 && accepted.body.isEmpty, "\(silent)")
      }
      let metrics = client.get("/metrics")?.text ?? ""
      #expect(metrics.contains("xunwen_requests_total{route=\"mcp\",status=\"200\"} 1\n"))
      #expect(metrics.contains("xunwen_requests_total{route=\"mcp\",status=\"202\"} 3\n"))
    }
  }

  @Test func `other methods are refused`() async throws {
    try await withServer { port in
      for method in ["GET", "DELETE", "OPTIONS", "PUT", "HEAD"] {
        let client = ClientSocket(port: port)
        let answer = client.get("/mcp", method: method, "Accept: text/event-stream")
        #expect(answer?.status == 405 && answer?.fields["allow"] == "POST", "\(method)")
      }
    }
  }

  @Test func `headers decide before the body is read`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      let cases: [(Int, [String])] = [
        (200, ["Accept: application/json, text/event-stream"]), (200, ["Accept: */*"]),
        (200, ["Accept: application/json;q=0.5"]), (406, ["Accept: text/event-stream"]),
        (200, ["Origin: http://localhost:3000"]), (200, ["Origin: http://127.0.0.1"]),
        (200, ["Origin: http://[::1]:80"]), (403, ["Origin: null"]), (403, ["Origin: "]),
        (403, ["Origin: https://evil.example"]), (403, ["Origin: http://localhost.evil.example"]),
        (403, ["Origin: http://10.0.0.1"]), (200, ["MCP-Protocol-Version: 2024-11-05"]),
        (200, ["MCP-Protocol-Version: 2025-03-26"]), (200, ["MCP-Protocol-Version: 2025-11-25"]),
        (400, ["MCP-Protocol-Version: 1999-01-01"]), (400, ["MCP-Protocol-Version: "]),
      ]
      for (status, fields) in cases {
        let field = try #require(fields.first)
        #expect(client.post("/mcp", Self.ping, Self.json, field)?.status == status, "\(field)")
      }
      #expect(client.post("/mcp", Self.ping)?.status == 415)
      #expect(client.post("/mcp", Self.ping, "Content-Type: text/plain")?.status == 415)
      let charset = "Content-Type: application/json; charset=utf-8"
      #expect(client.post("/mcp", Self.ping, charset)?.status == 200)
      client.send(
        "POST /mcp HTTP/1.1\r\nHost: evil.example\r\n\(Self.json)\r\nContent-Length: 0\r\n\r\n")
      #expect(client.readAnswer()?.status == 421)
    }
  }

  @Test func `the token is required`() async throws {
    var options = corpus.options
    options.token = "correct horse battery"
    try await withServer(options) { port in
      let client = ClientSocket(port: port)
      #expect(client.post("/mcp", Self.ping, Self.json)?.status == 401)
      let right = "Authorization: Bearer correct horse battery"
      #expect(client.post("/mcp", Self.ping, Self.json, right)?.status == 200)
    }
  }

  @Test func `errors of messages have a status`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      let long = "{\"a\":\"\(String(repeating: "a", count: 1 << 20))\"}"
      for (body, code, status) in [
        ("{", -32700, 400), ("", -32700, 400), ("7", -32600, 400), (long, -32600, 400),
        ("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}", -32600, 400),
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"none\"}", -32601, 200),
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\"}", -32602, 200),
      ] {
        let answer = client.post("/mcp", body, Self.json)
        #expect(answer?.status == status && failure(answer) == code, "\(body.prefix(60))")
      }
    }
  }

  @Test func `only one version has batches`() async throws {
    let batch = "[\(Self.ping),{\"jsonrpc\":\"2.0\",\"method\":\"a\"},7]"
    try await withServer { port in
      let client = ClientSocket(port: port)
      for field in ["X: y", "MCP-Protocol-Version: 2025-03-26"] {
        let answer = try #require(client.post("/mcp", batch, Self.json, field))
        guard case .list(let answers) = try JSONValue(decoding: answer.body) else {
          Issue.record("\(answer.text)")
          return
        }
        #expect(answer.status == 200 && answers.count == 2)
        #expect(answers[0].result == [:] && answers[1].failure == -32600)
      }
      let silent = "[{\"jsonrpc\":\"2.0\",\"method\":\"a\"}]"
      #expect(client.post("/mcp", silent, Self.json)?.status == 202)
      let many = "[" + Array(repeating: Self.ping, count: 101).joined(separator: ",") + "]"
      #expect(failure(client.post("/mcp", many, Self.json)) == -32600)
      for version in ["2024-11-05", "2025-06-18", "2025-11-25", "2026-07-28"] {
        let answer = client.post("/mcp", batch, Self.json, "MCP-Protocol-Version: \(version)")
        #expect(answer?.status == 400 && failure(answer) == -32600, "\(version)")
      }
    }
  }

  @Test func `headers of the stateless version agree with the body`() async throws {
    func body(_ method: String, _ more: String = "", version: String = "2026-07-28") -> String {
      """
      {"jsonrpc":"2.0","id":1,"method":"\(method)","params":{\(more)"_meta":{\
      "io.modelcontextprotocol/protocolVersion":"\(version)",\
      "io.modelcontextprotocol/clientCapabilities":{}}}}
      """
    }
    let call = "\"name\":\"list_indexes\","
    let version = "MCP-Protocol-Version: 2026-07-28"
    let cases: [(body: String, fields: [String], status: Int, code: Int?)] = [
      (body("server/discover"), [version, "Mcp-Method: server/discover"], 200, nil),
      (
        body("tools/call", call), [version, "Mcp-Method: tools/call", "Mcp-Name: list_indexes"],
        200,
        nil
      ),
      (body("tools/call", call), [version, "Mcp-Method: tools/call", "Mcp-Name: a"], 400, -32020),
      (body("tools/call", call), [version, "Mcp-Method: tools/call"], 400, -32020),
      (body("tools/list"), [version, "Mcp-Method: tools/call"], 400, -32020),
      (body("tools/list"), [version], 400, -32020),
      (body("tools/list"), ["Mcp-Method: tools/list"], 400, -32020),
      (
        body("tools/list", version: "2099-01-01"),
        ["MCP-Protocol-Version: 2099-01-01", "Mcp-Method: tools/list"], 400, -32022
      ),
      (Self.ping, [version, "Mcp-Method: ping"], 400, -32602),
      (body("none"), [version, "Mcp-Method: none"], 404, -32601),
    ]
    try await withServer { port in
      for item in cases {
        let client = ClientSocket(port: port)
        let lines = ([Self.json] + item.fields).map { $0 + "\r\n" }.joined()
        client.send(
          "POST /mcp HTTP/1.1\r\nHost: localhost\r\n\(lines)"
            + "Content-Length: \(item.body.utf8.count)\r\n\r\n\(item.body)")
        let answer = client.readAnswer()
        #expect(answer?.status == item.status, "\(item.body) \(item.fields) \(answer?.text ?? "")")
        #expect(failure(answer) == item.code, "\(item.body)")
      }
    }
  }

  @Test func `random messages end no server`() async throws {
    let messages = [
      Self.ping, "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"tools/list\",\"params\":{}}",
      """
      {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"search","arguments":\
      {"q":"养老","limit":2,"facet":["source"],"from":"2020"}}}
      """,
      """
      [{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"kwic","arguments":\
      {"q":"托育","limit":2,"offset":1}}}]
      """,
    ]
    try await withServer { port in
      var random = SplitMix64(seed: 20_261_202)
      let client = ClientSocket(port: port)
      for number in 0..<TestScale.cases(600) {
        var bytes = Array(messages.randomElement(using: &random)!.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          let position = Int.random(in: bytes.indices, using: &random)
          switch Int.random(in: 0..<3, using: &random) {
          case 0: bytes[position] = .random(in: 0x20...0x7E, using: &random)
          case 1: bytes.remove(at: position)
          default: bytes.insert(bytes.randomElement(using: &random)!, at: position)
          }
        }
        client.send(
          Array(
            ("POST /mcp HTTP/1.1\r\nHost: localhost\r\n\(Self.json)\r\n"
              + "Content-Length: \(bytes.count)\r\n\r\n").utf8) + bytes)
        let answer = client.readAnswer()
        #expect([200, 202, 400].contains(answer?.status), "\(number): \(bytes)")
        if let body = answer?.body, !body.isEmpty {
          #expect((try? JSONValue(decoding: body)) != nil, "\(number): \(bytes)")
        }
      }
    }
  }
}
