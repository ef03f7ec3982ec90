/// A reader of the output of `pdftotext -bbox-layout`: elements for pages, blocks, lines and words
/// with the coordinates of their edges.
///
/// Tags contain no `<` and `>`, and the texts of words are escaped, so that the reader needs no XML
/// parser and can read pieces.
struct PrintedLineReader {
  private(set) var lines = PrintedLines()
  /// True when the text is larger than the limit.
  private(set) var isFull = false

  private let maximumBytes: Int
  /// Bytes that were not read yet, and the number of those that have no end of a tag.
  private var rest: [UInt8] = []
  private var searched = 0
  private var block: Int32 = 0
  private var line: PrintedLine?
  /// The word that is being read, and its place.
  private var word: PrintedLine?
  private var isInTitle = false
  private var scalars: [Unicode.Scalar] = []

  /// The bytes of a line beside its text. All lines may take eight times the limit of an article.
  private static let lineBytes = MemoryLayout<PrintedLine>.stride
  private static let maximumTitle = 1000

  init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

  /// Reads a piece of the output. Returns false when the text is too large.
  mutating func read(_ piece: [UInt8]) -> Bool {
    rest += piece
    var start = 0
    while let close = rest[(start + searched)...].firstIndex(of: UInt8(ascii: ">")) {
      if let open = rest[start..<close].firstIndex(of: UInt8(ascii: "<")) {
        if start < open { addText(rest[start..<open]) }
        tag(rest[(open + 1)..<close])
      }
      start = close + 1
      searched = 0
      if isFull { return false }
    }
    rest.removeFirst(start)
    searched = rest.count
    // A word has no white space, and is far shorter.
    if rest.count > maximumBytes + (1 << 20) { isFull = true }
    return !isFull
  }

  private mutating func addText(_ bytes: ArraySlice<UInt8>) {
    guard word != nil || isInTitle else { return }
    let text = String(decoding: MarkupEscapes.resolved(bytes), as: UTF8.self)
    if isInTitle {
      if text.utf8.count <= Self.maximumTitle { lines.declaredTitle = text.foldingWhitespace() }
    } else {
      scalars += text.unicodeScalars
    }
  }

  private mutating func tag(_ tag: ArraySlice<UInt8>) {
    let name = tag.prefix { $0 != 0x20 }
    func isNamed(_ other: StaticString) -> Bool { name.elementsEqual(other.description.utf8) }
    if isNamed("word") {
      word = Self.place(tag.dropFirst(name.count))
      scalars = []
    } else if isNamed("/word") {
      if let word { add(word) }
      word = nil
    } else if isNamed("line") {
      line = PrintedLine(
        range: lines.text.count..<lines.text.count, page: Int32(lines.pageHeights.count),
        block: block)
    } else if isNamed("/line") {
      endLine()
    } else if isNamed("block") {
      block &+= 1
    } else if isNamed("page") {
      let sizes = Self.numbers(tag.dropFirst(name.count))
      lines.pageHeights.append(sizes.count == 2 ? sizes[1] : 0)
    } else if isNamed("title") {
      isInTitle = true
    } else if isNamed("/title") {
      isInTitle = false
    }
  }

  private mutating func endLine() {
    guard let line, !line.range.isEmpty else { return }
    lines.lines.append(line)
    self.line = nil
    if lines.text.count > maximumBytes || lines.lines.count > 8 * maximumBytes / Self.lineBytes {
      isFull = true
    }
  }

  // MARK: Words

  private static let spaceBesideHan: Float = 0.27
  private static let spaceBetweenWords: Float = 0.08

  private mutating func add(_ word: PrintedLine) {
    guard var line, let first = scalars.first(where: { !$0.isInvisible }) else { return }
    var word = word
    let wide = scalars.count { WideCharacter.isWide($0) }
    if wide > 0, wide == scalars.count {
      word.size = word.width / Float(wide)
      word.isSizeExact = wide > 1
    } else {
      word.size = (word.bottom - word.top) / 1.25
    }
    if line.range.isEmpty {
      line.firstWidth = WideCharacter.isWide(first) ? word.size : word.width
    } else if let last = lines.text[line.range].lastScalar {
      let size = max(min(word.size, line.size), 1)
      let isBesideHan = WideCharacter.isWide(last) || WideCharacter.isWide(first)
      let least = isBesideHan ? Self.spaceBesideHan : Self.spaceBetweenWords
      if word.left - line.right > least * size { lines.text.append(UInt8(ascii: " ")) }
    }
    for scalar in scalars { Unicode.append(scalar.value, to: &lines.text) }
    line.range = line.range.lowerBound..<lines.text.count
    line.left = min(line.left, word.left)
    line.right = max(line.right, word.right)
    line.top = min(line.top, word.top)
    line.bottom = max(line.bottom, word.bottom)
    // Han characters give the size of the line, wherever they are in it.
    if word.isSizeExact && !line.isSizeExact {
      (line.size, line.isSizeExact) = (word.size, true)
    } else if word.isSizeExact == line.isSizeExact {
      line.size = max(line.size, word.size)
    }
    self.line = line
  }

  private static func place(_ attributes: ArraySlice<UInt8>) -> PrintedLine? {
    let edges = numbers(attributes)
    guard edges.count == 4 else { return nil }
    var place = PrintedLine(range: 0..<0)
    (place.left, place.top, place.right, place.bottom) = (edges[0], edges[1], edges[2], edges[3])
    return place
  }

  /// Returns the values of attributes that are numbers, in their order. A number that no page has
  /// is 0.
  private static func numbers(_ attributes: ArraySlice<UInt8>) -> [Float] {
    var numbers: [Float] = []
    let parts = attributes.split(
      separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() where index % 2 == 1 {
      let value = Float(String(decoding: part, as: UTF8.self)) ?? 0
      numbers.append(abs(value) < 1e5 ? value : 0)
    }
    return numbers
  }
}

/// The escapes in the output of programs: `&amp;`, `&lt;`, `&gt;`, `&quot;` and `&apos;`.
enum MarkupEscapes {
  private static let escapes: [(name: [UInt8], character: UInt8)] = [
    ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"),
    ("&#39;", "'"),
  ].map { (Array($0.0.utf8), UInt8(ascii: $0.1)) }

  static func resolved(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var rest = text
    while let mark = rest.firstIndex(of: UInt8(ascii: "&")) {
      result += rest[..<mark]
      rest = rest[mark...]
      if let escape = escapes.first(where: { rest.starts(with: $0.name) }) {
        result.append(escape.character)
        rest = rest.dropFirst(escape.name.count)
      } else {
        result.append(UInt8(ascii: "&"))
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }
}
