// Dates and ranges of dates, as in `date:2023-06..2023-07`.
//
//   range = date | a form of `RangeSyntax`, with at least one date
//         | date "-" date                      when it is not one date: 2023-2024
//         | n ("d" | "w" | "m" | "y")          the last days, weeks, months or years, with today
//   date  = year [sep month [sep day]]         sep = - / . (the same one twice)
//         | year 年 [month 月 [day 日]]
//         | yyyymm | yyyymmdd
//
// A year has four digits, a month or day one or two. Digits and marks may be full width. Every form
// of a dash is a hyphen.

public import Calendar

extension DateRange {
  /// Reads a date or range as written in a query or on a command line.
  ///
  /// - Parameter today: the day that `7d` counts back from; nil for today in China.
  /// - Throws: `QuerySyntaxError` with a range in scalars of `text`.
  public init(parsing text: String, today: CivilDate? = nil) throws(QuerySyntaxError) {
    self = try DateRangeReader(text).range(today: today)
  }
}

extension DateRange {
  /// Reads one day, month or year, or a number of last days such as `7d`.
  ///
  /// - Throws: `QuerySyntaxError` as `init(parsing:today:)`, also for a range.
  public init(parsingDate text: String, today: CivilDate? = nil) throws(QuerySyntaxError) {
    self = try DateRangeReader(text).date(today: today)
  }
}

private struct DateRangeReader {
  private let syntax: RangeSyntax
  private var scalars: [Unicode.Scalar] { syntax.scalars }

  private static let forms =
    "write 2023, 2023-06, 2023-06-01, 2023年6月1日, "
    + "or a range as 2023-06..2023-07, 2023-06.., >=2023-06 or 7d"

  init(_ text: String) { syntax = RangeSyntax(text) }

  private func error(_ message: String, at range: Range<Int>? = nil) -> QuerySyntaxError {
    QuerySyntaxError(message: message, range: range ?? scalars.indices)
  }

  func range(today: CivilDate?) throws(QuerySyntaxError) -> DateRange {
    if let range = try comparison() { return range }
    if let (first, last) = try syntax.brackets(example: "[2023-06 TO 2023-07]") {
      return try range(from: first, through: last)
    }
    if let range = relative(to: today) { return range }
    if let mark = syntax.mark ?? hyphenBetweenDates() {
      let (first, last) = (0..<mark.lowerBound, mark.upperBound..<scalars.count)
      if first.isEmpty && last.isEmpty { throw error("no date on either side; \(Self.forms)") }
      return try range(from: first, through: last)
    }
    let date = try date(in: scalars.indices)
    return DateRange(from: date, through: date)
  }

  /// The range of the only hyphen that has a date on both sides, as in 2023-2024; nil in a date.
  private func hyphenBetweenDates() -> Range<Int>? {
    if Self.parts(of: scalars[...]) != nil { return nil }
    let hyphens = scalars.indices.filter { hyphen in
      scalars[hyphen] == "-" && Self.parts(of: scalars[..<hyphen]) != nil
        && Self.parts(of: scalars[(hyphen + 1)...]) != nil
    }
    return hyphens.count == 1 ? hyphens[0]..<hyphens[0] + 1 : nil
  }

  func date(today: CivilDate?) throws(QuerySyntaxError) -> DateRange {
    if let range = relative(to: today) { return range }
    if syntax.mark != nil || hyphenBetweenDates() != nil { throw error("one date, not a range") }
    let date = try date(in: scalars.indices)
    return DateRange(from: date, through: date)
  }

  private func range(
    from first: Range<Int>, through last: Range<Int>
  ) throws(QuerySyntaxError) -> DateRange {
    let lower = first.isEmpty ? nil : try date(in: first)
    let upper = last.isEmpty ? nil : try date(in: last)
    let range = DateRange(from: lower, through: upper)
    if range.isEmpty { throw error("the range ends before it begins") }
    return range
  }

  /// Reads `>=2023-06-01` and the like. Returns nil for another form.
  private func comparison() throws(QuerySyntaxError) -> DateRange? {
    guard let comparison = syntax.comparison else { return nil }
    let date = try date(in: comparison.value)
    if comparison.isLower {
      return comparison.isInclusive ? DateRange(from: date) : DateRange(after: date)
    }
    return comparison.isInclusive ? DateRange(through: date) : DateRange(before: date)
  }

  /// Reads `7d`, `2w`, `3m`, `1y` and their Chinese forms. Returns nil for another form.
  private func relative(to today: CivilDate?) -> DateRange? {
    guard let unit = scalars.last, scalars.count <= 5 else { return nil }
    var count = 0
    for scalar in scalars.dropLast() {
      guard ("0"..."9").contains(scalar) else { return nil }
      count = count * 10 + Int(scalar.value) - 0x30
    }
    guard count > 0 else { return nil }
    let today = today ?? .todayInChina
    let first: CivilDate
    switch unit {
    case "d", "D", "天": first = today.adding(days: 1 - count)
    case "w", "W", "周": first = today.adding(days: 1 - 7 * count)
    case "m", "M": first = today.adding(months: -count).adding(days: 1)
    case "y", "Y": first = today.adding(months: -12 * count).adding(days: 1)
    default: return nil
    }
    return DateRange(from: first, through: today)
  }

  private func date(in range: Range<Int>) throws(QuerySyntaxError) -> CivilDate {
    guard let parts = Self.parts(of: scalars[range]) else {
      throw error("not a date; \(Self.forms)", at: range.isEmpty ? nil : range)
    }
    let (year, month) = (parts[0], parts.count > 1 ? parts[1] : nil)
    guard 1...12 ~= month ?? 1 else { throw error("there is no month \(parts[1])", at: range) }
    guard let date = CivilDate(year: year, month: month, day: parts.count > 2 ? parts[2] : nil)
    else { throw error("the month has no day \(parts[2])", at: range) }
    return date
  }

  /// Returns the year, or year and month, or year, month and day; nil for another form.
  private static func parts(of text: ArraySlice<Unicode.Scalar>) -> [Int]? {
    var rest = text
    let (number, digits) = takeNumber(&rest)
    var result: [Int]
    switch digits {
    case 4: result = [number]
    case 6 where rest.isEmpty: result = [number / 100, number % 100]
    case 8 where rest.isEmpty: result = [number / 10_000, number / 100 % 100, number % 100]
    default: return nil
    }
    if result[0] == 0 { return nil }

    guard let separator = rest.popFirst() else { return result }
    let isChinese = separator == "年"
    guard isChinese || separator == "-" || separator == "/" || separator == "." else { return nil }
    if isChinese && rest.isEmpty { return result }
    for unit: Unicode.Scalar in ["月", "日"] {
      let (number, digits) = takeNumber(&rest)
      guard (1...2).contains(digits) else { return nil }
      result.append(number)
      if isChinese { guard rest.popFirst() == unit else { return nil } }
      if rest.isEmpty { return result }
      if !isChinese { guard unit == "月", rest.popFirst() == separator else { return nil } }
    }
    return nil
  }

  private static func takeNumber(
    _ text: inout ArraySlice<Unicode.Scalar>
  ) -> (value: Int, digits: Int) {
    let digits = text.prefix(9).prefix { ("0"..."9").contains($0) }
    text = text.dropFirst(digits.count)
    return (digits.reduce(0) { $0 * 10 + Int($1.value - 0x30) }, digits.count)
  }
}
