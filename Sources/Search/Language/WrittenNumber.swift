/// Numbers as people write them: `1,234.5`, `１２`, `3万`, `1.2亿`, `12.5%`.
public enum WrittenNumber {
  private static let lengthLimit = 64

  /// Reads a number. The units 千 万 亿 and 万亿 multiply it; a percent sign has no effect.
  ///
  /// - Returns: nil for any other text.
  public static func value(of text: some StringProtocol) -> Double? {
    guard text.utf8.count <= lengthLimit else { return nil }
    var rest = FieldScalars(text)
    rest.skipSpaces()
    var number = ""
    if rest.accept(where: QuerySyntax.isDash) {
      number = "-"
    } else {
      _ = rest.accept { $0 == "+" }
    }
    guard let digits = rest.takeGroupedDigits() else { return nil }
    number += digits
    if rest.accept(where: { $0 == "." }) {
      let decimals = rest.takeDigits()
      guard !decimals.isEmpty else { return nil }
      number += "." + decimals
    }
    guard var exponent = rest.takeExponent() else { return nil }
    rest.skipSpaces()
    exponent += rest.takeUnit()
    rest.skipSpaces()
    guard rest.isAtEnd, let value = Double("\(number)e\(exponent)"), value.isFinite else {
      return nil
    }
    return value
  }

  /// The shortest text of a number, without a decimal point for a whole number.
  public static func text(of number: Double) -> String {
    // 2^53: below it, every whole number is exact.
    guard number.magnitude < 9_007_199_254_740_992, number == number.rounded() else {
      return "\(number)"
    }
    return "\(Int(number))"
  }
}

/// The rest of the scalars of a number, in half width.
private struct FieldScalars {
  private var rest: ArraySlice<Unicode.Scalar>

  init(_ text: some StringProtocol) {
    rest =
      text.unicodeScalars.map { scalar in
        guard (0xFF01...0xFF5E).contains(scalar.value) else { return scalar }
        return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
      }[...]
  }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func accept(where isWanted: (Unicode.Scalar) -> Bool) -> Bool {
    guard let first = rest.first, isWanted(first) else { return false }
    rest.removeFirst()
    return true
  }

  mutating func skipSpaces() { while accept(where: QuerySyntax.isWhiteSpace) {} }

  mutating func takeDigits() -> String {
    let digits = rest.prefix { ("0"..."9").contains($0) }
    rest = rest.dropFirst(digits.count)
    return String(String.UnicodeScalarView(digits))
  }

  /// Takes digits, perhaps with separators of thousands; nil when there are none.
  mutating func takeGroupedDigits() -> String? {
    var digits = takeDigits()
    guard !digits.isEmpty else { return nil }
    var isGrouped = false
    while rest.first == ",", digits.utf8.count <= 3 || isGrouped {
      rest.removeFirst()
      let group = takeDigits()
      guard group.utf8.count == 3 else { return nil }
      digits += group
      isGrouped = true
    }
    return digits
  }

  /// Takes the exponent of `1e5`; 0 without one, nil for an incomplete one.
  mutating func takeExponent() -> Int? {
    guard accept(where: { $0 == "e" || $0 == "E" }) else { return 0 }
    let isNegative = accept { $0 == "-" }
    if !isNegative { _ = accept { $0 == "+" } }
    guard let exponent = Int(takeDigits()), exponent < 1000 else { return nil }
    return isNegative ? -exponent : exponent
  }

  /// Takes a unit, and returns its power of ten.
  mutating func takeUnit() -> Int {
    if accept(where: { $0 == "%" }) { return 0 }
    if accept(where: { $0 == "千" }) { return 3 }
    if accept(where: { $0 == "亿" || $0 == "億" }) { return 8 }
    guard accept(where: { $0 == "万" || $0 == "萬" }) else { return 0 }
    return accept { $0 == "亿" || $0 == "億" } ? 12 : 4
  }
}
