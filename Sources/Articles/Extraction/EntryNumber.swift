/// The number of an entry of an enumeration, such as 二、, （三） or 4..
struct EntryNumber {
  enum Style { case numeral, digit, bracketed, ordinal }

  let style: Style
  let value: Int

  /// Reads the number at the beginning of a folded line.
  init?(_ line: [Unicode.Scalar]) {
    var start = 0
    if let first = line.first, first == "(" || first == "第" { start = 1 }
    var end = start
    while end < line.count, end - start < 4, ChineseNumerals.number(line[start...end]) != nil {
      end += 1
    }
    guard end > start, end < line.count, let value = ChineseNumerals.number(line[start..<end])
    else { return nil }
    self.value = value
    switch (line[0], line[end]) {
    case ("(", ")"): style = .bracketed
    case ("第", _): style = .ordinal
    case (_, "、"), (_, "."): style = PrintedText.isDigit(line[0]) ? .digit : .numeral
    default: return nil
    }
  }
}
