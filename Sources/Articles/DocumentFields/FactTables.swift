import Calendar

/// A fact about its document that a page prints with a label.
struct PrintedFact: Equatable {
  let field: DocumentField
  /// The rank of the label among the labels of the field.
  let rank: Int
  let value: FactValue
  /// The line of the value.
  let line: Int
  /// The number of the table on the page.
  let table: Int
}

/// The tables of facts on a page of an official document: lines with labels of several fields close
/// to each other, one of them a field that no other pages print. A single label needs a colon and a
/// value that nothing else can be.
struct FactTables {
  fileprivate(set) var facts: [PrintedFact] = []
  /// The lines of the tables, ascending.
  fileprivate(set) var lines: [Int] = []
  /// Publication dates, other days and updates, by line.
  fileprivate(set) var times: [Int: [(label: FactLabel, time: CivilDateTime)]] = [:]
  /// Sources with a label, by line.
  fileprivate(set) var sources: [Int: String] = [:]

  init() {}

  /// Finds the tables.
  ///
  /// - Parameters:
  ///   - candidates: the lines that may begin with a label, ascending.
  ///   - lineCount: the number of lines on the page.
  ///   - line: returns the text of a line.
  init(candidates: [Int], lineCount: Int, line: (Int) -> ArraySlice<UInt8>) {
    guard !candidates.isEmpty else { return }
    self = withoutActuallyEscaping(line) { line in
      var reader = FactTableReader(lineCount: lineCount, line: line)
      return reader.tables(candidates)
    }
  }
}

/// A reader of the lines of tables of facts.
private struct FactTableReader {
  private let line: (Int) -> ArraySlice<UInt8>
  private let lineCount: Int
  private var read: [Int: FactLine] = [:]
  private var tables = FactTables()

  /// The most lines between two facts of a table.
  private static let maximumGap = 3
  /// A group with this number of different values is a list of documents.
  private static let maximumValues = 3
  private static let maximumTables = 64
  private static let maximumLines = 2000

  init(lineCount: Int, line: @escaping (Int) -> ArraySlice<UInt8>) {
    (self.lineCount, self.line) = (lineCount, line)
  }

  mutating func tables(_ candidates: [Int]) -> FactTables {
    var group: [Entry] = []
    var table = 0
    for i in candidates.prefix(Self.maximumLines) where table < Self.maximumTables {
      let entries = entries(i)
      if entries.isEmpty { continue }
      if let last = group.last, i - last.line > Self.maximumGap + 1 {
        if add(group, table) { table += 1 }
        group = []
      }
      group += entries
    }
    _ = add(group, table)
    tables.lines = Array(Set(tables.lines)).sorted()
    return tables
  }

  /// A label with its value on the page.
  private struct Entry {
    let label: FactLabel
    let value: FactValue?
    let text: String
    let line: Int
    /// The line of the label.
    let labelLine: Int
    let isMarked: Bool
    let isWeak: Bool
  }

  private mutating func factLine(_ i: Int) -> FactLine {
    if let line = read[i] { return line }
    let result = FactLine(line(i))
    read[i] = result
    return result
  }

  // MARK: Entries

  private mutating func entries(_ i: Int) -> [Entry] {
    let line = factLine(i)
    guard !line.items.isEmpty else { return [] }
    if let entries = columns(i, line) { return entries }
    var result: [Entry] = []
    for (k, item) in line.items.enumerated() {
      if !item.value.isEmpty {
        result.append(entry(item, i, line, item.value, labelLine: i))
      } else if k == line.items.count - 1, let below = valueBelow(i, item) {
        result.append(below)
      } else if case .field = item.label {
        result.append(
          Entry(
            label: item.label, value: nil, text: "", line: i, labelLine: i, isMarked: item.isMarked,
            isWeak: item.isWeak))
      } else {
        result.append(entry(item, i, line, item.value, labelLine: i))
      }
    }
    return result
  }

