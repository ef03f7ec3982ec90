extension StringProtocol {
  /// Returns the text with each sequence of white space as one space, and none at its ends.
  ///
  /// - Parameter replacement: replaces another scalar; nil removes the scalar.
  /// - Complexity: O(*n*) in the scalars of the text.
  package func foldingWhitespace(
    _ replacement: (Unicode.Scalar) -> Unicode.Scalar? = { $0 }
  ) -> String {
    var result = String.UnicodeScalarView()
    var isAfterSpace = true
    for scalar in unicodeScalars {
      if scalar.isWhiteSpace {
        if !isAfterSpace { result.append(" ") }
        isAfterSpace = true
      } else if let shown = replacement(scalar) {
        result.append(shown)
        isAfterSpace = false
      }
    }
    if result.last == " " { result.removeLast() }
    return String(result)
  }
}

extension Unicode.Scalar {
  /// True for white space, as `properties.isWhitespace`, which is slow for ideographs.
  var isWhiteSpace: Bool { value <= 0x3000 && properties.isWhitespace }
}
