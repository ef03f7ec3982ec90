// Ranges of days, as in `date:2023-06..2023-07`.
//
//   range = day | [day] ".." [day]          at least one day
//         | (">=" | ">" | "<=" | "<") day   from or after it, up to or before it
//         | "[" (day | "*") "TO" (day | "*") "]"
//         | n ("d" | "w" | "m" | "y")       the last days, weeks, months, years, today included
//   day   = year [sep month [sep day]]      sep = - / . (the same one twice)
//         | year 年 [month 月 [day 日]]
//         | yyyymm | yyyymmdd
//
// Years have four digits; months and days one or two. Digits, dashes, slashes and full stops may be
// full width. A month or year stands for all its days: 2023-06 is 20230600…20230699, so that
// articles whose day is unknown (stored as 00) belong to their month and year too.

/// An inclusive range of days, each packed as yyyymmdd; `nil` is an open end.
public struct DateRange: Sendable, Equatable {
  public let lower: UInt32?
  public let upper: UInt32?

  public init(lower: UInt32?, upper: UInt32?) {
    self.lower = lower
    self.upper = upper
  }

  /// Reads a date or range as written in a query or on a command line.
  ///
  /// - Throws: `QuerySyntaxError` whose range is in scalars of `text`.
  ///
  /// - Parameter today: what `7d` counts back from, packed as yyyymmdd; nil for the day it is in China.
  public init(parsing text: String, today: UInt32? = nil) throws(QuerySyntaxError) {
    let scalars = text.unicodeScalars.map(Self.folded)
    let everything = 0..<scalars.count
    if let found = try Self.compared(scalars) {
      self = found
      return
    }
    if let found = try Self.bracketed(scalars) {
      self = found
      return
    }
    if let last = scalars.last, !("0"..."9").contains(last), last != "日", last != "月", last != "年",
      let found = Self.relative(scalars, today: today ?? Self.today)
    {
      self = found
      return
    }
    guard let dots = scalars.indices.dropLast().first(where: { Self.isRangeMark(scalars, $0) })
    else {
      let day = try Self.day(scalars, in: everything)
      self.init(lower: day.lower, upper: day.upper)
      return
    }
    let left = 0..<dots
    let right = dots + 2..<scalars.count
    if left.isEmpty && right.isEmpty {
      throw QuerySyntaxError(message: "no date on either side; \(Self.forms)", range: everything)
    }
    self = try Self.range(left, right, of: scalars)
  }

  /// An end that has no place is open.
  private static func range(
    _ left: Range<Int>, _ right: Range<Int>, of scalars: [Unicode.Scalar]
  ) throws(QuerySyntaxError) -> DateRange {
    let lower = left.isEmpty ? nil : try day(scalars, in: left).lower
    let upper = right.isEmpty ? nil : try day(scalars, in: right).upper
    if let lower, let upper, lower > upper {
      throw QuerySyntaxError(
        message: "the range ends before it begins", range: 0..<scalars.count)
    }
    return DateRange(lower: lower, upper: upper)
  }

  /// `>=2023-06-01` and the like; nil for another form.
  private static func compared(
    _ scalars: [Unicode.Scalar]
  ) throws(QuerySyntaxError) -> DateRange? {
    guard let sign = scalars.first, sign == ">" || sign == "<" else { return nil }
    let isInclusive = scalars.dropFirst().first == "="
    let days = try day(scalars, in: (isInclusive ? 2 : 1)..<scalars.count)
    if sign == ">" {
      // Packed days are compared as numbers: what follows the last is after it, whichever it is.
      return DateRange(lower: isInclusive ? days.lower : days.upper + 1, upper: nil)
    }
    return DateRange(lower: nil, upper: isInclusive ? days.upper : days.lower - 1)
  }

  /// `[20230601 TO 20230731]`, `[* TO 2023]`; nil for another form.
  private static func bracketed(
    _ scalars: [Unicode.Scalar]
  ) throws(QuerySyntaxError) -> DateRange? {
    guard scalars.first == "[", scalars.last == "]", scalars.count > 2 else { return nil }
    let words = scalars.indices.dropFirst().dropLast().split {
      QuerySyntax.isWhiteSpace(scalars[$0])
    }
    let everything = 0..<scalars.count
    guard words.count == 3, String(String.UnicodeScalarView(words[1].map { scalars[$0] })) == "TO"
    else {
      throw QuerySyntaxError(message: "not a range; write [2023-06 TO 2023-07]", range: everything)
    }
    let ends = [words[0], words[2]].map { word -> Range<Int> in
      guard let first = word.first, let last = word.last, scalars[first] != "*" else {
        return 0..<0
      }
      return first..<last + 1
    }
    return try range(ends[0], ends[1], of: scalars)
  }

