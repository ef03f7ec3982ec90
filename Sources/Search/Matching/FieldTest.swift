import Calendar
import InvertedIndex

/// A condition prepared for testing values.
struct FieldTest {
  private let field: IndexField
  private let test: Prepared
  private let uncertain: UncertainDates

  private enum Prepared {
    case equal([UInt8])
    case pattern(SourceName, prefix: [UInt8])
    case numbers(ClosedRange<Double>)
    case dates(DateRange)
  }

  init(_ condition: FieldCondition, _ uncertain: UncertainDates) {
    field = condition.field
    self.uncertain = uncertain
    switch condition.test {
    case .text(let text):
      // The same cut as that of the value.
      let compared = FieldText.compared(text, as: field.type)
      let pattern = SourceName(compared)
      test =
        pattern.isPattern
        ? .pattern(pattern, prefix: Array(compared.prefix { $0 != "*" }.utf8))
        : .equal(Array(FieldValues.compared(FieldTerm(field, text: text).value)))
    case .numbers(let range): test = .numbers(range)
    case .dates(let range): test = .dates(range)
    }
  }

  /// True for a value that passes.
  func passes(_ value: ArraySlice<UInt8>) -> Bool {
    switch test {
    case .equal(let text): FieldValues.compared(value).elementsEqual(text)
    case .pattern(let pattern, prefix: _):
      pattern.matches(String(decoding: FieldValues.compared(value), as: UTF8.self))
    case .numbers(let range): range.contains(FieldValues.number(value))
    case .dates(let range): range.contains(packed: FieldValues.date(value), uncertain)
    }
  }

  /// True when an article passes.
  func passes(_ terms: [FieldTerm]) -> Bool {
    let start = Array(field.name.utf8) + [0]
    return terms.contains { $0.bytes.starts(with: start) && passes($0.value) }
  }

  /// The values of an article, as they are displayed, with spaces between them.
  func written(_ terms: [FieldTerm]) -> String {
    let start = Array(field.name.utf8) + [0]
    return terms.filter { $0.bytes.starts(with: start) }
      .map { FieldValueText.text(of: $0.value, as: field.type) }.joined(separator: " ")
  }

  /// Returns the documents of a segment that pass, deleted ones included, and the number of steps.
  func documents(in segment: SegmentReader) -> (documents: DocumentSet, steps: Int) {
    var union = DocumentUnion(in: segment)
    var steps = segment.documentCount / 64
    FieldValues(of: field).forEach(in: segment, from: start) { value, info in
      if isAfter(value) { return false }
      steps += value.count
      if passes(value) {
        union.insert(info)
        steps += info.documentFrequency
      }
      return true
    }
    return (DocumentSet.bits(union.bits).compacted(), steps)
  }

  /// The first bytes of the values that may pass.
  private var start: [UInt8] {
    switch test {
    case .equal(let text): text
    case .pattern(_, let prefix): prefix
    case .numbers(let range): FieldValues.start(from: range.lowerBound)
    case .dates: []
    }
  }

  /// True for a value after all values that may pass.
  private func isAfter(_ value: ArraySlice<UInt8>) -> Bool {
    switch test {
    case .equal(let text): !FieldValues.compared(value).elementsEqual(text)
    case .pattern(_, let prefix): !value.starts(with: prefix)
    case .numbers(let range): FieldValues.number(value) > range.upperBound
    case .dates: false
    }
  }
}
