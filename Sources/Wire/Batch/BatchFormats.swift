import Xunwen

/// A table with a row for each hit. Queries without hits and queries that fail have no row.
public struct HitTableFormat: BatchFormat {
  public let form: TableForm
  public let fields: [BatchField]
  public let style: CSVStyle
  public let hasHeader: Bool

  /// - Parameter hasHeader: true to begin with a row of names.
  public init(_ form: TableForm, fields: [BatchField], style: CSVStyle, hasHeader: Bool) {
    (self.form, self.fields) = (form, fields)
    (self.style, self.hasHeader) = (style, hasHeader)
  }

  public var preamble: [UInt8] {
    style.mark + (hasHeader ? form.row(fields.map(\.name)) : [])
  }

  public mutating func append(_ outcome: BatchOutcome, to output: inout [UInt8]) {
    guard case .success(let response) = outcome.result else { return }
    for hit in response.hits {
      output += form.row(outcome.row(of: hit, fields).fields.map { style.cell($0.value) })
    }
  }
}

/// JSON Lines with a record for each query: `{"type":"result",…}` or `{"type":"error",…}`.
///
/// A query that fails after its first page has one record of type `error`, with the hits so far.
public struct JSONLinesFormat: BatchFormat {
  private let fields: [BatchField]
  private let includesMistakes: Bool
  private var hasHits = false

  /// - Parameters:
  ///   - fields: the members of hits; nil for all that do not require the article's text.
  ///   - includesMistakes: true for a member `mistakes`, with the malformed parts of the query.
  public init(fields: [BatchField]? = nil, includesMistakes: Bool = false) {
    self.fields = fields ?? BatchField.facts
    self.includesMistakes = includesMistakes
  }

  public var preamble: [UInt8] { [] }

  public mutating func append(_ outcome: BatchOutcome, to output: inout [UInt8]) throws {
    let response = try? outcome.result.get()
    if outcome.isFirst, response != nil {
      output += "{\"hits\":[".utf8
      hasHits = false
    }
    for hit in response?.hits ?? [] {
      if hasHits { output.append(UInt8(ascii: ",")) }
      output += try JSONWriter.line(outcome.row(of: hit, fields)).dropLast()
      hasHits = true
    }
    guard outcome.isLast else { return }
    var record = DataRow(outcome)
    if includesMistakes, let response {
      record = record.with(["mistakes": .objects(response.mistakes) { DataRow($0) }])
    }
    let rest = try JSONWriter.line(record)
    // Keys are in alphabetical order: all other keys follow "hits".
    if !outcome.isFirst || response != nil {
      output += "],".utf8
      output += rest.dropFirst()
    } else {
      output += rest
    }
  }
}

extension DataRow {
  /// The record of a query without its hits. The range of an error is in Unicode scalars.
  fileprivate init(_ outcome: BatchOutcome) {
    switch outcome.result {
    case .success(let response):
      self = [
        "type": "result", "id": .text(outcome.id ?? ""), "query": .text(response.query),
        "total": .integer(response.total), "partial_total": .integer(response.partialTotal),
      ]
      if let manifest = response.manifest { self = with(["manifest": .encoded(manifest)]) }
    case .failure(let error):
      let range = (error as? QuerySyntaxError)?.range
      self = [
        "type": "error", "line": .integer(outcome.line), "id": .optional(outcome.id),
        "query": .optional(outcome.query), "message": .text("\(error)"),
        "start": .optional(range?.lowerBound), "end": .optional(range?.upperBound),
      ]
    }
  }
}

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
  public init(tag: String) { self.tag = tag }

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
