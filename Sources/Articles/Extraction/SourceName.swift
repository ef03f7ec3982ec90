/// A reader of the names of sources in a folded line with labels and dates.
struct SourceName {
  private let line: [Unicode.Scalar]
  private let dates: [Range<Int>]

  init(_ line: [Unicode.Scalar], dates: [Range<Int>]) {
    self.line = line
    self.dates = dates
  }

  private static let sourceLabels = LabelWords(
    """
    来源 來源 稿源 出处 出處 消息来源 文章来源 新闻来源 信息来源 稿件来源 本文来源 来源于 來源於 转载自 轉載自 转自 摘自
    来源自 内容来源 文字来源 来源单位 稿件来自 信源 原文来源 原载 资料来源于 Source SOURCE
    """)
  private static let officeLabels = LabelWords(
    "发布机构 发布单位 发文机关 发文机构 发文单位 信息发布单位 发布部门 來源單位 供稿单位 发稿单位")
  /// Words before a name that are no part of it.
  private static let prefixes = LabelWords("原创 转载 综合报道")
  /// Labels that pages have without a colon on a line of their own.
  private static let headerLabels = LabelWords("发布时间 发布日期 发表时间 更新时间 时间 日期 作者 发布机构")
  private static let postedAt = LabelWords("发表于")
  /// Labels that may follow a source or a date in the same line, each with a colon.
  private static let otherLabels = LabelWords(
    """
    发布时间 發布時間 發佈時間 发布日期 發布日期 發佈日期 更新时间 更新時間 更新日期 发表时间 發表時間 发稿时间
    日期 时间 時間 发布 发表 成文 索引号 文号
    来源 來源 稿源 出处 出處 文章来源 信息来源 作者 记者 記者 通讯员 编辑 編輯 责任编辑 責任編輯 责编 責編
    审核 校对 校對 发布机构 发布单位 所属分类 分类 栏目 频道 点击 供稿 摄影 撰文
    浏览 瀏覽 浏览次数 阅读 閱讀 点击 點擊 访问 访问量 人气 字号 字體 字体 字號 分享 评论 評論 打印 关键词 关键字
    标签 原标题
    """)
  /// The place of a reader or a reporter, as in 来自北京市.
  private static let places = LabelWords("来自 发自")
  private static let reporters = LabelWords("记者 記者 作者 通讯员 特约记者 本报记者 责编 编辑")
  /// Buttons that follow a name without a space.
  private static let buttons = LabelWords(
    "参与互动 我要评论 分享到 字号 字体 小字号 大字号 打印 收藏 手机看新闻 点击查看 浏览次数 阅读次数 点击数 责任编辑 编辑:")
  private static let spaced = LabelWords("来源 來源 时间 時間 日期 作者 编辑 责编 稿源")

  /// True when a whole line is the label of a date or a source.
  static func isLabel(_ line: [Unicode.Scalar]) -> Bool {
    sourceLabels.match(line) == line.count || headerLabels.match(line) == line.count
  }

  /// Returns a line without the spaces within labels such as 来 源：.
  static func joiningSpacedLabels(_ line: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    var i = 0
    while i < line.count {
      result.append(line[i])
      var next = i + 1
      while next < line.count, line[next] == " ", next < i + 4 { next += 1 }
      if next > i + 1, next < line.count,
        spaced.match([line[i], line[next]]) == 2,
        line[(next + 1)...].first(where: { $0 != " " }) == ":"
      {
        i = next
      } else {
        i += 1
      }
    }
    return result
  }

  /// Returns the labels of sources and the index after each label and its colon.
  func labels() -> [(label: SourceLabel, end: Int)] {
    var result: [(label: SourceLabel, end: Int)] = []
    var i = 0
    while i < line.count {
      if let length = Self.sourceLabels.match(line, at: i), let end = labelEnd(i, length) {
        result.append((.source, end))
        i = end
      } else if let length = Self.officeLabels.match(line, at: i),
        let end = labelEnd(i, length, needsColon: true)
      {
        result.append((.office, end))
        i = end
      } else {
        i += 1
      }
    }
    return result
  }

