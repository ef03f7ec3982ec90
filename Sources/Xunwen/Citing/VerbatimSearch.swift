import Storage

/// The ranges of a text that equal a quotation in every visible scalar. One search over the text
/// finds them all.
struct VerbatimSearch {
  /// The UTF-8 offsets of the visible scalars in the text, and the end of each.
  private var starts: [Int] = []
  private var ends: [Int] = []
  /// The numbers of the visible scalars at which the quotation begins, ascending.
  private var found: [Int] = []
  private let quote: QuoteScalars

  /// - Parameter zone: the range of the text, which is UTF-8. Offsets are those of the text.
  /// - Complexity: O(*n*) in the lengths of text and quotation.
  init(_ quote: QuoteScalars, in text: [UInt8], _ zone: Range<Int>) {
    self.quote = quote
    var search = SequenceSearch(quote.visible)
    var offset = zone.lowerBound
    for scalar in String(decoding: text[zone], as: UTF8.self).unicodeScalars {
      let end = offset + scalar.utf8.count
      if scalar.isVisible {
        starts.append(offset)
        ends.append(end)
        if search.read(scalar.value) { found.append(starts.count - quote.visible.count) }
      }
      offset = end
    }
  }

  /// Returns the range of the whole quotation around a match of its units; nil when the text is
  /// not verbatim there.
  func range(around match: Range<Int>) -> Range<Int>? {
    let first = starts.partitioningIndex { $0 >= match.lowerBound } - quote.prefix
    let last = starts.partitioningIndex { $0 >= match.upperBound } + quote.suffix - 1
    guard first >= 0, last - first + 1 == quote.visible.count else { return nil }
    let index = found.partitioningIndex { $0 >= first }
    guard index < found.count, found[index] == first else { return nil }
    return min(starts[first], match.lowerBound)..<max(ends[last], match.upperBound)
  }
}

/// The visible scalars of a quotation.
struct QuoteScalars {
  let visible: [UInt32]
  /// The numbers of visible scalars before the first unit and after the last.
  let prefix: Int
  let suffix: Int

  /// - Parameter core: the UTF-8 range from the first unit through the last.
  init(_ bytes: [UInt8], core: Range<Int>) {
    func visible(_ range: Range<Int>) -> [UInt32] {
      String(decoding: bytes[range], as: UTF8.self).unicodeScalars.filter(\.isVisible).map(\.value)
    }
    self.visible = visible(bytes.indices)
    prefix = visible(0..<core.lowerBound).count
    suffix = visible(core.upperBound..<bytes.count).count
  }
}

extension Unicode.Scalar {
  /// False for characters without any shape: zero-width spaces and joiners, soft hyphens, variation
  /// selectors, the byte order mark.
  fileprivate var isVisible: Bool { isASCII || !properties.isDefaultIgnorableCodePoint }
}
