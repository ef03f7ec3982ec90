import NIOHTTP1

/// Who may ask: the names of the server in the header Host, against DNS rebinding, and the token.
struct AccessRules: Sendable {
  private let hosts: Set<String>
  /// True when any IP address is a name of the server: a page of another site has a domain name.
  private let allowsAddresses: Bool
  private let token: [UInt8]?
  /// The value of the cookie of browsers that have sent the token.
  private let session: String

  static let cookieName = "xunwen"

  init(_ options: ServerOptions) {
    let own = ["localhost", "127.0.0.1", "::1", options.host] + options.allowedHosts
    hosts = Set(own.map { $0.lowercased() })
    allowsAddresses = !ServerOptions.isLoopback(options.host)
    token = options.token.map { Array($0.utf8) }
    session = (0..<4).map { _ in String(UInt64.random(in: 0 ... .max), radix: 36) }.joined()
  }

  var requiresToken: Bool { token != nil }

  /// The problem of a request whose Host is not a name of the server.
  ///
  /// - Parameter forwarded: the host that the client asked, when a trusted proxy says so.
  func problem(ofHost head: HTTPRequestHead, forwarded: String?) -> Problem? {
    let values = forwarded.map { [$0] } ?? head.headers["Host"]
    guard values.count == 1, let value = values.first else {
      if values.isEmpty, head.version.isBefore1_1 { return nil }
      return Problem(400, "one header Host is required", reason: "host")
    }
    if isOwn(Self.name(ofHost: value)) { return nil }
    return Problem(
      421, "the server does not answer for this host; see --allow-host", reason: "host")
  }

  /// The problem of a request that a page of another site makes in a browser, by the header Origin.
  func problem(ofOrigin head: HTTPRequestHead) -> Problem? {
    let isForeign = head.headers["Origin"].contains { origin in
      guard let colon = origin.firstRange(of: "://") else { return true }
      return !isOwn(Self.name(ofHost: String(origin[colon.upperBound...])))
    }
    guard isForeign else { return nil }
    return Problem(
      403, "the server does not answer pages of this origin; see --allow-host", reason: "origin")
  }

  /// True for a name of the server.
  private func isOwn(_ name: String) -> Bool {
    hosts.contains(name) || allowsAddresses && ServerOptions.isAddress(name)
  }

  /// The name without the port: `[::1]:8080` is `::1`.
  static func name(ofHost value: String) -> String {
    let value = value.lowercased()
    if value.hasPrefix("[") { return String(value.dropFirst().prefix { $0 != "]" }) }
    return String(value.prefix { $0 != ":" })
  }

  /// True when a request has the token or the cookie of a session.
  func admits(_ head: HTTPRequestHead) -> Bool {
    guard let token else { return true }
    if let field = head.headers.first(name: "Authorization"),
      field.lowercased().hasPrefix("bearer "), Self.isSame(field.utf8.dropFirst(7), token)
    {
      return true
    }
    return head.headers["Cookie"].flatMap { $0.split(separator: ";") }.contains { cookie in
      let cookie = cookie.drop { $0 == " " }
      return cookie.hasPrefix(Self.cookieName + "=")
        && Self.isSame(cookie.utf8.dropFirst(Self.cookieName.count + 1), Array(session.utf8))
    }
  }

  /// The cookie for a browser that sent the token; nil for a wrong token.
  ///
  /// - Parameter isSecure: true for a client that uses HTTPS. The cookie then stays in HTTPS.
  func cookie(for given: String, isSecure: Bool) -> String? {
    guard let token, Self.isSame(given.utf8, token) else { return nil }
    let attributes = "HttpOnly; SameSite=Lax; Path=/" + (isSecure ? "; Secure" : "")
    return "\(Self.cookieName)=\(session); \(attributes)"
  }

  /// Compares in a time that does not depend on the first difference.
  private static func isSame(_ given: some Collection<UInt8>, _ secret: [UInt8]) -> Bool {
    guard given.count == secret.count else { return false }
    return zip(given, secret).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
