import Xunwen

/// A run as `trec_eval` reads it, a line for each hit: `query Q0 article rank score tag`.
///
/// `trec_eval` orders hits by score and breaks ties its own way, whatever their rank, and some of its versions read scores in
/// single precision. Scores in a run therefore decrease strictly, as numbers of single precision too: one that would not
/// is lowered to the next of six digits that does.
struct TRECFormat: BatchFormat {
  let tag: String
  /// The score that was written last, in millionths.
  private var last: Int64?

  init(tag: String) {
    self.tag = tag
  }

  var preamble: [UInt8] { [] }
  var hasAllQueries: Bool { false }

  mutating func append(_ outcome: BatchOutcome, to output: inout [UInt8]) {
    guard case .success(let response) = outcome.result else { return }
    if outcome.isFirst { last = nil }
    let id = key(of: outcome.line)
    for hit in response.hits {
      let millionths = Int64(exactly: (hit.score * 1e6).rounded()) ?? 0
      let lowered = last.map { min(millionths, Self.below($0)) } ?? millionths
      last = lowered
      let score = Decimal.fixed(lowered, digits: 6)
      output += "\(id) Q0 \(Self.field(hit.id)) \(hit.rank) \(score) \(tag)\n".utf8
    }
  }

  /// The next score that is lower in single precision.
  private static func below(_ millionths: Int64) -> Int64 {
    let bound = Double(Float(Double(millionths) / 1e6).nextDown)
    return min(millionths - 1, Int64((bound * 1e6).rounded(.down)))
  }

  func key(of line: BatchLine) -> String { Self.field(line.id ?? "") }

  func rows(of path: String) throws(CommandFailure) -> any OutputRows {
    try SeparatedRows(path, by: 0x20, column: 0)
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
