import TextAnalysis

/// The sentences of a stretch of an article: they end where the analyzer has them end, and where paragraphs do.
struct Sentences {
  private let text: [UInt8]
  private let range: Range<Int>
  private let units: [Unit]
  /// Indices of the units that end one, ascending.
  private let ends: [Int]

  /// Scalars on either side of what a sentence is shown around.
  private static var reach: Int { 400 }

  /// - Parameters:
  ///   - range: what was analyzed, of `text`.
  ///   - text: UTF-8 of the article.
  init(of analyzed: AnalyzedText, in range: Range<Int>, of text: [UInt8]) {
    self.text = text
    self.range = range
    units = analyzed.units
    let positions = Set(analyzed.sentenceEnds).union(analyzed.paragraphEnds)
    ends = analyzed.units.indices.filter { positions.contains(analyzed.units[$0].position) }
  }

  /// From the beginning of the sentence that a place begins in to the end of the one that it ends in, with the marks that
  /// open and close them.
  ///
  /// - Parameter place: in the range, with a unit in it at least.
  /// - Complexity: O(log *n*) in the units, and the length of the sentence.
  func around(_ place: Range<Int>) -> Range<Int> {
    let (first, behind) = (
      Self.firstIndex(units.count) { source(of: $0).upperBound > place.lowerBound },
      Self.firstIndex(units.count) { source(of: $0).lowerBound >= place.upperBound }
    )
    let before = Self.firstIndex(ends.count) { ends[$0] >= first } - 1
    let end = Self.firstIndex(ends.count) { ends[$0] >= max(first, behind - 1) }
    var lower = before < 0 ? range.lowerBound : start(behind: ends[before])
    var upper = end < ends.count ? self.end(at: ends[end]) : range.upperBound
    lower = max(min(lower, place.lowerBound), moved(place.lowerBound, by: -Self.reach))
    upper = min(max(upper, place.upperBound), moved(place.upperBound, by: Self.reach))
    while lower < place.lowerBound, let scalar = scalar(at: lower), scalar.properties.isWhitespace {
      lower += scalar.utf8.count
    }
    while upper > place.upperBound, let scalar = scalar(before: upper),
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

  /// Where the sentence behind the one that a unit ends begins: on the next line, or with marks that open something.
  private func start(behind unit: Int) -> Int {
    let (lower, upper) = between(unit)
    if let line = text[lower..<upper].firstIndex(of: 0x0A) { return line + 1 }
    var start = upper
    while start > lower, let scalar = scalar(before: start), Self.opens(scalar) {
      start -= scalar.utf8.count
    }
    return start
  }

  /// Where the sentence that a unit ends ends: behind all marks that open nothing.
  private func end(at unit: Int) -> Int {
    let (lower, upper) = between(unit)
    return text[lower..<upper].firstIndex(of: 0x0A) ?? start(behind: unit)
  }

  /// What lies between a unit and the next.
  private func between(_ unit: Int) -> (lower: Int, upper: Int) {
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

  /// Some scalars on or back, within the range.
  private func moved(_ offset: Int, by scalars: Int) -> Int {
    var offset = offset
    for _ in 0..<scalars.magnitude {
      let scalar = scalars < 0 ? scalar(before: offset) : scalar(at: offset)
      guard let scalar else { break }
      offset += scalars < 0 ? -scalar.utf8.count : scalar.utf8.count
    }
    return offset
  }

  /// nil at the end of the range.
  private func scalar(at offset: Int) -> Unicode.Scalar? {
    guard offset < range.upperBound else { return nil }
    var decoder = UTF8()
    var bytes = text[offset...].makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return nil }
    return scalar
  }

  /// nil at the beginning of the range.
  private func scalar(before offset: Int) -> Unicode.Scalar? {
    var start = offset
    repeat {
      guard start > range.lowerBound else { return nil }
      start -= 1
    } while text[start] & 0xC0 == 0x80
    return scalar(at: start)
  }

  /// The first of some indices from which on something holds; `count` when it never does.
  private static func firstIndex(_ count: Int, _ holds: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
