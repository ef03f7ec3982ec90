import ArgumentParser
import Server
import Wire
import Xunwen

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve indexes to browsers and programs over HTTP.",
    usage: "xunwen serve [<options>]",
    discussion: """
      Serves a page for people at /, the API below /api/v1/, which has the parameters
      and the JSON rows of the commands, and the Model Context Protocol for assistants
      at /mcp. New commits are followed. The address is printed when the server is
      ready. Everybody on this machine may ask; any address other than loopback
      requires --token-file or --allow-anonymous. See docs/SERVING.md.

      Example:
        xunwen serve --open
        xunwen serve --index news=news.index --index policy=policy.index --port 8080
        curl -sG http://127.0.0.1:8080/api/v1/search --data-urlencode q=托育服务

      SIGTERM and SIGINT end the server when it has answered the requests that it
      accepted; a second signal ends it at once.
      Exit status: 0, 2 on error.
      """)

  @OptionGroup var indexes: ServedFolders

  @Option(help: ArgumentHelp("Address to listen on.", valueName: "host"))
  var host = "127.0.0.1"

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Port; 0 for any free one.", valueName: "number"))
  var port = 8080

  @Option(help: ArgumentHelp("Listen on a Unix socket instead.", valueName: "path"))
  var unixSocket: String?

  @Flag(help: "Open the page in the browser.")
  var open = false

  @Option(
    help: ArgumentHelp(
      "A further name of the server, such as one that a proxy forwards. May be repeated.",
      valueName: "name"))
  var allowHost: [String] = []

  @Option(
    help: ArgumentHelp("File with the token that requests must have.", valueName: "file"))
  var tokenFile: String?

  @Flag(help: "Answer everybody, at an address other than loopback, too.")
  var allowAnonymous = false

  @OptionGroup var threads: AnsweringThreads

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Questions that may wait for a thread; others are refused.", valueName: "count"))
  var queue = 128

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Longest time of an answer; exports have no limit.", valueName: "seconds"))
  var timeLimit = 30.0

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Connections at a time.", valueName: "count"))
  var maxConnections = 1024

  @Option(
    help: ArgumentHelp("Write a line for each request to standard error.", valueName: "form"))
  var accessLog: ServerOptions.LogForm?

  @Flag(inversion: .prefixedNo, help: "Include the parameters of requests in the access log.")
  var logQueries = true

  func validate() throws {
    try Limits.check(port, in: 0...65_535, "--port")
    try Limits.check(queue, in: 0...1_000_000, "--queue")
    try Limits.check(timeLimit, in: 0.1...86_400, "--time-limit")
    try Limits.check(maxConnections, in: 1...100_000, "--max-connections")
    if unixSocket == nil, !ServerOptions.isLoopback(host), tokenFile == nil, !allowAnonymous {
      throw ValidationError(
        "--host \(host) is not loopback, and requires --token-file or --allow-anonymous")
    }
  }

  func run() async throws {
    let options = try options
    let opensBrowser = open
    do {
      try await Interruption.cancelling {
        let server = try await Self.started(options)
        let output = StandardOutput()
        try output.write(server.address + "\n")
        try output.flush()
        if opensBrowser, server.port != nil { Process.openBrowser(at: server.address) }
        // The signal cancels this task.
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(86_400)) }
        await Task { await server.stop() }.value
      }
    } catch is CancellationError {}
  }

  private static func started(_ options: ServerOptions) async throws -> Server {
    do {
      return try await Server.start(options)
    } catch let failure as ListeningFailure {
      throw CommandFailure("\(failure)")
    }
  }

  private var options: ServerOptions {
    get throws {
      var options = ServerOptions(indexes: indexes.list)
      options.host = host
      options.port = port
      options.unixSocket = unixSocket
      options.allowedHosts = allowHost
      options.token = try tokenFile.map(Self.token)
      options.threads = threads.count
      options.queue = queue
      options.accessLog = accessLog
      options.logsQueries = logQueries
      options.limits.answer = timeLimit
      options.limits.connections = maxConnections
      return options
    }
  }

  /// The bytes of the shortest token, which nobody can guess.
  private static let shortestToken = 16

  private static func token(ofFile path: String) throws -> String {
    var lines = try TextLines(path)
    guard let token = try lines.nextFilled()?.text.get().trimmingSpaces(),
      token.utf8.count >= shortestToken
    else {
      throw CommandFailure("\(path): the token must have at least \(shortestToken) bytes")
    }
    return token
  }
}