  private func labelEnd(_ start: Int, _ length: Int, needsColon: Bool = false) -> Int? {
    var end = start + length
    while end < line.count, line[end] == " " { end += 1 }
    // 资金来源: is no label, so a label must not follow a Han character, except after a date.
    let isFree =
      start == 0 || !PrintedText.isHan(line[start - 1])
      || "日分秒".unicodeScalars.contains(line[start - 1]) || line[..<start].contains(":")
    guard isFree else { return nil }
    // [来源]:临江日报
    if end + 1 < line.count, "]】".unicodeScalars.contains(line[end]), line[end + 1] == ":" {
      return end + 2
    }
    if end < line.count, ":丨｜︱".unicodeScalars.contains(line[end]) { return end + 1 }
    // 来源 | 临江日报
    if start == 0, end + 1 < line.count, line[end] == "|" { return end + 1 }
    // | 来源某网 | needs no colon between bars.
    guard !needsColon, start > 0, line[..<start].contains("|"),
      let before = line[..<start].last(where: { $0 != " " }), before == "|"
    else { return nil }
    return end
  }

  /// Returns the source: the text from `start` to the next label, date, bracket or space.
  func name(from start: Int) -> String {
    var i = start
    while i < line.count, line[i] == " " { i += 1 }
    var result: [Unicode.Scalar] = []
    while i < line.count {
      if dates.contains(where: { $0.lowerBound == i }) || isOtherLabel(at: i) { break }
      if Self.reporters.match(line, at: i) != nil, Self.isMedium(result) { break }
      if result.count >= 2, Self.buttons.match(line, at: i) != nil { break }
      if result.count >= 2, isCountOfReaders(at: i) { break }
      let c = line[i]
      if c == " " {
        // China Daily is one name; 工人日报 张三 is two.
        guard i + 1 < line.count, let last = result.last, PrintedText.isLatin(last),
          PrintedText.isLatin(line[i + 1])
        else { break }
      }
      if ")]】>|｜丨;,。[【".unicodeScalars.contains(c), !(c == ")" && result.contains("(")) { break }
      if c == "、", Self.reporters.match(line, at: i + 1) != nil { break }
      result.append(c)
      i += 1
    }
    return Self.cleaned(result)
  }

  /// True for 1024次阅读 after a name.
  private func isCountOfReaders(at start: Int) -> Bool {
    guard PrintedText.isDigit(line[start]) else { return false }
    var i = start
    while i < line.count, PrintedText.isDigit(line[i]) || line[i] == " " { i += 1 }
    return i < line.count && "次人条阅".unicodeScalars.contains(line[i])
  }

  /// Returns a name without brackets, quotes and the place and day of a dispatch.
  static func cleaned(_ scalars: [Unicode.Scalar]) -> String {
    var result = scalars
    // In 新华社(2023-07-02) the bracket belongs to the date.
    while let last = result.last, "([-/、".unicodeScalars.contains(last) { result.removeLast() }
    if let end = dispatchEnd(result) { result = Array(result[..<end]) }
    result = withoutAddress(result)
    if result.first == "据", isMedium(Array(result.dropFirst())) { result.removeFirst() }
    result = Array(result.drop { $0 == "·" || $0 == "-" })
    // 《临江文史》2022年第3期
    if result.first == "《", let close = result.firstIndex(of: "》"), close > 2,
      result[close...].allSatisfy({ isIssue($0) })
    {
      result = Array(result[1..<close])
    }
    return String(String.UnicodeScalarView(result)).cleanedName()
  }

  /// Returns a name without the address of its site: 临江晚报(ljwb.example.com).
  private static func withoutAddress(_ name: [Unicode.Scalar]) -> [Unicode.Scalar] {
    guard name.last == ")", let open = name.lastIndex(of: "("), open >= 2,
      name[open...].contains("."), name[open...].allSatisfy({ $0.value < 0x80 })
    else { return name }
    return Array(name[..<open])
  }

