import FoundationEssentials
import Server
import TestSupport
import Testing

/// Errors, access, the page, the description of the API and the metrics.
@Suite struct SiteTests {
  private let corpus = ServedCorpus.shared

  private struct ProblemDocument: Decodable, Equatable {
    let type: String
    let title: String
    let status: Int
    let detail: String
    var query: String?
    var start: Int?
    var end: Int?
    var reason: String?
  }

  private func problem(_ answer: ReceivedAnswer?) throws -> ProblemDocument {
    let answer = try #require(answer)
    #expect(answer.fields["content-type"] == "application/problem+json")
    let problem = try JSONDecoder().decode(ProblemDocument.self, from: Data(answer.body))
    #expect(problem.status == answer.status)
    return problem
  }

  static let problems: [(String, Int, String)] = [
    ("search", 400, "missing_parameter"), ("search?q=a&q=b", 400, "repeated_parameter"),
    ("search?q=a&limit=-1", 400, "invalid_parameter"),
    ("search?q=a&limit=1e3", 400, "invalid_parameter"),
    ("search?q=a&limit=99999999999999999999", 400, "invalid_parameter"),
    ("search?q=a&k1=nan", 400, "invalid_parameter"),
    ("search?q=a&b=2", 400, "invalid_parameter"),
    ("search?q=a&sort=size", 400, "invalid_parameter"),
    ("search?q=a&from=soon", 400, "invalid_parameter"),
    ("search?q=a&from=2024&to=2023", 400, "invalid_parameter"),
    ("search?q=a&scan=maybe", 400, "invalid_parameter"),
    ("search?q=a&colour=red", 400, "unknown_parameter"),
    ("search?q=a&facet=colour", 400, "unknown_field"),
    ("search?q=%ZZ", 400, "encoding"), ("search?q=%FF", 400, "encoding"),
    ("search?q=", 400, "malformed"), ("search?q=%EF%BC%9F", 400, "malformed"),
    ("search?q=a&index=none", 404, "no_index"), ("search?q=a&generation=9", 410, "generation"),
    ("articles/none", 404, "no_article"), ("articles/%ZZ", 400, "encoding"),
    ("similar?id=none", 404, "no_article"), ("why?id=none&q=a", 404, "no_article"),
    ("explain?id=none&q=a", 404, "no_article"), ("cite?id=none", 404, "no_article"),
    ("why?id=a&q=a&match=any", 400, "invalid_parameter"),
    ("timeline?q=a&min=3", 400, "invalid_parameter"),
    ("timeline?q=a&vs=b&per=source", 400, "invalid_parameter"),
    ("timeline?q=date:0001..9999&by=day&from=0001&to=9999", 400, "timeline_too_long"),
    ("ngrams?n=9", 400, "invalid_parameter"), ("ngrams?window=3", 400, "invalid_parameter"),
    ("export?format=csv", 400, "missing_parameter"),
    ("export?q=a&fields=colour", 400, "invalid_parameter"),
    ("nothing", 404, "address"), ("search/more", 404, "address"), ("articles", 404, "address"),
  ]

  @Test(arguments: problems)
  func `mistakes are problems`(target: String, status: Int, reason: String) async throws {
    try await withServer { port in
      let answer = ClientSocket(port: port).get("/api/v1/\(target)")
      let problem = try problem(answer)
      #expect(problem.status == status && problem.reason == reason, "\(problem)")
      #expect(!problem.detail.isEmpty && !problem.title.isEmpty)
    }
  }

