#if LIBFUZZER
  import Server
  import Synchronization
  import TestSupport

  /// A server at a Unix socket, whose connections receive the inputs.
  final class FuzzedServer: Sendable {
    private let folder = TemporaryDirectory()
    private let server: Server
    private var socket: String { folder.path(of: "socket") }
    private let count = Atomic(0)
    private let usual: ReceivedAnswer

    /// A question whose answer must not change.
    private static let question =
      "GET /api/v1/timeline?by=year&q=%E5%85%AC%E7%A7%AF%E9%87%91 HTTP/1.1\r\nHost: localhost\r\n\r\n"

    /// Serves the index at `XUNWEN_INDEX`.
    init() async throws {
      let index = TestFile.environment("XUNWEN_INDEX") ?? "index"
      var options = ServerOptions(indexes: [.init(name: "fuzzed", path: index)])
      options.unixSocket = folder.path(of: "socket")
      options.limits.body = 1 << 12
      server = try await Server.start(options)
      guard let answer = Self.answer(folder.path(of: "socket")), answer.status == 200 else {
        fatalError("the server does not answer")
      }
      usual = answer
    }

    private static func answer(_ path: String) -> ReceivedAnswer? {
      let connection = ClientSocket(path: path)
      connection.send(question)
      return connection.readAnswer()
    }

    /// Sends bytes on a connection of their own, and reads until the server closes it.
    ///
    /// The server must close it by itself, soon after the client has sent everything. Nothing may
    /// be an internal error. From time to time, a question is answered as before.
    func ask(_ bytes: [UInt8]) {
      let connection = ClientSocket(path: socket)
      connection.send(bytes)
      connection.finishSending()
      var received: [UInt8] = []
      while true {
        let piece = connection.readSome()
        if piece.isEmpty { break }
        received += piece
      }
      if !received.isEmpty, !received.starts(with: "HTTP/1.".utf8) {
        fatalError("no HTTP: \(String(decoding: received.prefix(80), as: UTF8.self))")
      }
      if received.dropFirst(9).starts(with: "500".utf8) { fatalError("internal error") }
      guard count.add(1, ordering: .relaxed).newValue % 1000 == 0 else { return }
      guard let answer = Self.answer(socket) else { fatalError("a valid question has no answer") }
      guard answer.status == 200, answer.body == usual.body else {
        fatalError("the answer to a valid question has changed: \(answer.status) \(answer.text)")
      }
    }
  }
#endif
