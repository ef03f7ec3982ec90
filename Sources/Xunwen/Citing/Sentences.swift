import TextAnalysis

/// The sentences of an analyzed range of an article. Sentences end at the analyzer's sentence ends
/// and at the ends of paragraphs.
struct Sentences {
  private let text: [UInt8]
  private let range: Range<Int>
  private let units: [Unit]
  /// The indices of the last units of the sentences, ascending.
  private let ends: [Int]

  /// The most scalars on each side of the range around which sentences are shown.
  private static var reach: Int { 400 }

  /// - Parameters:
  ///   - range: the analyzed range of `text`.
  ///   - text: the article in UTF-8.
  init(of analyzed: AnalyzedText, in range: Range<Int>, of text: [UInt8]) {
    self.text = text
    self.range = range
    units = analyzed.units
    let positions = Set(analyzed.sentenceEnds).union(analyzed.paragraphEnds)
    ends = analyzed.units.indices.filter { positions.contains(analyzed.units[$0].position) }
  }

  /// Returns the range from the start of the sentence in which `inner` begins through the end of
  /// the sentence in which it ends, with opening and closing punctuation.
  ///
  /// - Parameter inner: a part of the analyzed range with at least one unit.
  /// - Complexity: O(log *n*) in the units, plus the length of the sentences.
  func around(_ inner: Range<Int>) -> Range<Int> {
    let first = units.indices.partitioningIndex { source(of: $0).upperBound > inner.lowerBound }
    let after = units.indices.partitioningIndex { source(of: $0).lowerBound >= inner.upperBound }
    let before = ends.partitioningIndex { $0 >= first } - 1
    let end = ends.partitioningIndex { $0 >= max(first, after - 1) }
    var lower = before < 0 ? range.lowerBound : start(after: ends[before])
    var upper = end < ends.count ? self.end(at: ends[end]) : range.upperBound
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

  private func source(of unit: Int) -> Range<Int> {
    let source = units[unit].source
    return range.lowerBound + source.lowerBound..<range.lowerBound + source.upperBound
  }

  /// Returns the start of the next sentence, given the last unit of a sentence: the next line, or
  /// the opening punctuation before the next unit.
  private func start(after unit: Int) -> Int {
    let (lower, upper) = gap(after: unit)
    if let line = text[lower..<upper].firstIndex(of: 0x0A) { return line + 1 }
    var start = upper
    while start > lower, let scalar = scalar(before: start), Self.opens(scalar) {
      start -= scalar.utf8.count
    }
    return start
  }

  /// Returns the end of a sentence, given its last unit: after all punctuation that is not opening.
  private func end(at unit: Int) -> Int {
    let (lower, upper) = gap(after: unit)
    return text[lower..<upper].firstIndex(of: 0x0A) ?? start(after: unit)
  }

  /// Returns the bounds of the text between a unit and the next.
  private func gap(after unit: Int) -> (lower: Int, upper: Int) {
    let lower = source(of: unit).upperBound
    return (
      lower, unit + 1 < units.count ? max(lower, source(of: unit + 1).lowerBound) : range.upperBound
    )
  }

  private static func opens(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .openPunctuation, .initialPunctuation: true
    default: false
    }
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

  /// Returns nil at the end of the range.
  private func scalar(at offset: Int) -> Unicode.Scalar? {
    guard offset < range.upperBound else { return nil }
    var decoder = UTF8()
    var bytes = text[offset...].makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return nil }
    return scalar
  }

  /// Returns nil at the start of the range.
  private func scalar(before offset: Int) -> Unicode.Scalar? {
    var start = offset
    repeat {
      guard start > range.lowerBound else { return nil }
      start -= 1
    } while text[start] & 0xC0 == 0x80
    return scalar(at: start)
  }
}
