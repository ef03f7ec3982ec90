public import Calendar

/// A parser of dates as Chinese sites print them, in folded code points.
///
///     date := [民国] year sep month [sep day [日]] [gap time]
///     sep  := '-' | '/' | '.' | 年 | 月, a space on either side allowed
///     gap  := spaces | 'T' | '-' | weekday in brackets or not | 凌晨 | 上午 | 中午 | 下午 | 晚 …
///     time := hour (':' | 时) minute [(':' | 分) second [秒]] [AM | PM] | hour 时
///
/// Also reads month/day/year before a time with AM or PM, and 二〇二三年七月二日 with a label.
///
/// A number with too many digits for its part, such as an id or a phone number, is no date. Neither
/// is a day that the calendar does not have. Year 1 of the Republic (民國) is 1912.
struct DateReader {
  private let line: [Unicode.Scalar]
  private var at: Int

  private init(_ line: [Unicode.Scalar], at: Int) {
    self.line = line
    self.at = at
  }

  /// Returns the first date at or after `start`, and its range in the line.
  ///
  /// Only years from 1800 to 2100 count. A date without a day, or with a year of two digits and
  /// without a time, is not complete: without a label such as 发布时间 it may be something else.
  ///
  /// - Complexity: O(length of the line).
  static func firstDate(
    in line: [Unicode.Scalar], from start: Int = 0
  ) -> (date: CivilDateTime, range: Range<Int>, isComplete: Bool)? {
    for i in line.indices.dropFirst(start) {
      let isStart = PrintedText.isDigit(line[i]) && (i == 0 || !PrintedText.isDigit(line[i - 1]))
      if line[i] == "二" || line[i] == "一", let found = numeralDay(line[i...]) {
        return (found.date, found.range, false)
      }
      guard isStart || line[i] == "民" else { continue }
      var reader = DateReader(line, at: i)
      if let found = reader.date() {
        guard 1800...2100 ~= found.date.year, !isMissing(found.date) else { continue }
        if found.date.day != nil {
          // Eight digits within a line are a date after a label only.
          return (found, i..<reader.at, i == 0 || !PrintedText.isDigit(line[i + 4]))
        }
        if found.date.month != nil { return (found, i..<reader.at, false) }
      }
      reader = DateReader(line, at: i)
      if let found = reader.shortDate() {
        return (found, i..<reader.at, found.secondsOfDay != nil)
      }
      reader = DateReader(line, at: i)
      if let found = reader.monthFirstDate() { return (found, i..<reader.at, true) }
    }
    return nil
  }

  /// True for the first days of clocks, with which programs mark a missing date.
  private static func isMissing(_ date: CivilDate) -> Bool {
    date.packed == 1970_01_01 || date.packed == 1899_12_30
  }

  /// Reads 二〇二三年七月二日 at the beginning of a slice.
  private static func numeralDay(
    _ line: ArraySlice<Unicode.Scalar>
  ) -> (date: CivilDateTime, range: Range<Int>)? {
    guard line.dropFirst(4).first == "年", let end = line.prefix(12).firstIndex(of: "日"),
      let day = ChineseNumerals.day(line[...end])
    else { return nil }
    return (CivilDateTime(day), line.startIndex..<end + 1)
  }

  /// Returns the date if it is the whole text. Month and day may be missing; a zone is skipped.
  static func wholeDate(_ text: [Unicode.Scalar]) -> CivilDateTime? {
    var reader = DateReader(text, at: 0)
    reader.skipSpaces()
    guard let date = reader.date() else { return nil }
    if date.secondsOfDay != nil { reader.skipZone() }
    reader.skipSpaces()
    return reader.at == text.count ? date : nil
  }

