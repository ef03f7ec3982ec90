import NIOCore
import NIOHTTP1

/// The client of a request, as the connection says, or as a trusted proxy says.
struct Client: Sendable {
  /// The address; `unix` for a Unix socket.
  var address: String
  /// The host that the client asked, when a proxy says so.
  var host: String?
  /// True when the client talks to the proxy by HTTPS.
  var isSecure = false

  /// The address of the server as the client sees it; "" unless a proxy says so.
  var base: String { host.map { "\(isSecure ? "https" : "http")://\($0)" } ?? "" }
}

/// The proxies whose headers X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Host are believed.
/// Everybody else could write anything into them.
struct ProxyRules: Sendable {
  private let trusted: Set<String>

  /// - Parameter addresses: IP addresses, and `unix` for the clients of a Unix socket.
  init(_ addresses: [String]) { trusted = Set(addresses.map { Self.canonical($0) ?? $0 }) }

  func client(_ head: HTTPRequestHead, peer: SocketAddress?) -> Client {
    let peer = peer?.ipAddress.flatMap(Self.canonical) ?? ServerOptions.unixProxy
    var client = Client(address: peer)
    guard trusted.contains(peer) else { return client }
    // Each proxy appends the address of its own client. The last one that is no proxy counts.
    for value in Self.values(head, "X-Forwarded-For").reversed() {
      guard let address = Self.canonical(Self.withoutPort(value)) else { break }
      client.address = address
      if !trusted.contains(address) { break }
    }
    client.isSecure = Self.values(head, "X-Forwarded-Proto").last?.lowercased() == "https"
    client.host = Self.values(head, "X-Forwarded-Host").last.flatMap { host in
      host.utf8.allSatisfy(Self.isHostByte) ? host : nil
    }
    return client
  }

  private static func values(_ head: HTTPRequestHead, _ name: String) -> [String] {
    head.headers[name].flatMap { $0.split(separator: ",") }.map { part in
      String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }.filter { !$0.isEmpty }
  }

  /// An address without the port that some proxies add: `[::1]:80` is `::1`.
  private static func withoutPort(_ text: String) -> String {
    if text.hasPrefix("[") { return String(text.dropFirst().prefix { $0 != "]" }) }
    return text.count { $0 == ":" } == 1 ? String(text.prefix { $0 != ":" }) : text
  }

  /// The usual form of an IP address; nil for another text.
  private static func canonical(_ text: String) -> String? {
    guard let address = (try? SocketAddress(ipAddress: text, port: 0))?.ipAddress else {
      return nil
    }
    let mapped = "::ffff:"
    return address.hasPrefix(mapped) && address.contains(".")
      ? String(address.dropFirst(mapped.count)) : address
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-.:[]_".utf8.contains(byte)
    }
  }
}
