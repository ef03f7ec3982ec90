import NIOHTTP1
import Synchronization
import Xunwen

/// The part of a request's answer that is known when its head has arrived.
enum Plan {
  /// The answer.
  case answer(Answer, route: String)
  /// A form with the token. The body is read first.
  case signIn(isSecure: Bool)
  /// A question for the pool. The body is read first if the route takes one.
  case question(PlannedQuestion)
  /// Messages of the Model Context Protocol for the pool. The body is read first.
  case modelContext(ModelContextCall)

  /// The name of the route in metrics.
  var route: String {
    switch self {
    case .answer(_, let route): route
    case .signIn: "sign-in"
    case .question(let planned): planned.route.name
    case .modelContext: "mcp"
    }
  }

  var readsBody: Bool {
    switch self {
    case .answer: false
    case .signIn, .modelContext: true
    case .question(let planned): planned.route.method == .post
    }
  }
}

/// A question with the headers of its answer.
struct PlannedQuestion: Sendable {
  let route: Route
  let question: Question
  let form: RowForm
  let coding: ContentCoding
  let headers: [(name: String, value: String)]

  func with(body: [UInt8]) -> PlannedQuestion {
    var question = question
    question.body = body
    return PlannedQuestion(
      route: route, question: question, form: form, coding: coding, headers: headers)
  }
}

/// Everything that the connections of a server share.
final class Site: Sendable {
  let options: ServerOptions
  let indexes: ServedIndexes
  let modelContext: ModelContextProtocol
  let indexers: [FolderIndexer]
  let rules: AccessRules
  let proxies: ProxyRules
  let metrics = Metrics()
  let log: AccessLog?
  let pool: WorkPool
  let streams: WorkPool
  private let stopping = Atomic(false)

  init(_ options: ServerOptions) throws {
    self.options = options
    indexes = try ServedIndexes(options.indexes)
    modelContext = ModelContextProtocol(indexes)
    indexers = zip(indexes.list, options.indexes).compactMap { index, option in
      option.source.map { FolderIndexer(index, $0) }
    }
    for indexer in indexers { try indexer.checkPlace() }
    rules = AccessRules(options)
    proxies = ProxyRules(options.trustedProxies)
    log = options.accessLog.map { AccessLog($0, logsQueries: options.logsQueries) }
    pool = WorkPool(threads: options.threads, queue: options.queue)
    streams = WorkPool(threads: options.streams, queue: options.streams)
  }

  /// True when every answer is the last one of its connection.
  var isStopping: Bool { stopping.load(ordering: .relaxed) }

  func stop() { stopping.store(true, ordering: .relaxed) }

  /// Decides about a request by its head.
  func plan(_ head: HTTPRequestHead, _ client: Client) -> Plan {
    do throws(Problem) {
      return try checkedPlan(head, client)
    } catch {
      return .answer(Answer(error), route: "none")
    }
  }

  private func checkedPlan(_ head: HTTPRequestHead, _ client: Client) throws(Problem) -> Plan {
    guard let target = RequestTarget(head.uri) else {
      throw Problem(400, "the target of the request is not a path", reason: "target")
    }
    guard head.uri.utf8.count <= options.limits.headerField else {
      throw Problem(414, "the address is too long", reason: "target")
    }
    if target.path == "/healthz" {
      try Self.check(head.method, allowing: .GET)
      return .answer(Answer(200, "text/plain; charset=utf-8", Array("ok\n".utf8)), route: "healthz")
    }
    if let problem = rules.problem(ofHost: head, forwarded: client.host) { throw problem }
    if rules.requiresToken, target.path == "/sign-in" {
      if head.method == .POST { return .signIn(isSecure: client.isSecure) }
      try Self.check(head.method, allowing: .GET, .POST)
      return .answer(SignIn.form, route: "sign-in")
    }
    guard rules.admits(head) else { return .answer(SignIn.refusal(of: head), route: "none") }
    if target.path == "/metrics" {
      try Self.check(head.method, allowing: .GET)
      let text = metrics.text(indexes.newest, load: pool.load, streams: streams.load)
      let type = "text/plain; version=0.0.4; charset=utf-8"
      return .answer(
        Answer(200, type, Array(text.utf8)).with("Cache-Control", "no-store"), route: "metrics")
    }
    if target.path == RouteTable.descriptionPath {
      try Self.check(head.method, allowing: .GET)
      return .answer(Self.description.answer(to: head), route: "openapi.json")
    }
    if target.path == RouteTable.indexingPath {
      try Self.check(head.method, allowing: .GET)
      let answer = Answer(200, "application/json", IndexingAnswer.body(indexers.map(\.row)))
      return .answer(answer.with("Cache-Control", "no-store"), route: "indexing")
    }
    if let (route, id) = RouteTable.route(target.path) {
      try Self.check(head.method, allowing: route.method == .get ? .GET : .POST)
      return try plan(head, route, id, target, client)
    }
    if target.path == "/mcp" {
      try Self.check(head.method, allowing: .POST)
      return .modelContext(try ModelContextCall(head, rules, modelContext))
    }
    guard let file = PageFiles.file(String(target.path)) else {
      throw Problem(404, "there is nothing at this address", reason: "address")
    }
    try Self.check(head.method, allowing: .GET)
    return .answer(file.answer(to: head), route: "page")
  }

