/// The lists of numbers in OFD.
enum FixedNumbers {
  private static let maximumCount = 1 << 16

  /// Reads numbers between spaces. `g 3 4.5` means three times 4.5.
  static func read(_ text: String) -> [Double] {
    var numbers: [Double] = []
    let words = text.split(separator: " ", maxSplits: maximumCount)
    var at = 0
    while at < words.count, numbers.count < maximumCount {
      if words[at] == "g", at + 2 < words.count {
        let count = min(max(Int(words[at + 1]) ?? 0, 0), maximumCount - numbers.count)
        numbers += [Double](repeating: number(words[at + 2]), count: count)
        at += 3
      } else {
        numbers.append(number(words[at]))
        at += 1
      }
    }
    return numbers
  }

  /// Reads a number up to a million; anything else is 0.
  private static func number(_ word: Substring) -> Double {
    guard let value = Double(word), abs(value) <= 1e6 else { return 0 }
    return value
  }
}
