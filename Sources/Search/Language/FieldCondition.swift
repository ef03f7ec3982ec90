public import Calendar
public import InvertedIndex

/// A test of the values of a field: an article passes when one of its values does.
public struct FieldCondition: Hashable, Sendable {
  /// The values that pass.
  public enum Test: Hashable, Sendable {
    /// A text, or a pattern in which `*` matches any text.
    case text(String)
    case numbers(ClosedRange<Double>)
    case dates(DateRange)
  }

  public let field: IndexField
  public let test: Test

  public init(_ field: IndexField, _ test: Test) {
    self.field = field
    self.test = test
  }

  /// Reads a condition as written after the name of a field.
  ///
  /// - Throws: `QuerySyntaxError` with a range in scalars of `text`.
  init(
    _ field: IndexField, parsing text: String, today: CivilDate?
  ) throws(QuerySyntaxError) {
    self.field = field
    switch field.type {
    case .keyword, .documentNumber: test = .text(text)
    case .number: test = .numbers(try NumberRange.parse(text))
    case .date: test = .dates(try DateRange(parsing: text, today: today))
    }
  }

  /// The condition with another text.
  func renamed(by name: (String) -> String) -> FieldCondition {
    guard case .text(let text) = test else { return self }
    return FieldCondition(field, .text(name(text)))
  }

  /// The condition in the query language, without the name of the field.
  public var written: String {
    switch test {
    case .text(let text): text
    case .numbers(let range): NumberRange.written(range)
    case .dates(let range):
      range.lower == range.upper
        ? range.lower?.description ?? ""
        : "\(range.lower?.description ?? "")..\(range.upper?.description ?? "")"
    }
  }
}

/// The display form of the values in terms.
public enum FieldValueText {
  public static func text(of value: ArraySlice<UInt8>, as type: FieldType) -> String {
    switch type {
    case .keyword, .documentNumber: FieldValues.text(value)
    case .number: WrittenNumber.text(of: FieldValues.number(value))
    case .date: CivilDate(packed: FieldValues.date(value))?.description ?? ""
    }
  }
}