  private mutating func date() -> CivilDateTime? {
    var era = 0
    if accept("民") {
      guard accept("国") || accept("國") else { return nil }
      era = 1911
      skipSpaces()
    }
    guard let (number, digits) = number(upTo: 8) else { return nil }
    var (year, month, day) = (number, 0, 0)
    if era > 0 {
      guard digits <= 3 else { return nil }
      year += era
    } else if digits == 8 {
      (year, month, day) = (number / 10_000, number / 100 % 100, number % 100)
      guard month > 0, day > 0 else { return nil }
    } else if digits == 6, accept("/"), let d = self.number(upTo: 2)?.value ?? gluedDay() {
      // 202307/19
      (year, month, day) = (number / 100, number % 100, d)
    } else if digits != 4 {
      return nil
    }
    if digits == 6 || digits == 8 {
      guard month > 0, day > 0 else { return nil }
    } else {
      let yearEnd = at
      if separator("年"), let m = self.number(upTo: 2)?.value {
        month = m
        let monthEnd = at
        if separator("月"), let d = self.number(upTo: 2)?.value ?? gluedDay() {
          day = d
          let dayEnd = at
          skipSpaces()
          if !accept("日"), !accept("号") { at = dayEnd }
        } else {
          at = monthEnd
          accept("月")
        }
        guard month > 0 else { return nil }
      } else {
        at = yearEnd
        accept("年")
      }
    }
    guard
      let date = CivilDate(
        year: year, month: month > 0 ? month : nil, day: day > 0 ? day : nil)
    else { return nil }
    guard day > 0 else { return CivilDateTime(date) }
    return withTime(date)
  }

  /// Reads 18-03-08 23:16, of the years 1990 to 2089.
  private mutating func shortDate() -> CivilDateTime? {
    guard let (year, digits) = number(upTo: 2), digits == 2, separator("年"),
      let month = number(upTo: 2)?.value, separator("月"), let day = number(upTo: 2)?.value,
      let date = CivilDate(year: year + (year < 90 ? 2000 : 1900), month: month, day: day)
    else { return nil }
    if !accept("日") { accept("号") }
    return withTime(date)
  }

  /// Reads 7/2/2023 2:53 PM. Without AM or PM, the day may be first.
  private mutating func monthFirstDate() -> CivilDateTime? {
    guard let month = number(upTo: 2)?.value, accept("/"), let day = number(upTo: 2)?.value,
      accept("/"), let (year, digits) = number(upTo: 4), digits == 4, 1800...2100 ~= year,
      let date = CivilDate(year: year, month: month, day: day), let time = withTime(date),
      time.secondsOfDay != nil, at > 0, line[at - 1] == "M" || line[at - 1] == "m"
    else { return nil }
    return time
  }

  private mutating func withTime(_ date: CivilDate) -> CivilDateTime? {
    let dateEnd = at
    if let seconds = time() { return CivilDateTime(date, secondsOfDay: seconds) }
    at = dateEnd
    return CivilDateTime(date)
  }

  /// Reads the day in 2019-09-3007:42, where a page has an element between the day and the time.
  private mutating func gluedDay() -> Int? {
    let digits = line[at...].prefix(5)
    guard digits.count == 5, digits.prefix(4).allSatisfy(PrintedText.isDigit), digits.last == ":"
    else { return nil }
    let day = digits.prefix(2).reduce(0) { $0 * 10 + Int($1.value - 48) }
    at += 2
    return day
  }

  private mutating func time() -> Int? {
    skipGap()
    let period = self.period()
    skipSpaces()
    guard let hour = number(upTo: 2)?.value, hour < 24 else { return nil }
    let isClock = accept(":")
    guard isClock || accept("时") || accept("時") || accept("点") || accept("點") else { return nil }
    skipSpaces()
    guard let (minute, digits) = number(upTo: 2) else {
      // 晚8时 and 14时整, but not 14:
      accept("整")
      return isClock ? nil : period.hour(hour) * 3600
    }
    guard digits == 2, minute < 60 else { return nil }
    let minuteEnd = at
    var second = 0
    if accept(":") || accept("分"), let (value, digits) = number(upTo: 2), digits == 2, value < 60 {
      second = value
      if accept("."), number(upTo: 9) == nil { at -= 1 }
      accept("秒")
    } else {
      at = minuteEnd
      accept("分")
    }
    let half = period == .none ? halfOfDay() : period
    return half.hour(hour) * 3600 + minute * 60 + second
  }

  /// The part of the day in front of or after an hour.
  private enum Period {
    case none, morning, noon, afternoon

