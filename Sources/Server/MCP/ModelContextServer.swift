import Synchronization
import Wire
import Xunwen

/// A server of the Model Context Protocol on standard input and output: a message on each line.
///
/// Tools run on threads of their own, so that their answers may come in another order than their
/// calls, and a call can be cancelled.
public final class ModelContextServer: Sendable {
  private let indexes: ServedIndexes
  private let modelContext: ModelContextProtocol
  private let pool: WorkPool
  /// The error of the first answer that could not be written. Its lock orders the answers.
  private let failure = Mutex<SystemError?>(nil)
  /// The calls that run or wait, by the ids of their requests.
  private let calls = Mutex<[RPCID: Cancellation]>([:])

  /// Opens the indexes.
  ///
  /// - Throws: errors of the indexes.
  public init(_ options: ServerOptions) throws {
    indexes = try ServedIndexes(options.indexes)
    modelContext = ModelContextProtocol(indexes)
    pool = WorkPool(threads: options.threads, queue: options.queue)
  }

  /// Answers the messages of standard input until its end, and completes all answers.
  ///
  /// - Throws: the error of standard input or output.
  public func run() throws {
    var lines = try LineReader("-")
    var version = ProtocolVersion.assumed
    do {
      while hasOutput, let line = try lines.next() {
        switch line {
        case .tooLong: write(RPCAnswer.bytes(RPCMessage.tooLong))
        case .bytes(let bytes):
          if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
          receive(bytes, &version)
        }
      }
    } catch {
      pool.finish()
      throw error
    }
    pool.finish()
    if let failure = failure.withLock({ $0 }) { throw failure }
  }

  /// False when an answer could not be written.
  private var hasOutput: Bool { failure.withLock { $0 == nil } }

  private func receive(_ bytes: [UInt8], _ version: inout ProtocolVersion) {
    do throws(RPCFailure) {
      let payload = try RPCPayload(bytes, version)
      for case .success(.notification("notifications/cancelled", let parameters))
        in payload.messages
      {
        if let id = parameters["requestId"].flatMap(RPCID.init) { cancel(id) }
      }
      let requests = payload.requests
      if let first = requests.first, first.method == "initialize" {
        version = .negotiated(first.parameters["protocolVersion"])
      }
      guard requests.contains(where: { $0.method == "tools/call" }) else {
        return answer(payload, version, [:])
      }
      // A call sees the newest commit.
      indexes.follow(report: ServerErrors.report)
      try submit(payload, version)
    } catch {
      write(RPCAnswer.bytes(error))
    }
  }

  /// Has a thread answer a payload whose requests can be cancelled.
  private func submit(_ payload: RPCPayload, _ version: ProtocolVersion) throws(RPCFailure) {
    let ids = Set(payload.requests.map(\.id))
    var accepted: [RPCID: Cancellation] = [:]
    for id in ids { accepted[id] = Cancellation() }
    let isNew = calls.withLock { calls in
      guard ids.isDisjoint(with: calls.keys) else { return false }
      calls.merge(accepted) { old, _ in old }
      return true
    }
    let first = payload.requests.first?.id
    guard isNew else {
      throw RPCFailure(.invalidRequest, "a request with this id waits for its answer")
        .with(id: first)
    }
    let isTaken = pool.submit { [accepted] in
      self.answer(payload, version, accepted)
      self.forget(ids)
    }
    guard !isTaken else { return }
    forget(ids)
    throw RPCFailure(.busy, "too many calls wait for an answer").with(id: first)
  }

  private func cancel(_ id: RPCID) { calls.withLock { $0[id] }?.cancel() }

  private func forget(_ ids: Set<RPCID>) {
    calls.withLock { calls in for id in ids { calls[id] = nil } }
  }

  /// Answers the requests of a payload, except those that are cancelled.
  private func answer(
    _ payload: RPCPayload, _ version: ProtocolVersion, _ cancellations: [RPCID: Cancellation]
  ) {
    var answers: [[UInt8]] = []
    for message in payload.messages {
      do throws(RPCFailure) {
        guard case .request(let request) = try message.get() else { continue }
        let cancellation = cancellations[request.id] ?? Cancellation()
        if cancellation.isCancelled { continue }
        let answer = try modelContext.answer(request, version, cancellation)
        if !cancellation.isCancelled { answers.append(answer) }
      } catch {
        answers.append(RPCAnswer.bytes(error))
      }
    }
    if let bytes = RPCAnswer.bytes(answers, isBatch: payload.isBatch) { write(bytes) }
  }

  private func write(_ answer: [UInt8]) {
    let line = answer + [0x0A]
    failure.withLock { failure in
      guard failure == nil else { return }
      do throws(SystemError) {
        // Safe: the bytes of the array live during the call.
        unsafe try FileDescriptor.standardOutput.write(line.span.bytes)
      } catch {
        failure = error
      }
    }
  }
}
