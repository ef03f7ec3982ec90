import Wire
import Xunwen

/// The Model Context Protocol (modelcontextprotocol.io): answers the requests of assistants. It
/// keeps no state, so every transport and every connection can share it.
struct ModelContextProtocol: Sendable {
  let indexes: ServedIndexes

  /// How long a client may keep the list of tools, which changes when the server is started anew.
  private static let timeToLive = 300_000

  init(_ indexes: ServedIndexes) { self.indexes = indexes }

  /// The JSON of the answer to a request.
  ///
  /// - Parameter usual: the version of a request that does not name its version.
  /// - Throws: `RPCFailure` with the id of the request.
  func answer(
    _ request: RPCRequest, _ usual: ProtocolVersion, _ cancellation: Cancellation
  ) throws(RPCFailure) -> [UInt8] {
    do throws(RPCFailure) {
      let version = try ProtocolVersion.version(of: request, usual: usual)
      var result = try result(of: request, version, cancellation)
      if version.isStateless {
        result.add(["resultType": "complete"])
        result.add(["_meta": .object([ProtocolVersion.Envelope.server: .object(Self.server)])])
      }
      return RPCAnswer.bytes(request.id, result)
    } catch {
      throw error.with(id: request.id)
    }
  }

  private func result(
    of request: RPCRequest, _ version: ProtocolVersion, _ cancellation: Cancellation
  ) throws(RPCFailure) -> JSONObject {
    switch request.method {
    case "initialize" where !version.isStateless:
      guard request.parameters["protocolVersion"]?.text != nil else {
        throw RPCFailure(.invalidParameters, "protocolVersion is missing")
      }
      let negotiated = ProtocolVersion.negotiated(request.parameters["protocolVersion"])
      return JSONObject([
        "protocolVersion": .text(negotiated.rawValue), "capabilities": Self.capabilities,
        "serverInfo": .object(Self.server), "instructions": .text(ToolTable.instructions),
      ])
    case "ping" where !version.isStateless: return JSONObject()
    case "server/discover" where version.isStateless:
      return JSONObject([
        "supportedVersions": .list(ProtocolVersion.allCases.map { .text($0.rawValue) }),
        "capabilities": Self.capabilities, "instructions": .text(ToolTable.instructions),
        "ttlMs": .integer(Self.timeToLive), "cacheScope": "private",
      ])
    case "tools/list": return try tools(request, version)
    case "tools/call": return try call(request, version, cancellation)
    default: throw RPCFailure(.methodNotFound, "there is no method '\(request.method)'")
    }
  }

  private static let capabilities = FieldValue.object([
    "tools": .object(["listChanged": .flag(false)])
  ])

  private static let server: DataRow = [
    "name": "xunwen", "title": "Xunwen 寻闻", "version": .text(XunwenVersion.current),
  ]

  private func tools(
    _ request: RPCRequest, _ version: ProtocolVersion
  ) throws(RPCFailure) -> JSONObject {
    guard request.parameters["cursor", default: .null] == .null else {
      throw RPCFailure(.invalidParameters, "the cursor is unknown; the list has one page")
    }
    let names = indexes.list.map(\.name)
    var list = JSONObject([
      "tools": .list(ToolTable.tools.map { .object($0.row(version, indexes: names)) })
    ])
    if version.isStateless {
      list.add(["ttlMs": .integer(Self.timeToLive), "cacheScope": "private"])
    }
    return list
  }

  // MARK: - Calls

  private func call(
    _ request: RPCRequest, _ version: ProtocolVersion, _ cancellation: Cancellation
  ) throws(RPCFailure) -> JSONObject {
    guard let name = request.parameters["name"]?.text else {
      throw RPCFailure(.invalidParameters, "the name of the tool is missing")
    }
    guard let tool = ToolTable.tool(name) else {
      throw RPCFailure(.invalidParameters, "there is no tool '\(name)'")
    }
    let arguments: [String: JSONValue]
    switch request.parameters["arguments"] {
    case nil, .null: arguments = [:]
    case .object(let named): arguments = named
    default: throw RPCFailure(.invalidParameters, "arguments is not an object")
    }
    do throws(Problem) {
      let answer = try ToolCall(tool, arguments, indexes, cancellation).structuredAnswer().bytes
      var result = Self.result(answer, isError: false)
      if version.hasStructuredContent { result.add("structuredContent", answer) }
      return result
    } catch {
      return Self.result(error.document.dropLast(), isError: true)
    }
  }

  /// A result whose text is JSON.
  private static func result(_ json: some Collection<UInt8>, isError: Bool) -> JSONObject {
    let text: DataRow = ["type": "text", "text": .text(String(decoding: json, as: UTF8.self))]
    return JSONObject(["content": .list([.object(text)]), "isError": .flag(isError)])
  }
}
