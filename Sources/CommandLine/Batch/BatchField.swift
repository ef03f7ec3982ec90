import ArgumentParser
import Xunwen

/// A column of a batch's tables, or member of its hits.
enum BatchField: Hashable, CaseIterable, CodingKey {
  case queryID, query, total, partialTotal
  case hit(HitField)

  /// All facts of a hit.
  static let facts = HitField.facts.map(BatchField.hit)
  /// What tables have unless told otherwise.
  static let columns = [.queryID] + facts
  static let allCases: [BatchField] =
    [.queryID, .query, .total, .partialTotal] + HitField.allCases.map(BatchField.hit)

  var stringValue: String {
    switch self {
    case .queryID: "query_id"
    case .query: "query"
    case .total: "total"
    case .partialTotal: "partial_total"
    case .hit(let field): field.rawValue
    }
  }

  init?(stringValue: String) {
    guard let field = Self.allCases.first(where: { $0.stringValue == stringValue }) else {
      return nil
    }
    self = field
  }

  var intValue: Int? { nil }
  init?(intValue: Int) { nil }

  /// Whether articles have to be read for it.
  var needsArticle: Bool { if case .hit(let field) = self { field.needsArticle } else { false } }

  /// Whether articles have to be analyzed for it.
  var needsText: Bool { if case .hit(let field) = self { field.needsText } else { false } }

  /// Reads names with commas between.
  @Sendable static func list(_ argument: String) throws -> [BatchField] {
    var fields: [BatchField] = []
    for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let name = String(name).trimmingSpaces()
      guard let field = BatchField(stringValue: name) else {
        let names = allCases.map(\.stringValue).joined(separator: ", ")
        throw ValidationError("no field is called '\(name)' (fields: \(names))")
      }
      if fields.contains(field) { throw ValidationError("'\(name)' comes twice") }
      fields.append(field)
    }
    return fields
  }
}

/// A hit of a query with some of its fields.
struct BatchRow: Encodable {
  private let hit: SearchHit
  private let line: BatchLine
  private let totals: (full: Int, partial: Int)
  private let fields: [BatchField]

  init(_ hit: SearchHit, _ outcome: BatchOutcome, _ fields: [BatchField]) {
    self.hit = hit
    self.fields = fields
    line = outcome.line
    let response = try? outcome.result.get()
    totals = (response?.total ?? 0, response?.partialTotal ?? 0)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: BatchField.self)
    for field in fields { try container.encode(value(of: field), forKey: field) }
  }

  var cells: [String] { fields.map { value(of: $0).cell } }

  private func value(of field: BatchField) -> FieldValue {
    switch field {
    case .queryID: .text(line.id ?? "")
    case .query: .text(line.text ?? "")
    case .total: .integer(totals.full)
    case .partialTotal: .integer(totals.partial)
    case .hit(let field): field.value(of: hit)
    }
  }
}
