import TestSupport
import Testing
import Xunwen

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Folders that the server indexes, watches and reports about.
@Suite struct ServedFolderTests {
  private let folder = TemporaryDirectory()
  private var articles: String { folder.path(of: "articles") }

  init() { folder.makeDirectory("articles") }

  private func write(_ text: String, to name: String) {
    folder.write(Array(text.utf8), to: "articles/\(name)")
  }

  /// Runs the program on the folder. The updates need the threads that the tests of this process
  /// block.
  private func serving(_ options: String..., body: (_ port: Int) throws -> Void) throws {
    let (process, port) = start([articles] + options)
    try body(port)
    process.send(SIGTERM)
    let result = process.wait()
    #expect(result.status == 0, "\(result.errors)")
  }

  /// Asks until an answer satisfies a condition, and returns the last answer.
  private func ask(
    _ port: Int, _ target: String, until isWanted: (ReceivedAnswer) -> Bool
  ) throws -> ReceivedAnswer {
    let end = ContinuousClock.now + .seconds(30)
    while true {
      let answer = try #require(ClientSocket(port: port).get(target))
      if isWanted(answer) { return answer }
      guard ContinuousClock.now < end else {
        Issue.record("\(target): \(answer.status) \(answer.text)")
        return answer
      }
      pause(milliseconds: 20)
    }
  }

  private func waitForTotal(_ total: Int, _ query: String, _ port: Int) throws {
    let target = "/api/v1/search?limit=0&format=jsonl&match=all&q=\(query.encoded)"
    _ = try ask(port, target) { $0.status == 200 && $0.text.contains("\"total\":\(total),") }
  }

  private static let state = "/api/v1/indexing"

  @Test func `a folder is indexed while the server answers`() throws {
    write("养老服务第一号", to: "a.txt")
    folder.makeDirectory("articles/2023")
    write("养老服务第二号", to: "2023/b.txt")
    write("{\"text\":\"养老服务第三号\"}\n{\"text\":3\n", to: "c.jsonl")
    try serving("--no-watch") { port in
      let report = try ask(port, Self.state) { $0.text.contains("\"state\":\"current\"") }
      #expect(report.fields["cache-control"] == "no-store")
      for part in [
        "\"articles\":3", "\"files\":3", "\"total_files\":3", "\"failures\":1",
        "\"path\":\"c.jsonl:2\"", "\"folder\":\"articles\"", "\"watch\":[\"off\"]",
        "\"error\":null",
      ] {
        #expect(report.text.contains(part), "\(part): \(report.text)")
      }
      try waitForTotal(3, "养老服务", port)
      let head = try #require(ClientSocket(port: port).get(Self.state, method: "HEAD"))
      #expect(head.status == 200 && head.fields["content-type"] == "application/json")
      #expect(ClientSocket(port: port).get(Self.state, method: "DELETE")?.status == 405)
    }
    // The index is reused: it answers at once, and the next start finds new files.
    write("养老服务第四号", to: "d.txt")
    try serving("--no-watch") { port in
      #expect(ClientSocket(port: port).get("/api/v1/stats")?.status == 200)
      try waitForTotal(4, "养老服务", port)
    }
  }

