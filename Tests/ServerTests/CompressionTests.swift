import Server
import TestSupport
import Testing

/// Answers that are compressed by gzip.
@Suite struct CompressionTests {
  private let corpus = ServedCorpus.shared

  /// The decompressed bytes. A stream that is broken off gives the bytes so far.
  private func decompressed(_ bytes: [UInt8]) -> ProcessResult {
    ChildProcess("/usr/bin/gzip").run([Array("-dc".utf8)], input: bytes)
  }

  private static let search = "/api/v1/search?q=\("养老".encoded)&limit=50&format=jsonl"
  private static let accepts = "Accept-Encoding: br, gzip"

  @Test func `clients that accept gzip get the same bytes compressed`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      for target in [Self.search, "/", "/main.js", "/api/v1/openapi.json", "/api/v1/stats"] {
        let plain = try #require(client.get(target))
        #expect(plain.fields["content-encoding"] == nil)
        #expect(plain.fields["vary"]?.contains("Accept-Encoding") ?? false, "\(target)")
        let coded = try #require(client.get(target, Self.accepts))
        guard plain.body.count >= 1024 else { continue }
        #expect(coded.fields["content-encoding"] == "gzip", "\(target)")
        #expect(coded.fields["content-type"] == plain.fields["content-type"])
        #expect(coded.body.count < plain.body.count / 2, "\(target)")
        #expect(decompressed(coded.body).output.maskingTimes == plain.masked, "\(target)")
      }
    }
  }

  @Test func `the header Accept-Encoding decides`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      for (value, isCoded) in [
        ("gzip", true), ("GZIP", true), ("x-gzip", true), ("*", true), ("gzip;q=0.5, *;q=0", true),
        ("gzip; q=0", false), ("*;q=0", false), ("gzip;q=0, *", false), ("identity", false),
        ("br, deflate", false), ("", false),
      ] {
        let answer = try #require(client.get(Self.search, "Accept-Encoding: \(value)"))
        #expect((answer.fields["content-encoding"] == "gzip") == isCoded, "\(value)")
      }
      // Short answers do not gain.
      let short = client.get("/api/v1/search?q=a&limit=0", Self.accepts)
      #expect(short?.status == 200 && short?.fields["content-encoding"] == nil)
    }
  }

  @Test func `each coding has a validator of its own`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      for target in [Self.search, "/", "/api/v1/openapi.json"] {
        let plain = try #require(client.get(target)?.fields["etag"])
        let coded = try #require(client.get(target, Self.accepts)?.fields["etag"])
        #expect(plain != coded)
        let known = try #require(client.get(target, Self.accepts, "If-None-Match: \(coded)"))
        #expect(known.status == 304 && known.fields["etag"] == coded)
        #expect(known.fields["vary"]?.contains("Accept-Encoding") ?? false)
        #expect(known.fields["content-encoding"] == nil)
        #expect(client.get(target, "If-None-Match: \(coded)")?.status == 200)
        #expect(client.get(target, Self.accepts, "If-None-Match: \(plain)")?.status == 200)
      }
    }
  }

  @Test func `HEAD has the head of the compressed answer`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      for target in ["/", "/api/v1/openapi.json", "/api/v1/export?format=jsonl"] {
        let get = try #require(client.get(target, Self.accepts))
        let head = try #require(client.get(target, method: "HEAD", Self.accepts))
        #expect(head.status == 200 && head.body.isEmpty)
        for name in ["content-type", "content-encoding", "etag", "vary"] {
          #expect(head.fields[name] == get.fields[name], "\(target) \(name)")
        }
        #expect(head.fields["content-length"] == "\(get.body.count)", "\(target)")
      }
    }
  }

  @Test func `a streamed answer is compressed piece by piece`() async throws {
    try await withServer { port in
      let client = ClientSocket(port: port)
      let answer = try #require(client.get("/api/v1/export?format=jsonl", Self.accepts))
      #expect(answer.fields["transfer-encoding"] == "chunked")
      #expect(answer.fields["content-encoding"] == "gzip")
      let plain = corpus.run("export").output
      #expect(decompressed(answer.body).output == plain)
      // Every piece ends where all of it can be decompressed: the first chunk has the first piece.
      let raw = ClientSocket(port: port)
      raw.send(
        "GET /api/v1/export?format=jsonl HTTP/1.1\r\nHost: localhost\r\n\(Self.accepts)\r\n\r\n")
      let chunk = try #require(raw.readFirstChunk())
      #expect(chunk.count < answer.body.count)
      let part = decompressed(chunk).output
      #expect(part.utf8.count >= 1 << 18 && plain.hasPrefix(part))
    }
  }
}
