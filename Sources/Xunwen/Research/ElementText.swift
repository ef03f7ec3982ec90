import Storage

/// The elements of all articles of a set, in the order of the index, in a temporary file.
///
/// ```
/// file   := run*
/// run    := mark: u32  element: u32+  mark: u32        // `ElementCode`
/// ```
/// The memory holds the distinct elements, and a few bytes for each article.
struct ElementText: Sendable {
  fileprivate(set) var elements = WordInterner()
  fileprivate(set) var shapes: [ElementShape] = []
  /// The number of occurrences, by element.
  fileprivate(set) var frequencies: [Int] = []
  /// The sources and periods, with their numbers of n-grams of each length.
  fileprivate(set) var parts: PartTable
  /// The numbers of n-grams of each length.
  fileprivate(set) var totals: [Int]
  fileprivate(set) var articles: [Article] = []
  fileprivate var file: SpillFile?

  struct Article: Sendable {
    /// The end of the article's runs in the file, in codes.
    let end: Int
    /// The numbers in `parts` of the article's source and period, as far as they are known.
    let parts: [UInt32]
  }

  /// The count of codes in the file.
  var count: Int { articles.last?.end ?? 0 }

  /// Joins the elements of a sequence as text.
  ///
  /// - Parameter separated: true for a space between all elements; false for a space between two
  ///   tokens only.
  func text(of sequence: some Sequence<UInt32>, separated: Bool) -> String {
    var bytes: [UInt8] = []
    var last: Int?
    for code in sequence {
      let element = ElementCode.element(code)
      if let last, separated || shapes[last].endsWithToken && shapes[element].startsWithToken {
        bytes.append(0x20)
      }
      bytes += elements.utf8(element)
      last = element
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A part of the file, with some codes before and after it.
  struct Block {
    let range: Range<Int>
    /// The position of the first of `codes`, which is negative at the beginning of the file.
    fileprivate let first: Int
    fileprivate let codes: [UInt32]

    /// The code at a position of the file; a gap beyond its ends.
    subscript(position: Int) -> UInt32 { codes[position - first] }
  }

  /// Calls a closure with each block of the file.
  ///
  /// - Parameter context: the count of codes before and after a block that can be read.
  func forEachBlock(context: Int, _ body: (Block) -> Void) throws {
    guard let file else { return }
    var bytes: [UInt8] = []
    var start = 0
    while start < count {
      try Task.checkCancellation()
      let end = min(count, start + Self.blockSize)
      let (first, last) = (max(0, start - context), min(count, end + context))
      bytes.removeAll(keepingCapacity: true)
      try file.read(4 * first..<4 * last, appendingTo: &bytes)
      let span = unsafe bytes.span.bytes  // Safe: bytes have no padding.
      var codes = [UInt32](repeating: ElementCode.gap, count: end - start + 2 * context)
      let offset = first - (start - context)
      for index in 0..<last - first { codes[offset + index] = span.uint32(at: 4 * index) }
      body(Block(range: start..<end, first: start - context, codes: codes))
      start = end
    }
  }

  private static let blockSize = 1 << 18
}

/// Joins batches of articles to an `ElementText`.
struct ElementTextWriter: ~Copyable {
  private var text: ElementText
  private var writer: SpillWriter
  private let lengths: ClosedRange<Int>
  private var written = 0

  /// - Parameter lengths: the lengths of n-grams to count for each source and period.
  init(lengths: ClosedRange<Int>) throws {
    let folder = try TemporaryFolder()
    writer = try SpillWriter(directory: folder.directory, name: "elements")
    text = ElementText(
      parts: PartTable(sizeCount: lengths.count),
      totals: Array(repeating: 0, count: lengths.count), file: nil)
    self.lengths = lengths
  }

  mutating func append(_ batch: ElementRuns) throws {
    let numbers = (0..<batch.elements.count).map { element in
      let number = text.elements.intern(batch.elements.utf8(element))
      if number == text.shapes.count {
        text.shapes.append(batch.shapes[element])
        text.frequencies.append(0)
      }
      return number
    }
    var values: [UInt32] = []
    values.reserveCapacity(batch.codes.count)
    var start = 0
    for article in batch.articles {
      var sizes = Array(repeating: 0, count: lengths.count)
      var runLength = 0
      for code in batch.codes[start..<article.end] {
        if ElementCode.isElement(code) {
          let element = numbers[ElementCode.element(code)]
          text.frequencies[element] += 1
          values.append(ElementCode.code(ofElement: element).littleEndian)
          runLength += 1
        } else {
          for (index, length) in lengths.enumerated() {
            sizes[index] += max(0, runLength - length + 1)
          }
          values.append(code.littleEndian)
          runLength = 0
        }
      }
      append(article, sizes, count: article.end - start)
      start = article.end
    }
    unsafe try writer.append(values.span.bytes)  // Safe: integers have no padding.
  }

  private mutating func append(_ article: ElementRuns.Article, _ sizes: [Int], count: Int) {
    written += count
    for (index, size) in sizes.enumerated() { text.totals[index] += size }
    // An article without n-grams belongs to no part.
    let parts = sizes.contains { $0 > 0 } ? text.parts.add(article.key, sizes: sizes) : []
    text.articles.append(
      ElementText.Article(end: written, parts: parts.compactMap { $0 }.map(UInt32.init)))
  }

  consuming func finish() throws -> ElementText {
    var text = self.text
    text.file = try writer.finish()
    return text
  }
}