  private func entry(
    _ item: FactLine.Item, _ i: Int, _ line: FactLine, _ range: Range<Int>, labelLine: Int
  ) -> Entry {
    var value: FactValue?
    let (printed, folded) = (line.printed[range], line.folded[range])
    switch item.label {
    case .field(let field, _): value = FactValue(field, printed: printed, folded: folded)
    case .updated: value = FactValue(.published, printed: printed, folded: folded)
    case .source, .other: break
    }
    return Entry(
      label: item.label, value: value, text: name(printed), line: i, labelLine: labelLine,
      isMarked: item.isMarked, isWeak: item.isWeak)
  }

  private func name(_ printed: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: printed)
    return String(view).cleanedName()
  }

  /// Returns the value of a label that ends its line, from the next line.
  ///
  /// A value that could be any text, such as a headline, needs another label below it.
  private mutating func valueBelow(_ i: Int, _ item: FactLine.Item) -> Entry? {
    guard case .field(let field, _) = item.label, i + 1 < lineCount else { return nil }
    let next = factLine(i + 1)
    guard next.items.isEmpty, !next.folded.isEmpty, next.folded.count <= 120 else { return nil }
    let entry = entry(item, i + 1, next, next.folded.indices, labelLine: i)
    guard let value = entry.value else { return nil }
    let isSafe: Bool
    switch field {
    case .number: isSafe = DocumentNumber(value.text) != nil
    case .written, .published, .effective, .expiry, .index: isSafe = true
    case .validity: isSafe = value.text.unicodeScalars.count <= 4
    default: isSafe = false
    }
    guard isSafe || i + 2 < lineCount && !factLine(i + 2).items.isEmpty else { return nil }
    return entry
  }

  /// Returns the entries of a row of labels above a row of values.
  private mutating func columns(_ i: Int, _ line: FactLine) -> [Entry]? {
    guard line.items.count >= 2, i + 1 < lineCount,
      line.items.allSatisfy({ $0.value.isEmpty && !$0.isMarked })
    else { return nil }
    let labels = line.cells
    guard labels.count == line.items.count else { return nil }
    let next = factLine(i + 1)
    let cells = next.cells
    guard next.items.isEmpty, cells.count == labels.count else { return nil }
    // More rows are a list of documents.
    if i + 2 < lineCount, factLine(i + 2).cells.count == labels.count { return [] }
    return zip(line.items, cells).map { entry($0, i + 1, next, $1, labelLine: i) }
  }

  // MARK: Tables

  private mutating func add(_ group: [Entry], _ table: Int) -> Bool {
    guard isTable(group) else { return false }
    for entry in group {
      tables.lines += [entry.labelLine, entry.line]
      switch entry.label {
      case .field(let field, let rank):
        guard let value = entry.value else { continue }
        tables.facts.append(
          PrintedFact(field: field, rank: rank, value: value, line: entry.line, table: table))
        if let time = value.time {
          tables.times[entry.line, default: []].append((entry.label, time))
        }
      case .updated:
        if let time = entry.value?.time {
          tables.times[entry.line, default: []].append((.updated, time))
        }
      case .source: if !entry.text.isEmpty { tables.sources[entry.line] = entry.text }
      case .other: break
      }
    }
    return true
  }

  /// True for the facts of several documents.
  private func isList(_ group: [Entry]) -> Bool {
    var values: [DocumentField: Set<String>] = [:]
    for entry in group {
      guard case .field(let field, _) = entry.label, field == .number || field == .index,
        let value = entry.value
      else { continue }
      values[field, default: []].insert(value.text)
    }
    return values.values.contains { $0.count >= Self.maximumValues }
  }

  private func isTable(_ group: [Entry]) -> Bool {
    guard !isList(group) else { return false }
    var fields: Set<DocumentField> = []
    var isTypical = false
    var hasValue = false
    for entry in group {
      guard case .field(let field, let rank) = entry.label else { continue }
      fields.insert(field)
      isTypical = isTypical || field.isTypical && !entry.isWeak
      guard let value = entry.value else { continue }
      hasValue = true
      if field == .number, DocumentNumber(value.text) != nil { return true }
      guard entry.isMarked, !entry.isWeak else { continue }
      switch field {
      case .written: if rank < 5 { return true }
      case .index: return true
      case .issuer: if rank < 5 { return true }
      default: break
      }
    }
    return isTypical && hasValue && fields.count >= 2
  }
}
