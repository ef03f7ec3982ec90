/// The parts of a MIME message (RFC 2045, 2046), one after another, in constant memory.
///
/// Safe: the reader of a message and its member streams use it on one thread at a time.
final class MessageParts: @unchecked Sendable {
  /// A multipart around a part.
  struct Multipart {
    /// The number of the multipart in the message.
    let number: Int
    /// The subtype in lower case, such as `alternative`.
    let subtype: String
    /// The `Content-ID` of the root of `multipart/related`, if it is declared.
    let start: String?
    /// The number of the part in the multipart, from 1.
    fileprivate(set) var index = 0
    fileprivate let delimiter: [UInt8]
  }

  /// A part that is no multipart.
  struct Part {
    let header: MessageHeader
    /// The multiparts around the part, the outermost first.
    let multiparts: [Multipart]
  }

  /// The header of the message; nil when it has not been read.
  private(set) var header: MessageHeader?
  private var lines: MessageLines
  private var multiparts: [Multipart] = []
  private var multipartCount = 0
  /// The line that ended the current part, as a multipart and the kind of line.
  private var delimiter: (level: Int, isLast: Bool)?
  private var isAtEnd = false
  private var decoder = TransferDecoder.plain
  /// The line break before the next line, which belongs to a delimiter if that is the next line.
  private var lineBreak: [UInt8] = []
  private var isInPart = false

  private static let longestHeader = 256 << 10
  private static let maximumDepth = 32

  init(_ file: CorpusFile) throws(ArticleError) { lines = try MessageLines(file) }

  /// The bytes of the file that were read.
  var position: Int { lines.bytesRead }

  /// Goes to the next part that is no multipart; returns nil at the end of the message.
  func next() throws(ArticleError) -> Part? {
    if header == nil {
      let header = try readHeader()
      self.header = header
      if let part = enter(header) { return part }
    }
    while true {
      // The rest of a part, the text before the first part, or the text after the last one.
      while try line() != nil {}
      guard let (level, isLast) = delimiter.take() else { return nil }
      if isLast {
        multiparts.removeSubrange(level...)
        continue
      }
      multiparts.removeSubrange((level + 1)...)
      multiparts[level].index += 1
      if let part = enter(try readHeader()) { return part }
    }
  }

  /// Appends up to about `count` bytes of the current part, decoded, and returns their number; 0 at
  /// its end.
  func read(upTo count: Int, appendingTo bytes: inout [UInt8]) throws(ArticleError) -> Int {
    let start = bytes.count
    while isInPart, bytes.count - start < count {
      guard let line = try line() else {
        isInPart = false
        decoder.finish(appendingTo: &bytes)
        break
      }
      bytes += lineBreak
      lineBreak = decoder.decode(line, appendingTo: &bytes)
    }
    return bytes.count - start
  }

  /// Begins a part, and returns it unless it is a multipart.
  private func enter(_ header: MessageHeader) -> Part? {
    let type = header.mediaType
    if type.hasPrefix("multipart/"), multiparts.count < Self.maximumDepth,
      let boundary = header.type.bytes("boundary"), !boundary.isEmpty
    {
      multiparts.append(
        Multipart(
          number: multipartCount, subtype: String(type.dropFirst("multipart/".count)),
          start: header.type.text("start"), delimiter: Array("--".utf8) + boundary))
      multipartCount += 1
      return nil
    }
    decoder = TransferDecoder(header.transferEncoding)
    lineBreak = []
    isInPart = true
    return Part(header: header, multiparts: multiparts)
  }

  /// Reads lines up to a blank line, a delimiter, or the end.
  private func readHeader() throws(ArticleError) -> MessageHeader {
    var bytes: [UInt8] = []
    while let line = try line() {
      if line.isBlank {
        // Some programs write a blank line first.
        if bytes.isEmpty, header == nil { continue }
        break
      }
      // The first line of a message in a mailbox, which is no field.
      if bytes.isEmpty, header == nil, MailboxLine.isSeparator(line.bytes) { continue }
      if bytes.count < Self.longestHeader { bytes += line.bytes + line.ending }
    }
    return MessageHeader(bytes)
  }

  /// Returns the next line of the current part; nil at a delimiter or at the end of the message.
  private func line() throws(ArticleError) -> MessageLines.Line? {
    if isAtEnd || delimiter != nil { return nil }
    let line: MessageLines.Line?
    do throws(ArticleError) {
      line = try lines.next()
    } catch {
      isAtEnd = true
      throw error
    }
    guard let line else {
      isAtEnd = true
      return nil
    }
    if line.isBeginning, line.bytes.starts(with: [0x2D, 0x2D]) {
      delimiter = delimiter(line.bytes)
      if delimiter != nil { return nil }
    }
    return line
  }

  /// Returns the innermost multipart that a line divides or ends.
  private func delimiter(_ line: [UInt8]) -> (level: Int, isLast: Bool)? {
    for (level, multipart) in multiparts.enumerated().reversed()
    where line.starts(with: multipart.delimiter) {
      var rest = line[multipart.delimiter.count...]
      let isLast = rest.starts(with: [0x2D, 0x2D])
      if isLast { rest = rest.dropFirst(2) }
      if rest.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return (level, isLast) }
    }
    return nil
  }
}
