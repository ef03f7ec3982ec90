/// The bytes of a record file or of standard input, from which records are cut.
///
/// Records are cut at ASCII bytes. In UTF-16, such a byte can be part of another character, so a
/// file in UTF-16 is always decoded before it is cut. In GB18030 and Big5, a byte below 0x40 is no
/// part of another character, except for the digits of four-byte characters: lines can be cut
/// before they are decoded. Records that are cut at other bytes need `decodeWhole()`.
///
/// In a file that is decoded before it is cut, a malformed sequence becomes the byte 0xFF, which
/// `RecordText` repairs in the record that contains it.
struct RecordInput: ~Copyable {
  /// Path for errors.
  let path: String
  let maximumBytes: Int
  private let input: InputFile
  /// Name of the encoding; nil when it is not known yet.
  private(set) var encoding: String?
  var buffer = InputBuffer()
  private(set) var isAtEnd = false
  /// Decodes the file before it is cut; nil when the buffer has the bytes of the file.
  private var converter: CharsetConverter?
  /// The doubt about the encoding that was found.
  private var doubt: DecodingDoubt?
  /// True to find the encoding of the whole file by its first bytes that are not ASCII.
  private var findsEncoding = false

  private static let chunkBytes = 1 << 20
  /// The first bytes, in which a file with many NUL bytes is binary.
  private static let lookahead = 8 << 10
  /// The number of control characters up to which a short file is not binary.
  private static let toleratedControls = 2

  /// Opens a record file or standard input, and reads its first bytes.
  ///
  /// - Throws: `unreadable`, `notRegularFile`, `notText`.
  init(_ file: CorpusFile, decoder: TextDecoder) throws(ArticleError) {
    try self.init(InputFile(file), path: file.path, decoder)
  }

  private init(
    _ input: consuming InputFile, path: String, _ decoder: TextDecoder
  ) throws(ArticleError) {
    self.path = path
    self.input = input
    maximumBytes = decoder.maximumBytes
    while buffer.count < Self.lookahead, !isAtEnd { try fill() }
    let mark = ByteOrderMark.of(buffer.bytes)
    buffer.removeFirst(mark?.bytes.count ?? 0)
    if mark?.encoding == "UTF-8" {
      encoding = "UTF-8"
    } else if let name = mark?.encoding ?? decoder.forced.flatMap(Self.hidingLineEnds) {
      encoding = name
      beginConverting(name)
    } else if let forced = decoder.forced {
      encoding = TextDecoder.isUTF8(forced) ? "UTF-8" : forced
    } else if let name = UTF16Detector.encoding(of: Array(buffer.bytes.prefix(Self.lookahead))) {
      encoding = name
      beginConverting(name)
    }
    try checkBeginning()
  }

  /// Refuses a binary file.
  private func checkBeginning() throws(ArticleError) {
    let beginning = Array(buffer.bytes.prefix(Self.lookahead))
    guard let nul = beginning.firstIndex(of: 0) else { return }
    let count = TextDecoder.controls(in: beginning).count
    guard count * 100 > beginning.count, count > Self.toleratedControls else { return }
    throw ArticleError(path: path, reason: .notText(offset: nul))
  }

  /// Returns the name of an encoding in which an LF byte can be half of another character; nil for
  /// another encoding.
  private static func hidingLineEnds(_ name: String) -> String? {
    let capitals = name.uppercased()
    let others = ["UTF-8", "UTF8", "GB", "BIG5", "EUC", "SHIFT", "CP936", "CP950"]
    return others.contains(where: capitals.hasPrefix) ? nil : name
  }

  /// True when the buffer has UTF-8 that was decoded.
  var isConverted: Bool { converter != nil }

  /// Sets the encoding of records that are decoded one by one.
  mutating func setEncoding(_ name: String, doubt: DecodingDoubt? = nil) {
    (encoding, self.doubt) = (name, doubt)
  }

  /// Returns the doubt about the encoding once.
  mutating func takeDoubt() -> DecodingDoubt? { doubt.take() }

  /// Decodes the file before it is cut.
  mutating func decodeWhole() {
    if isConverted || encoding == "UTF-8" { return }
    if let encoding {
      beginConverting(encoding)
    } else {
      findsEncoding = true
      findEncoding()
    }
  }

  private mutating func beginConverting(_ name: String) {
    converter = CharsetConverter(name: name)
    convert(buffer.removeAll())
  }

  /// Finds the encoding if the buffer has whole characters that are not ASCII.
  private mutating func findEncoding() {
    let first = buffer.withSpan { bytes, start in
      ByteScan.nonASCII(in: bytes, from: start) - start
    }
    let new = buffer.bytes.dropFirst(first)
    // No character ends with a byte below 0x30, so that the sample has whole characters.
    let end = isAtEnd ? new.indices.last : new.lastIndex { $0 < 0x30 }
    guard let end else { return }
    let sample = Array(new[...end])
    findsEncoding = false
    encoding = "UTF-8"
    let validity = UTF8Validity(sample)
    guard validity.firstInvalid != nil, !validity.isMostlyValid else { return }
    switch EncodingDetector.decode(sample) {
    case .success(let found): (encoding, doubt) = (found.encoding, found.doubt)
    case .failure(let failure): encoding = failure.encoding
    case nil: return
    }
    if let encoding { beginConverting(encoding) }
  }

  /// True when standard input ends early, because the task is cancelled.
  var isInterrupted: Bool { input.isInterrupted }

  /// Doubles the bytes in the buffer, so that all searches in them for the end of a record together
  /// take linear time. Above the limit of an article, it reads only one chunk.
  mutating func grow() throws(ArticleError) {
    let wanted = min(2 * buffer.count, maximumBytes + 1)
    repeat { try fill() } while buffer.count < wanted && !isAtEnd
  }

  /// Appends the next bytes of the file to the buffer.
  ///
  /// - Throws: `unreadable`. The file then ends.
  mutating func fill() throws(ArticleError) {
    do throws(ArticleError) {
      guard converter != nil else {
        isAtEnd = try buffer.append(upTo: Self.chunkBytes, from: input) == 0
        if isAtEnd, input.isInterrupted { buffer.dropIncompleteLine() }
        if findsEncoding { findEncoding() }
        return
      }
      var bytes: [UInt8] = []
      isAtEnd = try input.read(upTo: Self.chunkBytes, appendingTo: &bytes) == 0
      convert(bytes)
    } catch {
      isAtEnd = true
      _ = buffer.removeAll()
      throw error
    }
  }

  /// Appends bytes of the file in UTF-8.
  private mutating func convert(_ bytes: [UInt8]) {
    guard let converter else { return }
    // Interrupted input may end within a character.
    let isInterrupted = isAtEnd && input.isInterrupted
    buffer.append(bytes, isLast: isAtEnd && !isInterrupted, by: converter)
    if isInterrupted { buffer.dropIncompleteLine() }
  }

  /// Returns the error of a record that begins in a line.
  func error(_ reason: ArticleError.Reason, at line: Int) -> ArticleError {
    ArticleError(path: path, line: line, reason: reason)
  }

  /// Returns the error of a record of `length` bytes, which are more than the limit.
  func tooLarge(_ length: Int, at line: Int) -> ArticleError {
    error(.tooLarge(bytes: length, limit: maximumBytes), at: line)
  }
}
