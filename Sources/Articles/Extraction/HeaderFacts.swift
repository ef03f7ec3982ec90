import Calendar

/// The dates and sources that a line gives about its article, in any of their usual forms:
///
///     时间:2023-07-02 14:53:51来源:工人日报
///     来源：工人日报　　发布时间：2023年7月2日 14:53　作者：张三
///     2023/7/2 14:53   工人日报
///     《工人日报》（2023年7月2日 第04版）
///     稿源: 新华社
///
/// Lines are folded, so full-width digits and colons need no special cases.
struct HeaderFacts {
  struct DateFact: Equatable {
    let time: CivilDateTime
    let label: TimeLabel
    /// Indices in the line.
    let range: Range<Int>
  }

  struct SourceFact: Equatable {
    let name: String
    let label: SourceLabel

    var isMedium: Bool { SourceName.isMedium(Array(name.unicodeScalars)) }
  }

  private(set) var dates: [DateFact] = []
  private(set) var sources: [SourceFact] = []
  /// True when the line has a label of a source without a name after it.
  private(set) var isSourceExpected = false

  /// True when the line has a time without a year, and no date.
  private(set) var isUndated = false

  /// Maximum length of a header line in code points.
  static let maximumCount = 140
  /// Maximum length of a header line that has a date without a label.
  private static let maximumBareCount = 60

  /// True when the line has a label such as 时间: or 来源:.
  var isLabelled: Bool {
    isSourceExpected || sources.contains { $0.label.isPrinted }
      || dates.contains { $0.label.isPrinted }
  }

  /// True when the only label is one that an event may have, too.
  var isTimeOnly: Bool {
    sources.isEmpty && !isSourceExpected
      && dates.allSatisfy { $0.label == .time || !$0.label.isPrinted }
  }

  /// True when a source with a label or in quotes is beside the date.
  var hasPrintedSource: Bool {
    isSourceExpected || sources.contains { $0.label.isPrinted || $0.label == .quoted }
  }

  /// True when the line has a date without a label and nothing that contradicts it.
  var hasBareDate: Bool { dates.contains { $0.label == .bare } }

  /// Parses a line.
  ///
  /// - Parameters:
  ///   - line: the folded head of the line, without invisible characters.
  ///   - count: number of code points in the whole line.
  init(_ line: [Unicode.Scalar], count: Int) {
    guard count <= Self.maximumCount else { return }
    let line = SourceName.joiningSpacedLabels(line)
    dates = Self.dates(in: line)
    let undated =
      dates.isEmpty && count <= Self.maximumBareCount ? UndatedTime.ranges(in: line) : []
    let reader = SourceName(line, dates: dates.isEmpty ? undated : dates.map(\.range))
    for label in reader.labels() {
      let name = reader.name(from: label.end)
      if name.isEmpty {
        isSourceExpected = isSourceExpected || label.label == .source
      } else {
        sources.append(SourceFact(name: name, label: label.label))
      }
    }
    let isSentence = Self.isSentence(line)
    if let name = reader.quotedName() { sources.append(SourceFact(name: name, label: .quoted)) }
    let isBareLine = count <= Self.maximumBareCount && !isSentence && reader.isBareLine()
    dates = dates.compactMap { date in
      guard date.label == .bare, !isBareLine else { return date }
      // 2023年7月2日, … belongs to a sentence, and 2023年7月2日起施行 to a title.
      return hasPrintedSource && !isSentence ? date : nil
    }
    isUndated = isBareLine && !undated.isEmpty
    // No name is beside the day on which a document was written.
    guard sources.isEmpty, !isSentence, dates.contains(where: { $0.label != .written }) || isUndated
    else { return }
    if let name = reader.bareName() { sources.append(SourceFact(name: name, label: .beside)) }
  }

  /// Removes the names without a label.
  mutating func removeNeighbors() { sources.removeAll { !$0.label.isPrinted } }

  /// The facts of a line that is the name of a medium.
  init(sourceLine line: [Unicode.Scalar]) {
    guard let name = SourceName(line, dates: []).wholeName() else { return }
    sources = [SourceFact(name: name, label: .line)]
  }

  /// The facts of a line in a table of an official document.
  init(dates: [(time: CivilDateTime, label: TimeLabel)], source: String?, offices: [String]) {
    self.dates = dates.map { DateFact(time: $0.time, label: $0.label, range: 0..<0) }
    let name = source.map { SourceName.cleaned(PrintedText.foldedLabels($0.unicodeScalars)) } ?? ""
    if !name.isEmpty { sources.append(SourceFact(name: name, label: .source)) }
    sources += offices.map { SourceFact(name: $0, label: .office) }
  }

  private static func dates(in line: [Unicode.Scalar]) -> [DateFact] {
    var result: [DateFact] = []
    var start = 0
    // 2023年4月19日 星期三 农历闰二月廿九 is the clock of a portal.
    let isClock = line.contains("农") && clocks.occurs(in: line)
    if let found = englishDate(in: line) { return [found] }
    while result.count < 4, let found = DateReader.firstDate(in: line, from: start) {
      let before = line[start..<found.range.lowerBound]
      let label = isClock ? .other : TimeLabel(before: before)
      // A short year or a month alone is a date only after a label.
      if found.isComplete || label.isPrinted {
        result.append(DateFact(time: found.date, label: label, range: found.range))
      }
      start = found.range.upperBound
    }
    return result
  }

