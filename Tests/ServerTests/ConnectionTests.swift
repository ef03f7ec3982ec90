import Server
import TestSupport
import Testing

/// Connections: order, limits, and requests that are not valid.
@Suite struct ConnectionTests {
  private let corpus = ServedCorpus.shared

  @Test func `a connection answers many requests in order`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      let words = (0..<200).map { number in
        ["养老", "托育", "医保", "公积金"][number % 4] + String(repeating: " ", count: number)
      }
      let requests = words.map {
        "GET /api/v1/search?limit=1&format=jsonl&q=\($0.encoded) HTTP/1.1\r\nHost: localhost\r\n\r\n"
      }
      client.send(requests.joined())
      for word in words {
        let answer = try #require(client.readAnswer())
        #expect(answer.status == 200)
        #expect(answer.text.contains("\"query\":\"\(word)\""))
      }
    }
  }

  @Test func `HEAD has the head of GET`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      for target in ["/", "/healthz", "/api/v1/stats", "/api/v1/openapi.json", "/nothing"] {
        let get = try #require(client.get(target))
        let head = try #require(client.get(target, method: "HEAD"))
        #expect(head.status == get.status && head.body.isEmpty)
        for name in ["content-type", "content-length", "etag", "content-security-policy"] {
          #expect(head.fields[name] == get.fields[name], "\(target) \(name)")
        }
      }
      // The body of a streamed answer is left out, too.
      let export = try #require(client.get("/api/v1/export", method: "HEAD"))
      #expect(export.status == 200 && client.get("/healthz")?.text == "ok\n")
    }
  }

  @Test func `HTTP 1.0 is answered without chunks`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      client.send("GET /api/v1/export?format=jsonl HTTP/1.0\r\n\r\n")
      let answer = try #require(client.readAnswer())
      #expect(answer.fields["transfer-encoding"] == nil && answer.fields["connection"] == "close")
      #expect(answer.text == corpus.run("export").output)
      #expect(client.isAtEnd())
    }
  }

  @Test func `a client that ends its sending direction gets its answer`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      client.send("GET /api/v1/search?q=%E5%85%BB HTTP/1.1\r\nHost: localhost\r\n\r\n")
      client.finishSending()
      #expect(client.readAnswer()?.status == 200)
      #expect(client.isAtEnd())
    }
  }

  private static let post = "POST /api/v1/batch HTTP/1.1\r\nHost: localhost\r\n"
  private static let chunked = post + "Transfer-Encoding: chunked\r\n\r\n"

  static let malformed: [(String, Int)] = [
    // Requests that two servers may divide differently.
    (post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    (post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400),
    (post + "Content-Length: -3\r\n\r\nabc", 400),
    (post + "Content-Length: 3 4\r\n\r\nabc", 400),
    (chunked + "ZZ\r\nabc\r\n0\r\n\r\n", 400),
    (chunked + "FFFFFFFFFFFFFFFFF\r\nabc", 400),
    (chunked + "3\r\nabcdef\r\n0\r\n\r\n", 400),
    (post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400),
    (post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: localhost\r\n folded: line\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost localhost\r\n\r\n", 400),
    ("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", 400),
    ("GET  /\r\n\r\n", 400), ("\u{0}\u{1}\u{2}\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: a\r\nHost: localhost\r\n\r\n", 400),
    ("GET /养老 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    ("GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    ("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: localhost\r\nExpect: 200-maybe\r\n\r\n", 417),
  ]

  @Test(arguments: malformed)
  func `a malformed request is refused`(request: String, status: Int) async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      client.send(request)
      let answer = client.readAnswer()
      #expect(answer?.status == status, "\(request)")
      #expect(answer?.fields["content-type"] == "application/problem+json")
      #expect(ClientSocket(port: port).get("/healthz")?.status == 200)
    }
  }

  @Test func `bytes behind a malformed request are never a request`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      client.send(
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
          + "POST /api/v1/batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n"
          + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
          + "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
      #expect(client.readAnswer()?.status == 200)
      #expect(client.readAnswer()?.status == 400)
      #expect(client.isAtEnd())
    }
  }

  @Test func `large heads are refused`() async throws {
    try await withServer { port in
      let long = String(repeating: "a", count: 40_000)
      #expect([414, 431].contains(ClientSocket(port: port).get("/?q=\(long)")?.status))
      #expect(ClientSocket(port: port).get("/", "X-Long: \(long)")?.status == 431)
      let many = (0..<100).map { "X-\($0): a" }.joined(separator: "\r\n")
      #expect(ClientSocket(port: port).get("/", many)?.status == 431)
      let pairs = (0..<1500).map { _ in "a" }.joined(separator: "&")
      #expect(ClientSocket(port: port).get("/api/v1/search?\(pairs)")?.status == 400)
    }
  }

  @Test func `long bodies are refused`() async throws {
    var options = corpus.options
    options.limits.body = 1000
    options.limits.ignoredBody = 100
    try await withServer(options) { port in
      let long = String(repeating: "q\t养老\n", count: 1000)
      #expect(ClientSocket(port: port).post("/api/v1/batch", long)?.status == 413)
      let client = ClientSocket(port: port)
      client.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200\r\n\r\n")
      client.send([UInt8](repeating: 0x61, count: 200))
      #expect(client.readAnswer()?.status == 413)
      #expect(client.isAtEnd())
    }
  }

  @Test func `slow clients are disconnected`() async throws {
    var options = corpus.options
    (options.limits.idle, options.limits.bodyTime) = (0.3, 0.3)
    try await withServer(options) { port in
      let silent = ClientSocket(port: port)
      let slow = ClientSocket(port: port)
      slow.send("GET / HTTP/1.1\r\nHost: loc")
      let body = ClientSocket(port: port)
      body.send("POST /api/v1/batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nq1\t")
      #expect(silent.isAtEnd() && slow.isAtEnd())
      #expect(body.readAnswer()?.status == 408)
      #expect(body.isAtEnd())
    }
  }

  @Test func `a slow reader of an export is disconnected, and holds no thread`() async throws {
    var options = corpus.options
    (options.limits.write, options.streams) = (0.5, 1)
    try await withServer(options) { port in
      // The answer is longer than the buffers of the system.
      let queries = String(repeating: "q\t养老\n", count: 4000)
      let slow = ClientSocket(port: port)
      slow.setReceiveBuffer(4096)
      let head = "Host: localhost\r\nContent-Length: \(queries.utf8.count)\r\n\r\n"
      slow.send("POST /api/v1/batch?limit=100 HTTP/1.1\r\n\(head)\(queries)")
      pause(milliseconds: 2500)
      #expect(ClientSocket(port: port).get("/api/v1/export")?.status == 200)
      #expect(slow.readAnswer() == nil)
    }
  }

  @Test func `a request that takes too long is a problem`() async throws {
    var options = corpus.options
    (options.limits.answer, options.threads) = (0.001, 1)
    try await withServer(options) { port in
      let client = ClientSocket(port: port)
      let target = "/api/v1/ngrams?n=1..2&by=characters&limit=0&min-frequency=1"
      let answer = try #require(client.get(target))
      #expect(answer.status == 504 && answer.text.contains("\"reason\":\"time\""))
      #expect(client.get("/healthz")?.status == 200)
    }
  }

  @Test func `a full queue is a problem that names a time`() async throws {
    var options = corpus.options
    (options.threads, options.queue) = (1, 0)
    try await withServer(options) { port in
      let clients = (0..<12).map { _ in ClientSocket(port: port) }
      let target = "/api/v1/ngrams?n=1..2&by=characters&limit=0&min-frequency=1"
      for client in clients { client.send("GET \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n") }
      let answers = clients.compactMap { $0.readAnswer() }
      #expect(Set(answers.map(\.status)) == [200, 503])
      #expect(answers.allSatisfy { $0.status == 200 || $0.fields["retry-after"] == "1" })
    }
  }

  @Test func `connections beyond the limit are closed`() async throws {
    var options = corpus.options
    options.limits.connections = 3
    try await withServer(options) { port in
      let clients = (0..<3).map { _ in ClientSocket(port: port) }
      #expect(clients.allSatisfy { $0.get("/healthz")?.status == 200 })
      #expect(ClientSocket(port: port).get("/healthz") == nil)
      #expect(clients[0].get("/healthz")?.status == 200)
    }
  }

  @Test func `a Unix socket serves the same site`() async throws {
    let folder = TemporaryDirectory()
    var options = corpus.options
    options.unixSocket = folder.path(of: "socket")
    try await withServer(options) { _ in
      let client = ClientSocket(path: folder.path(of: "socket"))
      let answer = client.get("/api/v1/stats?format=jsonl")
      #expect(answer?.text == corpus.run("stats", "--json").output)
    }
    #expect(folder.names(in: "") == [])
  }

  @Test func `a body is read after 100 Continue`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      client.send(
        "POST /api/v1/batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n"
          + "Expect: 100-continue\r\n\r\n")
      #expect(client.readAnswer()?.status == 100)
      client.send("q\t养老\n\n")
      #expect(client.readAnswer()?.status == 200)
    }
  }
}
