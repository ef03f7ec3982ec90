import Articles
import Calendar
import TextAnalysis

/// The codes of elements, and of the marks before and after a run of elements.
enum ElementCode {
  /// The beginning or end of a run.
  static let gap: UInt32 = 0
  /// The beginning of a run after an opening quotation mark, or the end before a closing one.
  static let quotation: UInt32 = 1

  static func isElement(_ code: UInt32) -> Bool { code > quotation }
  static func code(ofElement number: Int) -> UInt32 { UInt32(number + 2) }

  /// - Precondition: the code is of an element.
  static func element(_ code: UInt32) -> Int { Int(code) - 2 }
}

/// The elements of articles, words or characters, in runs without a gap: no punctuation, sentence
/// end, paragraph end or border of a zone is between the elements of a run.
///
/// This is the state of one batch of articles. `ElementTextWriter` joins the batches.
struct ElementRuns: Sendable {
  struct Article: Sendable {
    let key: PartTable.Key
    /// The end of the article's runs in `codes`.
    let end: Int
  }

  private(set) var elements = WordInterner()
  /// The shape of each element, by its number.
  private(set) var shapes: [ElementShape] = []
  /// The codes of elements. A code of a gap or quotation mark begins and ends each run.
  private(set) var codes: [UInt32] = []
  private(set) var articles: [Article] = []

  mutating func endArticle(in key: PartTable.Key) {
    articles.append(Article(key: key, end: codes.count))
  }

  /// Adds the runs of a text.
  ///
  /// - Parameters:
  ///   - elements: ascending ranges of units, which do not overlap.
  ///   - bytes: the bytes of the text, whose first index is 0.
  ///   - isIncluded: false for an element that is left out and ends a run.
  mutating func add(
    _ elements: [Range<Int>], of text: AnalyzedText, _ bytes: Span<UInt8>,
    where isIncluded: (Range<Int>) -> Bool
  ) {
    var ends = BoundaryCursor(text)
    var last: Int?
    for element in elements where isIncluded(element) {
      if let last, last + 1 != element.lowerBound || ends.separates(last) {
        end(text.units[last], bytes)
        begin(text.units[element.lowerBound], bytes)
      } else if last == nil {
        begin(text.units[element.lowerBound], bytes)
      }
      append(element, of: text)
      last = element.upperBound - 1
    }
    if let last { end(text.units[last], bytes) }
  }

  private mutating func begin(_ unit: Unit, _ bytes: Span<UInt8>) {
    let isQuoted = QuotationMarks.open(before: unit.source.lowerBound, bytes)
    codes.append(isQuoted ? ElementCode.quotation : ElementCode.gap)
  }

  private mutating func end(_ unit: Unit, _ bytes: Span<UInt8>) {
    let isQuoted = QuotationMarks.close(after: unit.source.upperBound, bytes)
    codes.append(isQuoted ? ElementCode.quotation : ElementCode.gap)
  }

  private mutating func append(_ element: Range<Int>, of text: AnalyzedText) {
    let number = elements.intern(text.spelling(ofWord: element))
    if number == shapes.count { shapes.append(ElementShape(element, of: text)) }
    codes.append(ElementCode.code(ofElement: number))
  }
}

/// Facts about an element that its spelling does not contain.
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

/// Finds the marks that enclose quotations and titles, in UTF-8.
private enum QuotationMarks {
  private static let opening = "“‘「『《〈".unicodeScalars.map {
    code(of: Array(String($0).utf8).span, at: 0)
  }
  private static let closing = "”’」』》〉".unicodeScalars.map {
    code(of: Array(String($0).utf8).span, at: 0)
  }

  static func open(before offset: Int, _ bytes: Span<UInt8>) -> Bool {
    if offset > 0, isASCIIMark(bytes[offset - 1]) { return true }
    guard offset >= 3 else { return false }
    return opening.contains(code(of: bytes, at: offset - 3))
  }

  static func close(after offset: Int, _ bytes: Span<UInt8>) -> Bool {
    if offset < bytes.count, isASCIIMark(bytes[offset]) { return true }
    guard offset + 3 <= bytes.count else { return false }
    return closing.contains(code(of: bytes, at: offset))
  }

  private static func isASCIIMark(_ byte: UInt8) -> Bool { byte == 0x22 || byte == 0x27 }

  /// The three bytes of a mark as a number.
  private static func code(of bytes: Span<UInt8>, at offset: Int) -> UInt32 {
    UInt32(bytes[offset]) << 16 | UInt32(bytes[offset + 1]) << 8 | UInt32(bytes[offset + 2])
  }
}
