import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import Xunwen

/// An HTTP server for some indexes: the page for people at `/`, the API below `/api/v1/`, and the
/// Model Context Protocol at `/mcp`.
public final class Server: Sendable {
  private let site: Site
  private let group: MultiThreadedEventLoopGroup
  private let listener: any Channel
  private let connections: Connections
  private let follower: WorkPool
  private let following: RepeatedTask
  private let indexing: WorkPool
  private let watching: RepeatedTask?

  /// The address of the page; the path of the socket for a Unix socket.
  public let address: String
  /// The port; nil for a Unix socket.
  public var port: Int? { listener.localAddress?.port }

  /// Opens the indexes, and begins to answer.
  ///
  /// - Throws: errors of the indexes; the error of the system when the address cannot be used.
  public static func start(_ options: ServerOptions) async throws -> Server {
    let site = try Site(options)
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    do {
      let connections = Connections(most: options.limits.connections)
      let bootstrap = bootstrap(site, group, connections)
      let listener =
        if let path = options.unixSocket {
          try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true)
            .get()
        } else {
          try await bootstrap.bind(host: options.host, port: options.port).get()
        }
      return Server(site, group, listener, connections)
    } catch {
      site.pool.finish()
      site.streams.finish()
      try? await group.shutdownGracefully()
      let place = options.unixSocket ?? "\(options.host):\(options.port)"
      throw ListeningFailure(description: "cannot listen on \(place): \(error)")
    }
  }

  private init(
    _ site: Site, _ group: MultiThreadedEventLoopGroup, _ listener: any Channel,
    _ connections: Connections
  ) {
    (self.site, self.group, self.listener) = (site, group, listener)
    self.connections = connections
    let host = site.options.host.contains(":") ? "[\(site.options.host)]" : site.options.host
    address =
      site.options.unixSocket
      ?? "http://\(host):\(listener.localAddress?.port ?? site.options.port)/"
    let follower = WorkPool(threads: 1, queue: 0)
    self.follower = follower
    following = group.next().scheduleRepeatedTask(
      initialDelay: .seconds(1), delay: .seconds(1)
    ) { _ in
      _ = follower.submit { site.indexes.follow(report: ServerErrors.report) }
    }
    // Beginning to watch a large folder takes time, and must not delay the follower.
    let indexing = WorkPool(threads: 1, queue: 0)
    self.indexing = indexing
    let tick = TimeAmount.milliseconds(250)
    watching =
      site.indexers.isEmpty
      ? nil
      : group.next().scheduleRepeatedTask(initialDelay: .zero, delay: tick) { _ in
        _ = indexing.submit { for indexer in site.indexers { indexer.tick() } }
      }
  }

  private static func bootstrap(
    _ site: Site, _ group: MultiThreadedEventLoopGroup, _ connections: Connections
  ) -> ServerBootstrap {
    let limits = site.options.limits
    var decoder = NIOHTTPDecoderLimitConfiguration()
    decoder.maxHeaderFieldSize = limits.headerField
    decoder.maxHeaderListSize = limits.headers
    decoder.maxHeaderFieldCount = limits.headerCount
    return ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 512)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { [decoder] channel in
        channel.eventLoop.makeCompletedFuture {
          guard connections.add(channel) else { throw TooManyConnections() }
          try channel.pipeline.syncOperations.configureHTTPServerPipeline(
            withPipeliningAssistance: true, withErrorHandling: false,
            withOutboundHeaderValidation: true, withEncoderConfiguration: .init(),
            withDecoderLimitConfiguration: decoder)
          try channel.pipeline.syncOperations.addHandler(ConnectionHandler(site))
        }
      }
  }

  private struct TooManyConnections: Error {}

  /// The time in which requests that are on their way to the server still get an answer.
  private static let grace = Duration.milliseconds(200)

  /// Stops accepting connections, completes the answers to all requests that were accepted, and
  /// ends.
  public func stop() async {
    following.cancel()
    watching?.cancel()
    async let updates: Void = site.stopIndexing()
    try? await listener.close().get()
    site.stop()
    try? await Task.sleep(for: Self.grace)
    connections.quiesce()
    await connections.wait(seconds: site.options.limits.stop)
    site.pool.finish()
    site.streams.finish()
    follower.finish()
    indexing.finish()
    await updates
    site.log?.flush()
    if let path = site.options.unixSocket { try? FileSystem.remove(path) }
    try? await group.shutdownGracefully()
  }
}

/// The error of an address that cannot be used.
public struct ListeningFailure: Error, CustomStringConvertible {
  public let description: String
}

/// The open connections.
private final class Connections: Sendable {
  private let most: Int
  private let open = Mutex<[ObjectIdentifier: any Channel]>([:])

  init(most: Int) { self.most = most }

  /// Adds a connection until it closes. Returns false when there are too many.
  func add(_ channel: any Channel) -> Bool {
    let id = ObjectIdentifier(channel)
    let isAdded = open.withLock { open in
      guard open.count < most else { return false }
      open[id] = channel
      return true
    }
    if isAdded {
      channel.closeFuture.whenComplete { _ in
        _ = self.open.withLock { $0.removeValue(forKey: id) }
      }
    }
    return isAdded
  }

  private var all: [any Channel] { open.withLock { Array($0.values) } }

  /// Closes every connection after the answer to its request, and idle ones at once.
  func quiesce() {
    for channel in all {
      channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    }
  }

  /// Waits until all connections are closed. Closes those that are still open after a time.
  func wait(seconds: Double) async {
    let end = ContinuousClock.now + .seconds(seconds)
    while !all.isEmpty, ContinuousClock.now < end {
      try? await Task.sleep(for: .milliseconds(5))
    }
    for channel in all { try? await channel.close().get() }
  }
}

extension Site {
  /// Ends the updates, which commit what they have read.
  fileprivate func stopIndexing() async {
    for indexer in indexers { await indexer.stop() }
  }
}
