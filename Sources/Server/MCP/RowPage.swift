import Synchronization
import Wire

/// The rows of an answer, collected from JSON Lines: a page of the listed rows, and all others.
///
/// A page ends early when its rows have many bytes. Then it has fewer rows than were requested.
final class RowPage: Sendable {
  private struct State {
    var rest: [UInt8] = []
    var rows: [[UInt8]] = []
    var byteCount = 0
    /// The listed rows that came, and of them those in the page.
    var seen = 0
    var returned = 0
    var isFull = false
    var summary: [String: JSONValue] = [:]
  }

  private let state = Mutex(State())
  private let mark: [UInt8]
  private let skip: Int
  private let limit: Int
  private static let summaryMark = mark(of: "summary")
  /// The bytes after which a page ends.
  private static let pageBytes = 256 << 10

  /// - Parameters:
  ///   - type: the type of the listed rows; nil when the answer has no list.
  ///   - skip: the number of listed rows before the page.
  init(_ type: String? = nil, skip: Int = 0, limit: Int = .max) {
    mark = type.map(Self.mark) ?? []
    (self.skip, self.limit) = (skip, limit)
  }

  /// The bytes of the type in a row. In a string, the quotation marks would be escaped.
  private static func mark(of type: String) -> [UInt8] { Array("\"type\":\"\(type)\"".utf8) }

  /// True when a row contains a mark. `contains` of the standard library takes many times as long.
  private static func contains(_ row: [UInt8], _ mark: [UInt8]) -> Bool {
    row.indices.contains { row[$0] == UInt8(ascii: "\"") && row[$0...].starts(with: mark) }
  }

  /// Adds a part of the lines.
  func add(_ bytes: [UInt8]) {
    state.withLock { state in
      var start = bytes.startIndex
      while let end = bytes[start...].firstIndex(of: 0x0A) {
        add(state.rest + bytes[start..<end], &state)
        state.rest = []
        start = end + 1
      }
      state.rest += bytes[start...]
    }
  }

  private func add(_ row: [UInt8], _ state: inout State) {
    guard !mark.isEmpty, Self.contains(row, mark) else {
      if Self.contains(row, Self.summaryMark),
        case .object(let members)? = try? JSONValue(decoding: row)
      {
        state.summary = members
      }
      return state.rows.append(row)
    }
    state.seen += 1
    guard state.seen > skip, state.returned < limit, !state.isFull else { return }
    guard state.returned == 0 || state.byteCount + row.count <= Self.pageBytes else {
      state.isFull = true
      return
    }
    state.rows.append(row)
    state.returned += 1
    state.byteCount += row.count
  }

  /// The JSON of the rows.
  var rows: [UInt8] { state.withLock { JSONObject.list($0.rows) } }

  /// The description of the page.
  ///
  /// - Parameter total: the member of the summary with the number of all listed rows; nil when all
  ///   of them came.
  func description(offset: Int, total: String?) -> DataRow {
    state.withLock { state in
      let total = total.map { state.summary[$0]?.integer ?? 0 } ?? state.seen
      let end = offset + state.returned
      let isLast = end >= total || state.returned == 0
      let next: DataRow = isLast ? [:] : ["next_offset": .integer(end)]
      return next.with([
        "offset": .integer(offset), "returned": .integer(state.returned), "total": .integer(total),
      ])
    }
  }
}
