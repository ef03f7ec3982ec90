import NIOCore
import NIOHTTP1
import Synchronization

/// A connection: reads requests one after the other, and sends their answers.
///
/// A deadline bounds each phase: the wait for a request, its body, its answer, and each piece of
/// the answer that the client must take.
final class ConnectionHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private enum Phase {
    /// Between requests.
    case idle
    /// The body arrives.
    case receiving
    /// The answer is computed.
    case working
    /// A streamed answer has begun.
    case streaming
    /// The client takes the end of the answer.
    case sending
    /// Nothing more is read or sent.
    case closing
  }

  private let site: Site
  private var context: ChannelHandlerContext?
  private var phase = Phase.idle
  private var exchange: Exchange?
  private var cancellation: Cancellation?
  private var body: [UInt8] = []
  private var bodyCount = 0
  private var isInputClosed = false
  private var deadline = NIODeadline.distantFuture
  private var timer: Scheduled<Void>?
  private var sentBytes = 0
  /// The status of the answer whose end has been written.
  private var endStatus: Int?
  /// The next request, which arrived before the client took the last answer.
  private var waiting: [HTTPServerRequestPart] = []
  private var waitingBytes = 0

  init(_ site: Site) { self.site = site }

  private var limits: ServerOptions.Limits { site.options.limits }

  /// The status in the log for a client that went away before its answer.
  private static let clientClosed = 499

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    site.metrics.connections.add(1, ordering: .relaxed)
    expect(within: limits.idle)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    site.metrics.connections.subtract(1, ordering: .relaxed)
    self.context = nil
    timer?.cancel()
  }

  func channelInactive(context: ChannelHandlerContext) {
    phase = .closing
    cancellation?.cancel()
    if exchange != nil { finish(status: endStatus ?? Self.clientClosed) }
    waiting = []
    context.fireChannelInactive()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .inputClosed? = event as? ChannelEvent {
      isInputClosed = true
      if phase == .idle || phase == .receiving || phase == .closing && exchange == nil { close() }
      if phase == .working { expectLeaving() }
      return
    }
    context.fireUserInboundEventTriggered(event)
  }

  /// The seconds of an answer to a client that has ended its sending direction. Most such clients
  /// are gone, which the connection does not show.
  private static let leaving = 1.0

  private func expectLeaving() {
    if case .question(let planned) = exchange?.plan, !planned.route.isStreamed,
      deadline > .now() + .nanoseconds(Int64(Self.leaving * 1e9))
    {
      expect(within: Self.leaving)
    }
  }

  // MARK: - Reading

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    read(unwrapInboundIn(data))
  }

  private func read(_ part: HTTPServerRequestPart) {
    switch phase {
    case .idle, .receiving: break
    case .sending:
      waiting.append(part)
      if case .body(let bytes) = part { waitingBytes += bytes.readableBytes }
      if waitingBytes > limits.body { close() }
      return
    case .working, .streaming, .closing: return
    }
    switch part {
    case .head(let head): if let context { begin(head, context) }
    case .body(let bytes): receive(bytes)
    case .end: if phase == .receiving { run() }
    }
  }

  private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    let client = site.proxies.client(head, peer: context.remoteAddress)
    let plan = site.plan(head, client)
    exchange = Exchange(head, plan, self, client: client.address, on: context.eventLoop)
    phase = .receiving
    (body, bodyCount, sentBytes, endStatus) = ([], 0, 0, nil)
    expect(within: limits.bodyTime)
    guard let expectation = head.headers.first(name: "Expect") else { return }
    if expectation.lowercased() != "100-continue" {
      answer(Answer(Problem(417, "the expectation is unknown", reason: "expect")).closing())
    } else if plan.readsBody {
      let head = HTTPResponseHead(version: .http1_1, status: .continue)
      context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
    } else if case .answer(let answer, _) = plan {
      // The client may not send a body that nobody reads.
      self.answer(answer.closing())
    }
  }

  private func receive(_ bytes: ByteBuffer) {
    guard phase == .receiving, let exchange else { return }
    bodyCount += bytes.readableBytes
    let isRead = exchange.plan.readsBody
    guard bodyCount <= (isRead ? limits.body : limits.ignoredBody) else {
      answer(Answer(Problem(413, "the body is too long", reason: "body")).closing())
      return
    }
    if isRead { body += bytes.readableBytesView }
  }

  /// Answers a complete request, or has a thread answer it.
  private func run() {
    guard let exchange else { return }
    switch exchange.plan {
    case .answer(let answer, _): self.answer(answer)
    case .signIn(let isSecure): answer(SignIn.answer(body, site.rules, isSecure: isSecure))
    case .question(let planned):
      let question = planned.with(body: body)
      let isStreamed = planned.route.isStreamed
      work(
        question.question.cancellation, in: isStreamed ? site.streams : site.pool,
        within: isStreamed ? nil : limits.answer
      ) { exchange.answer(question) }
    case .modelContext(let call):
      let messages = body
      work(call.cancellation, in: site.pool, within: limits.answer) {
        exchange.answer(call, messages)
      }
    }
  }

  /// Has a thread answer a request.
  ///
  /// - Parameter seconds: the time limit of the answer; nil for none.
  private func work(
    _ cancellation: Cancellation, in pool: WorkPool, within seconds: Double?,
    _ operation: @escaping @Sendable () -> Void
  ) {
    body = []
    phase = .working
    self.cancellation = cancellation
    if let seconds { expect(within: seconds) } else { deadline = .distantFuture }
    guard pool.submit(operation) else {
      let problem = Problem(503, "too many questions wait for an answer", reason: "busy")
      return answer(Answer(problem.with("Retry-After", "1")))
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let error = error as? HTTPParserError else { return close() }
    // What follows a refused request is not read.
    if phase == .closing { return }
    guard phase == .idle || phase == .receiving else { return close() }
    let problem =
      error == .headerOverflow
      ? Problem(431, "the header of the request is too large", reason: "header")
      : Problem(400, "the request is not valid HTTP", reason: "http")
    if exchange == nil {
      var head = HTTPRequestHead(version: .http1_1, method: .RAW(value: "-"), uri: "-")
      head.headers = ["Connection": "close"]
      let plan = Plan.answer(Answer(problem), route: "none")
      let client = site.proxies.client(head, peer: context.remoteAddress)
      exchange = Exchange(head, plan, self, client: client.address, on: context.eventLoop)
    }
    answer(Answer(problem).closing())
  }

  // MARK: - Answering

  /// Sends the answer of a thread, unless the time is over.
  func send(_ answer: Answer, of exchange: Exchange) {
    guard self.exchange === exchange else { return }
    switch phase {
    case .working: self.answer(answer)
    // An error after the beginning: the client must see that the answer is incomplete.
    case .streaming: breakOff(status: answer.status)
    default: break
    }
  }

  /// Sends a piece of a streamed answer, after the head if it is the first.
  func send(piece: Answer, of exchange: Exchange, _ sent: EventLoopPromise<Void>) {
    guard self.exchange === exchange, let context, phase == .working || phase == .streaming else {
      sent.fail(ChannelError.ioOnClosedChannel)
      return
    }
    if phase == .working {
      writeHead(piece, exchange, length: nil, context)
      phase = .streaming
    }
    sentBytes += piece.body.count
    if case .question(let planned) = exchange.plan, planned.route.isStreamed {
      expect(within: limits.write)
    }
    let buffer = context.channel.allocator.buffer(bytes: piece.body)
    context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: sent)
    if case .question(let planned) = exchange.plan, planned.route.isStreamed {
      let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
      // The next piece may take any time to compute.
      sent.futureResult.whenSuccess { handler.value.restWhileStreaming(exchange) }
    }
  }

  private func restWhileStreaming(_ exchange: Exchange) {
    if self.exchange === exchange, phase == .streaming { deadline = .distantFuture }
  }

  func endStream(of exchange: Exchange) {
    guard self.exchange === exchange, phase == .streaming, let context else { return }
    end(exchange, status: 200, closes: !isReused(exchange), context)
  }

  /// Sends a whole answer.
  private func answer(_ answer: Answer) {
    guard let exchange, let context else { return }
    let closes = answer.closes || !isReused(exchange)
    var answer = answer
    answer.closes = closes
    writeHead(answer, exchange, length: answer.length ?? answer.body.count, context)
    if exchange.method != .HEAD, !answer.body.isEmpty {
      sentBytes = answer.body.count
      let buffer = context.channel.allocator.buffer(bytes: answer.body)
      context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
    }
    end(exchange, status: answer.status, closes: closes, context)
  }

  private func writeHead(
    _ answer: Answer, _ exchange: Exchange, length: Int?, _ context: ChannelHandlerContext
  ) {
    let isOld = exchange.version.isBefore1_1
    var fields = answer.fields
    if let length, answer.status != 304 { fields.add(name: "Content-Length", value: "\(length)") }
    let closes = answer.closes || !isReused(exchange)
    if closes || length == nil && isOld {
      fields.add(name: "Connection", value: "close")
    } else if isOld {
      fields.add(name: "Connection", value: "keep-alive")
    }
    let status = HTTPResponseStatus(statusCode: answer.status)
    let head = HTTPResponseHead(
      version: isOld ? .http1_0 : .http1_1, status: status, headers: fields)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
  }

  private func end(
    _ exchange: Exchange, status: Int, closes: Bool, _ context: ChannelHandlerContext
  ) {
    phase = closes ? .closing : .sending
    endStatus = status
    expect(within: limits.write)
    let sent = context.eventLoop.makePromise(of: Void.self)
    let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
    sent.futureResult.whenComplete { _ in handler.value.ended(exchange, status, closes: closes) }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
  }

  private func ended(_ exchange: Exchange, _ status: Int, closes: Bool) {
    guard self.exchange === exchange else { return }
    finish(status: status)
    if closes || isInputClosed && waiting.isEmpty {
      closeSending()
    } else if phase == .sending {
      phase = .idle
      expect(within: limits.idle)
      let parts = waiting
      (waiting, waitingBytes) = ([], 0)
      for part in parts { read(part) }
    }
  }

  /// The seconds in which a client may end its direction. Closing at once would destroy an answer
  /// on its way to a client that is still sending.
  private static let lingering = 1.0

  private func closeSending() {
    phase = .closing
    guard !isInputClosed, let context else { return close() }
    expect(within: Self.lingering)
    context.close(mode: .output, promise: nil)
  }

  private func finish(status: Int) {
    guard let exchange else { return }
    self.exchange = nil
    cancellation = nil
    site.metrics.note(exchange.plan.route, status: status, seconds: exchange.seconds)
    site.log?.write(
      AccessRecord(
        client: exchange.client, method: exchange.method.rawValue, target: exchange.target,
        status: status,
        bytes: sentBytes, seconds: exchange.seconds))
  }

  private func isReused(_ exchange: Exchange) -> Bool {
    exchange.isKeptAlive && !isInputClosed && !site.isStopping
  }

  // MARK: - Time

  /// Sets the deadline of a phase. A timer is started when there is none, and looks at the deadline
  /// when it rings: most phases end long before.
  private func expect(within seconds: Double) {
    deadline = .now() + .nanoseconds(Int64(seconds * 1e9))
    if timer == nil { startTimer() }
  }

  private func startTimer() {
    guard let context else { return }
    let soon = NIODeadline.now() + .nanoseconds(Int64(limits.shortest * 0.5e9))
    let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
    timer = context.eventLoop.scheduleTask(deadline: min(max(deadline, .now()), soon)) {
      handler.value.ring()
    }
  }

  private func ring() {
    timer = nil
    guard let context else { return }
    if deadline > .now() { return startTimer() }
    switch phase {
    case .receiving:
      answer(Answer(Problem(408, "the body has not arrived in time", reason: "time")).closing())
    case .working:
      if isInputClosed { return breakOff(status: Self.clientClosed) }
      cancellation?.cancel()
      answer(Answer(Problem(504, "the answer takes too much time", reason: "time")))
    case .streaming: breakOff(status: 504)
    case .idle, .sending, .closing: context.close(promise: nil)
    }
    if self.context != nil, timer == nil { startTimer() }
  }

  /// Ends the connection in the middle of an answer.
  private func breakOff(status: Int) {
    cancellation?.cancel()
    phase = .closing
    finish(status: status)
    context?.close(promise: nil)
  }

  private func close() {
    phase = .closing
    context?.close(promise: nil)
  }
}

@available(*, unavailable)
extension ConnectionHandler: Sendable {}
