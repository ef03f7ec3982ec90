import FoundationEssentials
import Xunwen

/// JSON lines: `{"type":"result",…}` or `{"type":"error",…}` for each query. An answer that breaks off has both, the hits
/// so far and the error, and is of type `error`.
struct JSONLinesFormat: BatchFormat {
  /// What hits have; nil for all facts.
  let fields: [BatchField]?
  private let line = JSONLine()
  private var hasHits = false

  init(fields: [BatchField]? = nil) {
    self.fields = fields
  }

  var preamble: [UInt8] { [] }
  var hasAllQueries: Bool { true }

  mutating func append(_ outcome: BatchOutcome, to output: inout [UInt8]) throws {
    let response = try? outcome.result.get()
    if outcome.isFirst, response != nil {
      output += "{\"hits\":[".utf8
      hasHits = false
    }
    for hit in response?.hits ?? [] {
      if hasHits { output.append(UInt8(ascii: ",")) }
      let row = BatchRow(hit, outcome, fields ?? BatchField.facts)
      output += try line.encode(row).dropLast()
      hasHits = true
    }
    guard outcome.isLast else { return }
    let rest =
      switch outcome.result {
      case .success(let response): try line.encode(ResultRow(outcome.line, response))
      case .failure(let error): try line.encode(ErrorRow(outcome.line, error))
      }
    // Keys are in alphabetical order, so that those of the rest come after the hits.
    if !outcome.isFirst || response != nil {
      output += "],".utf8
      output += rest.dropFirst()
    } else {
      output += rest
    }
  }

  func key(of line: BatchLine) -> String { line.id ?? "" }

  func rows(of path: String) throws(CommandFailure) -> any OutputRows {
    try JSONLinesRows(path)
  }
}

private struct ResultRow: Encodable {
  let type = "result"
  let id: String
  let query: String
  let total: Int
  let partialTotal: Int
  let manifest: AnswerManifest?

  private enum CodingKeys: String, CodingKey {
    case type, id, query, total, manifest
    case partialTotal = "partial_total"
  }

  init(_ line: BatchLine, _ response: SearchResponse) {
    id = line.id ?? ""
    query = response.query
    total = response.total
    partialTotal = response.partialTotal
    manifest = response.manifest
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

  init(_ line: BatchLine, _ error: any Error) {
    self.line = line.number
    id = Nullable(line.id)
    query = Nullable(line.text)
    message = "\(error)"
    let place = (error as? QuerySyntaxError)?.range
    start = Nullable(place?.lowerBound)
    end = Nullable(place?.upperBound)
  }
}

private final class JSONLinesRows: OutputRows {
  /// What has to be known of a record.
  private struct Record: Decodable {
    let type: String
    let id: String?
    let total: Int?
    let partialTotal: Int?
    let message: String?

    private enum CodingKeys: String, CodingKey {
      case type, id, total, message
      case partialTotal = "partial_total"
    }
  }

  private var reader: LineReader
  private let decoder = JSONDecoder()

  init(_ path: String) throws(CommandFailure) {
    reader = try LineReader(path)
  }

  func next() throws(CommandFailure) -> OutputRow? {
    let start = reader.offset
    guard let line = try reader.next(), reader.isTerminated else { return nil }
    // Only hits make a record as long as that.
    guard case .bytes(let bytes) = line else {
      return OutputRow(start: start, key: nil, begins: true)
    }
    guard let record = try? decoder.decode(Record.self, from: Data(bytes)) else {
      throw CommandFailure("\(reader.name): not a record of a batch at byte \(start)")
    }
    var meaning = OutputRow.Meaning.hits
    if record.type == "error" {
      meaning = .failure(record.message ?? "")
    } else if record.total == 0, record.partialTotal == 0 {
      meaning = .none
    }
    return OutputRow(start: start, key: record.id ?? "", begins: true, meaning: meaning)
  }
}
