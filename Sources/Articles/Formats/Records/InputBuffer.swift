/// The bytes of a record file that were read and not yet returned as records.
struct InputBuffer {
  private var storage: [UInt8] = []
  private var start = 0
  /// The bytes before this index have no LF.
  private var searched = 0

  /// A line of more bytes takes the memory of the buffer, which then does not stay large.
  private static let longLine = 4 << 20

  var count: Int { storage.count - start }

  var bytes: ArraySlice<UInt8> { storage[start...] }

  /// The length of the first line without its LF; nil when it has no LF yet. Each byte is searched
  /// once.
  var lineLength: Int? {
    mutating get {
      let end = ByteScan.lineFeed(in: storage.span, from: max(start, searched))
      searched = end ?? storage.count
      return end.map { $0 - start }
    }
  }

  /// Appends up to `count` bytes, and returns their number; 0 at the end of the file.
  mutating func append(
    upTo count: Int, from input: borrowing InputFile
  ) throws(ArticleError) -> Int {
    removeReturned()
    return try input.read(upTo: count, appendingTo: &storage)
  }

  /// Appends bytes of another encoding in UTF-8; see `CharsetConverter`.
  mutating func append(_ bytes: [UInt8], isLast: Bool, by converter: CharsetConverter) {
    removeReturned()
    converter.convert(bytes, isLast: isLast, appendingTo: &storage)
  }

  /// Puts bytes before the others.
  mutating func prepend(_ bytes: [UInt8]) {
    storage.replaceSubrange(..<start, with: bytes)
    start = 0
    searched = 0
  }

  /// Removes the first line and its LF, if it has one, and returns it without the LF.
  mutating func removeLine(ofLength length: Int) -> [UInt8] {
    remove(length, andSkip: min(length + 1, count) - length)
  }

  /// Removes the first bytes and returns them, and removes `skipped` bytes behind them.
  mutating func remove(_ length: Int, andSkip skipped: Int = 0) -> [UInt8] {
    guard length > Self.longLine else {
      defer { removeFirst(length + skipped) }
      return Array(storage[start..<start + length])
    }
    removeReturned()
    var line: [UInt8] = []
    swap(&line, &storage)
    storage += line[(length + skipped)...]
    searched = 0
    line.removeSubrange(length...)
    return line
  }

  /// Calls a closure with the memory of the bytes, which begin at an index in it.
  func withSpan<Result>(_ body: (Span<UInt8>, _ start: Int) -> Result) -> Result {
    body(storage.span, start)
  }

  /// Removes the first line and its LF, if it has one.
  mutating func skipLine(ofLength length: Int) { removeFirst(min(length + 1, count)) }

  mutating func removeFirst(_ count: Int) { start += count }

  /// Removes the bytes after the last LF.
  mutating func dropIncompleteLine() {
    let end = bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? start
    storage.removeSubrange(end...)
    searched = min(searched, storage.count)
  }

  /// Removes all bytes with their memory, and returns them.
  mutating func removeAll() -> [UInt8] {
    removeReturned()
    searched = 0
    defer { storage = [] }
    return storage
  }

  private mutating func removeReturned() {
    if start == 0 { return }
    storage.removeSubrange(..<start)
    searched = max(0, searched - start)
    start = 0
  }
}