  /// Whether a packed day lies in the range. An unknown date (0) lies only in the unbounded range.
  public func contains(_ day: UInt32) -> Bool {
    if day == 0 { return lower == nil && upper == nil }
    return day >= (lower ?? 0) && day <= (upper ?? .max)
  }

  /// The accepted forms, for error messages.
  static let forms =
    "write 2023, 2023-06, 2023-06-01, 2023年6月1日, "
    + "or a range as 2023-06..2023-07, 2023-06.., >=2023-06 or 7d"

  private static func isRangeMark(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    scalars[index] == "." && scalars[index + 1] == "."
  }

  /// Full-width ASCII and the minus sign as their ASCII counterparts.
  private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar == "\u{2212}" { return "-" }
    guard (0xFF01...0xFF5E).contains(scalar.value) else { return scalar }
    return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
  }

  private static func day(
    _ scalars: [Unicode.Scalar], in range: Range<Int>
  ) throws(QuerySyntaxError) -> (lower: UInt32, upper: UInt32) {
    guard let parts = parts(of: scalars[range]) else {
      let place = range.isEmpty ? 0..<scalars.count : range
      throw QuerySyntaxError(message: "not a date; \(forms)", range: place)
    }
    let year = parts[0]
    guard parts.count > 1 else { return (year * 10_000, year * 10_000 + 9_999) }
    let month = parts[1]
    guard (1...12).contains(month) else {
      throw QuerySyntaxError(message: "there is no month \(month)", range: range)
    }
    let start = year * 10_000 + month * 100
    guard parts.count > 2 else { return (start, start + 99) }
    guard (1...dayCount(year: year, month: month)).contains(parts[2]) else {
      throw QuerySyntaxError(message: "the month has no day \(parts[2])", range: range)
    }
    return (start + parts[2], start + parts[2])
  }

  /// Year, month and day as far as given; `nil` if the form is wrong. Values are not checked,
  /// except that the year is not 0.
  private static func parts(of text: ArraySlice<Unicode.Scalar>) -> [UInt32]? {
    var rest = text
    let digits = takeDigits(&rest)
    let number = value(of: digits)
    var result: [UInt32]
    switch digits.count {
    case 4: result = [number]
    case 6 where rest.isEmpty: result = [number / 100, number % 100]
    case 8 where rest.isEmpty: result = [number / 10_000, number / 100 % 100, number % 100]
    default: return nil
    }
    if result[0] == 0 { return nil }

    guard let separator = rest.first else { return result }
    let isChinese = separator == "年"
    guard isChinese || separator == "-" || separator == "/" || separator == "." else { return nil }
    rest.removeFirst()
    if isChinese && rest.isEmpty { return result }
    for unit: Unicode.Scalar in ["月", "日"] {
      let digits = takeDigits(&rest)
      guard (1...2).contains(digits.count) else { return nil }
      result.append(value(of: digits))
      if isChinese { guard rest.popFirst() == unit else { return nil } }
      if rest.isEmpty { return result }
      if !isChinese { guard unit == "月", rest.popFirst() == separator else { return nil } }
    }
    return nil
  }

  /// At most nine digits, so that the value fits and a longer number is refused by its count.
  private static func takeDigits(
    _ text: inout ArraySlice<Unicode.Scalar>
  ) -> ArraySlice<Unicode.Scalar> {
    let digits = text.prefix(9).prefix { ("0"..."9").contains($0) }
    text = text.dropFirst(digits.count)
    return digits
  }

  private static func value(of digits: ArraySlice<Unicode.Scalar>) -> UInt32 {
    digits.reduce(0) { $0 * 10 + ($1.value - 0x30) }
  }

  static func dayCount(year: UInt32, month: UInt32) -> UInt32 {
    switch month {
    case 2 where year.isMultiple(of: 400): 29
    case 2 where year.isMultiple(of: 100): 28
    case 2: year.isMultiple(of: 4) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension DateRange: CustomStringConvertible {
  /// The packed days on both sides of two dots, an open end empty: `20230600..20230799`.
  public var description: String {
    (lower.map { String($0) } ?? "") + ".." + (upper.map { String($0) } ?? "")
  }
}
