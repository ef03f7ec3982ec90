import Articles
import Calendar
import TextAnalysis

/// The elements of articles, words or characters, in runs without a gap: no punctuation, sentence
/// end, paragraph end or border of a zone is between the elements of a run.
///
/// This is the state of one batch of articles. `ElementTextWriter` joins the batches.
struct ElementRuns: Sendable {
  struct Article: Sendable {
    let key: PartTable.Key
    /// The end of the article's runs in `numbers`.
    let end: Int
  }

  private(set) var elements = WordInterner()
  /// The number of units of each element, and whether its first and last units are tokens.
  private(set) var shapes: [ElementShape] = []
  /// The number of each element plus one, with 0 after each run.
  private(set) var numbers: [UInt32] = []
  private(set) var articles: [Article] = []

  mutating func endArticle(in key: PartTable.Key) {
    articles.append(Article(key: key, end: numbers.count))
  }

  /// Adds the runs of a text.
  ///
  /// - Parameters:
  ///   - elements: ascending ranges of units, which do not overlap.
  ///   - isIncluded: false for an element that is left out and ends a run.
  mutating func add(
    _ elements: [Range<Int>], of text: AnalyzedText, where isIncluded: (Range<Int>) -> Bool
  ) {
    var ends = BoundaryCursor(text)
    var last: Int?
    for element in elements where isIncluded(element) {
      if let last, last + 1 != element.lowerBound || ends.separates(last) { endRun() }
      append(element, of: text)
      last = element.upperBound - 1
    }
    endRun()
  }

  private mutating func endRun() {
    if let last = numbers.last, last != 0 { numbers.append(0) }
  }

  private mutating func append(_ element: Range<Int>, of text: AnalyzedText) {
    let number = elements.intern(text.spelling(ofWord: element))
    if number == shapes.count { shapes.append(ElementShape(element, of: text)) }
    numbers.append(UInt32(number + 1))
  }
}

/// Facts about an element that its spelling does not tell.
struct ElementShape: Sendable, Equatable {
  /// The number of units.
  let unitCount: Int
  let startsWithToken: Bool
  let endsWithToken: Bool
  /// True for a token without letters, such as a number.
  let isNumber: Bool

  init(_ element: Range<Int>, of text: AnalyzedText) {
    let units = text.units[element]
    unitCount = element.count
    startsWithToken = units.first?.kind == .token
    endsWithToken = units.last?.kind == .token
    isNumber = units.allSatisfy { unit in
      unit.kind == .token
        && !text.text(of: unit).unicodeScalars.contains { $0.properties.isAlphabetic }
    }
  }
}

/// Finds the gaps, sentence ends and paragraph ends between adjacent units, which are asked for in
/// ascending order.
private struct BoundaryCursor {
  private let text: AnalyzedText
  private var sentences: ArraySlice<UInt32>
  private var paragraphs: ArraySlice<UInt32>

  init(_ text: AnalyzedText) {
    self.text = text
    sentences = text.sentenceEnds[...]
    paragraphs = text.paragraphEnds[...]
  }

  /// True when a boundary is between a unit and the next unit.
  mutating func separates(_ unit: Int) -> Bool {
    let position = text.units[unit].position
    while let first = sentences.first, first < position { sentences.removeFirst() }
    while let first = paragraphs.first, first < position { paragraphs.removeFirst() }
    return text.units[unit + 1].position != position + 1 || sentences.first == position
      || paragraphs.first == position
  }
}
