import NIOCore
import NIOHTTP1

/// A request and the way of its answer back to the connection, from any thread.
final class Exchange: Sendable {
  let method: HTTPMethod
  let target: String
  let version: HTTPVersion
  let isKeptAlive: Bool
  /// The address of the client in the log.
  let client: String
  let start = NIODeadline.now()
  let plan: Plan
  private let connection: NIOLoopBound<ConnectionHandler>
  private let eventLoop: any EventLoop

  init(
    _ head: HTTPRequestHead, _ plan: Plan, _ connection: ConnectionHandler, client: String,
    on eventLoop: any EventLoop
  ) {
    (method, target, version) = (head.method, head.uri, head.version)
    isKeptAlive = head.isKeepAlive
    self.plan = plan
    self.client = client
    self.connection = NIOLoopBound(connection, eventLoop: eventLoop)
    self.eventLoop = eventLoop
  }

  var seconds: Double { Double((NIODeadline.now() - start).nanoseconds) / 1e9 }

  /// Computes the answer to a question on this thread, and sends it.
  func answer(_ planned: PlannedQuestion) {
    let cancellation = planned.question.cancellation
    // The time may have ended while the question waited for this thread.
    if cancellation.isCancelled { return }
    let isHead = method == .HEAD
    let coder = BodyCoder(planned.coding)
    let output = AnswerOutput(planned.form) { piece, head in
      if cancellation.isCancelled { throw ConnectionEnded() }
      let piece = coder.piece(piece, isLast: false)
      if !isHead { try self.send(piece, head, planned, coder) }
    }
    do {
      try cancellation.watchQueries { try planned.route.answer(planned.question, output) }
      let (bytes, head, isWhole) = output.finish()
      if isWhole {
        let coded = coder.whole(bytes)
        var answer = Answer(200, head.mediaType, coded ?? bytes)
        answer.headers += planned.headers + head.headers
        if coded != nil { answer.headers.append(BodyCoder.field) }
        send(answer)
      } else {
        let piece = coder.piece(bytes, isLast: true)
        if isHead {
          var answer = self.head(head, planned, coder, body: [])
          answer.length = coder.count
          send(answer)
        } else {
          try send(piece, head, planned, coder)
          onLoop { $0.endStream(of: self) }
        }
      }
    } catch is ConnectionEnded {
      // Nobody waits for the answer.
    } catch {
      let problem = Problem(error, query: planned.question.arguments.written(Common.query.name))
      if problem.status == 500 { ServerErrors.report(error, target) }
      // When an answer has begun, it can only be broken off.
      var answer = Answer(problem)
      answer.headers += planned.headers.filter { $0.name == "X-Xunwen-Generation" }
      send(answer)
    }
  }

  /// Computes the answer to messages of the Model Context Protocol, and sends it.
  func answer(_ call: ModelContextCall, _ body: [UInt8]) { send(call.answer(to: body)) }

  private struct ConnectionEnded: Error {}

  private func send(_ answer: Answer) { onLoop { $0.send(answer, of: self) } }

  /// The head of a streamed answer.
  private func head(
    _ head: AnswerOutput.Head, _ planned: PlannedQuestion, _ coder: BodyCoder, body: [UInt8]
  ) -> Answer {
    var answer = Answer(200, head.mediaType, body)
    answer.headers += planned.headers + head.headers
    if coder.compresses { answer.headers.append(BodyCoder.field) }
    return answer
  }

  /// Sends a piece of a streamed answer, and waits until the connection has taken it.
  private func send(
    _ piece: [UInt8], _ head: AnswerOutput.Head, _ planned: PlannedQuestion, _ coder: BodyCoder
  ) throws {
    let sent = eventLoop.makePromise(of: Void.self)
    let answer = self.head(head, planned, coder, body: piece)
    onLoop { $0.send(piece: answer, of: self, sent) }
    do {
      try sent.futureResult.wait()
    } catch {
      throw ConnectionEnded()
    }
  }

  private func onLoop(_ body: @escaping @Sendable (ConnectionHandler) -> Void) {
    eventLoop.execute { body(self.connection.value) }
  }
}
