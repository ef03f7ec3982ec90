import Calendar

/// Reads numbers and dates in Chinese numerals, in folded code points.
enum ChineseNumerals {
  /// Returns the value of a digit: 一, 〇, 5; nil for any other code point. Pages print the zero of
  /// years as a circle or as the letter O.
  static func digit(_ scalar: Unicode.Scalar) -> Int? {
    switch scalar {
    case "〇", "○", "◯", "零", "O", "o", "Ο", "О": return 0
    case "一": return 1
    case "二": return 2
    case "三": return 3
    case "四": return 4
    case "五": return 5
    case "六": return 6
    case "七": return 7
    case "八": return 8
    case "九": return 9
    default: return PrintedText.isDigit(scalar) ? Int(scalar.value - 48) : nil
    }
  }

  /// Reads a whole text as a number below 100,000: 12, 七百六十五, 二〇二三 or 十二.
  static func number(_ text: some Collection<Unicode.Scalar>) -> Int? {
    guard !text.isEmpty, text.count <= 9 else { return nil }
    var (sum, value, digits) = (0, 0, 0)
    var hasUnit = false
    for scalar in text {
      if let digit = digit(scalar) {
        // 七百零五: the zero is no digit of its own.
        value = hasUnit && digit == 0 ? 0 : value * 10 + digit
        digits += 1
        guard value < 100_000 else { return nil }
        continue
      }
      let unit: Int
      switch scalar {
      case "十": unit = 10
      case "百": unit = 100
      case "千": unit = 1000
      default: return nil
      }
      sum += (digits == 0 ? 1 : value) * unit
      (value, digits, hasUnit) = (0, 0, true)
      guard sum < 100_000 else { return nil }
    }
    return sum + value
  }

  /// Reads a whole text as a day, in Chinese numerals or digits: 二〇二三年五月四日, 2023 年 5 月 4 日.
  static func day(_ text: some Collection<Unicode.Scalar>) -> CivilDate? {
    let compact = text.filter { $0 != " " && $0 != "\t" }
    guard compact.last == "日", let year = compact.firstIndex(of: "年"), year == 4,
      let month = compact.firstIndex(of: "月"), month > year,
      let y = number(compact[..<year]), let m = number(compact[(year + 1)..<month]),
      let d = number(compact[(month + 1)...].dropLast()), 1800...2100 ~= y, m > 0, d > 0
    else { return nil }
    return CivilDate(year: y, month: m, day: d)
  }
}
