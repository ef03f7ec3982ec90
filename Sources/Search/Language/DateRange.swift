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

public import Calendar

extension DateRange {
  /// Reads a date or range as written in a query or on a command line.
  ///
  /// - Throws: `QuerySyntaxError` whose range is in scalars of `text`.
  ///
  /// - Parameter today: the day that `7d` counts back from; nil for today in China.
  public init(parsing text: String, today: CivilDate? = nil) throws(QuerySyntaxError) {
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
      let found = Self.relative(scalars, today: today ?? .todayInChina)
    {
      self = found
      return
    }
    guard let dots = scalars.indices.dropLast().first(where: { Self.isRangeMark(scalars, $0) })
    else {
      let date = try Self.date(scalars, in: everything)
      self.init(from: date, through: date)
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
    let lower = left.isEmpty ? nil : try date(scalars, in: left)
    let upper = right.isEmpty ? nil : try date(scalars, in: right)
    let range = DateRange(from: lower, through: upper)
    if range.isEmpty {
      throw QuerySyntaxError(
        message: "the range ends before it begins", range: 0..<scalars.count)
    }
    return range
  }

  /// `>=2023-06-01` and the like; nil for another form.
  private static func compared(
    _ scalars: [Unicode.Scalar]
  ) throws(QuerySyntaxError) -> DateRange? {
    guard let sign = scalars.first, sign == ">" || sign == "<" else { return nil }
    let isInclusive = scalars.dropFirst().first == "="
    let date = try date(scalars, in: (isInclusive ? 2 : 1)..<scalars.count)
    if sign == ">" { return isInclusive ? DateRange(from: date) : DateRange(after: date) }
    return isInclusive ? DateRange(through: date) : DateRange(before: date)
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

  private static func date(
    _ scalars: [Unicode.Scalar], in range: Range<Int>
  ) throws(QuerySyntaxError) -> CivilDate {
    guard let parts = parts(of: scalars[range]) else {
      let place = range.isEmpty ? 0..<scalars.count : range
      throw QuerySyntaxError(message: "not a date; \(forms)", range: place)
    }
    let (year, month) = (parts[0], parts.count > 1 ? parts[1] : nil)
    guard 1...12 ~= month ?? 1 else {
      throw QuerySyntaxError(message: "there is no month \(parts[1])", range: range)
    }
    guard let date = CivilDate(year: year, month: month, day: parts.count > 2 ? parts[2] : nil)
    else {
      throw QuerySyntaxError(message: "the month has no day \(parts[2])", range: range)
    }
    return date
  }

  /// Year, month and day as far as given; `nil` if the form is wrong. Values are not checked,
  /// except that the year is not 0.
  private static func parts(of text: ArraySlice<Unicode.Scalar>) -> [Int]? {
    var rest = text
    let digits = takeDigits(&rest)
    let number = value(of: digits)
    var result: [Int]
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

  private static func value(of digits: ArraySlice<Unicode.Scalar>) -> Int {
    digits.reduce(0) { $0 * 10 + Int($1.value - 0x30) }
  }
}
