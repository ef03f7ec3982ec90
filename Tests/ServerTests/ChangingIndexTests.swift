import Server
import TestSupport
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Commits and signals while requests are answered.
@Suite struct ChangingIndexTests {
  private let folder = TemporaryDirectory()

  private func run(_ arguments: String..., input: String = "") -> ProcessResult {
    program.run(arguments.map { Array($0.utf8) }, input: Array(input.utf8))
  }

  private var program: ChildProcess {
    var process = ChildProcess(TestFile.executable("xunwen"))
    process.environment = [
      "LANG=C.UTF-8", "TMPDIR=/tmp", "XUNWEN_INDEX=\(folder.path(of: "index"))",
    ]
    return process
  }

  /// Adds an article. Commit *n* has *n* articles with the word.
  private func commit(_ number: Int) {
    let record = "{\"id\":\"a\(number)\",\"text\":\"养老服务第\(number)号\"}\n"
    let result = run("index", "-", input: record)
    #expect(result.status == 0, "\(result.errors)")
  }

  private var options: ServerOptions {
    ServerOptions(patientlyServing: folder.path(of: "index"), as: "index")
  }

  @Test func `readers see whole commits while others follow`() async throws {
    commit(1)
    let commits = 8
    try await withServer(options) { port in
      // A merge is a commit, too: a commit has a total of its own, whoever asks.
      let totals = await withTaskGroup(of: [Int: Int].self) { group in
        for _ in 0..<8 {
          group.addTask {
            let client = ClientSocket(port: port)
            var seen: [Int: Int] = [:]
            var last = (generation: 0, total: 0)
            while last.total < commits {
              let target = "/api/v1/search?q=\("养老".encoded)&limit=100&format=jsonl"
              guard let answer = client.get(target),
                let generation = answer.fields["x-xunwen-generation"].flatMap({ Int($0) }),
                let total = answer.text.firstMatch(of: /"total":([0-9]+),/).flatMap({ Int($0.1) })
              else {
                Issue.record("no answer after commit \(last)")
                return seen
              }
              #expect(answer.text.matches(of: /"type":"hit"/).count == total, "\(answer.text)")
              #expect(generation >= last.generation && total >= last.total)
              #expect(seen[generation] ?? total == total)
              last = (generation, total)
              seen[generation] = total
              await Task.yield()
            }
            return seen
          }
        }
        for number in 2...commits {
          commit(number)
          try? await Task.sleep(for: .milliseconds(400))
        }
        return await group.reduce(into: [Int: Set<Int>]()) { all, seen in
          for (generation, total) in seen { all[generation, default: []].insert(total) }
        }
      }
      #expect(totals.values.allSatisfy { $0.count == 1 } && totals.count > 2)
      // The last answer is that of the command.
      let answer = ClientSocket(port: port).get("/api/v1/search?q=\("养老".encoded)&format=jsonl")
      #expect(answer?.masked == run("search", "养老", "--json").output.maskingTimes)
    }
  }

  @Test func `a page stays on its commit until the commit is gone`() async throws {
    commit(1)
    try await withServer(options) { port in
      let client = ClientSocket(port: port)
      func total(_ generation: Int) -> Int? {
        let target = "/api/v1/search?q=\("养老".encoded)&format=jsonl&generation=\(generation)"
        guard let answer = client.get(target) else { return nil }
        if answer.status == 410 { return 410 }
        return answer.text.firstMatch(of: /"total":([0-9]+)/).flatMap { Int($0.1) }
      }
      for number in 2...4 {
        commit(number)
        let end = ContinuousClock.now + .seconds(120)
        while total(number) != number, ContinuousClock.now < end { pause(milliseconds: 50) }
        #expect(total(number) == number && total(number - 1) == number - 1)
      }
      #expect(total(1) == 410 && total(2) == 2)
    }
  }

  @Test func `a new dictionary changes the validator`() async throws {
    commit(1)
    try await withServer(options) { port in
      let client = ClientSocket(port: port)
      let target = "/api/v1/search?q=\("养老".encoded)"
      let tag = client.get(target)?.fields["etag"]
      #expect(run("dict", "add", "养老服务").status == 0)
      let end = ContinuousClock.now + .seconds(120)
      while client.get(target)?.fields["etag"] == tag, ContinuousClock.now < end {
        pause(milliseconds: 50)
      }
      #expect(client.get(target)?.fields["etag"] != tag)
    }
  }

  /// Starts the program, and returns its port when it is ready.
  private func serve(_ arguments: String...) -> (process: RunningProcess, port: Int?) {
    let all = ["serve", "--port", "0"] + arguments
    let process = program.start(all.map { Array($0.utf8) })
    let end = ContinuousClock.now + .seconds(120)
    while ContinuousClock.now < end {
      let text = String(decoding: process.outputSoFar, as: UTF8.self)
      if let match = text.wholeMatch(of: /http:\/\/127\.0\.0\.1:([0-9]+)\/\n/) {
        return (process, Int(match.1))
      }
      pause(milliseconds: 5)
    }
    return (process, nil)
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func `a signal ends the server after its answers`(signal: Int32) throws {
    let text = (0..<300).map { "{\"id\":\"a\($0)\",\"text\":\"养老服务第\($0)号，托育服务同步发展。\"}\n" }
    #expect(run("index", "-", input: text.joined()).status == 0)
    let (process, port) = serve("--jobs", "1", "--access-log", "json")
    let clients = (0..<20).map { _ in ClientSocket(port: port ?? 0) }
    // The connections are accepted.
    for client in clients { #expect(client.get("/healthz")?.status == 200) }
    let target = "/api/v1/ngrams?n=1..8&by=characters&limit=100&min-frequency=1"
    for client in clients { client.send("GET \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n") }
    process.send(signal)
    for client in clients {
      let answer = client.readAnswer()
      #expect(answer?.status == 200 && answer?.text.hasSuffix("\n]\n") ?? false)
      #expect(client.isAtEnd())
    }
    let result = process.wait()
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.errors.split(separator: "\n")
    #expect(lines.count == 40 && lines.allSatisfy { $0.contains("\"status\":200") })
  }

  @Test func `the access log can leave out the parameters`() throws {
    commit(1)
    for (form, option, isLogged) in [
      ("text", "--log-queries", true), ("json", "--no-log-queries", false),
    ] {
      let (process, port) = serve("--access-log", form, option)
      _ = ClientSocket(port: port ?? 0).get("/api/v1/search?q=secret")
      process.send(SIGTERM)
      let result = process.wait()
      #expect(result.errors.contains("/api/v1/search"))
      #expect(result.errors.contains("secret") == isLogged, "\(result.errors)")
    }
  }

  @Test func `an address that others can reach requires a token`() {
    commit(1)
    let result = run("serve", "--host", "0.0.0.0", "--port", "0")
    #expect(result.status == 2)
    #expect(result.errors.contains("--token-file or --allow-anonymous"))
    folder.write(Array("short\n".utf8), to: "token")
    let short = run("serve", "--port", "0", "--token-file", folder.path(of: "token"))
    #expect(short.status == 2 && short.errors.contains("at least 16 bytes"))
    let missing = run("serve", "--port", "0", "--index", folder.path(of: "none"))
    #expect(missing.status == 2 && missing.errors.contains("no index at"))
  }
}
