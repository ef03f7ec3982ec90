import Synchronization
import Wire
import Xunwen

/// A call of a tool with its arguments.
struct ToolCall: Sendable {
  private typealias Pairs = [(name: String, value: String)]

  private let tool: Tool
  private let indexes: ServedIndexes
  private let cancellation: Cancellation
  /// The arguments as the address of a request has them, with the tool's defaults.
  private let pairs: Pairs

  /// The largest answer in bytes.
  private static let maximumBytes = 1 << 20

  /// - Throws: `Problem` for an argument that is not valid.
  init(
    _ tool: Tool, _ arguments: [String: JSONValue], _ indexes: ServedIndexes,
    _ cancellation: Cancellation
  ) throws(Problem) {
    (self.tool, self.indexes, self.cancellation) = (tool, indexes, cancellation)
    var pairs: Pairs = []
    for (name, argument) in arguments.sorted(by: { $0.key < $1.key }) {
      pairs += try ToolParameter.values(name, argument).map { (name, $0) }
    }
    let offered = tool.parameters(indexes: indexes.list.map(\.name))
    for parameter in offered {
      guard let usual = parameter.usual, !pairs.contains(where: { $0.name == parameter.name })
      else { continue }
      pairs.append((parameter.name, usual))
    }
    _ = try Arguments(pairs, of: offered)
    self.pairs = pairs + tool.fixed
  }

  /// The answer: the rows with the index and the commit that answered, and the page.
  ///
  /// - Throws: `Problem`.
  func structuredAnswer() throws(Problem) -> JSONObject {
    var answer = JSONObject()
    let page: RowPage
    switch tool.form {
    case .rows:
      page = RowPage()
      add(try ask(pairs) { page.add($0) }, to: &answer)
    case .page(let type, let total):
      page = RowPage(type, limit: number("limit"))
      add(try ask(pairs) { page.add($0) }, to: &answer)
      answer.add(["page": .object(page.description(offset: number("offset"), total: total))])
    case .slice(let type, let total):
      let (offset, limit) = (number(Tool.offset.name), number("limit"))
      page = RowPage(type, skip: offset, limit: limit)
      let all = pairs.map { $0.name == "limit" ? ($0.name, String(offset + limit)) : $0 }
      add(try ask(all) { page.add($0) }, to: &answer)
      answer.add(["page": .object(page.description(offset: offset, total: total))])
    case .references:
      page = RowPage()
      // All references come from the commit of the first one.
      var shared = pairs.filter { $0.name != "id" }
      for (number, pair) in pairs.filter({ $0.name == "id" }).enumerated() {
        let question = try addReference(shared + [pair], to: page)
        if number > 0 { continue }
        add(question, to: &answer)
        shared.removeAll { $0.name == Common.generation.name }
        shared.append((Common.generation.name, String(question.commit.generation)))
      }
    }
    answer.add("rows", page.rows)
    guard answer.bytes.count <= Self.maximumBytes else {
      throw Problem(
        422, "the answer is longer than \(Self.maximumBytes) bytes; ask for less of it by limit",
        reason: "too_long")
    }
    return answer
  }

  private func number(_ name: String) -> Int {
    pairs.first { $0.name == name }.flatMap { Int($0.value) } ?? 0
  }

  private func add(_ question: Question, to answer: inout JSONObject) {
    guard tool.hasCommit else { return }
    answer.add([
      "index": .text(question.commit.name), "generation": .integer(question.commit.generation),
    ])
  }

  private func addReference(_ pairs: Pairs, to page: RowPage) throws(Problem) -> Question {
    let text = Mutex<[UInt8]>([])
    let question = try ask(pairs) { piece in text.withLock { $0 += piece } }
    let row: DataRow = [
      "id": .text(question.arguments.written("id") ?? ""),
      "reference": .text(String(decoding: text.withLock { $0 }, as: UTF8.self)),
      "type": "reference",
    ]
    page.add(FieldValue.object(row).json + [0x0A])
    return question
  }

  /// Asks the route of the tool.
  ///
  /// - Parameter sink: takes the answer in pieces.
  private func ask(
    _ pairs: Pairs, _ sink: @escaping @Sendable ([UInt8]) -> Void
  ) throws(Problem) -> Question {
    let isInPath = tool.route.takesID
    let arguments = try Arguments(pairs, of: tool.allParameters)
    let id = isInPath ? arguments.written(Common.article.name) ?? "" : ""
    let question = try Question(arguments, of: indexes, id: id, cancellation: cancellation)
    let output = AnswerOutput(.jsonl) { piece, _ in sink(piece) }
    do {
      try cancellation.watchQueries { try tool.route.answer(question, output) }
    } catch {
      let problem = Problem(error, query: arguments.written(Common.query.name))
      if problem.status == 500 { ServerErrors.report(error, "tool \(tool.name)") }
      throw problem
    }
    sink(output.finish().bytes)
    return question
  }
}
