import Storage
import TextAnalysis

/// The sentences of an analyzed range of an article. Sentences end at the analyzer's sentence ends
/// and at the ends of paragraphs.
struct Sentences {
  private let bytes: [UInt8]
  private let text: NodeText
  /// The ordinals of the last units of the sentences, ascending.
  private let ends: [Int]

  /// The largest number of scalars to show on each side of a range.
  private static let reach = 400

  init(of text: NodeText, in bytes: [UInt8]) {
    self.bytes = bytes
    self.text = text
    ends = text.sentenceEnds
  }

  /// Returns the sentences that contain a range of at least one unit, with their punctuation.
  func around(_ inner: Range<Int>) -> Range<Int> {
    let units = text.units(of: inner).inside
    let before = ends.partitioningIndex { $0 >= units.lowerBound } - 1
    let end = ends.partitioningIndex { $0 >= max(units.lowerBound, units.upperBound - 1) }
    var lower = before < 0 ? text.range.lowerBound : start(after: ends[before])
    var upper = end < ends.count ? self.end(at: ends[end]) : text.range.upperBound
    lower = max(min(lower, inner.lowerBound), moved(inner.lowerBound, by: -Self.reach))
    upper = min(max(upper, inner.upperBound), moved(inner.upperBound, by: Self.reach))
    while lower < inner.lowerBound, let scalar = scalar(at: lower), scalar.properties.isWhitespace {
      lower += scalar.utf8.count
    }
    while upper > inner.upperBound, let scalar = scalar(before: upper),
      scalar.properties.isWhitespace
    {
      upper -= scalar.utf8.count
    }
    return lower..<upper
  }

  /// Returns the start of the sentence after a unit: the next line, or the opening punctuation
  /// before the next unit.
  private func start(after unit: Int) -> Int {
    let (lower, upper) = gap(after: unit)
    if let line = bytes[lower..<upper].firstIndex(of: 0x0A) { return line + 1 }
    var start = upper
    while start > lower, let scalar = scalar(before: start), Self.opens(scalar) {
      start -= scalar.utf8.count
    }
    return start
  }

  /// Returns the end of the sentence with the given last unit, after its closing punctuation.
  private func end(at unit: Int) -> Int {
    let (lower, upper) = gap(after: unit)
    return bytes[lower..<upper].firstIndex(of: 0x0A) ?? start(after: unit)
  }

  private func gap(after unit: Int) -> (lower: Int, upper: Int) {
    let lower = text.source(ofUnit: unit).upperBound
    guard unit + 1 < text.text.units.count else { return (lower, text.range.upperBound) }
    return (lower, max(lower, text.source(ofUnit: unit + 1).lowerBound))
  }

  private static func opens(_ scalar: Unicode.Scalar) -> Bool {
    [.openPunctuation, .initialPunctuation].contains(scalar.properties.generalCategory)
  }

  /// Moves an offset by a number of scalars, within the range.
  private func moved(_ offset: Int, by scalars: Int) -> Int {
    var offset = offset
    for _ in 0..<scalars.magnitude {
      let scalar = scalars < 0 ? scalar(before: offset) : scalar(at: offset)
      guard let scalar else { break }
      offset += scalars < 0 ? -scalar.utf8.count : scalar.utf8.count
    }
    return offset
  }

  private func scalar(at offset: Int) -> Unicode.Scalar? {
    guard offset < text.range.upperBound else { return nil }
    var decoder = UTF8()
    var rest = bytes[offset...].makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&rest) else { return nil }
    return scalar
  }

  private func scalar(before offset: Int) -> Unicode.Scalar? {
    var start = offset
    repeat {
      guard start > text.range.lowerBound else { return nil }
      start -= 1
    } while bytes[start] & 0xC0 == 0x80
    return scalar(at: start)
  }
}
