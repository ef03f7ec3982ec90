// Records of a batch.
//
//   jsonl   {"type":"result",…} or {"type":"error",…} for each line, the same in every run
//   trec    query Q0 article rank score tag        the run format of trec_eval, a line a hit
//
// trec_eval orders hits by score and breaks ties its own way, whatever their rank. Scores in a run
// therefore decrease strictly: one that would not is lowered to a millionth below the last.

import ArgumentParser
import Xunwen

/// The names of the formats.
enum BatchFormatName: String, CaseIterable, ExpressibleByArgument {
  case jsonl, trec
}

/// JSON lines.
struct JSONLinesFormat: BatchFormat {
  private let line = JSONLine()

  func write(_ outcome: BatchOutcome, to output: StandardOutput) throws {
    switch outcome.result {
    case .success(let response):
      try output.write(line.encode(ResultRow(id: outcome.query?.id ?? "", response)))
    case .failure(let error):
      try output.write(line.encode(ErrorRow(outcome, error)))
    }
  }

  private struct ResultRow: Encodable {
    let type = "result"
    let id: String
    let query: String
    let total: Int
    let partialTotal: Int
    let hits: [HitRow]

    private enum CodingKeys: String, CodingKey {
      case type, id, query, total, hits
      case partialTotal = "partial_total"
    }

    init(id: String, _ response: SearchResponse) {
      self.id = id
      query = response.query
      total = response.total
      partialTotal = response.partialTotal
      hits = response.hits.map(HitRow.init)
    }
  }

  private struct ErrorRow: Encodable {
    let type = "error"
    let line: Int
    let id: Nullable<String>
    let query: Nullable<String>
    let message: String
    /// The place in the query, in Unicode scalars.
    let start: Nullable<Int>
    let end: Nullable<Int>

    init(_ outcome: BatchOutcome, _ error: any Error) {
      line = outcome.line
      id = Nullable(outcome.query?.id)
      query = Nullable(outcome.query?.query)
      message = "\(error)"
      let place = (error as? QuerySyntaxError)?.range
      start = Nullable(place?.lowerBound)
      end = Nullable(place?.upperBound)
    }
  }
}

/// A TREC run. Failures appear on standard error only.
struct TRECFormat: BatchFormat {
  let tag: String

  func write(_ outcome: BatchOutcome, to output: StandardOutput) throws {
    guard let query = outcome.query, case .success(let response) = outcome.result else { return }
    let id = Self.field(query.id)
    var last = Int64.max
    for hit in response.hits {
      let millionths = Int64(exactly: (hit.score * 1e6).rounded()) ?? 0
      last = min(millionths, last - 1)
      let score = Decimal.fixed(last, digits: 6)
      try output.write("\(id) Q0 \(Self.field(hit.id)) \(hit.rank) \(score) \(tag)\n")
    }
  }

  /// A name without blanks and controls: each of their bytes as `%20`, and `%` itself as `%25`, so that
  /// different names stay different.
  static func field(_ name: String) -> String {
    var result = ""
    for scalar in name.unicodeScalars {
      let isBlank = scalar.properties.isWhitespace
      if isBlank || scalar == "%" || scalar.properties.generalCategory == .control {
        for byte in String(scalar).utf8 {
          result += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
        }
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
