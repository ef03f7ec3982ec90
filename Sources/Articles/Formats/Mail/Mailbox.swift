/// A mailbox (`.mbox`, RFC 4155): messages behind lines `From …`. Each message is a member, whose
/// name is its number.
public struct Mailbox: InputFormat {
  private let formats: MemberFormats

  init(of formats: MemberFormats) { self.formats = formats }

  public var name: String { "mailboxes" }

  public var holdsSeveralArticles: Bool { true }

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool {
    if name.hasSuffix(".mbox") || name.hasSuffix(".mbx") { return true }
    return FileSample.canHaveAnyFormat(name: name) && MailSniffer.isMailbox(beginning())
  }

  public func open(
    _ file: CorpusFile, decoder: TextDecoder
  ) throws(ArticleError) -> any ArticleReader {
    if let stream = file.stream as? MemberStream, stream.depth > ContainerFormat.maximumDepth {
      throw ContainerFormat.tooDeep(file)
    }
    return MemberReader(file, try MailboxMessages(file), formats: formats, decoder: decoder)
  }
}
