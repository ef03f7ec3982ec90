import Calendar
import InvertedIndex
import Search
import Storage
import TextAnalysis

/// The number of articles by value of a field.
struct FieldTally {
  private let field: IndexField
  /// The articles of each value by display form, by the compared form. A date's key is its year.
  private var counts: [ArraySlice<UInt8>: [String: Int]] = [:]
  /// The number of articles without a value.
  private(set) var unknown = 0

  init(_ field: IndexField) { self.field = field }

  /// Adds documents of a segment. Every value of the segment is visited.
  mutating func add(_ documents: [UInt32], in segment: SegmentReader) {
    guard var counter = TermCounter(documents, in: segment) else { return }
    var year: YearDocuments?
    FieldValues(of: field).forEach(in: segment) { value, info in
      if field.type == .date {
        // A document may have several dates of a year, which counts once.
        let number = FieldValues.date(value) / 10_000
        if year?.number != number {
          addYear(year.take(), counter)
          year = YearDocuments(number: number, documents: DocumentUnion(in: segment))
        }
        counter.note(info)
        year?.documents.insert(info, around: counter.range)
      } else {
        add(value, counter.count(info))
      }
      return true
    }
    addYear(year.take(), counter)
    unknown += counter.documentsWithoutTerm
  }

  private mutating func addYear(
    _ year: consuming YearDocuments?, _ counter: borrowing TermCounter
  ) {
    guard let year else { return }
    let count = counter.count(year.documents.bits)
    let number = Int(year.number)
    guard count > 0, let name = CivilDate(year: number)?.description else { return }
    counts[Array(name.utf8)[...], default: [:]][name, default: 0] += count
  }

  private mutating func add(_ value: ArraySlice<UInt8>, _ count: Int) {
    guard count > 0 else { return }
    let isText = field.type == .keyword || field.type == .documentNumber
    let key = isText ? FieldValues.compared(value) : value
    let text = FieldValueText.text(of: value, as: field.type)
    // A copy, so that the key does not keep the term.
    counts[Array(key)[...], default: [:]][text, default: 0] += count
  }

  /// The number of different values.
  var distinct: Int { counts.count }

  /// The number of articles by value, under the most frequent display form, and of articles without
  /// a value under nil.
  var named: [String?: Int] {
    var named: [String?: Int] = [nil: unknown]
    for forms in counts.values {
      let best = forms.max { ($0.value, $1.key) < ($1.value, $0.key) }
      guard let best else { continue }
      named[best.key, default: 0] += forms.values.reduce(0, +)
    }
    return named
  }
}

/// The documents with a date of a year.
private struct YearDocuments: ~Copyable {
  let number: UInt32
  var documents: DocumentUnion
}

/// A counter of the documents that have terms, among given documents of a segment.
struct TermCounter: ~Copyable {
  /// The range of the given documents.
  let range: ClosedRange<UInt32>
  private let segment: SegmentReader
  private var wanted: FixedBitSet
  private var found: DocumentUnion
  private let documentCount: Int

  /// Returns nil without documents.
  ///
  /// - Parameter documents: ascending.
  init?(_ documents: [UInt32], in segment: SegmentReader) {
    guard let first = documents.first, let last = documents.last else { return nil }
    range = first...last
    self.segment = segment
    wanted = FixedBitSet(count: segment.documentCount)
    for document in documents { wanted.insert(Int(document)) }
    found = DocumentUnion(in: segment)
    documentCount = documents.count
  }

  /// Notes the documents of a term.
  mutating func note(_ info: TermInfo) { found.insert(info, around: range) }

  /// Notes the documents of a term, and returns the number of the given ones among them.
  mutating func count(_ info: TermInfo) -> Int {
    note(info)
    return segment.cursor(for: info, in: .main).count(in: wanted, around: range)
  }

  /// Returns the number of given documents in a set.
  borrowing func count(_ documents: FixedBitSet) -> Int { documents.intersectionCount(wanted) }

  /// The number of given documents without any of the terms so far.
  var documentsWithoutTerm: Int { documentCount - found.bits.intersectionCount(wanted) }
}