  @Test func `a mistake in a query is located in Unicode scalars`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      let query = "养老 AND"
      let answer = client.get("/api/v1/search?strict&q=\(query.encoded)")
      let problem = try problem(answer)
      let range = try #require(problem.start.flatMap { start in problem.end.map { start..<$0 } })
      #expect(problem.query == query && problem.reason == "malformed")
      #expect(Array(query.unicodeScalars)[range].map(String.init).joined() == "AND")
      // The mistake of a query to compare with is in that query.
      let other = try self.problem(
        client.get("/api/v1/timeline?q=\("养老".encoded)&vs=\("(医保".encoded)"))
      #expect(other.query == "(医保" && other.start == 0)
      #expect(client.get("/api/v1/search?q=\(query.encoded)")?.status == 200)
      #expect(answer?.fields["x-xunwen-generation"] == "1")
    }
  }

  @Test func `other methods are refused with the list of methods`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      for (target, method, allowed) in [
        ("/", "DELETE", "GET, HEAD"), ("/api/v1/stats", "OPTIONS", "GET, HEAD"),
        ("/api/v1/batch", "GET", "POST"), ("/metrics", "PUT", "GET, HEAD"),
        ("/api/v1/search?q=a", "PATCH", "GET, HEAD"),
      ] {
        let answer = try #require(client.get(target, method: method))
        #expect(answer.status == 405 && answer.fields["allow"] == allowed, "\(method) \(target)")
      }
      #expect(client.post("/api/v1/search?q=a", "")?.status == 405)
    }
  }

  @Test func `only the names of the server are answered`() async throws {
    var options = corpus.options
    options.allowedHosts = ["archive.example"]
    try await withServer(options) { port in
      let client = ClientSocket(port: port)
      for host in ["localhost", "LOCALHOST:1", "127.0.0.1:80", "[::1]:80", "archive.example"] {
        #expect(client.get("/", "Host: \(host)")?.status == 200, "\(host)")
      }
      for host in ["evil.example", "localhost.evil.example", "10.0.0.1", "", "[::2]"] {
        #expect(client.get("/", "Host: \(host)")?.status == 421, "\(host)")
      }
    }
  }

  @Test func `a token is required when there is one`() async throws {
    var options = corpus.options
    options.token = "correct horse battery"
    try await withServer(options) { port in
      let client = ClientSocket(port: port)
      for target in ["/", "/metrics", "/api/v1/stats", "/api/v1/openapi.json", "/nothing"] {
        #expect(client.get(target)?.status == 401, "\(target)")
        let right = client.get(target, "Authorization: Bearer correct horse battery")
        #expect(right?.status == (target == "/nothing" ? 404 : 200), "\(target)")
      }
      #expect(client.get("/healthz")?.status == 200)
      for field in [
        "Authorization: Bearer wrong", "Authorization: Bearer correct horse batterz",
        "Authorization: correct horse battery", "Authorization: Bearer ", "Cookie: xunwen=",
      ] {
        #expect(client.get("/", field)?.status == 401, "\(field)")
      }
      let page = try #require(client.get("/", "Accept: text/html"))
      #expect(page.status == 303 && page.fields["location"] == "/sign-in")
      #expect(client.get("/sign-in")?.text.contains("type=\"password\"") ?? false)
      #expect(client.post("/sign-in", "token=wrong")?.status == 403)
      let signedIn = try #require(client.post("/sign-in", "token=correct+horse%20battery"))
      #expect(signedIn.status == 303)
      let cookie = try #require(signedIn.fields["set-cookie"])
      #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite"))
      let value = cookie.prefix { $0 != ";" }
      #expect(client.get("/api/v1/stats", "Cookie: a=b; \(value)")?.status == 200)
    }
  }

  @Test func `every answer has strict headers`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      for target in ["/", "/healthz", "/metrics", "/api/v1/stats", "/api/v1/search", "/nothing"] {
        let fields = try #require(client.get(target)).fields
        let policy = try #require(fields["content-security-policy"])
        #expect(policy.hasPrefix("default-src 'self';") && !policy.contains("unsafe"))
        #expect(fields["x-content-type-options"] == "nosniff")
        #expect(fields["referrer-policy"] == "no-referrer")
        #expect(fields["access-control-allow-origin"] == nil)
      }
    }
  }

  @Test func `an answer that has not changed is not sent again`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      for target in ["/", "/api/v1/stats", "/api/v1/search?q=%E5%85%BB%E8%80%81"] {
        let tag = try #require(client.get(target)?.fields["etag"])
        for field in [tag, "\"a\", \(tag)", "*"] {
          let again = try #require(client.get(target, "If-None-Match: \(field)"))
          #expect(again.status == 304 && again.fields["etag"] == tag, "\(field)")
        }
        #expect(client.get(target, "If-None-Match: \"other\"")?.status == 200)
      }
      let tags = ["养老", "托育"].map { client.get("/api/v1/search?q=\($0.encoded)")?.fields["etag"] }
      #expect(tags[0] != tags[1])
    }
  }

  @Test func `every file of the page is served as it is`() async throws {
    let folder = TestFile.folder(above: #filePath, levels: 3) + "/Sources/Server/Page"
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
      .filter { $0.contains(".") }
    #expect(names.contains("index.html"))
    try await withServer { port in
      let client = ClientSocket(port: port)
      for name in names {
        let bytes = try #require(TestFile.bytes("\(folder)/\(name)"))
        let paths = ["/assets/\(name)", name == "index.html" ? "/" : "/\(name)"]
        for path in paths {
          let answer = try #require(client.get(path))
          #expect(answer.status == 200 && answer.body == bytes, "\(path)")
          #expect(answer.fields["content-type"] != "application/octet-stream", "\(path)")
        }
      }
    }
  }

  @Test func `paths lead nowhere else`() async throws {
    try await withServer { port in
      for path in [
        "/../etc/passwd", "/assets/../../etc/passwd", "/%2e%2e/etc/passwd", "//etc/passwd",
        "/assets/..%2findex.html", "/assets/", "/index.html/", "/api/v1/", "/api/v1", "/api",
        "/api/v1/articles/..%2f..%2fetc%2fpasswd", "/assets/index.html%00.js",
      ] {
        #expect(ClientSocket(port: port).get(path)?.status == 404, "\(path)")
      }
    }
  }

  @Test func `the description names every parameter that the routes take`() async throws {
    struct Document: Decodable {
      struct Operation: Decodable {
        struct Parameter: Decodable {
          let name: String
          let required: Bool
        }
        let parameters: [Parameter]
      }
      let openapi: String
      let paths: [String: [String: Operation]]
    }
    try await withServer { port in
      let client = ClientSocket(port: port)
      let answer = try #require(client.get("/api/v1/openapi.json"))
      let document = try JSONDecoder().decode(Document.self, from: Data(answer.body))
      #expect(document.openapi == "3.1.0")
      let names = Set(document.paths.keys.map { $0.replacing("/api/v1/", with: "") })
      #expect(
        names == [
          "search", "interpretation", "articles/{id}", "facets", "timeline", "kwic", "collocates",
          "keywords", "ngrams", "similar", "suggest", "cite", "verify-quote", "why", "explain",
          "stats", "export", "batch", "indexes", "indexing",
        ])
      for (path, operations) in document.paths {
        let operation = try #require(operations["get"] ?? operations["post"])
        for parameter in operation.parameters where parameter.name != "id" || !path.contains("{") {
          // A known parameter is never called unknown.
          let target = "\(path.replacing("{id}", with: "none"))?\(parameter.name)=%00"
          let reply =
            operations["post"] == nil ? client.get(target) : client.post(target, "")
          #expect(!(reply?.text.contains("unknown_parameter") ?? true), "\(target)")
        }
      }
    }
  }

  @Test func `metrics count requests`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      for _ in 0..<3 { _ = client.get("/api/v1/stats") }
      _ = client.get("/api/v1/search")
      let text = try #require(client.get("/metrics")).text
      #expect(text.contains("xunwen_requests_total{route=\"stats\",status=\"200\"} 3\n"))
      #expect(text.contains("xunwen_requests_total{route=\"none\",status=\"400\"} 1\n"))
      #expect(text.contains("xunwen_request_duration_seconds_count{route=\"stats\"} 3\n"))
      #expect(text.contains("xunwen_index_generation{index=\"corpus\"} 1\n"))
      #expect(text.contains("xunwen_connections 1\n"))
      let names = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
      #expect(names.allSatisfy { $0.wholeMatch(of: /[a-z_]+(\{[^}]*\})? [-0-9.e]+/) != nil })
    }
  }

  @Test func `random requests end no server`() async throws {
    let seed: UInt64 = 20_261_201
    try await withServer { port in
      var random = SplitMix64(seed: seed)
      let names = [
        "q", "id", "limit", "offset", "from", "to", "source", "facet", "sort", "match", "by", "vs",
        "window", "n", "k1", "format", "generation", "index", "min-frequency", "fields",
      ]
      let routes = [
        "search", "interpretation", "facets", "timeline", "kwic", "collocates", "keywords",
        "ngrams", "similar", "suggest", "cite", "verify-quote", "why", "explain", "export",
        "articles/a", "stats",
      ]
      let texts = [
        "养老", "(养老", "\"", "date:", "/.*/", "*", "NEAR/", "-", "2023", "0", "-1", "json",
      ]
      for number in 0..<TestScale.cases(1500) {
        let pairs = (0..<Int.random(in: 0...4, using: &random)).map { _ in
          let bytes = (0..<Int.random(in: 0...6, using: &random)).map { _ in
            UInt8.random(in: 1...255, using: &random)
          }
          let value =
            Bool.random(using: &random)
            ? texts.randomElement(using: &random)!.encoded
            : bytes.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
          return "\(names.randomElement(using: &random)!)=\(value)"
        }
        let route = routes.randomElement(using: &random)!
        let target = "/api/v1/\(route)?\(pairs.joined(separator: "&"))"
        let answer = ClientSocket(port: port).get(target)
        #expect([200, 400, 404, 410, 422].contains(answer?.status), "\(number): \(target)")
      }
      for number in 0..<TestScale.cases(500) {
        let client = ClientSocket(port: port)
        var bytes = Array("GET /api/v1/stats HTTP/1.1\r\nHost: localhost\r\nA: b\r\n\r\n".utf8)
        for _ in 0..<Int.random(in: 1...8, using: &random) {
          let position = Int.random(in: bytes.indices, using: &random)
          bytes[position] = .random(in: 0...255, using: &random)
        }
        client.send(bytes)
        client.finishSending()
        let status = client.readAnswer()?.status ?? 0
        #expect(status < 500 || status == 505, "\(number): \(bytes)")
      }
      #expect(ClientSocket(port: port).get("/healthz")?.status == 200)
    }
  }
}
