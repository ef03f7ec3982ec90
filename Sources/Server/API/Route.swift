import Xunwen

/// A question that the API answers: the parameters and the function that answers it.
struct Route: Sendable {
  enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
  }

  /// The last part of the address and the name in metrics: `search`.
  let name: String
  var method = Method.get
  /// True when the rest of the path is the id of an article.
  var takesID = false
  /// True for an answer of any length, which has no time limit.
  var isStreamed = false
  let summary: String
  /// The parameters that only this route has.
  let ownParameters: [any ParameterDescription]
  /// The media types of the answer when it may have another form than rows.
  var mediaTypes: [String] = []
  let answer: @Sendable (Question, AnswerOutput) throws -> Void

  /// True when `format` chooses between an array and JSON Lines.
  var hasRowForm: Bool { !ownParameters.contains { $0.name == Common.form.name } }

  var parameters: [any ParameterDescription] {
    let forms: [any ParameterDescription] = hasRowForm ? [Common.form] : []
    return ownParameters + forms + Common.everywhere
  }

  var path: String { "/api/v1/\(name)" + (takesID ? "/{id}" : "") }
}

/// A request to a route, with the commit that answers it.
struct Question: Sendable {
  let commit: ServedCommit
  let arguments: Arguments
  /// The indexes of the server.
  let indexes: [ServedCommit]
  /// The id of the article in the path; empty for most routes.
  var id = ""
  var body: [UInt8] = []
  let cancellation: Cancellation
  let pages: PageLinks

  var archive: Archive { commit.archive }

  /// Prepares the query of the request.
  func prepare(_ scope: QueryScope) throws -> PreparedQuery {
    try archive.prepare(arguments(Common.query), scope: scope)
  }

  /// Runs an asynchronous operation on this thread until the request ends.
  func wait<Value: Sendable>(
    _ operation: @escaping @Sendable () async throws -> Value
  ) throws -> Value {
    try WaitingThread.run(until: cancellation, operation)
  }

  /// The article that the request names.
  ///
  /// - Throws: `Problem` when there is none.
  func stored(_ id: String) throws -> StoredArticle {
    guard let stored = try archive.article(id: id) else { throw Self.noArticle(id) }
    return stored
  }

  static func noArticle(_ id: String) -> Problem {
    Problem(404, "no article has the id \(id)", reason: "no_article")
  }
}
