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

/// The usual endings of containers.
enum ContainerName {
  private static let compressions: Set<Substring> = ["gz", "bz2", "xz", "zst"]
  private static let archives: Set<Substring> = [
    "zip", "tar", "7z", "tgz", "tbz", "tbz2", "txz", "tzst",
  ]

  /// - Parameter name: a name in lower case.
  static func isContainer(_ name: String) -> Bool {
    guard let ending = ending(of: name) else { return false }
    return compressions.contains(ending) || archives.contains(ending)
  }

  /// The name of a file without the ending that means its compression.
  static func withoutCompression(_ name: String) -> String {
    guard let ending = ending(of: name), compressions.contains(Substring(ending.lowercased()))
    else { return name }
    return String(name.dropLast(ending.count + 1))
  }

  private static func ending(of name: String) -> Substring? {
    name.lastIndex(of: ".").map { name[name.index(after: $0)...] }
  }
}