  /// True for the characters of the number of an issue.
  private static func isIssue(_ scalar: Unicode.Scalar) -> Bool {
    PrintedText.isDigit(scalar) || "》年第期卷号总月日版(),.-/ ".unicodeScalars.contains(scalar)
  }

  /// Returns the length of the name in 新华社北京7月2日电.
  private static func dispatchEnd(_ name: [Unicode.Scalar]) -> Int? {
    guard let last = name.last, last == "电" || last == "電" || last == "讯" || last == "訊",
      name.dropLast().last == "日", name.contains("月"),
      let digit = name.firstIndex(where: PrintedText.isDigit)
    else { return nil }
    for i in 1..<max(1, digit) where "社报報网網台".unicodeScalars.contains(name[i]) { return i + 1 }
    return digit > 1 ? digit : nil
  }

  /// Returns the name in 《报名》（日期 第04版）: the line has nothing but the name, a date, and a page.
  func quotedName() -> String? {
    guard let date = dates.first, let open = line.firstIndex(of: "《"),
      let close = line[open...].firstIndex(of: "》"), 2...16 ~= close - open - 1,
      open <= 8, close < date.lowerBound
    else { return nil }
    let between = line[(close + 1)..<date.lowerBound].filter { !" (".unicodeScalars.contains($0) }
    guard between.isEmpty, line.count - date.upperBound <= 16 else { return nil }
    return Self.cleaned(Array(line[(open + 1)..<close]))
  }

  /// True when the line could be a date with a name beside it, and is no title with a date in it.
  func isBareLine() -> Bool {
    guard let date = dates.first else { return false }
    let hasTime = line[date].contains(":")
    let parts = words(separatedBy: " |/·")
    let next = date.upperBound < line.count ? line[date.upperBound] : " "
    let previous = date.lowerBound > 0 ? line[date.lowerBound - 1] : " "
    for (isGlued, word) in [
      (PrintedText.isHan(next), parts.first { $0.start == date.upperBound }?.word),
      (PrintedText.isHan(previous), parts.last { $0.end == date.lowerBound }?.word),
    ] where isGlued {
      guard let word else { return false }
      if Self.otherLabels.match(word) != nil || word.first == "星" || word.first == "周" { continue }
      guard hasTime || Self.isMedium(word), word.count <= 16 else { return false }
    }
    let letters = parts.filter { !$0.word.allSatisfy(Self.isCount) }.map(\.word.count)
    return letters.reduce(0, +) <= 30 && letters.allSatisfy { $0 <= 16 }
  }

  /// Returns the name beside a date in a line without a label.
  func bareName() -> String? {
    guard let date = dates.first else { return nil }
    var candidates: [(word: [Unicode.Scalar], distance: Int, isBefore: Bool)] = []
    for part in words(separatedBy: " |") {
      var word = part.word
      if let cut = word.firstIndex(where: { "[(【".unicodeScalars.contains($0) }) {
        word = Array(word[..<cut])
      }
      // 王某/临江青年报
      if let slash = word.lastIndex(of: "/") {
        let name = Array(word[(slash + 1)...])
        word = Self.isMedium(name) ? name : Array(word[..<slash])
      }
      guard Self.isName(word) else { continue }
      let distance =
        part.end <= date.lowerBound ? date.lowerBound - part.end : part.start - date.upperBound
      candidates.append((word, max(0, distance), part.end <= date.lowerBound))
    }
    // 原创 张三 临江微生活 2022-11-05 18:30 发表于临江
    if candidates.count > 1, isAccountLine(), let account = candidates.last(where: { $0.isBefore })
    {
      return Self.cleaned(account.word)
    }
    candidates.sort { $0.distance < $1.distance }
    let media = candidates.filter { Self.isMedium($0.word) }
    // Two or three Han characters are a person's name unless they name a medium.
    let best =
      media.first
      ?? (candidates.count == 1 ? candidates.first { !Self.isPerson($0.word) } : nil)
    return best.map { Self.cleaned($0.word) }
  }

