/// Web archives in the formats WARC (ISO 28500) and ARC, its predecessor, also compressed by gzip
/// (`.warc.gz`, `.arc.gz`).
///
/// The captured pages and files are members, each read by the format that accepts it. Their names
/// are their addresses.
public struct WebArchive: InputFormat {
  private let formats: MemberFormats

  init(of formats: MemberFormats) { self.formats = formats }

  public var name: String { "web archives" }

  public var holdsSeveralArticles: Bool { true }

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool {
    if WebArchiveSyntax(name: name) != nil { return true }
    guard name.hasSuffix(".gz") || FileSample.canHaveAnyFormat(name: name) else { return false }
    return WebArchiveSyntax(name: name, beginning: beginning()) != nil
  }

  public func open(
    _ file: CorpusFile, decoder: TextDecoder
  ) throws(ArticleError) -> any ArticleReader {
    if let stream = file.stream as? MemberStream, stream.depth >= ContainerFormat.maximumDepth {
      throw ContainerFormat.tooDeep(file)
    }
    let records = try WebArchiveRecords(file, largestArticle: decoder.maximumBytes)
    return MemberReader(file, records, formats: formats, decoder: decoder)
  }
}
