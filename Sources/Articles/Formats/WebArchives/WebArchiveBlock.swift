/// The block of the current record, which is the contents behind its header.
///
/// The length of a block may be wrong. Then the bytes after it do not begin a record, and reading
/// continues at the next record, which may begin within the block.
struct WebArchiveBlock {
  /// The path of the record, for errors.
  private let path: String
  /// The bytes of the block that have not been read.
  private(set) var rest: Int
  /// True when reading continues at the next record, wherever it begins.
  private(set) var needsSearch = false
  /// The bytes read from the first record within the block on; nil when there is none.
  private var inner: [UInt8]?
  /// True when the contents are a web archive.
  private let isArchive: Bool
  private var isChecked = false
  private let largestArticle: Int

  init(
    path: String, count: Int, largestArticle: Int, in input: borrowing WebArchiveInput
  ) {
    (self.path, rest, self.largestArticle) = (path, count, largestArticle)
    isArchive = input.beginsRecord()
  }

  /// True when the block was read and what follows it was checked.
  var isFinished: Bool { rest == 0 && isChecked }

  /// Appends up to `count` bytes, and returns their number; 0 at the end of the block.
  ///
  /// - Throws: `damagedArchive`, and the errors of the file. The block then ends.
  mutating func read(
    upTo count: Int, appendingTo bytes: inout [UInt8], from input: inout WebArchiveInput
  ) throws(ArticleError) -> Int {
    if rest > 0 {
      input.fill()
      let known = input.buffer.count - (input.isAtEnd ? 0 : WebArchiveInput.lookahead / 2)
      let length = min(count, rest, known)
      if length == 0 { throw end(&input) }
      search(length, in: input)
      bytes += input.buffer.bytes.prefix(length)
      input.buffer.removeFirst(length)
      rest -= length
      // A block longer than any article, with records in it, has a wrong length.
      if let inner, inner.count > largestArticle { throw end(&input) }
      if rest > 0 { return length }
      try check(&input)
      return length
    }
    if !isChecked { try check(&input) }
    return 0
  }

  /// Notes the bytes of the next `length` ones that begin with a record.
  private mutating func search(_ length: Int, in input: borrowing WebArchiveInput) {
    if isArchive { return }
    if inner != nil {
      inner? += input.buffer.bytes.prefix(length)
      return
    }
    guard let index = input.indexOfRecord(inFirst: length) else { return }
    let header = input.buffer.bytes.dropFirst(index).prefix(WebArchiveInput.lookahead / 2)
    if input.syntax.header(header)?.isComplete ?? false {
      inner = Array(input.buffer.bytes.prefix(length).dropFirst(index))
    }
  }

  /// Checks that the block ends before a record, or at the end of the file.
  private mutating func check(_ input: inout WebArchiveInput) throws(ArticleError) {
    isChecked = true
    input.fill()
    let blanks = input.buffer.bytes.prefix(Self.mostBlanks).prefix { $0 == 0x0D || $0 == 0x0A }
    // Two line breaks end a record, whatever follows. Some programs write one, or none.
    if blanks.count(where: { $0 == 0x0A }) > 1 || input.beginsRecord(after: blanks.count)
      || blanks.count == input.buffer.count && input.isAtEnd
    {
      input.buffer.removeFirst(blanks.count)
      return
    }
    throw end(&input)
  }

  private static let mostBlanks = 64

  /// Ends a block of wrong length, and returns the error.
  private mutating func end(_ input: inout WebArchiveInput) -> ArticleError {
    let isCut = rest > 0 && input.buffer.count == 0
    (rest, isChecked) = (0, true)
    if let inner, input.putBack(inner) {
      needsSearch = false
    } else if isCut {
      do throws(ArticleError) {
        try input.checkEnd()
      } catch {
        return error
      }
      return Self.damage("truncated", path: path, input)
    } else {
      needsSearch = true
    }
    return Self.damage("the length of the record is wrong", path: path, input)
  }

  static func damage(
    _ problem: String, path: String, _ input: borrowing WebArchiveInput
  ) -> ArticleError {
    ArticleError(
      path: path,
      reason: .damagedArchive(offset: input.position, problem: problem, isBroken: false))
  }
}
