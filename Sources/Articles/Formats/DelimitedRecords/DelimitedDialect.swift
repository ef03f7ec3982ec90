/// The signs that divide a table.
struct DelimitedDialect: Sendable, Hashable {
  var delimiter: UInt8
  /// True when a backslash takes the meaning of the next byte away (pandas' `escapechar`).
  var escapes = false
  /// False when a quotation mark is a character like others.
  var quotes = true
  /// True when rows end with CR, as in old files of the Macintosh, and LF is a character like
  /// others; otherwise rows end with LF or CR LF.
  var endsWithCR = false

  static let quote = UInt8(ascii: "\"")
  static let backslash = UInt8(ascii: "\\")
}

/// Searches for the end of a row and for its cells.
struct DelimitedScan {
  enum End {
    /// The row is complete, and the next one begins at the index.
    case row(next: Int)
    /// The bytes end before the row.
    case incomplete
    /// A quotation mark is misplaced, or closed nowhere.
    case damaged
  }

  /// Far more cells than any table has.
  private static let maximumCells = 1 << 14

  private(set) var cellCount = 0
  /// Number of cells up to the last one that is not empty.
  private(set) var filledCount = 0
  /// True when all cells are in quotation marks.
  private(set) var isQuoted = true
  /// True when a backslash was found.
  private(set) var hasBackslash = false

  /// Finds the end of the row that begins at `start`.
  ///
  /// - Parameters:
  ///   - isAtEnd: true when no more bytes follow.
  ///   - cell: called with the range of each cell's contents.
  /// - Complexity: O(length of the row).
  mutating func end(
    of bytes: Span<UInt8>, from start: Int, _ dialect: DelimitedDialect, isAtEnd: Bool,
    cell: (_ contents: Range<Int>, _ isQuoted: Bool) -> Void = { _, _ in }
  ) -> End {
    var at = start
    while true {
      let contents: Range<Int>
      let isCellQuoted =
        dialect.quotes && at < bytes.count && bytes[at] == DelimitedDialect.quote
      if isCellQuoted {
        guard let end = endOfQuoted(bytes, from: at + 1, dialect, isAtEnd) else {
          return isAtEnd ? .damaged : .incomplete
        }
        contents = at + 1..<end
        at = end + 1
        while at < bytes.count, bytes[at] == 0x20 { at += 1 }
      } else {
        let first = at
        at = endOfPlain(bytes, from: at, dialect)
        let isAfterCR = at > first && bytes[at - 1] == 0x0D && !dialect.endsWithCR
        let isLineEnd = at >= bytes.count || bytes[at] == 0x0A
        contents = first..<(isAfterCR && isLineEnd ? at - 1 : at)
      }
      guard at < bytes.count || isAtEnd else { return .incomplete }
      cellCount += 1
      if !contents.isEmpty { filledCount = cellCount }
      if !isCellQuoted { isQuoted = false }
      cell(contents, isCellQuoted)
      if at >= bytes.count { return .row(next: at) }
      switch bytes[at] {
      case dialect.delimiter where cellCount < Self.maximumCells: at += 1
      case 0x0A where !dialect.endsWithCR: return .row(next: at + 1)
      case 0x0D:
        guard at + 1 < bytes.count || isAtEnd else { return .incomplete }
        let isPair = at + 1 < bytes.count && bytes[at + 1] == 0x0A
        guard isPair || dialect.endsWithCR || at + 1 == bytes.count else { return .damaged }
        return .row(next: at + (isPair ? 2 : 1))
      default: return .damaged
      }
    }
  }

  /// Returns the index of the quotation mark that closes a cell; nil if there is none.
  private mutating func endOfQuoted(
    _ bytes: Span<UInt8>, from start: Int, _ dialect: DelimitedDialect, _ isAtEnd: Bool
  ) -> Int? {
    var at = start
    while true {
      at = ByteScan.endOfPlain(in: bytes, from: at)
      guard at < bytes.count else { return nil }
      switch bytes[at] {
      case DelimitedDialect.quote:
        guard at + 1 < bytes.count else { return isAtEnd ? at : nil }
        if bytes[at + 1] != DelimitedDialect.quote { return at }
        at += 2
      case DelimitedDialect.backslash:
        hasBackslash = true
        at += dialect.escapes ? 2 : 1
        if at > bytes.count { return nil }
      default: at += 1
      }
    }
  }

  /// Returns the index of the delimiter or of the line end after a cell without quotation marks.
  private mutating func endOfPlain(
    _ bytes: Span<UInt8>, from start: Int, _ dialect: DelimitedDialect
  ) -> Int {
    var at = start
    while at < bytes.count {
      switch bytes[at] {
      case dialect.delimiter: return at
      case 0x0A where !dialect.endsWithCR: return at
      case 0x0D where dialect.endsWithCR: return at
      case DelimitedDialect.backslash:
        hasBackslash = true
        at += dialect.escapes ? 2 : 1
      default: at += 1
      }
    }
    return bytes.count
  }

  /// Returns the contents of a cell without the marks that protect other signs.
  static func contents(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ dialect: DelimitedDialect, isQuoted: Bool
  ) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    var at = range.lowerBound
    while at < range.upperBound {
      let isEscape = dialect.escapes && bytes[at] == DelimitedDialect.backslash
      let isDoubled =
        isQuoted && bytes[at] == DelimitedDialect.quote && at + 1 < range.upperBound
        && bytes[at + 1] == DelimitedDialect.quote
      if isEscape || isDoubled { at += 1 }
      if at < range.upperBound { result.append(bytes[at]) }
      at += 1
    }
    return result
  }
}

/// A row of a table, not divided into cells yet.
struct DelimitedRow: CutRecord {
  let bytes: [UInt8]
  /// The number of its first line, from 1.
  let number: Int
  let encoding: String
  let dialect: DelimitedDialect

  var ordinal: Int { number }

  /// The cells; empty for the values that mean none.
  var cells: [[UInt8]] {
    var cells: [[UInt8]] = []
    var scan = DelimitedScan()
    let bytes = bytes.span
    _ = scan.end(of: bytes, from: 0, dialect, isAtEnd: true) { range, isQuoted in
      let isAbsent = !isQuoted && Self.isAbsent(bytes, range)
      cells.append(
        isAbsent ? [] : DelimitedScan.contents(bytes, range, dialect, isQuoted: isQuoted))
    }
    return cells
  }

  /// True for a cell without a value in a table of MySQL: `\N` or `NULL` without quotation marks.
  private static func isAbsent(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count == 2 || range.count == 4 else { return false }
    let signs = range.count == 2 ? absentSigns.0 : absentSigns.1
    return signs.indices.allSatisfy { bytes[range.lowerBound + $0] == signs[$0] }
  }

  private static let absentSigns = (Array("\\N".utf8), Array("NULL".utf8))
}
