#if LIBFUZZER
  /// The first inputs: requests of each kind, and requests that a server must not misread.
  enum RequestSeeds {
    static let all = questions.map { get($0) } + posts + [pipelined] + smuggled

    private static let questions = [
      "/", "/healthz", "/metrics", "/main.js", "/api/v1/openapi.json", "/api/v1/indexes",
      "/api/v1/search?q=%E5%85%BB%E8%80%81&limit=3&facet=source&sort=date",
      "/api/v1/search?q=%22a+b%22%7E3+OR+NEAR%284%2C+x%2C+y%29&strict&format=jsonl",
      "/api/v1/interpretation?q=title%3A%E5%85%BB%E8%80%81+-b%2A",
      "/api/v1/facets?q=a&from=2020&to=2022-06", "/api/v1/suggest?q=%E6%89%98%E8%82%B2",
      "/api/v1/timeline?q=a&by=month&vs=b", "/api/v1/kwic?q=%E5%85%BB%E8%80%81&window=4&limit=5",
      "/api/v1/collocates?q=%E5%85%BB%E8%80%81&limit=5", "/api/v1/keywords?q=a&vs=b",
      "/api/v1/ngrams?q=a&n=2..3", "/api/v1/articles/a%2Fb.txt?q=a",
      "/api/v1/similar?id=a&limit=3", "/api/v1/why?id=a&q=b", "/api/v1/explain?id=a&q=b",
      "/api/v1/cite?id=a&id=b&format=bibtex", "/api/v1/verify-quote?q=a&q=b", "/api/v1/stats",
      "/api/v1/export?q=a&format=csv&fields=id,title", "/api/v1/search?q=a&generation=1&offset=2",
    ]

    private static func get(_ target: String) -> String {
      "GET \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n"
    }

    private static func post(_ target: String, _ type: String, _ body: String) -> String {
      "POST \(target) HTTP/1.1\r\nHost: localhost\r\nContent-Type: \(type)\r\n"
        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private static let posts = [
      post("/api/v1/batch?input-format=tsv&limit=2", "text/plain", "q1\ta\nq2\tb c\n"),
      post("/api/v1/batch?input-format=jsonl", "text/plain", "{\"id\":\"1\",\"query\":\"a\"}\n"),
      post(
        "/mcp", "application/json",
        """
        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":\
        {"name":"search","arguments":{"q":"a","limit":2}}}
        """),
      post("/mcp", "application/json", #"[{"jsonrpc":"2.0","id":1,"method":"tools/list"}]"#),
      "POST /api/v1/batch HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "4\r\nq\ta\n\r\n0\r\n\r\n",
    ]

    private static let pipelined =
      get("/healthz") + get("/api/v1/search?q=a") + "HEAD / HTTP/1.0\r\n\r\n"

    private static let smuggled = [
      "POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n"
        + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: localhost\r\nHost: other\r\nContent-Length : 1\r\n\r\nx",
      "GET http://other/ HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n\r\n",
      "OPTIONS * HTTP/1.1\r\nHost: [::1]:80\r\nIf-None-Match: \"a\", W/\"b\"\r\n\r\n",
    ]
  }
#endif
