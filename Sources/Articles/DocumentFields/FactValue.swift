import Calendar

/// A value of a field in the form in which articles have it.
struct FactValue: Equatable {
  let text: String
  /// The day of a field that is a day, with the time if it is printed.
  let time: CivilDateTime?

  private static let maximumName = 60
  private static let maximumText = 120

  /// Returns the value of a field in normal form, or nil for a text that cannot be one.
  ///
  /// - Parameters:
  ///   - printed: the value as printed.
  ///   - folded: the same characters, folded.
  init?(
    _ field: DocumentField, printed: ArraySlice<Unicode.Scalar>, folded: ArraySlice<Unicode.Scalar>
  ) {
    let name = Self.string(printed).cleanedName()
    guard !Self.isPlaceholder(folded) else { return nil }
    var time: CivilDateTime?
    let text: String?
    switch field {
    case .issuer: text = Self.issuer(name)
    case .number: text = Self.number(Array(folded), name)
    case .written, .published, .effective, .expiry:
      time = Self.time(Array(folded))
      text = time?.date.description
    case .index: text = Self.index(folded)
    case .validity: text = Self.validity(name)
    case .topic, .group, .keywords: text = Self.topic(name)
    case .kind: text = name.unicodeScalars.count <= 12 ? name : nil
    case .title: text = 4...300 ~= name.unicodeScalars.count ? name : nil
    }
    guard let text, !text.isEmpty else { return nil }
    (self.text, self.time) = (text, time)
  }

  private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// True for 无, --, null and the like.
  private static func isPlaceholder(_ folded: ArraySlice<Unicode.Scalar>) -> Bool {
    guard folded.contains(where: { PrintedText.isHan($0) || isWord($0) }) else { return true }
    let text = string(folded).foldingWhitespace().lowercased()
    return ["无", "無", "暂无", "暫無", "空", "null", "undefined", "none", "n/a", "无文号", "无字号", "其他"]
      .contains(text)
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    PrintedText.isDigit(scalar) || PrintedText.isLatin(scalar)
  }

  /// Returns offices separated by 、.
  private static func issuer(_ name: String) -> String? {
    let parts = name.unicodeScalars.split { " ,，;；、|/".unicodeScalars.contains($0) }
    let text = parts.map { string($0) }.joined(separator: "、")
    let scalars = Array(text.unicodeScalars)
    guard 2...maximumName ~= scalars.count, scalars.filter(PrintedText.isHan).count >= 2,
      !scalars.contains(where: { ":：。?!？！".unicodeScalars.contains($0) })
    else { return nil }
    return text
  }

  /// Returns a number, or several ones separated by 、. A label makes a number of other forms, such
  /// as 2023年第5号, a number, too.
  private static func number(_ folded: [Unicode.Scalar], _ name: String) -> String? {
    if let number = DocumentNumber(folded: folded) { return number.description }
    let parts = folded.split { ",;、/".unicodeScalars.contains($0) }
    let numbers = parts.compactMap { DocumentNumber(folded: Array($0)) }
    if numbers.count == parts.count { return numbers.map(\.description).joined(separator: "、") }
    let text = DocumentNumber.normalized(name)
    let scalars = Array(text.unicodeScalars)
    guard scalars.count <= 40, scalars.contains(where: PrintedText.isDigit),
      scalars.last == "号" || scalars.contains("〔"),
      !scalars.contains(where: { ":。《".unicodeScalars.contains($0) })
    else { return nil }
    return text
  }

  private static func time(_ folded: [Unicode.Scalar]) -> CivilDateTime? {
    if let day = ChineseNumerals.day(folded) { return CivilDateTime(day) }
    let line = folded.map { $0 == "\t" ? " " : $0 }
    guard line.count <= 40, let found = DateReader.firstDate(in: line),
      found.range.lowerBound <= 1, found.date.date.day != nil
    else { return nil }
    return found.date
  }

  private static func index(_ folded: ArraySlice<Unicode.Scalar>) -> String? {
    let compact = folded.filter { $0 != " " && $0 != "\t" }
    guard 4...80 ~= compact.count, compact.contains(where: isWord),
      compact.contains(where: PrintedText.isDigit),
      compact.count(where: PrintedText.isHan) <= 12,
      !compact.contains(where: { ":。《,".unicodeScalars.contains($0) })
    else { return nil }
    return string(compact)
  }

  /// The usual words of each state.
  private static let validityWords: [String: String] = {
    var words: [String: String] = [:]
    for (state, list) in [
      ("有效", "有效 全文有效 现行有效 继续有效 有效文件 现行 是 现行有效文件 生效 在用 长期有效"),
      ("失效", "失效 已失效 全文失效 无效 否 已经失效 自然失效"),
      ("废止", "废止 已废止 全文废止 已被废止 宣布废止"),
      ("已修改", "已修改 修改 已修订 修订 已被修改 已被修订"),
      ("部分失效", "部分失效 部分有效 部分条款失效 条款失效"),
      ("部分废止", "部分废止 部分条款废止 条款废止"),
      ("尚未生效", "尚未生效 未生效 尚未施行 尚未实施 未施行"),
    ] {
      for word in list.split(separator: " ") { words[String(word)] = state }
    }
    return words
  }()

  private static func validity(_ name: String) -> String? {
    let name = String(name.filter { $0 != " " })
    if let state = validityWords[name] { return state }
    let isState = "有效 失效 废止 修改 修订 生效 试行 暂行".split(separator: " ").contains {
      name.contains($0)
    }
    return isState && name.unicodeScalars.count <= 20 ? name : nil
  }

  /// Returns a text without spaces around the marks between its parts.
  private static func topic(_ name: String) -> String? {
    guard 2...maximumText ~= name.unicodeScalars.count else { return nil }
    var result = String.UnicodeScalarView()
    func isMark(_ scalar: Unicode.Scalar) -> Bool { #"\/>、;；,，-"#.unicodeScalars.contains(scalar) }
    for scalar in name.unicodeScalars {
      if isMark(scalar), result.last == " " { result.removeLast() }
      if scalar == " ", let last = result.last, isMark(last) { continue }
      result.append(scalar)
    }
    return String(result)
  }
}