    /// Returns the hour of 24 that an hour of 12 means.
    func hour(_ hour: Int) -> Int {
      switch self {
      case .none: hour
      case .morning: hour == 12 ? 0 : hour
      case .noon: hour < 10 ? hour + 12 : hour
      case .afternoon: hour < 12 ? hour + 12 : hour
      }
    }
  }

  private mutating func period() -> Period {
    let words: [(String, Period)] = [
      ("上午", .morning), ("凌晨", .morning), ("清晨", .morning), ("早上", .morning), ("早", .morning),
      ("中午", .noon), ("下午", .afternoon), ("傍晚", .afternoon), ("晚上", .afternoon),
      ("晚间", .afternoon), ("晚", .afternoon), ("夜", .afternoon),
    ]
    guard at < line.count, !PrintedText.isDigit(line[at]) else { return .none }
    for (word, period) in words where acceptWord(word) { return period }
    return halfOfDay()
  }

  /// Reads AM or PM, which may follow a space.
  private mutating func halfOfDay() -> Period {
    let start = at
    skipSpaces()
    if acceptWord("AM") || acceptWord("am") || acceptWord("A.M.") { return .morning }
    if acceptWord("PM") || acceptWord("pm") || acceptWord("P.M.") { return .afternoon }
    at = start
    return .none
  }

  /// Skips spaces, a weekday and `T` between a date and its time.
  private mutating func skipGap() {
    skipSpaces()
    let isBracketed = accept("(")
    if isAt("星", "期") {
      at = min(at + 3, line.count)
    } else if isAt("周") || isAt("週") {
      at += 2
    } else if isBracketed {
      // (Sat), (六)
      while at < line.count, PrintedText.isLatin(line[at]) { at += 1 }
      if at < line.count, "一二三四五六日".unicodeScalars.contains(line[at]) { at += 1 }
    }
    if isBracketed { accept(")") }
    skipSpaces()
    // 2023-05-10-17:00
    _ = accept("T") || accept("t") || accept(",") || accept("-")
    skipSpaces()
  }

  private mutating func skipZone() {
    skipSpaces()
    if accept("Z") || accept("z") { return }
    guard accept("+") || accept("-") else { return }
    _ = number(upTo: 4)
    if accept(":") { _ = number(upTo: 2) }
  }

  private mutating func separator(_ unit: Unicode.Scalar) -> Bool {
    skipSpaces()
    guard accept("-") || accept("/") || accept(".") || accept(unit) else { return false }
    skipSpaces()
    return true
  }

  /// Reads a number of at most `limit` digits; returns nil if there is none or it is longer.
  private mutating func number(upTo limit: Int) -> (value: Int, digits: Int)? {
    var value = 0
    var end = at
    while end < line.count, PrintedText.isDigit(line[end]) {
      guard end - at < limit else { return nil }
      value = value * 10 + Int(line[end].value - 48)
      end += 1
    }
    guard end > at else { return nil }
    defer { at = end }
    return (value, end - at)
  }

  private mutating func skipSpaces() {
    while at < line.count, line[at] == " " { at += 1 }
  }

  @discardableResult
  private mutating func accept(_ scalar: Unicode.Scalar) -> Bool {
    guard at < line.count, line[at] == scalar else { return false }
    at += 1
    return true
  }

  private mutating func acceptWord(_ word: String) -> Bool {
    let word = word.unicodeScalars
    guard line[at...].starts(with: word) else { return false }
    at += word.count
    return true
  }

  private func isAt(_ first: Unicode.Scalar, _ second: Unicode.Scalar? = nil) -> Bool {
    guard at < line.count, line[at] == first else { return false }
    guard let second else { return at + 1 < line.count }
    return at + 1 < line.count && line[at + 1] == second
  }
}

extension CivilDateTime {
  /// Reads `2023`, `2023-07`, `2023-07-02` or `20230702`, the last two perhaps with a time.
  ///
  /// Also takes `/`, `.` and 年月日 between the parts. A zone after the time is ignored, since the
  /// time counts as printed. Returns nil for any other text.
  public init?(iso text: String) {
    guard text.utf8.count <= 64 else { return nil }
    let scalars = PrintedText.folded(text.unicodeScalars)
    guard let found = DateReader.wholeDate(scalars) else { return nil }
    self = found
  }
}
