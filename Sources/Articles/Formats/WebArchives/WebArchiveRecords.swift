/// The captured pages and files of a web archive, in its order.
///
/// Safe: a reader and the member streams that it has returned are used by one thread at a time.
final class WebArchiveRecords: MemberSource, @unchecked Sendable {
  private let file: CorpusFile
  private let largestArticle: Int
  private var input: WebArchiveInput
  private var block: WebArchiveBlock?
  private var names = CaptureNames()
  /// True until a record is found, or an error.
  private var isEmpty = true
  /// True when the bytes up to the next record are skipped.
  private var isSearching = false
  private(set) var skipped = SkippedFiles()

  private static let pieceBytes = 1 << 18
  private static let longestHeader = 64 << 10

  init(_ file: CorpusFile, largestArticle: Int) throws(ArticleError) {
    (self.file, self.largestArticle) = (file, largestArticle)
    input = try WebArchiveInput(file)
  }

  var position: Int { input.position }

  func next() throws(ArticleError) -> MemberStep {
    if block != nil {
      var bytes: [UInt8] = []
      _ = try readBlock(upTo: Self.pieceBytes, appendingTo: &bytes)
      return .skipped
    }
    input.fill()
    let blanks = input.buffer.bytes.prefix { $0 == 0x0D || $0 == 0x0A }.count
    if blanks > 0 {
      input.buffer.removeFirst(blanks)
      return .skipped
    }
    if input.buffer.count == 0 {
      isSearching = false
      defer { isEmpty = false }
      try input.checkEnd()
      if !input.isAtEnd { return .skipped }
      if isEmpty { throw ArticleError(path: file.path, reason: .empty) }
      return .end
    }
    isEmpty = false
    if input.beginsRecord() {
      isSearching = false
      return try record()
    }
    defer { isSearching = true }
    skipToRecord()
    if isSearching { return .skipped }
    throw damage("no record begins here")
  }

  /// Skips bytes up to the next line that begins a record, as far as they are in the buffer.
  private func skipToRecord() {
    let count = input.buffer.count
    let last = input.isAtEnd ? count : count - WebArchiveInput.lookahead / 2
    input.buffer.removeFirst(input.indexOfRecord(inFirst: last) ?? last)
  }

  private func damage(_ problem: String) -> ArticleError {
    WebArchiveBlock.damage(problem, path: file.path, input)
  }

  /// Reads the header of a record, and returns the record if it is a page or file.
  private func record() throws(ArticleError) -> MemberStep {
    guard let length = headerLength() else {
      let isCut = input.isAtEnd && input.buffer.count < Self.longestHeader
      input.buffer.removeFirst(isCut ? input.buffer.count : input.syntax.signature.utf8.count)
      isSearching = true
      if isCut { try input.checkEnd() }
      throw damage(isCut ? "truncated" : "the header of the record is too long")
    }
    let header = input.syntax.header(input.buffer.bytes.prefix(length))
    input.buffer.removeFirst(length)
    guard let header, let count = header.blockLength else {
      isSearching = true
      throw damage("the record has no length")
    }
    input.fill()
    let address = header.address ?? ""
    let path = address.isEmpty ? file.path : FilePath.join(file.path, address)
    block = WebArchiveBlock(
      path: path, count: count, largestArticle: largestArticle, in: input)
    guard header.kind != .other, !address.isEmpty else { return skip() }
    return try member(header, address, path: path)
  }

  /// Returns the length of the header, with the blank line after it; nil when it does not end.
  private func headerLength() -> Int? {
    var searched = 0
    while true {
      let bytes = input.buffer.bytes
      if let length = input.syntax.headerLength(bytes, from: searched) { return length }
      if input.isAtEnd || bytes.count >= Self.longestHeader { return nil }
      searched = max(0, bytes.count - 3)
      input.fill(to: bytes.count + 1)
    }
  }

  private func skip() -> MemberStep {
    skipped.addRecord()
    return .skipped
  }

  private func member(
    _ header: WebArchiveHeader, _ address: String, path: String
  ) throws(ArticleError) -> MemberStep {
    var contentType = header.contentType
    var source: MemberStream.Source = { [self] count, bytes throws(ArticleError) in
      try readBlock(upTo: count, appendingTo: &bytes)
    }
    if header.kind == .response {
      guard let response = try HTTPResponse(source, path: path), response.status == 200 else {
        return skip()
      }
      contentType = ParameterizedValue(response.fields.bytes("content-type") ?? [])
      source = { count, bytes throws(ArticleError) in
        try response.read(upTo: count, appendingTo: &bytes)
      }
    }
    let stream = MemberStream(in: file, source: source)
    let fileName =
      header.kind == .conversion
      ? "text.txt"
      : CaptureFileName.name(address, MediaType(contentType.value)) { stream.beginning() }
    guard let fileName else {
      let shown = CaptureFileName.shown(address, MediaType(contentType.value))
      skipped.add(shown, at: FilePath.join(file.relativePath, address))
      return .skipped
    }
    if stream.beginning().isEmpty {
      try stream.checkBeginning()
      return skip()
    }
    let date = header.date
    return .member(
      Member(
        name: names.name(of: address, date: date), fileName: fileName, stream: stream,
        charset: contentType.charset
      ) { Self.add(to: &$0, address: address, date: date) })
  }

  /// Adds the address and the time of the capture to an article.
  private static func add(to article: inout Article, address: String, date: String) {
    func add(_ key: String, _ value: String) {
      article.extras.append(Extra(key: key, value: JSONText.quoted(Array(value.utf8)[...])))
    }
    if article.isWholeFile {
      // A page may name another address.
      if !article.url.isEmpty, article.url != address { add("markup_url", article.url) }
      article.url = address
    } else if article.url.isEmpty {
      article.url = address
    }
    if !date.isEmpty { add("warc_date", date) }
  }

  private func readBlock(
    upTo count: Int, appendingTo bytes: inout [UInt8]
  ) throws(ArticleError) -> Int {
    guard var current = block else { return 0 }
    // One owner of the bytes, so that they are not copied.
    block = nil
    defer {
      if current.needsSearch { isSearching = true }
      block = current.isFinished ? nil : current
    }
    return try current.read(upTo: count, appendingTo: &bytes, from: &input)
  }
}
