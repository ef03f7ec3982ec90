import Calendar

/// The office and the day below an official document, on two lines or on one.
///
///     国务院办公厅
///     2023年5月4日
struct OfficeSignature: Equatable {
  /// The office; empty when a person signed.
  let office: String
  let day: CivilDate
  /// True when the name is on the line above the day.
  let isBelowName: Bool

  private static let maximumCount = 60

  private static let endings = LabelWords(
    """
    院 厅 廳 部 委 局 办 辦 会 會 府 署 行 组 组 办公室 辦公室 委员会 总局 法院 检察院 政府 指挥部 管委会 公署 总会
    协会 中心 所 调查队 总队 支队 大队
    """)
  private static let media = LabelWords("报社 新闻社 通讯社 编辑部 本报 晚报 日报 新闻中心 融媒体中心 记者部")
  private static let persons = LabelWords(
    "总理 主席 部长 部長 省长 市长 区长 县长 州长 主任 局长 署长 行长 院长 检察长 自治区主席 秘书长")

  /// Reads the day of a signature with the line above it.
  ///
  /// - Parameters:
  ///   - line: the folded line of the day.
  ///   - above: the folded line above it.
  init?(_ line: [Unicode.Scalar], above: [Unicode.Scalar]) {
    if let day = ChineseNumerals.day(line) {
      guard let office = Self.office(above[...]) else { return nil }
      (self.office, self.day, isBelowName) = (office, day, true)
      return
    }
    // 国务院办公厅 2023年5月4日
    guard line.count <= Self.maximumCount, line.last == "日" else { return nil }
    for (i, scalar) in line.enumerated() where scalar == " " {
      guard let day = ChineseNumerals.day(line[i...]) else { continue }
      guard let office = Self.office(line[..<i]) else { return nil }
      (self.office, self.day, isBelowName) = (office, day, false)
      return
    }
    return nil
  }

  /// Returns offices separated by 、; an empty text for a person; nil for anything else.
  private static func office(_ line: ArraySlice<Unicode.Scalar>) -> String? {
    guard line.count <= maximumCount else { return nil }
    let parts = line.split(separator: " ").map(Array.init)
    guard !parts.isEmpty else { return nil }
    // 市长　甲某某
    let compact = Array(parts.joined())
    if let length = persons.match(compact), compact.count <= length + 4 { return "" }
    // Names are spread over the line: 财 政 部.
    let names = parts.allSatisfy { $0.count == 1 } ? [compact] : parts
    guard names.allSatisfy(isOffice) else { return nil }
    return names.map { String(String.UnicodeScalarView($0)) }.joined(separator: "、")
  }

  /// True for the name of an office, such as 临江市统计局.
  static func isOffice(_ name: [Unicode.Scalar]) -> Bool {
    3...40 ~= name.count
      && name.allSatisfy { PrintedText.isHan($0) || "()·".unicodeScalars.contains($0) }
      && endings.matchEnd(name.suffix(4)) != nil && media.matchEnd(name.suffix(5)) == nil
  }
}
