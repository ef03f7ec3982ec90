/// Archives (zip, tar, 7z) and files compressed by gzip, bzip2, xz or zstd, also combined.
///
/// An archive is one input file. Its members are read one after another, each by the format that
/// accepts it. The id of a member that is one article is the path of the archive, a slash, and the
/// path of the member. A compressed file that is no archive has one member without a name; it is
/// read under the name of the file without the ending of the compression, and its id is the whole
/// path.
public struct ContainerFormat: InputFormat {
  /// The maximum number of containers around a member. A compressed archive is one container;
  /// every further compression counts as one.
  static let maximumDepth = 4

  private let formats: MemberFormats

  init(of formats: MemberFormats) { self.formats = formats }

  public var name: String { "archives" }

  public var holdsSeveralArticles: Bool { true }

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool {
    ContainerName.isContainer(name) || ContainerSignature(beginning()) != nil
  }

  public func open(
    _ file: CorpusFile, decoder: TextDecoder
  ) throws(ArticleError) -> any ArticleReader {
    MemberReader(file, try ArchiveMembers(file), formats: formats, decoder: decoder)
  }

  static func tooDeep(_ file: CorpusFile) -> ArticleError {
    ArticleError(path: file.path, reason: .nestedTooDeep(limit: maximumDepth))
  }
}
