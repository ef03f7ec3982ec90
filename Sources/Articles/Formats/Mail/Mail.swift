/// A mail (`.eml`, RFC 5322 with MIME). The message is an article. Attached files and messages are
/// members, each read by the format that accepts it.
public struct Mail: InputFormat {
  private let formats: MemberFormats

  init(of formats: MemberFormats) { self.formats = formats }

  public var name: String { "mails" }

  public var holdsSeveralArticles: Bool { true }

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool {
    if name.hasSuffix(".eml") { return true }
    // The names in a Maildir end with flags, such as `:2,S`.
    return (FileSample.canHaveAnyFormat(name: name) || name.contains(":2,"))
      && MailSniffer.isMessage(beginning())
  }

  public func open(
    _ file: CorpusFile, decoder: TextDecoder
  ) throws(ArticleError) -> any ArticleReader {
    if let stream = file.stream as? MemberStream, stream.depth > ContainerFormat.maximumDepth {
      throw ContainerFormat.tooDeep(file)
    }
    return MemberReader(
      file, try MailParts(file, decoder: decoder), formats: formats, decoder: decoder)
  }
}
