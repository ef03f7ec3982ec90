import Storage

/// The shared strings of an Excel workbook.
///
/// The strings of a large workbook are in temporary files: one with the texts, and one with the
/// offset of the end of each text.
final class SharedStrings: XMLHandler {
  private let limit: Int
  private let path: String

  private var texts: [UInt8] = []
  private var ends: [Int] = []
  private var writers: Writers?
  private var files: (texts: SpillFile, ends: SpillFile)?
  private var total = 0
  private var count = 0

  private var string: [UInt8]?
  private var isInText = false
  private var isInReading = false
  private var failure: ArticleError?

  /// The writers of the temporary files.
  private struct Writers: ~Copyable {
    var texts: SpillWriter
    var ends: SpillWriter

    init(_ folder: TemporaryFolder) throws(StorageError) {
      let texts = try SpillWriter(directory: folder.directory, name: "texts")
      let ends = try SpillWriter(directory: folder.directory, name: "ends")
      self.texts = texts
      self.ends = ends
    }

    mutating func append(_ text: [UInt8], end: Int) throws(StorageError) {
      // Safe: bytes have no padding.
      unsafe try texts.append(text.span.bytes)
      let end = (0..<SharedStrings.endBytes).map { UInt8(truncatingIfNeeded: end >> (8 * $0)) }
      unsafe try ends.append(end.span.bytes)
    }

    consuming func finish() throws(StorageError) -> (texts: SpillFile, ends: SpillFile) {
      (try texts.finish(), try ends.finish())
    }
  }

  /// Strings of more bytes are written to files.
  private static let heldBytes = 4 << 20
  /// The bytes for which a string counts beside its text.
  private static let endBytes = 8

  /// - Parameter limit: a longer string is cut, so that its row exceeds the limit.
  init(limit: Int, path: String) throws(ArticleError) { (self.limit, self.path) = (limit, path) }

  // MARK: Writing

  /// Reads the current member of an archive.
  func read(_ archive: OpenArchive) throws(ArticleError) {
    let parser = try XMLDocument(self, path: path)
    var bytes: [UInt8] = []
    var isIntact = true
    while isIntact, !Task.isCancelled,
      try archive.read(upTo: OpenArchive.pieceBytes, appendingTo: &bytes, path: path) > 0
    {
      isIntact = parser.push(bytes[...])
      bytes.removeAll(keepingCapacity: true)
      if let failure { throw failure }
    }
    guard Task.isCancelled || isIntact && parser.finish() else {
      throw ArticleError(path: path, reason: .damagedPart("xl/sharedStrings.xml"))
    }
    if let failure { throw failure }
  }

  func start(_ name: String, _ attributes: XMLAttributes) {
    switch name {
    case "si": string = []
    case "t": isInText = string != nil && !isInReading
    case "rPh": isInReading = true
    default: break
    }
  }

  func text(_ bytes: [UInt8]) {
    if isInText, let count = string?.count, count <= limit { string? += bytes }
  }

  func end(_ name: String) {
    switch name {
    case "t": isInText = false
    case "rPh": isInReading = false
    case "si":
      if let string, failure == nil { add(string) }
      string = nil
    default: break
    }
  }

  private func add(_ text: [UInt8]) {
    total += text.count
    count += 1
    do throws(StorageError) {
      if writers != nil {
        try writers?.append(text, end: total)
        return
      }
      texts += text
      ends.append(total)
      guard texts.count + Self.endBytes * ends.count > Self.heldBytes else { return }
      var writers = try Writers(TemporaryFolder())
      var start = 0
      for end in ends {
        try writers.append(Array(texts[start..<end]), end: end)
        start = end
      }
      self.writers = consume writers
      (texts, ends) = ([], [])
    } catch {
      failure = Self.error(error, path: path)
    }
  }

  /// Adds the next string.
  func append(_ text: [UInt8]) throws(ArticleError) {
    add(text)
    if let failure { throw failure }
  }

  /// Ends the strings, before the first one is read.
  func finish() throws(ArticleError) {
    guard let writers = self.writers.take() else { return }
    do throws(StorageError) {
      files = try writers.finish()
    } catch {
      throw Self.error(error, path: path)
    }
  }

  // MARK: Reading

  /// Returns a string by its number, from 0; nil when there is none.
  func text(_ index: Int) throws(ArticleError) -> [UInt8]? {
    guard 0..<count ~= index else { return nil }
    guard let files else {
      return Array(texts[(index > 0 ? ends[index - 1] : 0)..<ends[index]])
    }
    do throws(StorageError) {
      var bytes: [UInt8] = []
      let first = max(0, index - 1) * Self.endBytes
      try files.ends.read(first..<(index + 1) * Self.endBytes, appendingTo: &bytes)
      func end(_ at: Int) -> Int {
        (0..<Self.endBytes).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
      }
      let range = (index > 0 ? end(0) : 0)..<end(bytes.count - Self.endBytes)
      bytes.removeAll(keepingCapacity: true)
      try files.texts.read(range, appendingTo: &bytes)
      return bytes
    } catch {
      throw Self.error(error, path: path)
    }
  }

  private static func error(_ error: StorageError, path: String) -> ArticleError {
    guard case .io(_, _, let code) = error else {
      return ArticleError(path: path, reason: .unreadable(errno: 0, message: "\(error)"))
    }
    return ArticleError(path: path, reason: .unreadable(errno: code, message: "\(error)"))
  }
}
