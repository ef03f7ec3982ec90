import Xunwen

/// A table of queries with a header row. The columns are `id`, `query` and the names of
/// `QueryFilters`. An empty cell of a filter is ignored.
package final class CSVQueries: QuerySource {
  private enum Column {
    case id, query
    case filter(QueryFilters.Name)
  }

  private var records: CSVRecords
  private let defaults: QueryDefaults

  package var offset: Int { records.offset }

  /// Nil until the header has been read.
  private var columns: [Column]?

  package init(_ source: InputSource, _ defaults: QueryDefaults) throws(InputFailure) {
    records = try CSVRecords(source)
    self.defaults = defaults
  }

  package func next() throws(InputFailure) -> BatchLine? {
    if columns == nil, let header = try records.next() { columns = try columns(of: header) }
    guard let columns, let record = try records.next() else { return nil }
    switch record.fields {
    case .failure(let failure): return BatchLine(record.number, failure)
    case .success(let cells): return query(record.number, cells, columns)
    }
  }

  private func columns(of header: CSVRecords.Record) throws(InputFailure) -> [Column] {
    let location = "\(records.name):\(header.number)"
    var columns: [Column] = []
    var seen: Set<String> = []
    for cell in try header.fields.get() {
      let name = cell.trimmingSpaces().lowercased()
      switch name {
      case "id": columns.append(.id)
      case "query": columns.append(.query)
      default:
        guard let filter = QueryFilters.Name(rawValue: name) else {
          throw InputFailure(
            "\(location): unknown column '\(name)' (columns: \(QueryFilters.memberNames))")
        }
        columns.append(.filter(filter))
      }
      guard seen.insert(name).inserted else {
        throw InputFailure("\(location): the column '\(name)' is repeated")
      }
    }
    for name in ["id", "query"] where !seen.contains(name) {
      throw InputFailure("\(location): no column '\(name)' in the header")
    }
    return columns
  }

  private func query(_ number: Int, _ cells: [String], _ columns: [Column]) -> BatchLine {
    guard cells.count == columns.count else {
      return BatchLine(
        number, InputFailure("\(cells.count) cells where the header has \(columns.count)"))
    }
    var (id, text) = ("", "")
    var filters = QueryFilters()
    var mistake: InputFailure?
    for (cell, column) in zip(cells, columns) {
      switch column {
      case .id: id = cell
      case .query: text = cell
      case .filter(let name):
        guard !cell.isEmpty else { continue }
        do throws(InputFailure) {
          try filters.set(name, to: cell)
        } catch {
          mistake = mistake ?? error
        }
      }
    }
    if id.isEmpty { return BatchLine(number, text: text, InputFailure("no id")) }
    if let mistake { return BatchLine(number, id: id, text: text, mistake) }
    return BatchLine(number, id: id, text: text, filters, over: defaults)
  }
}

/// Reads the records of a CSV file (RFC 4180). Fields may contain line breaks; records end with LF
/// or CR LF.
package struct CSVRecords: ~Copyable {
  package struct Record {
    /// The number of its first line, from 1.
    package let number: Int
    /// Its offset in the file, in bytes.
    package let start: Int
    /// True when its last line ends with a line break.
    package let isTerminated: Bool
    package let fields: Result<[String], InputFailure>
  }

  private var reader: LineReader
  private var number = 0

  /// - Parameter path: the file; `-` is standard input.
  package init(_ path: String) throws(InputFailure) { try self.init(InputSource.file(path)) }

  package init(_ source: InputSource) throws(InputFailure) { reader = try LineReader(source) }

  /// The name of the file in messages.
  package var name: String { reader.name }

  /// The offset after the last record, in bytes.
  package var offset: Int { reader.offset }

  /// The next record, nil at the end. Blank lines are skipped.
  package mutating func next() throws(InputFailure) -> Record? {
    while true {
      let (start, first) = (reader.offset, number + 1)
      var bytes: [UInt8] = []
      var state = State.start
      var skipped = 0
      var isTooLong = false
      repeat {
        guard let line = try reader.next() else { break }
        number += 1
        if !bytes.isEmpty { bytes.append(0x0A) }
        guard case .bytes(let more) = line, bytes.count + more.count <= LineReader.maximumLength
        else {
          isTooLong = true
          break
        }
        if first == 1, bytes.isEmpty, more.starts(with: TableForm.byteOrderMark) {
          skipped = TableForm.byteOrderMark.count
        }
        state = more.dropFirst(bytes.isEmpty ? skipped : 0).reduce(state) { $0.after($1) }
        bytes += more
      } while state == .quoted
      if number < first { return nil }
      if bytes.last == 0x0D { bytes.removeLast() }
      if bytes.count <= skipped, !isTooLong { continue }
      return Record(
        number: first, start: isTooLong ? start : start + skipped,
        isTerminated: reader.isTerminated,
        fields: isTooLong ? .failure(LineReader.tooLong) : Self.fields(of: bytes[skipped...]))
    }
  }

  private static let mark = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")

  /// The state of the parser. A line break between quotation marks does not end a record.
  private enum State {
    case start, plain, quoted
    /// After a mark that ends a field, or is the first of two.
    case closed

    package func after(_ byte: UInt8) -> State {
      switch self {
      case .quoted: byte == mark ? .closed : .quoted
      case .start, .closed: byte == mark ? .quoted : byte == comma ? .start : .plain
      case .plain: byte == comma ? .start : .plain
      }
    }
  }

  private static func fields(of record: ArraySlice<UInt8>) -> Result<[String], InputFailure> {
    var fields: [String] = []
    var rest = record
    while true {
      guard let field = field(&rest) else {
        return .failure(InputFailure("a quotation mark is misplaced or unmatched"))
      }
      guard let text = String(validating: field, as: UTF8.self) else {
        return .failure(InputFailure("the line is not valid UTF-8"))
      }
      fields.append(text)
      if rest.isEmpty { return .success(fields) }
      rest.removeFirst()
    }
  }

  /// Removes a field up to the next comma; nil for a misplaced quotation mark.
  private static func field(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
    guard rest.first == mark else {
      let field = rest.prefix { $0 != comma }
      rest = rest.dropFirst(field.count)
      return field.contains(mark) ? nil : Array(field)
    }
    rest.removeFirst()
    var field: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == mark {
        // A doubled mark is one mark of the text. A single one ends the field.
        guard rest.first == mark else { return rest.isEmpty || rest.first == comma ? field : nil }
        rest.removeFirst()
      }
      field.append(byte)
    }
    return nil
  }
}
