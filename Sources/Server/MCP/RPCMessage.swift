import Wire

/// The id of a request.
enum RPCID: Hashable, Sendable {
  case text(String)
  case integer(Int)

  init?(_ value: JSONValue) {
    switch value {
    case .text(let text): self = .text(text)
    case .integer(let number): self = .integer(number)
    default: return nil
    }
  }

  var value: FieldValue {
    switch self {
    case .text(let text): .text(text)
    case .integer(let number): .integer(number)
    }
  }
}

struct RPCRequest: Sendable {
  let id: RPCID
  let method: String
  let parameters: [String: JSONValue]
}

/// A message of a client (JSON-RPC 2.0).
enum RPCMessage: Sendable {
  case request(RPCRequest)
  case notification(method: String, parameters: [String: JSONValue])
  /// The answer to a request of the server, which sends none.
  case response

  /// The largest message in bytes.
  static let maximumBytes = LineReader.maximumLength

  static let tooLong = RPCFailure(
    .invalidRequest, "the message is longer than \(maximumBytes) bytes")

  /// Reads a message.
  ///
  /// - Throws: `RPCFailure`, with the id of the request if there is one.
  init(_ value: JSONValue) throws(RPCFailure) {
    guard case .object(let members) = value else {
      throw RPCFailure(.invalidRequest, "the message is not an object")
    }
    let id = members["id"].flatMap(RPCID.init)
    func failure(_ code: RPCFailure.Code, _ message: String) -> RPCFailure {
      RPCFailure(code, message).with(id: id)
    }
    guard members["jsonrpc"] == .text("2.0") else {
      throw failure(.invalidRequest, "jsonrpc is not \"2.0\"")
    }
    guard let method = members["method"]?.text else {
      guard members["result"] != nil || members["error"] != nil else {
        throw failure(.invalidRequest, "the message has no method")
      }
      self = .response
      return
    }
    let parameters: [String: JSONValue]
    switch members["params"] {
    case nil, .null: parameters = [:]
    case .object(let named): parameters = named
    default: throw failure(.invalidParameters, "params is not an object")
    }
    if let id {
      self = .request(RPCRequest(id: id, method: method, parameters: parameters))
    } else if members["id"] == nil {
      self = .notification(method: method, parameters: parameters)
    } else {
      throw failure(.invalidRequest, "the id is neither a string nor a whole number")
    }
  }
}

/// One message, or a batch of messages, as a client sent it.
struct RPCPayload: Sendable {
  let messages: [Result<RPCMessage, RPCFailure>]
  let isBatch: Bool

  var requests: [RPCRequest] {
    messages.compactMap { if case .success(.request(let request)) = $0 { request } else { nil } }
  }

  /// The largest number of messages in a batch.
  private static let maximumBatch = 100

  /// Reads the text of a payload.
  ///
  /// - Throws: `RPCFailure` for text without any message.
  init(_ bytes: some Sequence<UInt8>, _ version: ProtocolVersion) throws(RPCFailure) {
    guard let value = try? JSONValue(decoding: bytes) else {
      throw RPCFailure(.parseError, "the message is not valid JSON")
    }
    func message(_ value: JSONValue) -> Result<RPCMessage, RPCFailure> {
      Result { () throws(RPCFailure) in try RPCMessage(value) }
    }
    guard case .list(let values) = value else {
      (messages, isBatch) = ([message(value)], false)
      return
    }
    guard version.hasBatches else {
      throw RPCFailure(.invalidRequest, "version \(version.rawValue) has no batches")
    }
    guard 1...Self.maximumBatch ~= values.count else {
      throw RPCFailure(.invalidRequest, "a batch has 1 to \(Self.maximumBatch) messages")
    }
    (messages, isBatch) = (values.map(message), true)
  }
}
