import CArchive
import Storage

/// A reader of the members of an archive, one after another, each by its own format.
///
/// An error concerns one member, unless the archive is broken from there on. The members before it
/// are kept.
final class ContainerReader: ArticleReader {
  /// A member that is being read.
  private struct Current {
    let stream: MemberStream
    /// The path in the archive; nil for the only member of a compressed file.
    let name: String?
    /// Nil at the end of its articles, and for a member that is skipped.
    var reader: (any ArticleReader)?
  }

  private let file: CorpusFile
  private let format: ContainerFormat
  private let decoder: TextDecoder
  private let archive: OpenArchive
  private var current: Current?
  private var isAtEnd = false
  /// True until a member is found, or an error.
  private var isEmpty = true
  private var reportedBytes = 0
  private(set) var skipped = SkippedFiles()
  private(set) var isInterrupted = false

  init(
    _ file: CorpusFile, format: ContainerFormat, decoder: TextDecoder
  ) throws(ArticleError) {
    (self.file, self.format, self.decoder) = (file, format, decoder)
    guard let stream = file.stream as? MemberStream else {
      archive = try OpenArchive(file)
      return
    }
    guard stream.archive.depth < ContainerFormat.maximumDepth else { throw Self.tooDeep(file) }
    let beginning = stream.beginning()
    archive = try OpenArchive(
      memberOf: stream.archive, beginning: beginning,
      isCopied: ContainerSignature(beginning) == .indexed, path: file.path)
  }

  private static func tooDeep(_ file: CorpusFile) -> ArticleError {
    ArticleError(path: file.path, reason: .nestedTooDeep(limit: ContainerFormat.maximumDepth))
  }

  func next() throws(ArticleError) -> ArticlePart? {
    while !isAtEnd {
      // A reader may skip many members before it finds an article.
      if Task.isCancelled {
        isInterrupted = true
        return nil
      }
      guard let current else {
        try openNext()
        continue
      }
      guard let reader = current.reader else {
        if try !skipRest(of: current) { self.current = nil }
        continue
      }
      if let part = try reader.next() {
        defer { reportedBytes = archive.position }
        return part.inMember(current.name, bytes: archive.position - reportedBytes)
      }
      if reader.isInterrupted { continue }
      skipped += reader.skipped
      self.current?.reader = nil
    }
    return nil
  }

  /// Reads a piece of a member that nobody reads, and returns false at its end.
  private func skipRest(of member: Current) throws(ArticleError) -> Bool {
    var bytes: [UInt8] = []
    do throws(ArticleError) {
      try member.stream.checkBeginning()
      guard archive.needsReading, !member.stream.hasFailed else { return false }
      return try member.stream.read(upTo: Self.pieceBytes, appendingTo: &bytes) > 0
    } catch {
      current = nil
      throw error
    }
  }

  private static let pieceBytes = 1 << 16

  /// Goes to the next member, and opens it if it is to be read.
  private func openNext() throws(ArticleError) {
    defer { isEmpty = false }
    guard let member = try archive.next(path: file.path) else {
      isAtEnd = true
      if isEmpty { throw ArticleError(path: file.path, reason: .empty) }
      return
    }
    guard archive.depth <= ContainerFormat.maximumDepth else {
      isAtEnd = true
      throw Self.tooDeep(file)
    }
    if archive.isSingle {
      try open(member, name: nil)
    } else if member.kind != XUNWEN_MEMBER_FOLDER {
      try openNamed(member)
    }
  }

  private func openNamed(_ member: OpenArchive.Member) throws(ArticleError) {
    // The rest of a member is read in any case, if the next one is found only in this way.
    current = Current(
      stream: MemberStream(archive, path: file.path), name: nil, reader: nil)
    let name = try name(of: member)
    func fail(_ reason: ArticleError.Reason) -> ArticleError {
      ArticleError(path: FilePath.join(file.path, name.path), reason: reason)
    }
    for part in name.parts where skipped.addUnwanted(String(part)) { return }
    switch member.kind {
    case XUNWEN_MEMBER_LINK: skipped.addLink(at: FilePath.join(file.relativePath, name.path))
    case XUNWEN_MEMBER_FILE:
      if member.isEncrypted {
        // What follows in a 7z archive would have to be decrypted, too.
        isAtEnd = archive.needsReading
        throw fail(.encrypted)
      }
      try open(member, name: name.path)
    default: throw fail(.notRegularFile)
    }
  }

  private func name(of member: OpenArchive.Member) throws(ArticleError) -> MemberName {
    do throws(MemberName.Fault) {
      guard let bytes = member.name else { throw .undecodable }
      let name = try MemberName(bytes)
      if name.parts.isEmpty { throw .outside }
      return name
    } catch {
      let shown = String(decoding: member.name ?? Array("?".utf8), as: UTF8.self)
      let reason: ArticleError.Reason =
        switch error {
        case .outside: .nameOutsideArchive
        case .undecodable:
          .unreadable(
            errno: SystemError.illegalSequence, message: "member name is not UTF-8 or GB18030")
        }
      throw ArticleError(path: FilePath.join(file.path, shown), reason: reason)
    }
  }

  /// - Parameter name: the path in the archive; nil for the only member of a compressed file.
  private func open(_ member: OpenArchive.Member, name: String?) throws(ArticleError) {
    func path(below file: String) -> String { name.map { FilePath.join(file, $0) } ?? file }
    let stream = MemberStream(archive, path: path(below: file.path))
    let plainName = name ?? archive.nameWithoutCompressions(file.relativePath)
    current = Current(stream: stream, name: name, reader: nil)
    let format = format.format(ofMember: FilePath.name(plainName)) { stream.beginning() }
    guard let format else {
      let id = path(below: file.relativePath)
      skipped.add(FilePath.name(id), at: id)
      return
    }
    let file = CorpusFile(
      path: path(below: file.path), relativePath: path(below: file.relativePath), format: format,
      stamp: FileStamp(byteCount: member.byteCount ?? 0), stream: stream)
    current = Current(
      stream: stream, name: name, reader: try format.open(file, decoder: decoder))
  }
}