  private static let description = PageFile(name: "openapi.json", bytes: OpenAPI.document)

  private static func check(
    _ method: HTTPMethod, allowing allowed: HTTPMethod...
  ) throws(Problem) {
    if allowed.contains(method) || method == .HEAD && allowed.contains(.GET) { return }
    let names = allowed.flatMap { $0 == .GET ? ["GET", "HEAD"] : [$0.rawValue] }
    let list = names.joined(separator: ", ")
    throw Problem(405, "the methods of this address are \(list)", reason: "method")
      .with("Allow", list)
  }

  private func plan(
    _ head: HTTPRequestHead, _ route: Route, _ id: Substring, _ target: RequestTarget,
    _ client: Client
  ) throws(Problem) -> Plan {
    let pairs = try target.pairs()
    var arguments = try Arguments(pairs, of: route.parameters)
    let cursor = try arguments.written(PageCursor.name).map { text throws(Problem) in
      try PageCursor(text, of: pairs)
    }
    if let cursor {
      arguments = arguments.with(Common.generation.name, String(cursor.generation))
        .with(Common.offset.name, String(cursor.offset))
    }
    guard let id = RequestTarget.decoded(id.utf8) else {
      throw Problem(400, "the path is not percent-encoded UTF-8", reason: "encoding")
    }
    let question = try Question(
      arguments, of: indexes, id: id,
      pages: PageLinks(base: client.base, path: route.path, pairs: pairs))
    let commit = question.commit
    if let cursor, !cursor.continues(commit) {
      throw Problem(
        410, "the dictionary or the day has changed since the first page", reason: "generation")
    }
    let form = try form(of: head, route, arguments)
    let coding = ContentCoding(head)
    let validator = coding.validator(
      Validator.text(commit, target, form, body: route.method == .post))
    var headers = [
      ("X-Xunwen-Generation", "\(commit.generation)"), ("Cache-Control", "private, no-cache"),
      ("Vary", "Accept, Accept-Encoding"),
    ]
    if route.method == .get {
      headers.append(("ETag", validator))
      if Validator.matches(head.headers["If-None-Match"], validator) {
        var answer = Answer(304)
        answer.headers = headers
        return .answer(answer, route: route.name)
      }
    }
    return .question(
      PlannedQuestion(
        route: route, question: question, form: form, coding: coding, headers: headers))
  }

  private func form(
    of head: HTTPRequestHead, _ route: Route, _ arguments: Arguments
  ) throws(Problem) -> RowForm {
    let written = arguments.written(Common.form.name)
    if let form = written.flatMap(RowForm.init(rawValue:)) { return form }
    let accepted = head.headers[canonicalForm: "Accept"]
    let wantsLines = accepted.contains {
      let type = $0.prefix { $0 != ";" }
      return type == "application/jsonl" || type == "application/x-ndjson"
    }
    return wantsLines ? .jsonl : .json
  }
}
