/// The bytes of a web archive, decompressed, with a view of the bytes ahead.
///
/// Damage of a compressed file is an end of the bytes. After it, other bytes follow, which begin
/// with a record.
struct WebArchiveInput: ~Copyable {
  let syntax: WebArchiveSyntax
  private let input: InputFile
  /// The compressed file; nil for an archive that is not compressed.
  private let members: GzipMembers?
  private var bytesRead = 0
  /// The bytes that were put back.
  private var repeated = 0
  private var isFinished = false
  /// The reason why the bytes end, until it is thrown.
  private var failure: ArticleError?
  var buffer = InputBuffer()

  private static let pieceBytes = 1 << 18
  private static let beginningBytes = 4 << 10
  /// The number of bytes ahead that are in the buffer, unless the bytes end before.
  static let lookahead = 8 << 10

  init(_ file: CorpusFile) throws(ArticleError) {
    let input = try InputFile(file)
    var bytes: [UInt8] = []
    while bytes.count < Self.beginningBytes,
      try input.read(upTo: Self.pieceBytes, appendingTo: &bytes) > 0
    {}
    let syntax =
      WebArchiveSyntax(
        name: FilePath.name(file.relativePath).lowercased(),
        beginning: Array(bytes.prefix(Self.beginningBytes))) ?? .warc
    if GzipMembers.isGzip(bytes) {
      let members = try GzipMembers(
        bytes, followedBy: input, prefix: syntax.memberPrefix, path: file.path)
      self.syntax = syntax
      self.members = members
      self.input = InputFile(members, path: file.path)
    } else {
      self.syntax = syntax
      members = nil
      self.input = input
      bytesRead = bytes.count
      buffer.prepend(bytes)
    }
  }

  /// The bytes of the file that were read.
  var position: Int { members?.position ?? bytesRead }

  /// True when no more bytes than those in the buffer can be had.
  var isAtEnd: Bool { isFinished || failure != nil }

  /// Throws the error that ended the bytes, unless it has been thrown.
  mutating func checkEnd() throws(ArticleError) {
    guard let failure = failure.take() else { return }
    throw failure
  }

  /// Reads until the buffer has a number of bytes, or the bytes end.
  mutating func fill(to count: Int = lookahead) {
    while buffer.count < count, !isAtEnd {
      do throws(ArticleError) {
        let added = try buffer.append(upTo: Self.pieceBytes, from: input)
        bytesRead += added
        isFinished = added == 0
      } catch {
        failure = error
        // Only a compressed file has bytes after an error.
        if case .damagedArchive(_, _, isBroken: false) = error.reason, members != nil { continue }
        isFinished = true
      }
    }
  }

  /// The bytes that may be put back, besides four times the bytes that were read.
  private static let allowance = 1 << 30

  /// Puts bytes before the others, so that they are read again. Returns false when this has been
  /// done so often that the archive is made to take time.
  mutating func putBack(_ bytes: [UInt8]) -> Bool {
    guard repeated + bytes.count <= Self.allowance + 4 * bytesRead else { return false }
    repeated += bytes.count
    buffer.prepend(bytes)
    return true
  }

  /// True when the bytes after the first `count` begin a record.
  func beginsRecord(after count: Int = 0) -> Bool {
    syntax.beginsRecord(buffer.bytes.dropFirst(count))
  }

  /// Returns the index of the first record in some number of bytes; nil if there is none. The bytes
  /// ahead of them must be in the buffer.
  func indexOfRecord(inFirst count: Int) -> Int? {
    syntax.indexOfRecord(in: buffer.bytes, first: count)
  }
}