  /// True for the line of a public account, which has the author, the account and the place.
  private func isAccountLine() -> Bool {
    guard let date = dates.first else { return false }
    return Self.prefixes.match(line) == 2
      || Self.postedAt.match(Array(line[date.upperBound...].drop { $0 == " " })) != nil
  }

  private func words(
    separatedBy separators: String
  ) -> [(word: [Unicode.Scalar], start: Int, end: Int)] {
    let marks = Set(separators.unicodeScalars)
    var result: [(word: [Unicode.Scalar], start: Int, end: Int)] = []
    var i = 0
    while i < line.count {
      if let date = dates.first(where: { $0.contains(i) }) {
        i = date.upperBound
      } else if marks.contains(line[i]) {
        i += 1
      } else {
        let start = i
        while i < line.count, !marks.contains(line[i]),
          !dates.contains(where: { $0.lowerBound == i })
        {
          i += 1
        }
        let word = Array(line[start..<i])
        if Self.prefixes.match(word) != word.count { result.append((word, start, i)) }
      }
    }
    return result
  }

  private static func isCount(_ scalar: Unicode.Scalar) -> Bool {
    !PrintedText.isHan(scalar) && !PrintedText.isLatin(scalar)
  }

  private static func isName(_ word: [Unicode.Scalar]) -> Bool {
    guard 2...16 ~= word.count, word.contains(where: { !isCount($0) }) else { return false }
    // Labels such as 浏览 are no sources, and neither are weekdays, counts and buttons.
    return otherLabels.match(word) == nil && places.match(word) == nil && word.first != "星"
      && word.first != "周"
      && !LineKind.isButtons(word) && !word.contains(":") && !word.contains("第")
      && word.allSatisfy {
        !isCount($0) || PrintedText.isDigit($0) || "·-.&".unicodeScalars.contains($0)
      }
      && MarkerWords.commentMarks.match(word.drop(while: PrintedText.isDigit).map { $0 }) == nil
  }

  static func isMedium(_ word: [Unicode.Scalar]) -> Bool {
    word.count >= 2 && MarkerWords.siteEndings.matchEnd(word.suffix(5)) != nil
  }

  private static func isPerson(_ word: [Unicode.Scalar]) -> Bool {
    word.count <= 3 && word.allSatisfy(PrintedText.isHan)
  }

  /// Returns the name when a whole line is the name of a medium, such as 临江日报 or 王某/临江青年报.
  func wholeName() -> String? {
    guard dates.isEmpty, 3...20 ~= line.count, line.allSatisfy({ $0 != ":" && $0 != "," }) else {
      return nil
    }
    if let end = Self.dispatchEnd(line) { return Self.cleaned(Array(line[..<end])) }
    var word = line.lastIndex(of: "/").map { Array(line[($0 + 1)...]) } ?? line
    // 临江日报 记者 张三
    if let space = word.firstIndex(of: " "), Self.reporters.match(word, at: space + 1) != nil {
      word = Array(word[..<space])
    }
    guard Self.isName(word), Self.isMedium(word), word.count <= 14 else { return nil }
    return Self.cleaned(word)
  }

  /// True when another label begins at `at`, with a colon after at most three Han characters.
  private func isOtherLabel(at: Int) -> Bool {
    guard let length = Self.otherLabels.match(line, at: at) else { return false }
    var i = at + length
    for _ in 0...3 {
      let end = i
      while i < line.count, line[i] == " " { i += 1 }
      guard i < line.count else { return false }
      if line[i] == ":" { return true }
      guard i == end, PrintedText.isHan(line[i]) else { return false }
      i += 1
    }
    return false
  }
}
