/// The article of a mail, and its attachments. The attachments come first, as they are read.
///
/// Safe: a reader and the member streams that it has returned are used by one thread at a time.
final class MailParts: MemberSource, @unchecked Sendable {
  private let file: CorpusFile
  private let decoder: TextDecoder
  private let parts: MessageParts
  private var texts: [MailText] = []
  private var textBytes = 0
  private var names = AttachmentNames()
  private var attachments = 0
  private var isAtEnd = false
  private(set) var skipped = SkippedFiles()

  /// Further parts are not read.
  private static let maximumParts = 10_000
  private static let pieceBytes = 1 << 16

  init(_ file: CorpusFile, decoder: TextDecoder) throws(ArticleError) {
    (self.file, self.decoder) = (file, decoder)
    parts = try MessageParts(file)
  }

  var position: Int { parts.position }

  func next() throws(ArticleError) -> MemberStep {
    if isAtEnd { return .end }
    do throws(ArticleError) {
      return try step()
    } catch {
      isAtEnd = true
      throw error
    }
  }

  private func step() throws(ArticleError) -> MemberStep {
    guard let part = try parts.next(), attachments + texts.count < Self.maximumParts else {
      isAtEnd = true
      return try article().map { .article($0) } ?? .end
    }
    switch MailPartKind(part) {
    case .text: try addText(of: part)
    case .nothing: break
    case .attachment(let type):
      attachments += 1
      return attachment(part, MediaType(type))
    }
    return .skipped
  }

  private func addText(of part: MessageParts.Part) throws(ArticleError) {
    var bytes: [UInt8] = []
    while textBytes + bytes.count <= decoder.maximumBytes {
      if try parts.read(upTo: Self.pieceBytes, appendingTo: &bytes) == 0 { break }
    }
    textBytes += bytes.count
    // The article will be refused, and needs no memory until then.
    if textBytes > decoder.maximumBytes { bytes = [] }
    let alternative = part.multiparts.first { $0.subtype == "alternative" }
    texts.append(
      MailText(
        bytes: bytes, type: part.header.type, mediaType: part.header.mediaType,
        alternative: alternative.map { ($0.number, $0.index) }))
  }

  private func attachment(_ part: MessageParts.Part, _ type: MediaType) -> MemberStep {
    let name = names.name(part.header.fileName, type)
    if type.isNoArticle {
      skipped.add(name, at: FilePath.join(file.relativePath, name))
      return .skipped
    }
    let stream = MemberStream(in: file) { [parts] count, bytes throws(ArticleError) in
      try parts.read(upTo: count, appendingTo: &bytes)
    }
    let isNamed = name.contains(".") && type.name != "message/rfc822"
    return .member(
      Member(
        name: name, fileName: isNamed ? AttachmentNames.withoutNumber(name) : type.completing(name),
        stream: stream, charset: part.header.type.charset))
  }

  /// Returns the article of the message; nil for a message that has attachments only.
  private func article() throws(ArticleError) -> ArticlePart? {
    let limit = decoder.maximumBytes
    guard textBytes <= limit else {
      throw ArticleError(path: file.path, reason: .tooLarge(bytes: textBytes, limit: limit))
    }
    guard let header = parts.header else { return nil }
    if texts.isEmpty, attachments > 0, header.text("subject") == nil { return nil }
    let message = SingleUse(MailArticle(header: header, texts: texts))
    texts = []
    return ArticlePart(byteCount: textBytes) { [file, decoder] () throws(ArticleError) in
      try message.take().article(id: file.relativePath, path: file.path, decoder)
    }
  }
}
