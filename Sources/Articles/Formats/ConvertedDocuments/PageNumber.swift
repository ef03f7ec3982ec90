/// Printed page numbers, such as — 3 —, 第 3 页 共 12 页, or 3/12.
enum PageNumber {
  /// True for one number, or for a page of a number of pages. A date is neither.
  static func isNumber(_ text: String) -> Bool {
    guard text.unicodeScalars.allSatisfy(isPart) else { return false }
    let numbers = text.unicodeScalars.split {
      !PrintedText.isDigit(PrintedText.folded($0))
    }
    guard let first = numbers.first, numbers.allSatisfy({ $0.count <= longestNumber }) else {
      return false
    }
    return numbers.count == 1 || numbers.count == 2 && first.count < yearDigits
  }

  private static let longestNumber = 5
  private static let yearDigits = 4

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
