import NIOCore
import NIOHTTP1
import Synchronization

/// A request and the way of its answer back to the connection, from any thread.
final class Exchange: Sendable {
  let method: HTTPMethod
  let target: String
  let version: HTTPVersion
  let isKeptAlive: Bool
  let start = NIODeadline.now()
  let plan: Plan
  private let connection: NIOLoopBound<ConnectionHandler>
  private let eventLoop: any EventLoop

  init(
    _ head: HTTPRequestHead, _ plan: Plan, _ connection: ConnectionHandler,
    on eventLoop: any EventLoop
  ) {
    (method, target, version) = (head.method, head.uri, head.version)
    isKeptAlive = head.isKeepAlive
    self.plan = plan
    self.connection = NIOLoopBound(connection, eventLoop: eventLoop)
    self.eventLoop = eventLoop
  }

  var seconds: Double { Double((NIODeadline.now() - start).nanoseconds) / 1e9 }

  /// Computes the answer to a question on this thread, and sends it.
  func answer(_ planned: PlannedQuestion) {
    let isHead = method == .HEAD
    let count = Mutex(0)
    let output = AnswerOutput(planned.form) { piece, mediaType in
      if isHead {
        count.withLock { $0 += piece.count }
      } else {
        try self.send(piece, mediaType, planned.headers)
      }
    }
    do {
      try planned.route.answer(planned.question, output)
      let (bytes, mediaType, isWhole) = output.finish()
      if isWhole || isHead {
        var answer = Answer(200, mediaType, bytes)
        answer.headers += planned.headers
        answer.length = count.withLock { $0 } + bytes.count
        send(answer)
      } else {
        try send(bytes, mediaType, planned.headers)
        onLoop { $0.endStream(of: self) }
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

  /// Sends a piece of a streamed answer, and waits until the connection has taken it.
  private func send(
    _ piece: [UInt8], _ mediaType: String, _ headers: [(name: String, value: String)]
  ) throws {
    let sent = eventLoop.makePromise(of: Void.self)
    onLoop { connection in
      var head = Answer(200, mediaType, piece)
      head.headers += headers
      connection.send(piece: head, of: self, sent)
    }
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
