import Server
import TestSupport
import Testing

/// An index of the example corpus, shared by the tests that do not change it.
final class ServedCorpus: Sendable {
  static let shared = ServedCorpus()

  let folder = TemporaryDirectory()
  var index: String { folder.path(of: "index") }

  private init() {
    let corpus = TestFile.folder(above: #filePath, levels: 3) + "/corpus"
    let result = run("index", corpus)
    precondition(result.status == 0, result.errors)
  }

  /// Runs the program on the index.
  func run(_ arguments: String..., input: String = "") -> ProcessResult {
    run(arguments, input: input)
  }

  func run(_ arguments: [String], input: String = "") -> ProcessResult {
    var process = ChildProcess(TestFile.executable("xunwen"))
    process.environment = ["LANG=C.UTF-8", "TMPDIR=/tmp", "XUNWEN_INDEX=\(index)"]
    return process.run(arguments.map { Array($0.utf8) }, input: Array(input.utf8))
  }

  /// The options of a server for the index on any free port.
  var options: ServerOptions { ServerOptions(patientlyServing: index, as: "corpus") }
}

extension ServerOptions {
  /// Options for an index at any free port. The limits of time are too long for a loaded machine to
  /// reach them.
  init(patientlyServing path: String, as name: String) {
    self.init(indexes: [.init(name: name, path: path)])
    port = 0
    limits.idle = 3600
    limits.bodyTime = 3600
    limits.answer = 3600
    limits.write = 3600
  }
}

/// Starts a server, calls a closure with its port, and stops the server.
func withServer(
  _ options: ServerOptions = ServedCorpus.shared.options,
  _ body: @Sendable (_ port: Int) async throws -> Void
) async throws {
  let server = try await Server.start(options)
  do {
    try await body(server.port ?? 0)
  } catch {
    await server.stop()
    throw error
  }
  await server.stop()
}

extension ClientSocket {
  /// Sends a request without a body, and reads its answer.
  func get(
    _ target: String, method: String = "GET", _ fields: String...
  ) -> ReceivedAnswer? {
    let lines = fields.map { $0 + "\r\n" }.joined()
    let host = lines.lowercased().contains("host:") ? "" : "Host: localhost\r\n"
    send("\(method) \(target) HTTP/1.1\r\n\(host)\(lines)\r\n")
    return readAnswer(isHead: method == "HEAD")
  }

  /// Sends a request with a body, and reads its answer.
  func post(_ target: String, _ body: String, _ fields: String...) -> ReceivedAnswer? {
    let lines = fields.map { $0 + "\r\n" }.joined()
    let length = "Content-Length: \(body.utf8.count)\r\n"
    send("POST \(target) HTTP/1.1\r\nHost: localhost\r\n\(length)\(lines)\r\n\(body)")
    return readAnswer()
  }
}
