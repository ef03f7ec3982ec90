import Wire
import Xunwen

/// An error of a request, answered as a problem document (RFC 9457).
struct Problem: Error, Equatable {
  let status: Int
  let detail: String
  /// The query with the mistake, and the range of the mistake in Unicode scalars.
  var query: String?
  var range: Range<Int>?
  /// A word for programs: `malformed`, `too_many_words`, `scan_required`, `unknown_parameter`, ….
  var reason: String?
  /// Headers of the answer, such as `Allow`.
  var headers: [(name: String, value: String)] = []

  init(_ status: Int, _ detail: String, reason: String? = nil) {
    (self.status, self.detail, self.reason) = (status, detail, reason)
  }

  static func == (one: Problem, other: Problem) -> Bool {
    one.status == other.status && one.detail == other.detail && one.reason == other.reason
  }

  func with(_ name: String, _ value: String) -> Problem {
    var problem = self
    problem.headers.append((name, value))
    return problem
  }

  /// The bytes of the problem document.
  var document: [UInt8] {
    var row: DataRow = [
      "type": "about:blank", "title": .text(Self.title(of: status)), "status": .integer(status),
      "detail": .text(detail),
    ]
    if let query { row = row.with(["query": .text(query)]) }
    if let range {
      row = row.with(["start": .integer(range.lowerBound), "end": .integer(range.upperBound)])
    }
    if let reason { row = row.with(["reason": .text(reason)]) }
    var bytes: [UInt8] = []
    // A row of texts and numbers can always be encoded.
    try? DataRows(row).writeJSONLines { bytes += $0 }
    return bytes
  }

  /// The phrase of a status code (RFC 9110).
  static func title(of status: Int) -> String {
    switch status {
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 406: "Not Acceptable"
    case 408: "Request Timeout"
    case 410: "Gone"
    case 413: "Content Too Large"
    case 414: "URI Too Long"
    case 415: "Unsupported Media Type"
    case 417: "Expectation Failed"
    case 421: "Misdirected Request"
    case 422: "Unprocessable Content"
    case 431: "Request Header Fields Too Large"
    case 501: "Not Implemented"
    case 503: "Service Unavailable"
    case 504: "Gateway Timeout"
    default: "Internal Server Error"
    }
  }
}

extension Problem {
  /// The problem of an error of the library.
  ///
  /// - Parameter query: the query that the request asked, for a mistake in it.
  init(_ error: any Error, query: String?) {
    switch error {
    case let problem as Problem: self = problem
    case let mistake as QuerySyntaxError:
      self.init(400, mistake.message, reason: Self.reason(of: mistake.kind))
      (self.query, range) = (query, mistake.range)
    case is QueryWorkError:
      self.init(422, "\(error)", reason: "too_much_work")
      self.query = query
    case let error as ExpressionError:
      self.init(422, "\(error)", reason: "expression")
      self.query = query
    case XunwenError.unknownField: self.init(400, "\(error)", reason: "unknown_field")
    case XunwenError.timelineTooLong: self.init(400, "\(error)", reason: "timeline_too_long")
    case XunwenError.damagedArticle: self.init(500, "\(error)", reason: "damaged_article")
    case is CancellationError: self.init(503, "the server stops", reason: "stopping")
    // The message of another error may name files of the server.
    default: self.init(500, "the index cannot be read", reason: "internal")
    }
  }

  private static func reason(of kind: QuerySyntaxError.Kind) -> String {
    switch kind {
    case .malformed: "malformed"
    case .tooManyWords: "too_many_words"
    case .scanRequired: "scan_required"
    }
  }
}
