import Server
import TestSupport
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The headers by which proxies name the client.
@Suite struct ProxyTests {
  private let corpus = ServedCorpus.shared
  private static let token = "correct horse battery"

  private func options(trusted: [String]) -> ServerOptions {
    var options = corpus.options
    options.trustedProxies = trusted
    options.allowedHosts = ["archive.example"]
    return options
  }

  private static let list = "/api/v1/search?q=\("养老".encoded)&limit=1"

  @Test func `a trusted proxy names the host and the scheme`() async throws {
    var options = options(trusted: ["127.0.0.1"])
    options.token = Self.token
    try await withServer(options) { port in
      let client = ClientSocket(port: port)
      let (https, host) = ("X-Forwarded-Proto: https", "X-Forwarded-Host: archive.example")
      let bearer = "Authorization: Bearer \(Self.token)"
      let form = "token=correct+horse+battery"
      #expect(
        client.post("/sign-in", form, https)?.fields["set-cookie"]?.contains("; Secure") ?? false)
      #expect(!(client.post("/sign-in", form)?.fields["set-cookie"]?.contains("Secure") ?? true))
      let link = client.get(Self.list, bearer, https, host)?.fields["link"]
      #expect(
        link?.hasPrefix("<https://archive.example/api/v1/search?q=") ?? false, "\(link ?? "")")
      #expect(
        client.get(Self.list, bearer, host)?.fields["link"]?.hasPrefix("<http://archive") ?? false)
      #expect(client.get(Self.list, bearer, "X-Forwarded-Host: evil.example")?.status == 421)
      let odd = client.get(Self.list, bearer, "Host: localhost", "X-Forwarded-Host: a>; rel=evil")
      #expect(odd?.fields["link"]?.hasPrefix("</api/v1/") ?? false)
    }
  }

  @Test func `the headers of others are ignored`() async throws {
    for trusted in [[], ["10.0.0.1"], ["unix"], ["::1"]] as [[String]] {
      var options = options(trusted: trusted)
      options.token = Self.token
      try await withServer(options) { port in
        let client = ClientSocket(port: port)
        let fields = [
          "X-Forwarded-Proto: https", "X-Forwarded-Host: archive.example",
          "X-Forwarded-For: 127.0.0.1", "Host: localhost",
        ].joined(separator: "\r\n")
        let signedIn = client.post(
          "/sign-in", "token=correct+horse+battery", "X-Forwarded-Proto: https")
        #expect(signedIn?.status == 303)
        #expect(!(signedIn?.fields["set-cookie"]?.contains("Secure") ?? true))
        let link = client.get(Self.list, "Authorization: Bearer \(Self.token)", fields)?.fields[
          "link"]
        #expect(link?.hasPrefix("</api/v1/search?") ?? false)
        // Another name of the server does not come in by a header that nobody checks.
        let answer = client.get("/", "X-Forwarded-Host: localhost\r\nHost: evil.example")
        #expect(answer?.status == 421)
      }
    }
  }

  @Test func `the access log has the client that the trusted proxies name`() throws {
    for (options, header, client) in [
      (["--trusted-proxy", "127.0.0.1"], "192.0.2.1, 192.0.2.7", "192.0.2.7"),
      (
        ["--trusted-proxy", "127.0.0.1", "--trusted-proxy", "192.0.2.7"], "192.0.2.1, 192.0.2.7",
        "192.0.2.1"
      ),
      (["--trusted-proxy", "127.0.0.1"], "192.0.2.1, nonsense", "127.0.0.1"),
      (["--trusted-proxy", "127.0.0.1"], "[2001:db8::1]:99", "2001:db8::1"),
      (["--trusted-proxy", "127.0.0.2"], "192.0.2.1", "127.0.0.1"), ([], "192.0.2.1", "127.0.0.1"),
    ] {
      var process = ChildProcess(TestFile.executable("xunwen"))
      process.environment = ["LANG=C.UTF-8", "TMPDIR=/tmp", "XUNWEN_INDEX=\(corpus.index)"]
      let arguments = ["serve", "--port", "0", "--access-log", "json"] + options
      let running = process.start(arguments.map { Array($0.utf8) })
      let end = ContinuousClock.now + .seconds(120)
      var port: Int?
      while port == nil, ContinuousClock.now < end {
        let text = String(decoding: running.outputSoFar, as: UTF8.self)
        port = text.wholeMatch(of: /http:\/\/127\.0\.0\.1:([0-9]+)\/\n/).flatMap { Int($0.1) }
        pause(milliseconds: 5)
      }
      _ = ClientSocket(port: port ?? 0).get("/healthz", "X-Forwarded-For: \(header)")
      running.send(SIGTERM)
      #expect(running.wait().errors.contains("\"client\":\"\(client)\""), "\(options) \(header)")
    }
  }

  @Test func `an address of a proxy is an IP address`() {
    let result = corpus.run("serve", "--port", "0", "--trusted-proxy", "proxy.example")
    #expect(result.status == 2 && result.errors.contains("--trusted-proxy proxy.example"))
  }
}
