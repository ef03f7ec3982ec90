import Xunwen

/// A table with a header row: columns `id` and `query`, and of `QueryFilters` what queries have of their own, an empty
/// cell being the same as nothing.
final class CSVQueries: QuerySource {
  private enum Column {
    case id, query
    case filter(QueryFilters.Name)
  }

  private var records: CSVRecords
  private let options: SearchOptions
  /// Nil until the header has been read.
  private var columns: [Column]?

  init(_ path: String, _ options: SearchOptions) throws(CommandFailure) {
    records = try CSVRecords(path)
    self.options = options
  }

  func next() throws(CommandFailure) -> BatchLine? {
    if columns == nil, let header = try records.next() {
      columns = try columns(of: header)
    }
    guard let columns, let record = try records.next() else { return nil }
    switch record.fields {
    case .failure(let failure): return BatchLine(record.number, failure)
    case .success(let cells): return query(record.number, cells, columns)
    }
  }

  private func columns(of header: CSVRecords.Record) throws(CommandFailure) -> [Column] {
    let place = "\(records.name):\(header.number)"
    var columns: [Column] = []
    var seen: Set<String> = []
    for cell in try header.fields.get() {
      let name = cell.trimmingSpaces().lowercased()
      switch name {
      case "id": columns.append(.id)
      case "query": columns.append(.query)
      default:
        guard let filter = QueryFilters.Name(rawValue: name) else {
          let names = ["id", "query"] + QueryFilters.Name.allCases.map(\.rawValue)
          throw CommandFailure(
            "\(place): unknown column '\(name)' (columns: \(names.joined(separator: ", ")))")
        }
        columns.append(.filter(filter))
      }
      guard seen.insert(name).inserted else {
        throw CommandFailure("\(place): the column '\(name)' comes twice")
      }
    }
    for name in ["id", "query"] where !seen.contains(name) {
      throw CommandFailure("\(place): no column '\(name)' in the header")
    }
    return columns
  }

  private func query(_ number: Int, _ cells: [String], _ columns: [Column]) -> BatchLine {
    guard cells.count == columns.count else {
      return BatchLine(
        number, CommandFailure("\(cells.count) cells where the header has \(columns.count)"))
    }
    var (id, text) = ("", "")
    var filters = QueryFilters()
    var mistake: CommandFailure?
    for (cell, column) in zip(cells, columns) {
      switch column {
      case .id: id = cell
      case .query: text = cell
      case .filter(let name):
        guard !cell.isEmpty else { continue }
        do throws(CommandFailure) {
          try filters.set(name, to: cell)
        } catch {
          mistake = mistake ?? error
        }
      }
    }
    if id.isEmpty { return BatchLine(number, text: text, CommandFailure("no id")) }
    if let mistake { return BatchLine(number, id: id, text: text, mistake) }
    return BatchLine(number, id: id, text: text, filters, over: options)
  }
}
