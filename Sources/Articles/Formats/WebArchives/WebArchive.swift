/// Web archives in the WARC format (ISO 28500), also compressed by gzip (`.warc.gz`).
///
/// The captured pages and files are members, each read by the format that accepts it. Their names
/// are their addresses.
public struct WebArchive: InputFormat {
  static let signature = "WARC/1."

  private let formats: MemberFormats

  init(of formats: MemberFormats) { self.formats = formats }

  public var name: String { "web archives" }

  public var holdsSeveralArticles: Bool { true }

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool {
    if name.hasSuffix(".warc") || name.hasSuffix(".warc.gz") { return true }
    guard name.hasSuffix(".gz") || FileSample.canHaveAnyFormat(name: name) else { return false }
    let bytes = beginning()
    return bytes.starts(with: Self.signature.utf8)
      || GzipMembers.isBeginning(bytes, of: Self.signature)
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
