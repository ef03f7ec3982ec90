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
  let id: String
  var body: [UInt8] = []
  let cancellation: Cancellation
  /// The links to other pages; nil for an answer without an address.
  let pages: PageLinks?

  init(
    _ arguments: Arguments, of indexes: ServedIndexes, id: String = "",
    cancellation: Cancellation = Cancellation(), pages: PageLinks? = nil
  ) throws(Problem) {
    self.indexes = indexes.newest
    (self.arguments, self.id, self.cancellation) = (arguments, id, cancellation)
    self.pages = pages
    let name = try arguments(Common.index)
    guard
      let index = name.map({ name in indexes.list.first { $0.name == name } }) ?? indexes.list[0]
    else {
      let names = indexes.list.map(\.name).joined(separator: ", ")
      throw Problem(
        404, "there is no index '\(name ?? "")' (indexes: \(names))", reason: "no_index")
    }
    guard let newest = index.newest else {
      throw Problem(503, "the index has no articles yet; its folder is read", reason: "indexing")
        .with("Retry-After", "1")
    }
    guard let generation = try arguments(Common.generation) else {
      commit = newest
      return
    }
    guard let commit = index.commit(generation) else {
      throw Problem(
        410, "commit \(generation) is gone; the newest is \(newest.generation)",
        reason: "generation")
    }
    self.commit = commit
  }

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
