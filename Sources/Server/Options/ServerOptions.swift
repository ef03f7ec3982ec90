import NIOCore
public import Xunwen

/// The options of a server.
public struct ServerOptions: Sendable {
  /// The folder of an index and the name by which requests choose it.
  public struct Index: Sendable {
    public let name: String
    public let path: String
    /// The folders that the server indexes; nil for an index that only others change.
    public var source: IndexSource?

    public init(name: String, path: String, source: IndexSource? = nil) {
      (self.name, self.path, self.source) = (name, path, source)
    }
  }

  /// Folders of articles that the server keeps in an index.
  public struct IndexSource: Sendable {
    public var folders: [String]
    public var options: IndexingOptions
    /// True to update the index when files change, false to update it at the start only.
    public var isWatched: Bool

    /// The least number of articles in the first commit of an index, unless there are fewer.
    static let firstCommit = 1000

    /// - Parameter options: the options of updates. Commits are made during an update, so that its
    ///   articles can be searched.
    public init(folders: [String], options: IndexingOptions, isWatched: Bool) {
      (self.folders, self.options, self.isWatched) = (folders, options, isWatched)
      self.options.commitEvery = Self.firstCommit
      self.options.commitGrowth = 1
    }
  }

  /// The form of the access log.
  public enum LogForm: String, Sendable, CaseIterable {
    case text, json
  }

  /// The indexes; the first one answers requests without a name. There must be one.
  public var indexes: [Index]
  /// The address or name to listen on.
  public var host = "127.0.0.1"
  /// The port; 0 for any free port.
  public var port = 8080
  /// The path of a Unix socket to listen on instead.
  public var unixSocket: String?
  /// The names that the header Host may have besides the loopback names and `host`.
  public var allowedHosts: [String] = []
  /// The addresses of the proxies that may name the client; `unix` for a Unix socket.
  public var trustedProxies: [String] = []
  /// The secret that requests must have; nil to answer everybody.
  public var token: String?
  /// The number of threads that answer questions, and of questions that may wait for them.
  public var threads = 2
  public var queue = 128
  /// The largest number of streamed answers at a time.
  public var streams = 4
  /// The form of the access log; nil for no log.
  public var accessLog: LogForm?
  /// True when the access log contains the parameters of requests.
  public var logsQueries = true
  public var limits = Limits()

  /// The bounds of connections and requests.
  public struct Limits: Sendable {
    public var connections = 1024
    /// The bytes of a header field, of the path with its parameters, and of all fields.
    public var headerField = 16 << 10
    public var headers = 32 << 10
    public var headerCount = 64
    /// The bytes of a body that a route reads, and of a body that is ignored.
    public var body = 16 << 20
    public var ignoredBody = 64 << 10
    /// The seconds until a connection has sent the head of its next request.
    public var idle = 60.0
    /// The seconds until a body is complete.
    public var bodyTime = 30.0
    /// The seconds of an answer that is not streamed.
    public var answer = 30.0
    /// The seconds in which a reader must take each piece of an answer.
    public var write = 30.0
    /// The seconds in which a stopping server completes its answers.
    public var stop = 60.0

    public init() {}

    /// The shortest time of a phase of a connection.
    var shortest: Double { min(2, idle, bodyTime, answer, write) }
  }

  /// True for a host that only programs of this machine can reach.
  public static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1" || host.hasPrefix("127.") && isAddress(host)
  }

  /// True for an address of a proxy: an IP address, or `unix`.
  public static func isProxyAddress(_ text: String) -> Bool {
    text == unixProxy || isAddress(text)
  }

  /// The address of a proxy that uses the Unix socket.
  static let unixProxy = "unix"

  static func isAddress(_ host: String) -> Bool {
    (try? SocketAddress(ipAddress: host, port: 0)) != nil
  }

  public init(indexes: [Index]) { self.indexes = indexes }
}
