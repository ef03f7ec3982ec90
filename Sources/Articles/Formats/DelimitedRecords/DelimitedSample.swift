import Calendar

/// The first rows of a table, which show whether backslashes protect the next byte.
struct DelimitedSample {
  let header: DelimitedHeader
  /// True when no bytes follow the sample.
  let isAtEnd: Bool

  private static let rowCount = 200

  /// Returns the dialect with backslashes if more rows fit the header then, or if backslashes
  /// precede quotation marks and no byte that needs no protection. Otherwise returns the given
  /// dialect.
  ///
  /// - Parameters:
  ///   - start: the index of the first row.
  ///   - dialect: a dialect in which a backslash is a character like others.
  func dialect(
    of bytes: Span<UInt8>, from start: Int, _ dialect: DelimitedDialect
  ) -> DelimitedDialect {
    let (count, protectsMarks) = Self.backslashes(in: bytes, from: start, dialect)
    guard count > 0 else { return dialect }
    var other = dialect
    other.escapes = true
    let plain = fittingRows(bytes, start, dialect)
    let escaped = fittingRows(bytes, start, other)
    return escaped > plain || escaped == plain && protectsMarks ? other : dialect
  }

  /// Returns the number of backslashes, and whether some precede quotation marks and none precedes
  /// a byte that needs no protection.
  private static func backslashes(
    in bytes: Span<UInt8>, from start: Int, _ dialect: DelimitedDialect
  ) -> (count: Int, protectsMarks: Bool) {
    var (count, marks, others) = (0, 0, 0)
    var at = start
    while at < bytes.count {
      if bytes[at] == DelimitedDialect.backslash {
        count += 1
        at += 1
        if at == bytes.count { break }
        switch bytes[at] {
        case DelimitedDialect.quote: marks += 1
        case DelimitedDialect.backslash, dialect.delimiter, 0x0A, 0x0D: break
        default: others += 1
        }
      }
      at += 1
    }
    return (count, marks > 0 && others == 0)
  }

  /// Returns the number of rows that fit the header, minus the number of those that do not.
  private func fittingRows(
    _ bytes: Span<UInt8>, _ start: Int, _ dialect: DelimitedDialect
  ) -> Int {
    var (fitting, at) = (0, start)
    for _ in 0..<Self.rowCount where at < bytes.count {
      var scan = DelimitedScan()
      switch scan.end(of: bytes, from: at, dialect, isAtEnd: isAtEnd) {
      case .row(let next):
        let isBlank = scan.cellCount == 1 && scan.filledCount == 0
        fitting += isBlank ? 0 : header.fits(scan) ? 1 : -1
        at = next
      case .incomplete: return fitting
      case .damaged:
        fitting -= 1
        while at < bytes.count, bytes[at] != 0x0A { at += 1 }
        at += 1
      }
    }
    return fitting
  }
}

extension DelimitedHeader {
  /// True when a row has the header's columns. Excel adds empty cells, and leaves out the empty
  /// cells at the end. But a row that ends with its text may have lost a part of it.
  func fits(_ row: DelimitedScan) -> Bool {
    if row.cellCount >= columns.count { return row.filledCount <= columns.count }
    return textColumn.map { $0 < row.cellCount - 1 } ?? false
  }

  /// True when the cells in columns of dates are dates, and the cells in columns of addresses have
  /// no spaces.
  func isPlausible(_ cells: [[UInt8]]) -> Bool {
    zip(cells, columns).allSatisfy { cell, column in
      let text = String(decoding: cell, as: UTF8.self)
      return switch column.role?.field {
      case .date, .time:
        text.isEmpty || CivilDateTime(recorded: text) != nil
          || CivilDateTime(recorded: "2000-01-01 " + text) != nil
      case .url: !text.contains(" ") && !text.contains("\n")
      default: true
      }
    }
  }
}