  private static let clocks = LabelWords("农历")
  private static let months = LabelWords(
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"
  )

  /// Finds a date with the name of a month, such as Nov 5, 2022 3:07 PM, among other words.
  private static func englishDate(in line: [Unicode.Scalar]) -> DateFact? {
    guard line.count <= maximumBareCount, months.occurs(in: line) else { return nil }
    for start in line.indices where isWordStart(line, start) {
      var end = start
      while end < line.count, line[end].value < 0x80, line[end] != "|" { end += 1 }
      while end > start, line[end - 1] == " " { end -= 1 }
      guard let time = EnglishDate.read(Array(line[start..<end])) else { continue }
      return DateFact(time: time, label: TimeLabel(before: line[..<start]), range: start..<end)
    }
    return nil
  }

  private static func isWordStart(_ line: [Unicode.Scalar], _ i: Int) -> Bool {
    (PrintedText.isLatin(line[i]) || PrintedText.isDigit(line[i]))
      && (i == 0 || !PrintedText.isLatin(line[i - 1]) && !PrintedText.isDigit(line[i - 1]))
  }

  private static func isSentence(_ line: [Unicode.Scalar]) -> Bool {
    for (i, scalar) in line.enumerated() {
      switch scalar {
      case "。", "!", "?": return true
      case "," where i > 0 && PrintedText.isHan(line[i - 1]): return true
      default: break
      }
    }
    return false
  }
}

/// The label of a printed date, by which candidates for the publication time are ranked.
enum TimeLabel: String, Sendable {
  case published, time, bare, updated, written
  /// The label of another date, such as 报名时间 or 有效期至.
  case other

  private static let publishedWords = LabelWords(
    """
    发布 發布 發佈 发表 發表 刊登 刊发 刊發 发稿 發稿 上传 发文 首发 见报 发布日 published Published 发布于 发表于
    """)
  private static let updatedWords = LabelWords("更新 修改 编辑 最后修改 updated Updated")
  private static let writtenWords = LabelWords("成文 印发 签发 生成 写作 撰写")
  private static let timeWords = LabelWords("时间 時間 日期 Date date Time time DATE TIME")
  /// Words before 时间 or 日期 that name the date of the page.
  private static let pageWords = LabelWords(
    "创建 录入 添加 公开 公告 新闻 文章 信息 稿件 推送 上线 投稿 回复 答复 系统 入库 加入 提交 公布 出版 收录 转载 原文 播报 通知 挂网")
  /// Words before 时间 or 日期 that name the date of something else.
  private static let otherWords = LabelWords(
    """
    报名 截止 截至 活动 会议 开庭 举办 举行 考试 开始 结束 有效 施行 实施 生效 出生 访问 下载 申报 征集 投标 开标 招标
    公示 培训 演出 比赛 播出 播放 开奖 开放 营业 面试 笔试 上映 建设 完成 起止 到期 办理 集合 出发 到达 拍摄 注册 登记 成立 服务
    来信 写信 提问 咨询 留言 投诉 受理 发生 采购 交易 竞价 拍卖 上市 发车 起飞 预约 领取 缴费 停水 停电 截稿 收稿 首映
    报告 讲座 授课 论坛 研讨 答辩 录制 采访 展览 演讲
    """)

  /// Reads the label that ends right before a date.
  init(before: ArraySlice<Unicode.Scalar>) {
    var before = before.suffix(24)
    while let last = before.last, " :([（".unicodeScalars.contains(last) { before.removeLast() }
    guard let last = before.last, PrintedText.isHan(last) || PrintedText.isLatin(last) else {
      self = .bare
      return
    }
    // 今天是2023年4月19日
    if last == "是", before.dropLast().last.map({ "天日在".unicodeScalars.contains($0) }) ?? false {
      self = .other
      return
    }
    let time = Self.timeWords.matchEnd(before.suffix(4))
    if let time { before = before.dropLast(time) }
    if before.last == "于" || before.last == "於" || before.last == "在" { before.removeLast() }
    let end = before.suffix(9)
    if Self.publishedWords.matchEnd(end) != nil {
      self = .published
    } else if Self.updatedWords.matchEnd(end) != nil {
      self = .updated
    } else if Self.writtenWords.matchEnd(end) != nil {
      self = .written
    } else if time != nil {
      self = Self.namesAnotherTime(end) ? .other : .time
    } else {
      self = .bare
    }
  }

  /// True when a word in front of 时间 makes it the time of something else: 申领时间, but not
  /// 编辑:李某时间.
  private static func namesAnotherTime(_ before: ArraySlice<Unicode.Scalar>) -> Bool {
    if otherWords.matchEnd(before) != nil { return true }
    let word = before.reversed().prefix { PrintedText.isHan($0) }
    guard 2...6 ~= word.count, pageWords.matchEnd(before) == nil else { return false }
    return word.count == before.count || before[before.endIndex - word.count - 1] == " "
  }

  /// True when a word names the date.
  var isPrinted: Bool { self != .bare && self != .other }
}

/// The way in which a source is printed, by which candidates for the source are ranked.
enum SourceLabel: String, Sendable {
  /// 来源, 稿源, 转载自 …
  case source
  /// 发布机构 and other labels of an office.
  case office
  /// 《报名》 beside a date.
  case quoted
  /// A name beside a date.
  case beside
  /// A name on a line of its own.
  case line

  var isPrinted: Bool { self == .source || self == .office }
}
