/// Printed page numbers, such as — 3 —, 第 3 页 共 12 页, or 3/12.
enum PageNumber {
  static func isNumber(_ text: String) -> Bool {
    let digits = text.unicodeScalars.count { PrintedText.isDigit(PrintedText.folded($0)) }
    return 1...8 ~= digits && text.unicodeScalars.allSatisfy(isPart)
  }

  /// True for a character of page numbers.
  static func isPart(_ scalar: Unicode.Scalar) -> Bool {
    switch PrintedText.folded(scalar) {
    case "0"..."9", " ", "-", "–", "—", "―", "─", "·", "•", "/", "第", "页", "頁", "共", ",", ".",
      "~":
      true
    default: false
    }
  }
}
