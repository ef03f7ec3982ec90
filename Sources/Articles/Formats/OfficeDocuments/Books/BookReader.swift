/// A reader of the chapters of a book (`.epub`): each document of the book's reading order is an
/// article, as if the book was an archive of web pages.
///
/// The table of contents is left out, and documents without text, such as a cover, are.
final class BookReader: ArticleReader {
  private let file: CorpusFile
  private let archive: OpenArchive
  private let decoder: TextDecoder

  private var package: BookPackage?
  private var isAtEnd = false
  private var chapterCount = 0
  private var reportedBytes = 0
  private(set) var isInterrupted = false

  init(
    _ file: CorpusFile, _ archive: OpenArchive, decoder: TextDecoder
  ) throws(ArticleError) {
    (self.file, self.archive) = (file, archive)
    // The chapters declare their encodings, which no option changes.
    self.decoder = try TextDecoder(forced: nil, maximumBytes: decoder.maximumBytes)
  }

  func next() throws(ArticleError) -> ArticlePart? {
    if isAtEnd { return nil }
    let package = try openPackage()
    while true {
      if Task.isCancelled {
        isInterrupted = true
        return nil
      }
      guard let member = try nextMember() else { break }
      guard let name = try OfficeParts.name(of: member, path: file.path),
        package.chapters.contains(name)
      else { continue }
      if let part = try part(member, name, package) { return part }
    }
    isAtEnd = true
    if chapterCount == 0 { throw ArticleError(path: file.path, reason: .empty) }
    return nil
  }

  private func openPackage() throws(ArticleError) -> BookPackage {
    if let package { return package }
    do throws(ArticleError) {
      let package = try BookPackage(archive, path: file.path, decoder.maximumBytes)
      self.package = package
      return package
    } catch {
      isAtEnd = true
      throw error
    }
  }

  /// After an error of the archive, nothing more is read.
  private func nextMember() throws(ArticleError) -> OpenArchive.Member? {
    do throws(ArticleError) {
      return try archive.next(path: file.path)
    } catch {
      isAtEnd = true
      throw error
    }
  }

  private func part(
    _ member: OpenArchive.Member, _ name: String, _ package: BookPackage
  ) throws(ArticleError) -> ArticlePart? {
    let path = FilePath.join(file.path, name)
    chapterCount += 1
    if package.encrypted.contains(name) { throw ArticleError(path: path, reason: .encrypted) }
    let bytes = try archive.readMember(member, path: path, limit: decoder.maximumBytes, held: 0)
    guard BookChapter.hasText(bytes) else { return nil }
    let id = FilePath.join(file.relativePath, name)
    let slot = SingleUse(bytes)
    defer { reportedBytes = archive.position }
    return ArticlePart(byteCount: bytes.count) {
      [decoder, properties = package.properties] () throws(ArticleError) in
      try BookChapter.article(
        in: slot.take(), id: id, path: path, of: properties, decoder: decoder)
    }.inMember(name, bytes: max(0, archive.position - reportedBytes))
  }
}
