import FoundationEssentials
import Synchronization
import Wire
import Xunwen

/// A line of the access log.
struct AccessRecord: Sendable {
  /// The address of the client.
  let client: String
  let method: String
  /// The path with its parameters, as the client wrote it.
  let target: String
  let status: Int
  let bytes: Int
  let seconds: Double
}

/// The access log on standard error: a line for each request.
///
/// A thread of its own writes, so that a slow terminal or pipe delays no answer. When it cannot
/// follow, lines are left out and counted.
final class AccessLog: Sendable {
  private let form: ServerOptions.LogForm
  private let logsQueries: Bool
  private let pool: WorkPool
  private let omitted = Atomic(0)
  private static let maxWaiting = 10_000

  init(_ form: ServerOptions.LogForm, logsQueries: Bool) {
    (self.form, self.logsQueries) = (form, logsQueries)
    pool = WorkPool(threads: 1, queue: Self.maxWaiting)
  }

  func write(_ record: AccessRecord) {
    let now = Date.now
    let isTaken = pool.submit { [self] in
      let count = omitted.exchange(0, ordering: .relaxed)
      if count > 0 { Self.write(Array("\(NumberText.count(count, "line")) left out\n".utf8)) }
      Self.write(line(record, at: now))
    }
    if !isTaken { omitted.add(1, ordering: .relaxed) }
  }

  /// Waits until all lines are written.
  func flush() { pool.finish() }

  func line(_ record: AccessRecord, at date: Date) -> [UInt8] {
    let time = date.formatted(.iso8601)
    let target = logsQueries ? record.target : String(record.target.prefix { $0 != "?" })
    let milliseconds = record.seconds * 1000
    switch form {
    case .text:
      return Array(
        ("\(time) \(record.client) \(VisibleText.line(record.method)) \(VisibleText.line(target)) "
          + "\(record.status) \(record.bytes) \(NumberText.fixed(milliseconds, digits: 1)) ms\n")
          .utf8)
    case .json:
      var bytes: [UInt8] = []
      let row: DataRow = [
        "time": .text(time), "client": .text(record.client), "method": .text(record.method),
        "target": .text(target),
        "status": .integer(record.status), "bytes": .integer(record.bytes),
        "elapsed_ms": .number((milliseconds * 1000).rounded() / 1000),
      ]
      // A row of texts and numbers can always be encoded.
      try? DataRows(row).writeJSONLines { bytes += $0 }
      return bytes
    }
  }

  private static func write(_ line: [UInt8]) {
    // Safe: the bytes of the array live during the call. A failure cannot be reported anywhere.
    unsafe try? FileDescriptor.standardError.write(line.span.bytes)
  }
}
