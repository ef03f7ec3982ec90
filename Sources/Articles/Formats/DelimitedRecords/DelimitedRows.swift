/// A reader of the rows of a table, in UTF-8. It does not divide them into cells.
///
/// After a damaged row, reading continues at the next line that is a whole row. The memory is
/// limited by the longest row that the decoder accepts.
struct DelimitedRows: RecordSource, ~Copyable {
  let header: DelimitedHeader
  private var input: RecordInput
  private var dialect: DelimitedDialect
  /// Number of the line in which the buffer begins.
  private var line = 1
  /// The bytes of the header, which concatenated files have several times.
  private let headerBytes: [UInt8]
  /// True when the cells of all rows so far are in quotation marks; nil before the first row.
  private var areAllQuoted: Bool?

  private static let longestHeader = 1 << 20

  /// Reads the header of an opened file, which is decoded as a whole.
  ///
  /// - Throws: `missingTextColumn`, `empty`, `unreadable`.
  init(
    _ input: consuming RecordInput, _ fields: FieldMap, delimiters: [UInt8]
  ) throws(ArticleError) {
    var line = 1
    var delimiters = delimiters
    if let (delimiter, length) = DelimitedHeader.namedDelimiter(input.buffer.bytes.prefix(16)) {
      delimiters = [delimiter]
      input.buffer.removeFirst(length)
      line += 1
    }
    while true {
      let skipped = input.buffer.bytes.prefix { $0 <= 0x20 && $0 != 0x09 }
      line += skipped.count { $0 == 0x0A }
      input.buffer.removeFirst(skipped.count)
      let bytes = Array(input.buffer.bytes.prefix(Self.longestHeader))
      let isWhole = input.isAtEnd || bytes.count == Self.longestHeader
      if bytes.isEmpty, isWhole { throw ArticleError(path: input.path, reason: .empty) }
      if let found = DelimitedHeader.read(
        bytes, delimiters: delimiters, isAtEnd: isWhole, fields)
      {
        guard found.header.textColumn != nil else {
          throw ArticleError(
            path: input.path, line: line,
            reason: .missingTextColumn(columns: found.header.columnNames))
        }
        header = found.header
        dialect = found.dialect
        let removed = input.buffer.remove(found.length)
        line += Self.lineCount(removed, found.dialect)
        headerBytes = Self.withoutLineEnd(removed)
        break
      }
      if isWhole {
        throw ArticleError(
          path: input.path, line: line,
          reason: .malformedRow(problem: "a quotation mark in the header is not closed"))
      }
      try input.fill()
    }
    self.line = line
    self.input = input
    let sample = DelimitedSample(header: header, isAtEnd: self.input.isAtEnd)
    dialect = self.input.buffer.withSpan { [dialect] bytes, start in
      sample.dialect(of: bytes, from: start, dialect)
    }
  }

  /// Returns the next row, or nil at the end. An error concerns one row, and the next call
  /// continues after it.
  ///
  /// - Throws: `unreadable`, `tooLarge`, `malformedRow`.
  /// - Complexity: amortized O(length of the row).
  mutating func next() throws(ArticleError) -> DelimitedRow? {
    while true {
      skipBlankLines()
      if input.buffer.count == 0 {
        if input.isAtEnd { return nil }
        try input.fill()
        continue
      }
      switch attempt() {
      case .row(let length, let used, let isEmpty):
        dialect = used
        let number = line
        let bytes = remove(length)
        // Excel writes rows of delimiters.
        if isEmpty || isHeader(bytes) { continue }
        guard length <= input.maximumBytes else {
          throw input.tooLarge(length, at: number)
        }
        return DelimitedRow(
          bytes: bytes, number: number, encoding: input.encoding ?? "UTF-8", dialect: used)
      case .incomplete:
        if input.isInterrupted { return nil }
        if input.buffer.count > input.maximumBytes {
          try skipDamaged("a quotation mark is not closed")
        }
        try input.grow()
      case .damaged(let problem): try skipDamaged(problem)
      case .misfit(let length, let count):
        let number = line
        _ = remove(length)
        throw input.error(
          .malformedRow(problem: "\(count) cells where the header has \(header.columns.count)"),
          at: number)
      }
    }
  }

  mutating func takeDoubt() -> DecodingDoubt? { input.takeDoubt() }

  /// Skips blank lines, and the byte order marks that concatenated files have.
  private mutating func skipBlankLines() {
    let count = input.buffer.withSpan { bytes, start in
      var at = start
      while at < bytes.count {
        if bytes[at] == 0x0A || bytes[at] == 0x0D {
          at += 1
        } else if at + 2 < bytes.count, bytes[at] == 0xEF, bytes[at + 1] == 0xBB,
          bytes[at + 2] == 0xBF
        {
          at += 3
        } else {
          break
        }
      }
      return at - start
    }
    if count > 0 { _ = remove(count) }
  }

  // MARK: Rows

  private enum Attempt {
    case row(length: Int, DelimitedDialect, isEmpty: Bool)
    case incomplete
    /// A line with another number of cells than the header.
    case misfit(length: Int, cellCount: Int)
    case damaged(problem: String)
  }

