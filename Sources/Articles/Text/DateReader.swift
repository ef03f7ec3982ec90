public import Calendar

/// A parser of dates as Chinese sites print them, in folded code points.
///
///     date := [民国] year sep month [sep day [日]] [gap time]
///     sep  := '-' | '/' | '.' | 年 | 月, a space on either side allowed
///     gap  := spaces | 'T' | weekday in brackets or not | 上午 | 下午
///     time := hour (':' | 时) minute [(':' | 分) second [秒]]
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

  /// Returns the first date with a day at or after `start`, and its range in the line.
  ///
  /// Only years from 1900 to 2100 count.
  ///
  /// - Complexity: O(length of the line).
  static func firstDate(
    in line: [Unicode.Scalar], from start: Int = 0
  ) -> (date: CivilDateTime, range: Range<Int>)? {
    for i in line.indices.dropFirst(start) {
      let isStart = PrintedText.isDigit(line[i]) && (i == 0 || !PrintedText.isDigit(line[i - 1]))
      guard isStart || line[i] == "民" else { continue }
      var reader = DateReader(line, at: i)
      if let found = reader.date(), found.date.day != nil, 1900...2100 ~= found.date.year {
        return (found, i..<reader.at)
      }
    }
    return nil
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
    let start = at
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
      guard month > 0, day > 0, start == 0 else { return nil }
    } else if digits != 4 {
      return nil
    }
    if digits != 8 {
      let yearEnd = at
      if separator("年"), let m = self.number(upTo: 2)?.value {
        month = m
        let monthEnd = at
        if separator("月"), let d = self.number(upTo: 2)?.value {
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
    let dateEnd = at
    if let seconds = time() { return CivilDateTime(date, secondsOfDay: seconds) }
    at = dateEnd
    return CivilDateTime(date)
  }

  private mutating func time() -> Int? {
    skipGap()
    let isAfternoon = isAt("下", "午") || isAt("晚", "上")
    if isAfternoon || isAt("上", "午") || isAt("凌", "晨") { at += 2 }
    skipSpaces()
    guard var hour = number(upTo: 2)?.value,
      accept(":") || accept("时") || accept("時") || accept("点")
    else { return nil }
    skipSpaces()
    guard let (minute, digits) = number(upTo: 2), digits == 2, hour < 24, minute < 60 else {
      return nil
    }
    if isAfternoon, hour < 12 { hour += 12 }
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
    return hour * 3600 + minute * 60 + second
  }

  /// Skips spaces, a weekday and `T` between a date and its time.
  private mutating func skipGap() {
    skipSpaces()
    let isBracketed = accept("(")
    if isAt("星", "期") {
      at = min(at + 3, line.count)
    } else if isAt("周") || isAt("週") {
      at += 2
    }
    if isBracketed { accept(")") }
    skipSpaces()
    _ = accept("T") || accept("t") || accept(",")
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
