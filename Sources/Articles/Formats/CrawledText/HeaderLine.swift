import Calendar

/// The line of a crawled text that gives the date and the source, in any of its usual forms:
///
///     时间:2023-07-02 14:53:51来源:工人日报
///     来源：工人日报　　发布时间：2023年7月2日 14:53　作者：张三
///     2023/7/2 14:53   工人日报
///     稿源: 新华社
///
/// Lines are folded, so full-width digits and colons need no special cases.
struct HeaderLine {
  private(set) var published: CivilDateTime?
  private(set) var source: String?
  /// True when the line has a label such as 时间: or 来源:.
  private(set) var isLabelled = false

  /// Maximum length of a header line in code points.
  private static let maximumCount = 140
  /// Maximum length of a header line that has a date without a label.
  private static let maximumBareCount = 60

  private static let sourceLabels = LabelWords(
    "来源 來源 稿源 出处 出處 消息来源 文章来源 新闻来源 信息来源 稿件来源")
  private static let dateLabels = LabelWords(
    """
    时间 時間 日期 发布 發布 發佈 发表 發表 更新 刊登 上传 印发 成文 Date date Time time 于 於
    """)
  /// Labels that may follow a source or a date in the same line, each with a colon.
  private static let otherLabels = LabelWords(
    """
    发布时间 發布時間 發佈時間 发布日期 發布日期 發佈日期 更新时间 更新時間 更新日期 发表时间 發表時間
    日期 时间 時間
    来源 來源 稿源 出处 出處 文章来源 作者 记者 記者 通讯员 编辑 編輯 责任编辑 責任編輯 责编 責編
    审核 校对 校對
    浏览 瀏覽 阅读 閱讀 点击 點擊 访问 人气 字号 字體 字体 字號 分享 评论 評論 打印 关键词 关键字
    标签 原标题
    """)

  /// Parses a line; returns nil if it is no header line.
  ///
  /// - Parameters:
  ///   - line: the folded head of the line.
  ///   - count: number of code points in the whole line.
  ///   - allowsBareDate: true to accept a date without a label.
  init?(_ line: [Unicode.Scalar], count: Int, allowsBareDate: Bool) {
    guard count <= Self.maximumCount else { return nil }
    let date = DateReader.firstDate(in: line)
    let label = Self.sourceLabel(in: line)
    if let label {
      source = Self.source(in: line, from: label.upperBound, date: date?.range)
      isLabelled = true
    }
    if let date {
      let before = line[..<date.range.lowerBound]
      let hasLabel = Self.endsWithDateLabel(Array(before))
      // In 2023年7月2日，… the date belongs to a sentence.
      let isBare = allowsBareDate && count <= Self.maximumBareCount && !Self.isSentence(line)
      if hasLabel || label != nil || isBare {
        published = date.date
        isLabelled = isLabelled || hasLabel
        if label == nil { source = Self.bareSource(line, date: date.range, isLabelled: hasLabel) }
      }
    }
    guard published != nil || label != nil else { return nil }
  }

  private static func sourceLabel(in line: [Unicode.Scalar]) -> Range<Int>? {
    for start in line.indices {
      guard let length = sourceLabels.match(line, at: start) else { continue }
      var end = start + length
      while end < line.count, line[end] == " " { end += 1 }
      guard end < line.count, line[end] == ":" else { continue }
      // 资金来源: is no label, so a label must not follow a Han character, except after a date.
      if start == 0 || !PrintedText.isHan(line[start - 1])
        || "日分秒".unicodeScalars.contains(line[start - 1]) || line[..<start].contains(":")
      {
        return start..<(end + 1)
      }
    }
    return nil
  }

  /// Returns the source: the text from `start` to the next label, date, bracket or space.
  private static func source(
    in line: [Unicode.Scalar], from start: Int, date: Range<Int>?
  ) -> String {
    var i = start
    while i < line.count, line[i] == " " { i += 1 }
    var result: [Unicode.Scalar] = []
    while i < line.count {
      if let date, i == date.lowerBound { break }
      if otherLabel(line, at: i) { break }
      let c = line[i]
      if c == " " {
        // China Daily is one name; 工人日报 张三 is two.
        guard i + 1 < line.count, let last = result.last, PrintedText.isLatin(last),
          PrintedText.isLatin(line[i + 1])
        else { break }
      }
      if ")]】>|｜丨;,，、。；".unicodeScalars.contains(c), !(c == ")" && result.contains("(")) {
        break
      }
      result.append(c)
      i += 1
    }
    // In 新华社(2023-07-02) the bracket belongs to the date.
    while let last = result.last, "([-".unicodeScalars.contains(last) { result.removeLast() }
    let name = String(String.UnicodeScalarView(result)).cleanedName()
    guard name.hasPrefix("《"), name.hasSuffix("》"), name.unicodeScalars.count > 2 else {
      return name
    }
    return name.dropFirst().dropLast().cleanedName()
  }

  /// True when another label begins at `at`, with a colon after at most three Han characters.
  private static func otherLabel(_ line: [Unicode.Scalar], at: Int) -> Bool {
    guard let length = otherLabels.match(line, at: at) else { return false }
    var i = at + length
    for _ in 0...3 {
      while i < line.count, line[i] == " " { i += 1 }
      guard i < line.count else { return false }
      if line[i] == ":" { return true }
      guard PrintedText.isHan(line[i]) else { return false }
      i += 1
    }
    return false
  }

  private static func endsWithDateLabel(_ before: [Unicode.Scalar]) -> Bool {
    var before = before
    while let last = before.last, last == " " || last == ":" || last == "(" || last == "[" {
      before.removeLast()
    }
    guard before.count < 24 else { return false }
    return (max(0, before.count - 4)..<before.count).contains { start in
      dateLabels.match(before, at: start).map { start + $0 == before.count } ?? false
    }
  }

  /// Returns the only short word beside a date in a line without a source label.
  private static func bareSource(
    _ line: [Unicode.Scalar], date: Range<Int>, isLabelled: Bool
  ) -> String? {
    let after = line[date.upperBound...].split(separator: " ")
    let before = isLabelled ? [] : line[..<date.lowerBound].split(separator: " ")
    guard before.count + after.count == 1, let word = before.first ?? after.first,
      2...16 ~= word.count,
      word.allSatisfy({ PrintedText.isHan($0) || PrintedText.isLatin($0) || $0 == "·" })
    else { return nil }
    // Labels such as 浏览 are no sources, and neither are weekdays.
    let isSource = otherLabels.match(Array(word)) == nil && word.first != "星" && word.first != "周"
    return isSource ? String(String.UnicodeScalarView(word)).cleanedName() : nil
  }

  private static func isSentence(_ line: [Unicode.Scalar]) -> Bool {
    line.contains { "，。！？、；!?;".unicodeScalars.contains($0) }
      || (line.firstIndex(of: ",").map { $0 > 0 && PrintedText.isHan(line[$0 - 1]) } ?? false)
  }
}
