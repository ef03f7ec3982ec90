import Wire

/// The error of a message, which the client gets in place of a result.
struct RPCFailure: Error {
  enum Code: Int {
    case parseError = -32700
    case invalidRequest = -32600
    case methodNotFound = -32601
    case invalidParameters = -32602
    /// Too many requests wait for an answer.
    case busy = -32000
    case headerMismatch = -32020
    case unsupportedVersion = -32022
  }

  let code: Code
  let message: String
  var data: DataRow?
  /// The id of the request, if it could be read.
  var id: RPCID?

  init(_ code: Code, _ message: String) { (self.code, self.message) = (code, message) }

  func with(id: RPCID?) -> RPCFailure {
    var failure = self
    failure.id = id
    return failure
  }
}

/// Answers as JSON.
enum RPCAnswer {
  /// The answer to a request, without a line break.
  static func bytes(_ id: RPCID, _ result: JSONObject) -> [UInt8] {
    var answer = JSONObject(["id": id.value, "jsonrpc": "2.0"])
    answer.add("result", result.bytes)
    return answer.bytes
  }

  static func bytes(_ failure: RPCFailure) -> [UInt8] {
    var error: DataRow = [
      "code": .integer(failure.code.rawValue), "message": .text(failure.message),
    ]
    if let data = failure.data { error = error.with(["data": .object(data)]) }
    let id = failure.id?.value ?? .null
    return JSONObject(["error": .object(error), "id": id, "jsonrpc": "2.0"]).bytes
  }

  /// The answers to the requests of a payload; nil when it had none.
  static func bytes(_ answers: [[UInt8]], isBatch: Bool) -> [UInt8]? {
    guard let first = answers.first else { return nil }
    return isBatch ? JSONObject.list(answers) : first
  }
}