  @Test func `an index without a commit is asked for later`() throws {
    try serving { port in
      let report = try ask(port, Self.state) { $0.text.contains("\"state\":\"failed\"") }
      #expect(
        report.text.contains("no articles found") && report.text.contains("\"generation\":null"))
      for target in ["/api/v1/search?q=a", "/api/v1/stats", "/api/v1/indexes"] {
        let answer = try #require(ClientSocket(port: port).get(target))
        #expect(answer.status == 503 && answer.fields["retry-after"] == "1", "\(target)")
        #expect(answer.text.contains("\"reason\":\"indexing\""), "\(answer.text)")
      }
      #expect(ClientSocket(port: port).get("/")?.status == 200)
      #expect(ClientSocket(port: port).get("/metrics")?.status == 200)
      #if os(Linux)
        // A change is the remedy, and is not waited for as long as for another attempt.
        write("养老服务", to: "a.txt")
        try waitForTotal(1, "养老服务", port)
      #endif
    }
  }

  #if os(Linux)
    @Test func `changes of files are followed`() throws {
      write("养老服务第一号", to: "a.txt")
      write("养老服务第二号", to: "b.txt")
      try serving("--prune") { port in
        try waitForTotal(2, "养老服务", port)
        let report = try ask(port, Self.state) { $0.text.contains("\"state\":\"current\"") }
        // A container may keep its files where changes are not reported.
        guard report.text.contains("\"watch\":[\"inotify\"]") else { return }
        write("托育服务第一号", to: "a.txt")
        folder.makeDirectory("articles/new")
        folder.makeDirectory("articles/new/inside")
        write("养老服务第三号", to: "new/inside/c.txt")
        try waitForTotal(1, "托育服务", port)
        try waitForTotal(2, "养老服务", port)
        try FileSystem.move("\(articles)/new", to: folder.path(of: "moved"))
        try FileSystem.remove("\(articles)/b.txt")
        try waitForTotal(0, "养老服务", port)
      }
    }
  #endif

  private func start(_ arguments: [String]) -> (process: RunningProcess, port: Int) {
    var process = ChildProcess(TestFile.executable("xunwen"))
    process.environment = ["LANG=C.UTF-8", "TMPDIR=/tmp"]
    let running = process.start((["serve", "--port", "0"] + arguments).map { Array($0.utf8) })
    let end = ContinuousClock.now + .seconds(120)
    while ContinuousClock.now < end {
      let text = String(decoding: running.outputSoFar, as: UTF8.self)
      if let match = text.wholeMatch(of: /http:\/\/127\.0\.0\.1:([0-9]+)\/\n/) {
        return (running, Int(match.1) ?? 0)
      }
      pause(milliseconds: 5)
    }
    return (running, 0)
  }

  @Test func `another writer delays an update`() throws {
    write("养老服务", to: "a.txt")
    let index = folder.path(of: "index")
    var writer: ArchiveWriter? = try ArchiveWriter(creatingAt: index)
    let (process, port) = start([articles, "--index", index])
    let report = try ask(port, Self.state) { $0.text.contains("\"state\":\"locked\"") }
    #expect(report.text.contains("another process is writing the index"))
    withExtendedLifetime(writer) {}
    writer = nil
    try waitForTotal(1, "养老服务", port)
    process.send(SIGTERM)
    let result = process.wait()
    #expect(result.status == 0 && result.errors.contains("the update is tried again"))
    #expect(result.errors.contains("1 added"))
  }

  @Test func `a signal keeps the articles that were read`() throws {
    let count = 4000
    for number in 0..<4 {
      let records = (0..<count / 4).map { "{\"text\":\"养老服务第\(number)批第\($0)号。\"}\n" }
      write(records.joined(), to: "\(number).jsonl")
    }
    let (process, port) = start([articles, "--no-watch", "--jobs", "1", "--memory", "16M"])
    _ = try ask(port, Self.state) { !$0.text.contains("\"state\":\"waiting\"") }
    process.send(SIGTERM)
    let result = process.wait()
    #expect(result.status == 0, "\(result.errors)")
    let (next, nextPort) = start([articles, "--no-watch"])
    try waitForTotal(count, "养老服务", nextPort)
    next.send(SIGTERM)
    #expect(next.wait().status == 0)
  }

  @Test func `a place without room for an index is refused`() {
    write("养老服务", to: "a.txt")
    func fail(_ arguments: String...) -> String {
      var process = ChildProcess(TestFile.executable("xunwen"))
      process.environment = ["LANG=C.UTF-8", "TMPDIR=/tmp"]
      let result = process.run((["serve", "--port", "0"] + arguments).map { Array($0.utf8) })
      #expect(result.status == 2)
      return result.errors
    }
    #expect(fail(articles, "--index", "\(articles)/a.txt/index").contains("--index"))
    #expect(fail("\(articles)/a.txt").contains("--index"))
    #expect(fail(folder.path(of: "none")).contains("there is no such folder"))
    #expect(fail(articles, "--watch", articles).contains("--watch"))
    #expect(fail(articles, "--index", "a", "--index", "b").contains("--index"))
  }
}
