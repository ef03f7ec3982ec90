import Wire

/// A version of the Model Context Protocol, the oldest first.
enum ProtocolVersion: String, CaseIterable, Comparable {
  case v2024_11_05 = "2024-11-05"
  case v2025_03_26 = "2025-03-26"
  case v2025_06_18 = "2025-06-18"
  case v2025_11_25 = "2025-11-25"
  case v2026_07_28 = "2026-07-28"

  /// The version of an HTTP request without the header, and of messages before `initialize`.
  static let assumed = v2025_03_26

  /// True when requests name their version, and no `initialize` comes before them.
  var isStateless: Bool { self >= .v2026_07_28 }
  /// True when a message may be an array of requests and notifications.
  var hasBatches: Bool { self == .v2025_03_26 }
  var hasToolAnnotations: Bool { self >= .v2025_03_26 }
  /// True when tools have a title and a schema of their answers, which are JSON objects.
  var hasStructuredContent: Bool { self >= .v2025_06_18 }

  static func < (one: ProtocolVersion, other: ProtocolVersion) -> Bool {
    one.rawValue < other.rawValue
  }

  /// The version of a connection after `initialize`: the requested one, else the newest one.
  static func negotiated(_ requested: JSONValue?) -> ProtocolVersion {
    let version = requested?.text.flatMap(ProtocolVersion.init(rawValue:))
    if let version, !version.isStateless { return version }
    return allCases.last { !$0.isStateless } ?? assumed
  }

  /// The members of `_meta` by which a stateless request describes itself.
  enum Envelope {
    static let version = "io.modelcontextprotocol/protocolVersion"
    static let capabilities = "io.modelcontextprotocol/clientCapabilities"
    static let server = "io.modelcontextprotocol/serverInfo"
  }

  /// The version of a request.
  ///
  /// - Parameter usual: the version of requests without an envelope.
  /// - Throws: `RPCFailure` for an incomplete envelope and an unknown version.
  static func version(
    of request: RPCRequest, usual: ProtocolVersion
  ) throws(RPCFailure) -> ProtocolVersion {
    let envelope = request.parameters["_meta"]?.object ?? [:]
    guard usual.isStateless || envelope[Envelope.version] != nil else { return usual }
    guard let name = envelope[Envelope.version]?.text,
      envelope[Envelope.capabilities]?.object != nil
    else {
      throw RPCFailure(
        .invalidParameters, "_meta needs \(Envelope.version) and \(Envelope.capabilities)")
    }
    guard let version = ProtocolVersion(rawValue: name), version.isStateless else {
      throw .unsupportedVersion(name)
    }
    return version
  }
}

extension RPCFailure {
  static func unsupportedVersion(_ name: String) -> RPCFailure {
    var failure = RPCFailure(.unsupportedVersion, "the protocol version is not supported")
    failure.data = [
      "supported": .list(ProtocolVersion.allCases.map { .text($0.rawValue) }),
      "requested": .text(name),
    ]
    return failure
  }
}