  /// Finds the end of the row at the beginning of the buffer. A row that does not fit the header
  /// may have backslashes before its quotation marks, or none that mean anything.
  private mutating func attempt() -> Attempt {
    let (end, scan) = scan(from: 0, dialect)
    switch end {
    case .row(let next) where header.fits(scan):
      areAllQuoted = (areAllQuoted ?? true) && scan.isQuoted
      return .row(length: next, dialect, isEmpty: scan.filledCount == 0)
    case .incomplete: return .incomplete
    case .row, .damaged: break
    }
    for other in alternatives(scan) {
      let (end, scan) = self.scan(from: 0, other)
      switch end {
      case .row(let next) where header.fits(scan):
        return .row(length: next, other, isEmpty: scan.filledCount == 0)
      case .incomplete where input.buffer.count < Self.longestHeader: return .incomplete
      default: break
      }
    }
    guard case .row(let next) = end else {
      return .damaged(problem: "a quotation mark is misplaced")
    }
    // Of a row with a damaged quotation mark, other rows may seem to be parts.
    return nextLine(after: 0).map { $0 < next } ?? false
      ? .damaged(problem: "a quotation mark is misplaced")
      : .misfit(length: next, cellCount: scan.cellCount)
  }

  private func alternatives(_ scan: DelimitedScan) -> [DelimitedDialect] {
    var alternatives: [DelimitedDialect] = []
    if scan.hasBackslash {
      var other = dialect
      other.escapes.toggle()
      alternatives.append(other)
    }
    if dialect.delimiter == 0x09, dialect.quotes {
      // Programs that write tabs often do not quote.
      var other = dialect
      other.quotes = false
      alternatives.append(other)
    }
    return alternatives
  }

  private func scan(
    from offset: Int, _ dialect: DelimitedDialect
  ) -> (end: DelimitedScan.End, scan: DelimitedScan) {
    var scan = DelimitedScan()
    let end = input.buffer.withSpan { bytes, start in
      let end = scan.end(of: bytes, from: start + offset, dialect, isAtEnd: input.isAtEnd)
      guard case .row(let next) = end else { return end }
      return .row(next: next - start)
    }
    return (end, scan)
  }

  private mutating func remove(_ length: Int) -> [UInt8] {
    let bytes = input.buffer.remove(length)
    line += Self.lineCount(bytes, dialect)
    return bytes
  }

  /// True for a row that is the header again.
  private func isHeader(_ row: [UInt8]) -> Bool {
    0...2 ~= row.count - headerBytes.count && Self.withoutLineEnd(row) == headerBytes
  }

  private static func withoutLineEnd(_ row: [UInt8]) -> [UInt8] {
    let end = row.lastIndex { $0 != 0x0A && $0 != 0x0D }
    return Array(row[..<(end.map { $0 + 1 } ?? 0)])
  }

  private static func lineCount(_ bytes: [UInt8], _ dialect: DelimitedDialect) -> Int {
    dialect.endsWithCR ? bytes.count { $0 == 0x0D } : ByteScan.lineFeeds(in: bytes.span)
  }

  // MARK: Damage

  /// Skips a damaged row, or one above the limit, up to a line that is a row.
  ///
  /// - Throws: `malformedRow` or `tooLarge`; an error of reading.
  private mutating func skipDamaged(_ problem: String) throws(ArticleError) -> Never {
    let first = line
    var length = 0
    var offset = 0
    while true {
      guard let next = nextLine(after: offset) else {
        if input.isAtEnd {
          length += input.buffer.count
          _ = remove(input.buffer.count)
          break
        }
        if offset > 0 {
          length += offset
          _ = remove(offset)
          offset = 0
        }
        if input.buffer.count > input.maximumBytes {
          length += input.buffer.count
          _ = remove(input.buffer.count)
        }
        try input.fill()
        continue
      }
      offset = next
      if try isRow(at: &offset, skipped: &length) {
        length += offset
        _ = remove(offset)
        break
      }
    }
    guard length <= input.maximumBytes else {
      throw input.tooLarge(length, at: first)
    }
    let count = line - first
    throw input.error(
      .malformedRow(problem: count > 1 ? "\(problem) (\(count) lines are skipped)" : problem),
      at: first)
  }

  /// Returns the offset of the first line that begins after an offset in the buffer; nil when the
  /// buffer has none with a byte.
  private func nextLine(after offset: Int) -> Int? {
    let end: UInt8 = dialect.endsWithCR ? 0x0D : 0x0A
    return input.buffer.withSpan { bytes, start in
      var at = start + offset
      while at < bytes.count, bytes[at] != end { at += 1 }
      return at + 1 < bytes.count ? at + 1 - start : nil
    }
  }

  /// True when a row with the right number of cells, and with dates in the columns of dates, begins
  /// at an offset in the buffer. The bytes before it are removed if the row does not fit into the
  /// buffer.
  private mutating func isRow(
    at offset: inout Int, skipped: inout Int
  ) throws(ArticleError) -> Bool {
    while true {
      let (end, scan) = scan(from: offset, dialect)
      switch end {
      case .damaged: return false
      case .row(let next):
        guard scan.cellCount == header.columns.count, scan.isQuoted || areAllQuoted != true else {
          return false
        }
        let row = DelimitedRow(
          bytes: Array(input.buffer.bytes.dropFirst(offset).prefix(next - offset)), number: 0,
          encoding: "", dialect: dialect)
        return header.isPlausible(row.cells)
      case .incomplete:
        skipped += offset
        _ = remove(offset)
        offset = 0
        if input.buffer.count > input.maximumBytes { return false }
        try input.grow()
      }
    }
  }
}
