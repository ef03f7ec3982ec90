import Xunwen

/// A run in the format of `trec_eval`, with a line for each hit: `query Q0 article rank score tag`.
///
/// `trec_eval` ignores ranks: it sorts hits by score and breaks ties by id. Some versions read
/// scores in single precision. Therefore the scores of a query decrease strictly, also in single
/// precision: a score that would not is lowered to the next value of six digits that does.
public struct TRECFormat: BatchFormat {
  private let tag: String
  /// The last score written, in millionths.
  private var last: Int64?

  /// - Parameter tag: the last column of each line, without white space.
  public init(tag: String) {
    self.tag = tag
  }

  public var preamble: [UInt8] { [] }

  public mutating func append(_ outcome: BatchOutcome, to output: inout [UInt8]) {
    guard case .success(let response) = outcome.result else { return }
    if outcome.isFirst { last = nil }
    let id = Self.field(outcome.id ?? "")
    for hit in response.hits {
      let millionths = Int64(exactly: (hit.score * 1e6).rounded()) ?? 0
      let lowered = last.map { min(millionths, Self.below($0)) } ?? millionths
      last = lowered
      let score = NumberText.fixed(lowered, digits: 6)
      output += "\(id) Q0 \(Self.field(hit.id)) \(hit.rank) \(score) \(tag)\n".utf8
    }
  }

  /// The next lower score in single precision.
  private static func below(_ millionths: Int64) -> Int64 {
    let bound = Double(Float(Double(millionths) / 1e6).nextDown)
    return min(millionths - 1, Int64((bound * 1e6).rounded(.down)))
  }

  /// A name without white space and controls: their bytes are written as `%20`, and `%` as `%25`.
  /// Different names stay different.
  public static func field(_ name: String) -> String {
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
