/// A time without a year beside a name, from which no date follows: 3小时前, 今天 08:30, 07-02 14:53.
enum UndatedTime {
  private static let days = LabelWords("今天 昨天 前天 今日 昨日")
  private static let ages = LabelWords("秒前 分钟前 小时前 天前 周前 个月前 年前 刚刚")

  /// Returns the ranges of such times in a folded line.
  static func ranges(in line: [Unicode.Scalar]) -> [Range<Int>] {
    var i = 0
    while i < line.count {
      if let length = days.match(line, at: i), let end = clock(line, from: i + length) {
        return [i..<end]
      }
      if PrintedText.isDigit(line[i]), i == 0 || !PrintedText.isDigit(line[i - 1]) {
        let end = digits(line, from: i)
        if end - i <= 2, let length = ages.match(line, at: end) { return [i..<end + length] }
        if let day = monthAndDay(line, from: i, end), let end = clock(line, from: day) {
          return [i..<end]
        }
      }
      i += 1
    }
    return []
  }

  private static func digits(_ line: [Unicode.Scalar], from start: Int) -> Int {
    var end = start
    while end < line.count, PrintedText.isDigit(line[end]) { end += 1 }
    return end
  }

  /// Returns the end of a month and a day, such as 07-02 or 7月2日.
  private static func monthAndDay(
    _ line: [Unicode.Scalar], from start: Int, _ monthEnd: Int
  ) -> Int? {
    guard 1...2 ~= monthEnd - start, monthEnd < line.count,
      "-/月".unicodeScalars.contains(line[monthEnd])
    else { return nil }
    var end = digits(line, from: monthEnd + 1)
    guard 1...2 ~= end - monthEnd - 1 else { return nil }
    if end < line.count, line[end] == "日" { end += 1 }
    return end
  }

  /// Returns the end of a time such as 08:30.
  private static func clock(_ line: [Unicode.Scalar], from start: Int) -> Int? {
    var i = start
    while i < line.count, line[i] == " " { i += 1 }
    let hour = digits(line, from: i)
    guard 1...2 ~= hour - i, hour < line.count, line[hour] == ":" else { return nil }
    let minute = digits(line, from: hour + 1)
    return minute - hour - 1 == 2 ? minute : nil
  }
}
