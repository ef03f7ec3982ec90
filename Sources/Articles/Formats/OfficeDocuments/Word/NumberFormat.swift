/// The spellings of numbers in lists.
enum NumberFormat {
  /// Returns a number in a format of Office Open XML; unknown formats give Arabic digits.
  static func text(_ value: Int, format: String) -> String {
    switch format {
    case "chineseCounting", "chineseCountingThousand", "taiwaneseCounting",
      "taiwaneseCountingThousand", "japaneseCounting", "ideographDigital":
      chinese(value)
    case "chineseLegalSimplified": chinese(value, digits: formalDigits, units: formalUnits)
    case "ideographTraditional": cycle(value, "甲乙丙丁戊己庚辛壬癸")
    case "ideographZodiac": cycle(value, "子丑寅卯辰巳午未申酉戌亥")
    case "upperLetter": letters(value, first: 65)
    case "lowerLetter": letters(value, first: 97)
    case "upperRoman": roman(value)
    case "lowerRoman": roman(value).lowercased()
    case "decimalZero": value < 10 && value >= 0 ? "0\(value)" : "\(value)"
    case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
      scalar(value, in: 1...20, first: 0x2460)
    case "decimalEnclosedParen": scalar(value, in: 1...20, first: 0x2474)
    case "decimalEnclosedFullstop": scalar(value, in: 1...20, first: 0x2488)
    case "ideographEnclosedCircle": scalar(value, in: 1...10, first: 0x3280)
    default: "\(value)"
    }
  }

  private static let digits = Array("零一二三四五六七八九")
  private static let units = ["", "十", "百", "千"]
  private static let formalDigits = Array("零壹贰叁肆伍陆柒捌玖")
  private static let formalUnits = ["", "拾", "佰", "仟"]

  /// Returns a number up to 9999 in Chinese: 十, 二十一, 一百零五.
  private static func chinese(
    _ value: Int, digits: [Character] = digits, units: [String] = units
  ) -> String {
    guard 1...9999 ~= value else { return "\(value)" }
    var text = ""
    var hasGap = false
    let figures = "\(value)".compactMap(\.wholeNumberValue)
    for (index, figure) in figures.enumerated() {
      if figure == 0 {
        hasGap = true
        continue
      }
      if hasGap { text.append(digits[0]) }
      hasGap = false
      let unit = units[figures.count - 1 - index]
      // 十一, not 一十一.
      let isPlainTen = figure == 1 && text.isEmpty && unit == "十"
      if !isPlainTen { text.append(digits[figure]) }
      text += unit
    }
    return text
  }

  private static func cycle(_ value: Int, _ names: String) -> String {
    let names = Array(names)
    return 1...names.count ~= value ? String(names[value - 1]) : "\(value)"
  }

  /// Returns a to z, then aa to zz.
  private static func letters(_ value: Int, first: UInt8) -> String {
    guard 1...780 ~= value else { return "\(value)" }
    let letter = first + UInt8((value - 1) % 26)
    return String(
      decoding: [UInt8](repeating: letter, count: (value - 1) / 26 + 1), as: UTF8.self)
  }

  private static func roman(_ value: Int) -> String {
    guard 1...3999 ~= value else { return "\(value)" }
    var (rest, text) = (value, "")
    for (number, letters) in romans {
      while rest >= number {
        text += letters
        rest -= number
      }
    }
    return text
  }

  private static let romans = [
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
  ]

  private static func scalar(_ value: Int, in range: ClosedRange<Int>, first: UInt32) -> String {
    guard range ~= value, let scalar = Unicode.Scalar(first + UInt32(value - 1)) else {
      return "\(value)"
    }
    return String(Character(scalar))
  }
}
