import NIOHTTP1

/// A whole answer, or the head of a streamed one.
struct Answer: Sendable {
  var status: Int
  var headers: [(name: String, value: String)] = []
  var body: [UInt8] = []
  /// The length of the body for the answer to HEAD; nil for the length of `body`.
  var length: Int?
  /// True to close the connection after the answer.
  var closes = false

  init(_ status: Int, _ mediaType: String, _ body: [UInt8]) {
    self.status = status
    self.body = body
    headers = [("Content-Type", mediaType)]
  }

  /// An answer without a body.
  init(_ status: Int) { self.status = status }

  init(_ problem: Problem) {
    self.init(problem.status, "application/problem+json", problem.document)
    headers += problem.headers
    headers.append(("Cache-Control", "no-store"))
  }

  func with(_ name: String, _ value: String) -> Answer {
    var answer = self
    answer.headers.append((name, value))
    return answer
  }

  func closing() -> Answer {
    var answer = self
    answer.closes = true
    return answer
  }

  /// The headers of every answer. The page consists of own files only, without inline scripts.
  private static let strict: [(String, String)] = [
    (
      "Content-Security-Policy",
      "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'"
    ),
    ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
  ]

  /// The fields of the head, except the fields of the connection.
  var fields: HTTPHeaders { HTTPHeaders(headers + Self.strict) }
}
