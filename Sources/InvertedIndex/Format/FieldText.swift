/// The forms of a text that is a value of a field.
public enum FieldText {
  /// Returns the form by which texts are compared. Width and case are equal. In numbers of
  /// documents, all brackets are equal, and white space does not count.
  ///
  /// - Complexity: O(*n*) in the length of the text.
  public static func compared(_ text: String, as type: FieldType) -> String {
    var folded = String.UnicodeScalarView()
    for scalar in displayed(text, as: type).unicodeScalars { folded.append(narrow(scalar)) }
    return String(folded).lowercased()
  }

  /// Returns the form that is displayed: the text as written, or the usual form of a number of a
  /// document, 国发〔2023〕5号.
  static func displayed(_ text: String, as type: FieldType) -> String {
    guard type == .documentNumber else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where !scalar.properties.isWhitespace {
      let narrow = narrow(scalar)
      result.append(bracket(narrow) ?? narrow)
    }
    return String(result)
  }

  /// The usual bracket in place of another; nil for other characters.
  private static func bracket(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "[", "(", "【", "﹝", "〖", "﹙", "〔": "〔"
    case "]", ")", "】", "﹞", "〗", "﹚", "〕": "〕"
    default: nil
    }
  }

  /// The half-width form of a full-width ASCII character.
  private static func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard (0xFF01...0xFF5E).contains(scalar.value) else { return scalar }
    return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
  }
}
