/// The number of an official document in normal form, such as 国发〔2023〕5号.
///
///     number := issuer 〔 year 〕 [第] serial 号
///             | issuer (令 | 公告 | 通告) [year 年] 第 serial 号
///
/// Any brackets, even two different ones, may enclose the year, and spaces may be anywhere. In
/// normal form there are no spaces, digits are ASCII, the brackets are 〔〕, the serial has neither 第
/// before it nor leading zeros, and orders lack 中华人民共和国: 国务院令第765号.
public struct DocumentNumber: Sendable, Hashable, CustomStringConvertible {
  /// The number in normal form.
  public let description: String

  /// Longer texts are no numbers.
  private static let maximumCount = 48
  private static let maximumIssuer = 30
  /// The most code points of a text with spaces that are read.
  private static let maximumText = 400

  /// Reads a text that is a number and nothing else, except for brackets around it.
  public init?(_ text: String) {
    self.init(folded: PrintedText.foldedLabels(text.unicodeScalars.prefix(Self.maximumText)))
  }

  /// Returns the normal form of a number, and any other text without spaces, with its brackets
  /// around a year as 〔〕. So the beginning of a number can be compared, too.
  public static func normalized(_ text: String) -> String {
    if let number = DocumentNumber(text) { return number.description }
    let scalars = compact(PrintedText.foldedLabels(text.unicodeScalars.prefix(maximumText)))
    var result = String.UnicodeScalarView()
    var i = 0
    while i < scalars.count {
      if let (year, end) = bracketedYear(scalars, at: i) {
        result.append(contentsOf: "〔\(year)〕".unicodeScalars)
        i = end
      } else {
        result.append(scalars[i])
        i += 1
      }
    }
    return String(result)
  }

  /// Reads a folded text that is a number and nothing else.
  init?(folded text: [Unicode.Scalar]) {
    guard text.count <= Self.maximumText else { return nil }
    var scalars = Self.compact(text)
    if let first = scalars.first, Self.isOpening(first), let last = scalars.last,
      Self.isClosing(last), Self.bracketedYear(scalars, at: 0) == nil
    {
      scalars = Array(scalars.dropFirst().dropLast())
    }
    guard scalars.count <= Self.maximumCount, scalars.last == "号" || scalars.last == "號",
      let text = Self.bracketed(scalars) ?? Self.order(scalars)
    else { return nil }
    description = text
  }

  /// Reads 国发〔2023〕5号.
  private static func bracketed(_ text: [Unicode.Scalar]) -> String? {
    for i in text.indices.prefix(maximumIssuer + 1) where isOpening(text[i]) {
      guard let (year, end) = bracketedYear(text, at: i) else { continue }
      guard let serial = serial(text[end...].dropLast()) else { return nil }
      let issuer = text[..<i]
      guard isIssuer(issuer) else { return nil }
      return "\(string(issuer))〔\(year)〕\(serial)号"
    }
    return nil
  }

  /// Reads 国务院令第765号 or 财政部公告2023年第5号.
  private static func order(_ text: [Unicode.Scalar]) -> String? {
    guard let mark = text.lastIndex(of: "第"), let serial = serial(text[mark...].dropLast()) else {
      return nil
    }
    var issuer = text[..<mark]
    // 2017年11月22日国务院令第692号
    if let day = issuer.firstIndex(of: "日"), ChineseNumerals.day(issuer[...day]) != nil {
      issuer = issuer[(day + 1)...]
    }
    var year = ""
    if issuer.last == "年" {
      let digits = issuer.dropLast().suffix(4)
      guard digits.count == 4, let number = ChineseNumerals.number(digits), isYear(number) else {
        return nil
      }
      issuer = issuer.dropLast(5)
      year = "\(number)年"
    }
    let isOrder = issuer.last == "令" || kinds.matchEnd(issuer.suffix(2)) == 2
    guard isOrder, isIssuer(issuer) else { return nil }
    if issuer.starts(with: state), issuer.count >= state.count + 3 {
      issuer = issuer.dropFirst(state.count)
    }
    return "\(string(issuer))\(year)第\(serial)号"
  }

  /// Words before the number of another document.
  private static let citing = LabelWords("根据 按照 依据 依照 关于 参照 转发 落实 执行 遵照 根據 關於")
  private static let kinds = LabelWords("公告 通告 布告")
  private static let state = Array("中华人民共和国".unicodeScalars)

  /// Returns the year in brackets at an index, and the index after them.
  private static func bracketedYear(
    _ text: [Unicode.Scalar], at i: Int
  ) -> (year: Int, end: Int)? {
    guard isOpening(text[i]),
      let close = text[(i + 1)...].prefix(6).firstIndex(where: isClosing),
      let year = ChineseNumerals.number(text[(i + 1)..<close].filter { $0 != "年" })
    else { return nil }
    // 〔81〕 is the year 1981.
    if close - i == 3, 49...99 ~= year { return (1900 + year, close + 1) }
    return isYear(year) ? (year, close + 1) : nil
  }

  private static func isYear(_ number: Int) -> Bool { 1900...2100 ~= number }

  private static func serial(_ text: ArraySlice<Unicode.Scalar>) -> Int? {
    let digits = text.first == "第" ? text.dropFirst() : text
    guard let number = ChineseNumerals.number(digits), number > 0 else { return nil }
    return number
  }

  /// True for the abbreviation of an office: Han characters, perhaps with letters and digits.
  private static func isIssuer(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    1...maximumIssuer ~= text.count && text.contains(where: PrintedText.isHan)
      && citing.match(Array(text.prefix(2))) == nil
      && text.allSatisfy {
        PrintedText.isHan($0) || PrintedText.isLatin($0) || PrintedText.isDigit($0)
          || "-·()、".unicodeScalars.contains($0)
      }
  }

  private static func compact(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    text.filter { $0 != " " && $0 != "\t" }
  }

  static func isOpening(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "(", "〔", "[", "【", "〈", "<", "﹝", "{", "《", "「", "［", "（": true
    default: false
    }
  }

  static func isClosing(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ")", "〕", "]", "】", "〉", ">", "﹞", "}", "》", "」", "］", "）": true
    default: false
    }
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
