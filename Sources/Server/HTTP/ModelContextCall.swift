import NIOHTTP1
import Wire

/// A request to `/mcp`: messages of the Model Context Protocol by streamable HTTP. The server keeps
/// no session, and each answer is one JSON text.
struct ModelContextCall: Sendable {
  let cancellation = Cancellation()
  private let modelContext: ModelContextProtocol
  /// The header fields that repeat members of the body.
  private let version: String?
  private let method: String?
  private let name: String?

  /// - Throws: `Problem` for a request that is not answered, whatever its body is.
  init(
    _ head: HTTPRequestHead, _ rules: AccessRules, _ modelContext: ModelContextProtocol
  ) throws(Problem) {
    if let problem = rules.problem(ofOrigin: head) { throw problem }
    let type = head.headers.first(name: "Content-Type").map(Self.mediaType)
    guard type == "application/json" else {
      throw Problem(415, "the body must be application/json", reason: "content_type")
    }
    let accepted = head.headers[canonicalForm: "Accept"].map { Self.mediaType(String($0)) }
    let ranges: Set = ["application/json", "application/*", "*/*"]
    guard accepted.isEmpty || accepted.contains(where: ranges.contains) else {
      throw Problem(406, "the answer is application/json", reason: "accept")
    }
    self.modelContext = modelContext
    version = head.headers.first(name: "MCP-Protocol-Version")
    method = head.headers.first(name: "Mcp-Method")
    name = head.headers.first(name: "Mcp-Name")
  }

  private static func mediaType(_ field: String) -> String {
    field.prefix { $0 != ";" && $0 != " " }.lowercased()
  }

  /// The answer to the messages of a body.
  func answer(to body: [UInt8]) -> Answer {
    do throws(RPCFailure) {
      guard body.count <= RPCMessage.maximumBytes else { throw RPCMessage.tooLong }
      let version = try knownVersion()
      let payload = try RPCPayload(body, version)
      let answers = payload.messages.compactMap { answer(to: $0, version) }
      // A batch is accepted as a whole, with the errors of its messages.
      let status = payload.isBatch ? 200 : answers.first?.status ?? 202
      guard let bytes = RPCAnswer.bytes(answers.map(\.bytes), isBatch: payload.isBatch) else {
        return Answer(202)
      }
      return Self.answer(status, bytes)
    } catch {
      return Self.answer(400, RPCAnswer.bytes(error))
    }
  }

  private static func answer(_ status: Int, _ bytes: [UInt8]) -> Answer {
    Answer(status, "application/json", bytes + [0x0A]).with("Cache-Control", "no-store")
  }

  private func knownVersion() throws(RPCFailure) -> ProtocolVersion {
    guard let version else { return .assumed }
    guard let known = ProtocolVersion(rawValue: version) else {
      throw .unsupportedVersion(version)
    }
    return known
  }

  /// The answer to a message; nil when it needs none.
  private func answer(
    to message: Result<RPCMessage, RPCFailure>, _ version: ProtocolVersion
  ) -> (status: Int, bytes: [UInt8])? {
    do throws(RPCFailure) {
      guard case .request(let request) = try message.get() else { return nil }
      do throws(RPCFailure) {
        try check(request, version)
      } catch {
        throw error.with(id: request.id)
      }
      return (200, try modelContext.answer(request, version, cancellation))
    } catch {
      return (Self.status(of: error.code, version), RPCAnswer.bytes(error))
    }
  }

  /// Compares the header fields with the body, which proxies may not have read.
  private func check(_ request: RPCRequest, _ version: ProtocolVersion) throws(RPCFailure) {
    let envelope = request.parameters["_meta"]?.object ?? [:]
    let named = envelope[ProtocolVersion.Envelope.version]
    guard named != nil || version.isStateless else { return }
    func require(_ field: String, _ isSame: Bool) throws(RPCFailure) {
      guard isSame else {
        throw RPCFailure(.headerMismatch, "the header \(field) does not agree with the body")
      }
    }
    if let named { try require("MCP-Protocol-Version", named.text == self.version) }
    try require("Mcp-Method", method == request.method)
    if request.method == "tools/call", let tool = request.parameters["name"]?.text {
      try require("Mcp-Name", name == tool)
    }
  }

  private static func status(of code: RPCFailure.Code, _ version: ProtocolVersion) -> Int {
    switch code {
    case .methodNotFound: version.isStateless ? 404 : 200
    case .invalidParameters: version.isStateless ? 400 : 200
    case .parseError, .invalidRequest, .headerMismatch, .unsupportedVersion: 400
    case .busy: 503
    }
  }
}
