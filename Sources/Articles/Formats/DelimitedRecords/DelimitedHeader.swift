/// The header of a table: its dialect and its columns.
struct DelimitedHeader: Sendable {
  struct Column: Sendable {
    let name: [UInt8]
    let role: FieldMap.Role?
  }

  let columns: [Column]
  /// The index of the column with the articles' texts; nil without one.
  let textColumn: Int?

  init(_ cells: [[UInt8]], _ fields: FieldMap) {
    let columns = cells.map { cell in
      let name = fields.name(of: Array(String(decoding: cell, as: UTF8.self).cleanedName().utf8))
      return Column(name: name, role: fields.role(of: name))
    }
    self.columns = columns
    textColumn = columns.indices.filter { columns[$0].role?.field == .text }
      .min { (columns[$0].role?.rank ?? 0) < (columns[$1].role?.rank ?? 0) }
  }

  /// Number of columns that are fields.
  private var fieldCount: Int { columns.count { $0.role != nil } }

  var columnNames: [String] { columns.map { String(decoding: $0.name, as: UTF8.self) } }

  // MARK: Delimiters

  /// Returns the possible delimiters of a file, the likely ones first.
  static func delimiters(name: String) -> [UInt8] {
    let name = name.lowercased()
    let others: [Unicode.Scalar] =
      name.hasSuffix(".tsv") || name.hasSuffix(".tab")
      ? ["\t", ",", ";", "|"] : [",", "\t", ";", "|"]
    return others.map { UInt8(ascii: $0) }
  }

  /// Reads Excel's line `sep=;` at the beginning of a file, and returns the delimiter that it names
  /// and the length of the line.
  static func namedDelimiter(_ bytes: ArraySlice<UInt8>) -> (delimiter: UInt8, length: Int)? {
    guard let end = bytes.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else { return nil }
    var line = bytes[..<end].filter { $0 != DelimitedDialect.quote }
    guard line.count <= 6, line.prefix(4).map({ $0 | 0x20 }) == Array("sep=".utf8) else {
      return nil
    }
    line.removeFirst(4)
    if line == Array("\\t".utf8) { line = [0x09] }
    guard line.count == 1 else { return nil }
    let isPair = bytes[end] == 0x0D && end + 1 < bytes.endIndex && bytes[end + 1] == 0x0A
    return (line[0], end - bytes.startIndex + (isPair ? 2 : 1))
  }

  // MARK: Reading

  /// A header and the bytes that it takes.
  struct Found {
    let header: DelimitedHeader
    let dialect: DelimitedDialect
    let length: Int
  }

  /// Reads the header at the beginning of the bytes. Of several delimiters, the one that gives most
  /// fields is the right one, and then the one that gives most columns.
  ///
  /// - Returns: nil when the bytes do not contain the whole header.
  static func read(
    _ bytes: [UInt8], delimiters: [UInt8], isAtEnd: Bool, _ fields: FieldMap
  ) -> Found? {
    let endsWithCR = endsWithCR(bytes)
    var best: Found?
    for delimiter in delimiters {
      let dialect = DelimitedDialect(delimiter: delimiter, endsWithCR: endsWithCR)
      for dialect in [dialect, dialect.withoutQuotes] {
        var scan = DelimitedScan()
        var cells: [[UInt8]] = []
        let span = bytes.span
        let end = scan.end(of: span, from: 0, dialect, isAtEnd: isAtEnd) { range, isQuoted in
          cells.append(DelimitedScan.contents(span, range, dialect, isQuoted: isQuoted))
        }
        if case .incomplete = end { return nil }
        guard case .row(let next) = end else { continue }
        let header = DelimitedHeader(cells, fields)
        if best.map({ header.isBetter(than: $0.header) }) ?? true {
          var used = dialect
          used.quotes = true
          best = Found(header: header, dialect: used, length: next)
        }
        break
      }
    }
    return best
  }

  private func isBetter(than other: DelimitedHeader) -> Bool {
    (fieldCount, columns.count) > (other.fieldCount, other.columns.count)
  }

  /// True when the first line ends with CR alone.
  private static func endsWithCR(_ bytes: [UInt8]) -> Bool {
    guard let end = bytes.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else { return false }
    return bytes[end] == 0x0D && end + 1 < bytes.count && bytes[end + 1] != 0x0A
  }

  // MARK: Recognition

  private static let longestHeader = 1 << 10

  /// True when the first line of a file is the header of a table of articles: commas or tabs
  /// separate the names of a text and of other fields.
  static func isPlausible(sample: [UInt8], _ fields: FieldMap) -> Bool {
    // In all encodings but UTF-16, these bytes are no parts of other characters.
    let isWide = ByteOrderMark.of(sample).map { $0.encoding != "UTF-8" } ?? sample.contains(0)
    guard isWide || hasDelimiter(firstLine(of: sample[...])) else { return false }
    let text = FileSample.text(of: sample)
    let line = firstLine(of: text[...])
    guard line.count < text.count, hasDelimiter(line),
      let found = read(
        Array(line), delimiters: [UInt8(ascii: ","), 0x09], isAtEnd: true, fields)
    else { return false }
    return found.header.isOfArticles
  }

  /// True when the columns are a text and other fields of articles.
  var isOfArticles: Bool {
    let roles = Set(columns.compactMap { $0.role?.field })
    return roles.contains(.text) && !roles.isDisjoint(with: [.title, .date, .time, .url, .id])
  }

  private static func firstLine(of text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    text.prefix(longestHeader).prefix { $0 != 0x0A && $0 != 0x0D }
  }

  private static func hasDelimiter(_ line: ArraySlice<UInt8>) -> Bool {
    line.contains { $0 == UInt8(ascii: ",") || $0 == 0x09 }
  }
}

extension DelimitedDialect {
  fileprivate var withoutQuotes: DelimitedDialect {
    var dialect = self
    dialect.quotes = false
    return dialect
  }
}
