/// A reader of the members of a container, one after another, each by its own format.
///
/// An error concerns one member, unless the container is broken from there on. The members before
/// it are kept.
final class MemberReader: ArticleReader {
  private let file: CorpusFile
  private let source: any MemberSource
  private let formats: MemberFormats
  private let all: [any InputFormat]
  private let decoder: TextDecoder
  private var current: (member: Member, reader: any ArticleReader)?
  private var isAtEnd = false
  private var reportedBytes = 0
  private var skippedByReaders = SkippedFiles()
  private(set) var isInterrupted = false

  init(
    _ file: CorpusFile, _ source: any MemberSource, formats: MemberFormats, decoder: TextDecoder
  ) {
    (self.file, self.source) = (file, source)
    (self.formats, self.decoder) = (formats, decoder)
    all = formats.all()
  }

  var skipped: SkippedFiles {
    var sum = skippedByReaders
    sum += source.skipped
    return sum
  }

  func next() throws(ArticleError) -> ArticlePart? {
    while !isAtEnd {
      // A reader may skip many members before it finds an article.
      if Task.isCancelled {
        isInterrupted = true
        return nil
      }
      if let (member, reader) = current {
        if let part = try reader.next() {
          let part = member.capture.map { part.captured($0) } ?? part
          return located(part, in: member.name)
        }
        if reader.isInterrupted { continue }
        skippedByReaders += reader.skipped
        current = nil
      }
      switch try source.next() {
      case .member(let member): try open(member)
      case .article(let part): return located(part, in: nil)
      case .skipped: break
      case .end: isAtEnd = true
      }
    }
    return nil
  }

  private func located(_ part: ArticlePart, in name: String?) -> ArticlePart {
    let position = source.position
    defer { reportedBytes = position }
    return part.inMember(name, bytes: position - reportedBytes)
  }

  private func open(_ member: Member) throws(ArticleError) {
    func path(below file: String) -> String {
      member.name.map { FilePath.join(file, $0) } ?? file
    }
    if formats.leaveOut(member, of: file) {
      return skippedByReaders.addExcluded(at: path(below: file.relativePath))
    }
    let fileName = member.fileName.lowercased()
    let format = all.first {
      $0.accepts(name: fileName) { member.stream.beginning() }
    }
    guard let format else {
      let id = path(below: file.relativePath)
      // The name of a member may be an address without the name of a file.
      skippedByReaders.add(member.name == nil ? FilePath.name(id) : member.fileName, at: id)
      return
    }
    let file = CorpusFile(
      path: path(below: file.path), relativePath: path(below: file.relativePath),
      name: path(below: file.name), format: format,
      stamp: FileStamp(byteCount: member.byteCount), stream: member.stream)
    current = (member, try format.open(file, decoder: decoder.declaring(member.charset)))
  }
}
