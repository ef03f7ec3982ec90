// The forms of ranges, of dates as in `date:2023-06..2023-07` and of numbers as in `pages:>=10`.
//
//   range = [value] ".." [value]                  also … ‥ ~ 至 到
//         | (">=" | ">" | "<=" | "<") value       also ≥ ≤
//         | "[" (value | "*") "TO" (value | "*") "]"

/// The scalars of a range. Methods return the places of its values.
struct RangeSyntax {
  /// The scalars in half width; every form of a dash is a hyphen, and of a tilde is `~`.
  let scalars: [Unicode.Scalar]

  init(_ text: String) {
    scalars = text.unicodeScalars.map { scalar in
      if QuerySyntax.isDash(scalar) || scalar == "—" { return "-" }
      if QuerySyntax.isTilde(scalar) { return "~" }
      guard (0xFF01...0xFF5E).contains(scalar.value) else { return scalar }
      return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
    }
  }

  /// The place of `..` or another mark between two values.
  var mark: Range<Int>? {
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case ".": if index + 1 < scalars.count, scalars[index + 1] == "." { return index..<index + 2 }
      case "…", "‥", "~", "至", "到": return index..<index + 1
      default: break
      }
    }
    return nil
  }

  /// A range that begins or ends at a value.
  struct Comparison {
    /// True when the value is the lower bound.
    let isLower: Bool
    let isInclusive: Bool
    let value: Range<Int>
  }

  /// Reads `>=2023-06-01` and the like. Returns nil for another form.
  var comparison: Comparison? {
    switch scalars.first {
    case "≥", "≧": return Comparison(isLower: true, isInclusive: true, value: 1..<scalars.count)
    case "≤", "≦": return Comparison(isLower: false, isInclusive: true, value: 1..<scalars.count)
    case ">"?, "<"?:
      let isInclusive = scalars.dropFirst().first == "="
      return Comparison(
        isLower: scalars[0] == ">", isInclusive: isInclusive,
        value: (isInclusive ? 2 : 1)..<scalars.count)
    default: return nil
    }
  }

  /// Reads `[20230601 TO 20230731]` or `[* TO 2023]`. Returns nil for another form.
  ///
  /// - Parameter example: a range in brackets.
  func brackets(
    example: String
  ) throws(QuerySyntaxError) -> (first: Range<Int>, last: Range<Int>)? {
    guard scalars.first == "[", scalars.last == "]", scalars.count > 2 else { return nil }
    let words = scalars.indices.dropFirst().dropLast().split {
      QuerySyntax.isWhiteSpace(scalars[$0])
    }
    guard words.count == 3,
      ["TO", "to", "To"].contains(String(String.UnicodeScalarView(scalars[words[1]])))
    else {
      throw QuerySyntaxError(message: "not a range; write \(example)", range: scalars.indices)
    }
    func end(_ word: Range<Int>) -> Range<Int> { scalars[word.lowerBound] == "*" ? 0..<0 : word }
    return (end(words[0]), end(words[2]))
  }
}

/// Ranges of numbers.
enum NumberRange {
  private static let forms = "write 10, 10..20, 10.., ..20 or >=10"

  /// - Throws: `QuerySyntaxError` with a range in scalars of `text`.
  static func parse(_ text: String) throws(QuerySyntaxError) -> ClosedRange<Double> {
    let syntax = RangeSyntax(text)
    func number(_ range: Range<Int>) throws(QuerySyntaxError) -> Double {
      let written = String(String.UnicodeScalarView(syntax.scalars[range]))
      guard let number = WrittenNumber.value(of: written) else {
        throw QuerySyntaxError(
          message: "not a number; \(forms)", range: range.isEmpty ? syntax.scalars.indices : range)
      }
      return number
    }
    func range(
      from first: Range<Int>, through last: Range<Int>
    ) throws(QuerySyntaxError) -> ClosedRange<Double> {
      let lower = first.isEmpty ? -Double.infinity : try number(first)
      let upper = last.isEmpty ? Double.infinity : try number(last)
      guard lower <= upper else {
        throw QuerySyntaxError(
          message: "the range ends before it begins", range: syntax.scalars.indices)
      }
      return lower...upper
    }
    if let comparison = syntax.comparison {
      let bound = try number(comparison.value)
      if comparison.isLower {
        return (comparison.isInclusive ? bound : bound.nextUp)...Double.infinity
      }
      return -Double.infinity...(comparison.isInclusive ? bound : bound.nextDown)
    }
    if let (first, last) = try syntax.brackets(example: "[10 TO 20]") {
      return try range(from: first, through: last)
    }
    if let mark = syntax.mark {
      guard syntax.scalars.count > mark.count else {
        throw QuerySyntaxError(
          message: "no number on either side; \(forms)", range: syntax.scalars.indices)
      }
      return try range(
        from: 0..<mark.lowerBound, through: mark.upperBound..<syntax.scalars.count)
    }
    let value = try number(syntax.scalars.indices)
    return value...value
  }

  /// The range in the query language.
  static func written(_ range: ClosedRange<Double>) -> String {
    func bound(_ number: Double) -> String {
      number.isFinite ? WrittenNumber.text(of: number) : ""
    }
    return range.lowerBound == range.upperBound
      ? bound(range.lowerBound) : "\(bound(range.lowerBound))..\(bound(range.upperBound))"
  }
}
