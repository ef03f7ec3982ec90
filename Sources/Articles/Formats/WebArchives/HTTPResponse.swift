import Storage

/// The response of a server: a status, a header, and a body, which may be coded.
///
/// Safe: the reader of a record and its member stream use it on one thread at a time.
final class HTTPResponse: @unchecked Sendable {
  let status: Int
  let fields: HeaderFields
  private let source: MemberStream.Source
  private let path: String
  /// The bytes of the body that were read and not yet decoded.
  private var raw: [UInt8]
  private var chunks: ChunkedBody?
  private var compression: Inflater.Compression?
  private var inflater: Inflater?
  /// The bytes without the transfer coding, and the index of the next one.
  private var bytes: [UInt8] = []
  private var next = 0
  private var hasOutput = false
  /// True when the decompressor may have more bytes of the input that it has used.
  private var isOutputFull = false
  private var isAtEnd = false
  private var expansion = ExpansionLimit()

  private static let pieceBytes = 1 << 16
  private static let longestHeader = 64 << 10

  /// Reads the status and the header; returns nil for contents of another form.
  init?(_ source: @escaping MemberStream.Source, path: String) throws(ArticleError) {
    var head: [UInt8] = []
    var end: Int?
    while end == nil, head.count < Self.longestHeader {
      let searched = max(0, head.count - 3)
      if try source(Self.pieceBytes, &head) == 0 { break }
      end = Self.endOfHeader(head, from: searched)
    }
    let headerEnd = end ?? head.count
    let line = head.prefix { $0 != 0x0A }
    let words = line.split(separator: 0x20)
    guard head.starts(with: "HTTP/".utf8), words.count > 1,
      let status = Int(String(decoding: words[1].prefix { $0 > 0x20 }, as: UTF8.self))
    else { return nil }
    self.status = status
    fields = HeaderFields(head[..<headerEnd].dropFirst(line.count + 1))
    raw = Array(head[headerEnd...])
    (self.source, self.path) = (source, path)
    if fields.text("transfer-encoding")?.lowercased().contains("chunked") ?? false {
      chunks = ChunkedBody()
    }
    compression =
      switch fields.text("content-encoding")?.lowercased() {
      case "gzip", "x-gzip": .gzip
      case "deflate": .zlib
      case "br": .brotli
      default: nil
      }
  }

  /// Returns the index after the blank line after the header, or nil.
  private static func endOfHeader(_ bytes: [UInt8], from start: Int) -> Int? {
    var at = start
    while let end = ByteScan.lineFeed(in: bytes.span, from: at) {
      at = end + 1
      if bytes[at...].first == 0x0A { return at + 1 }
      if bytes[at...].starts(with: [0x0D, 0x0A]) { return at + 2 }
    }
    return nil
  }

  /// Appends up to `count` bytes of the decoded body, and returns their number; 0 at the end.
  func read(upTo count: Int, appendingTo output: inout [UInt8]) throws(ArticleError) -> Int {
    let start = output.count
    while output.count == start, !isAtEnd {
      if next == bytes.count, !isOutputFull, try !fill() {
        isAtEnd = true
        break
      }
      if let compression {
        try inflate(compression, upTo: count, appendingTo: &output)
      } else {
        let piece = bytes[next...].prefix(count)
        output += piece
        next += piece.count
      }
    }
    return output.count - start
  }

  /// Reads a piece of the body, without its transfer coding; returns false at the end.
  private func fill() throws(ArticleError) -> Bool {
    bytes = []
    next = 0
    while bytes.isEmpty {
      if raw.isEmpty, try source(Self.pieceBytes, &raw) == 0 {
        chunks?.finish(appendingTo: &bytes)
        return !bytes.isEmpty
      }
      if chunks == nil {
        bytes = raw
      } else {
        chunks?.decode(raw[...], appendingTo: &bytes)
      }
      raw = []
    }
    return true
  }

  private func inflate(
    _ compression: Inflater.Compression, upTo count: Int, appendingTo output: inout [UInt8]
  ) throws(ArticleError) {
    if inflater == nil { inflater = try opened(compression) }
    let start = output.count
    guard
      let (used, outcome) = inflater?.inflate(bytes[next...], upTo: count, appendingTo: &output)
    else { return }
    guard expansion.add(consumed: used, produced: output.count - start) else {
      isAtEnd = true
      throw ExpansionLimit.error(path: path, isBroken: false)
    }
    let isCompressed = compression == .gzip && GzipMembers.isGzip(Array(bytes[next...].prefix(2)))
    if outcome == .damaged, !hasOutput, output.count == start, !isCompressed {
      // Some programs store the decoded body with the header of the compressed one.
      self.compression = nil
      return
    }
    next += used
    let written = output.count - start
    isOutputFull = written == count
    if used == 0, written == 0, next < bytes.count { isAtEnd = true }
    hasOutput = hasOutput || written > 0 || next == bytes.count
    switch outcome {
    case .more: break
    case .end: isAtEnd = true
    case .damaged:
      isAtEnd = true
      throw fail("the compressed body is damaged")
    }
  }

  private func opened(_ compression: Inflater.Compression) throws(ArticleError) -> Inflater? {
    // Many servers send deflate without the header of zlib.
    let isRaw =
      compression == .zlib && bytes.count - next > 1
      && (bytes[next] & 0x0F != 8 || (Int(bytes[next]) << 8 | Int(bytes[next + 1])) % 31 != 0)
    if let inflater = Inflater(isRaw ? .deflate : compression) { return inflater }
    throw fail(
      compression == .brotli ? "compressed by brotli, which this build lacks" : "out of memory")
  }

  private func fail(_ problem: String) -> ArticleError {
    ArticleError(
      path: path, reason: .unreadable(errno: SystemError.illegalSequence, message: problem))
  }
}
