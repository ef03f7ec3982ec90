import Calendar
import FoundationEssentials
import Search
import Testing

/// Compares the tables of docs/QUERY.md with the parser.
@Suite struct QueryDocumentationTests {
  @Test func `every documented query has the documented tree`() throws {
    var rows = 0
    for cells in try Self.tableRows() where cells[0].hasPrefix("`") && cells[1].hasPrefix("`(") {
      let query = String(cells[0].dropFirst().dropLast())
      let parsed = try #require(try QueryParser.parse(query), "\(query)")
      #expect("`\(parsed)`" == cells[1], "\(query)")
      rows += 1
    }
    #expect(rows == 49)
  }

  @Test func `every documented mistake is an error`() throws {
    var mistakes = 0
    let rows = try Self.tableRows().drop { $0.first != "mistake" }
      .prefix { $0.first != "form" }
    for cells in rows.dropFirst(2) {
      for query in Self.codeSpans(cells[1]) {
        #expect(throws: QuerySyntaxError.self, "\(query)") { try QueryParser.parse(query) }
        mistakes += 1
      }
    }
    #expect(mistakes == 28)
  }

  @Test func `every documented form has a hint and no mistake`() throws {
    var forms = 0
    let rows = try Self.tableRows().drop { $0.first != "form" }
    for cells in rows.dropFirst(2) {
      for query in Self.codeSpans(cells[1]) {
        #expect(try QueryParser.parse(query) != nil && QueryHint.all(for: query).count == 1)
        forms += 1
      }
    }
    #expect(forms == 29)
  }

  @Test func `every documented date is read`() throws {
    var dates = 0
    let rows = try Self.tableRows().drop { $0.first != "date" }
    for (number, cells) in rows.dropFirst(2).prefix(8).enumerated() {
      let ranges = try Self.codeSpans(cells[0]).map { try DateRange(parsing: $0) }
      // The first three rows each write one range in several ways.
      if number < 3 { #expect(Set(ranges.map(\.description)).count == 1) }
      dates += ranges.count
    }
    #expect(dates == 22)
  }

  private static func tableRows() throws -> [[String]] {
    var folder = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    folder.removeLast(3)
    let path = folder.joined(separator: "/") + "/docs/QUERY.md"
    let data = try #require(FileManager.default.contents(atPath: path))
    return String(decoding: data, as: UTF8.self).split(separator: "\n").compactMap { line in
      guard line.hasPrefix("| ") || line.hasPrefix("|-") else { return nil }
      return line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
        .map { cell in String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
    }
  }

  private static func codeSpans(_ cell: String) -> [String] {
    cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
  }
}
