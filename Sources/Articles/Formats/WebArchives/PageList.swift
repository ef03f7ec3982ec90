/// The list of pages in a WACZ file, which is a zip archive with web archives. It repeats the
/// addresses and texts of their pages, and is skipped.
public struct PageList: InputFormat {
  private static let mark = Array("\"json-pages-1.0\"".utf8)

  public init() {}

  public var name: String { "page lists" }

  public var holdsSeveralArticles: Bool { true }

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool {
    guard name.hasSuffix("pages.jsonl") else { return false }
    let line = beginning().prefix { $0 != 0x0A }
    return ByteScan.first(Self.mark, in: line) != nil
  }

  public func open(
    _ file: CorpusFile, decoder: TextDecoder
  ) throws(ArticleError) -> any ArticleReader {
    try PageListReader(file)
  }
}

private final class PageListReader: ArticleReader {
  private(set) var skipped = SkippedFiles()

  init(_ file: CorpusFile) throws(ArticleError) {
    // A file that cannot be read is an error, as for all formats.
    _ = try InputFile(file)
    skipped.add(FilePath.name(file.relativePath), at: file.relativePath)
  }

  func next() -> ArticlePart? { nil }
}
