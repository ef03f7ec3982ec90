import ArgumentParser
import Server
import Wire
import Xunwen

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve indexes to browsers and programs over HTTP.",
    usage: "xunwen serve [<folder> ...] [<options>]",
    discussion: """
      Serves a page for people at /, the API below /api/v1/, which has the parameters
      and the JSON rows of the commands, and the Model Context Protocol at /mcp. New
      commits are followed. The address is printed when the server is ready.
      Everybody on this machine may ask; any address other than loopback requires
      --token-file or --allow-anonymous. See docs/SERVER.md.

      Folders of articles are indexed while the server answers: at the start, and
      when files change. The page shows the progress, and finds the articles that
      are committed. The index of a folder is the hidden folder .xunwen in it; with
      --index, all folders go into that index. Reading follows the rules of `xunwen
      index`, and so do the options below that have the same names; --jobs threads
      answer, and as many index.

      Example:
        xunwen serve corpus --open
        xunwen serve --open
        xunwen serve --index news=news.index --index policy=policy.index --port 8080
        curl -sG http://127.0.0.1:8080/api/v1/search --data-urlencode q=托育服务

      SIGTERM and SIGINT end the server when it has answered the requests that it
      accepted; a second signal ends it at once.
      Exit status: 0, 2 on error.
      """)

  @Argument(
    help: ArgumentHelp("Folders of articles to index and to watch.", valueName: "folder"))
  var folders: [String] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      """
      Folder of an index, with a name for the parameter index. May be repeated; the first index \
      is used without a name. (default: .xunwen in each given folder; without folders, \
      $XUNWEN_INDEX, else ./index)
      """, valueName: "[name=]folder"))
  var index: [String] = []

  @Option(
    help: ArgumentHelp(
      "Update the first index from this folder when files change. May be repeated.",
      valueName: "folder"))
  var watch: [String] = []

  @Flag(help: "Update the index from its folders at the start only.")
  var noWatch = false

  @Flag(help: "Remove articles whose file, or whose record in a file, no longer exists.")
  var prune = false

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
    help: ArgumentHelp(
      """
      Address of a proxy whose X-Forwarded-For, -Proto and -Host count; unix for the Unix socket. \
      May be repeated.
      """, valueName: "address"))
  var trustedProxy: [String] = []

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

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var fields: DeclaredFields

  func validate() throws {
    try Limits.check(port, in: 0...65_535, "--port")
    try Limits.check(queue, in: 0...1_000_000, "--queue")
    try Limits.check(timeLimit, in: 0.1...86_400, "--time-limit")
    try Limits.check(maxConnections, in: 1...100_000, "--max-connections")
    for address in trustedProxy where !ServerOptions.isProxyAddress(address) {
      throw ValidationError("--trusted-proxy \(address): write an IP address, or unix")
    }
    if !folders.isEmpty, !watch.isEmpty {
      throw ValidationError("the given folders are watched; --watch is for an index without them")
    }
    if noWatch, !watch.isEmpty {
      throw ValidationError("--watch and --no-watch exclude each other")
    }
    if !folders.isEmpty, index.count > 1 {
      throw ValidationError("folders go into one index; give --index once, or not at all")
    }
    for folder in folders + watch { try Limits.checkFolder(folder) }
    try ServedFolders.check(try indexes)
    if unixSocket == nil, !ServerOptions.isLoopback(host), tokenFile == nil, !allowAnonymous {
      throw ValidationError(
        "--host \(host) is not loopback, and requires --token-file or --allow-anonymous")
    }
  }

  private var indexes: [ServerOptions.Index] {
    get throws {
      let sources = folders + watch
      if index.isEmpty, !folders.isEmpty {
        return try folders.map { folder in
          ServerOptions.Index(
            name: FilePath.name(FileSystem.realPath(folder)),
            path: FilePath.join(folder, Self.hiddenIndex), source: try source([folder]))
        }
      }
      let given = index.isEmpty ? [ServedFolders.usual] : index
      var indexes = given.map(ServedFolders.index)
      if !sources.isEmpty { indexes[0].source = try source(sources) }
      return indexes
    }
  }

  /// The name of the index in a folder of articles. Scans skip it, because it is hidden.
  private static let hiddenIndex = ".xunwen"

  private func source(_ folders: [String]) throws -> ServerOptions.IndexSource {
    var options = try reading.options(declaring: fields.declarations)
    options.jobs = threads.count
    options.prunes = prune
    return ServerOptions.IndexSource(folders: folders, options: options, isWatched: !noWatch)
  }

  /// Refuses folders that do not exist, and files, which have no place for an index.
  private func checkFolders() throws {
    for folder in folders + watch {
      guard let facts = try FileSystem.factsIfExists(of: folder) else {
        throw CommandFailure("\(folder): there is no such folder")
      }
      if index.isEmpty, watch.isEmpty, facts.kind != .directory {
        throw CommandFailure("\(folder): not a folder; name a folder for its index with --index")
      }
    }
  }

  func run() async throws {
    try checkFolders()
    let options = try options
    if options.indexes.contains(where: { $0.source != nil }) {
      try MemoryLimit.check(IndexingOptions.leastAddressSpace)
      Process.returnFreedMemory()
    }
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
    } catch let failure as UnwritableIndex {
      throw CommandFailure("\(failure); name another folder with --index")
    }
  }

  private var options: ServerOptions {
    get throws {
      var options = ServerOptions(indexes: try indexes)
      options.host = host
      options.port = port
      options.unixSocket = unixSocket
      options.allowedHosts = allowHost
      options.trustedProxies = trustedProxy
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
