import CArchive
import Storage

/// The members of an archive, in its order. The only member of a compressed file has no name.
final class ArchiveMembers: MemberSource {
  private let file: CorpusFile
  private let archive: OpenArchive
  /// The member whose rest must be read, perhaps, to find the next one.
  private var current: MemberStream?
  private var isAtEnd = false
  /// True until a member is found, or an error.
  private var isEmpty = true
  private(set) var skipped = SkippedFiles()

  init(_ file: CorpusFile) throws(ArticleError) {
    self.file = file
    if let stream = file.stream as? MemberStream, stream.depth >= ContainerFormat.maximumDepth {
      throw ContainerFormat.tooDeep(file)
    }
    archive = try .opening(file)
  }

  var position: Int { archive.position }

  func next() throws(ArticleError) -> MemberStep {
    if isAtEnd { return .end }
    if let current {
      if try !skipRest(of: current) { self.current = nil }
      return .skipped
    }
    defer { isEmpty = false }
    guard let member = try archive.next(path: file.path) else {
      isAtEnd = true
      if isEmpty { throw ArticleError(path: file.path, reason: .empty) }
      return .end
    }
    guard archive.depth <= ContainerFormat.maximumDepth else {
      isAtEnd = true
      throw ContainerFormat.tooDeep(file)
    }
    if archive.isSingle { return .member(opened(member, name: nil)) }
    if member.kind == XUNWEN_MEMBER_FOLDER { return .skipped }
    return try named(member).map { .member($0) } ?? .skipped
  }

  /// Reads a piece of a member that nobody reads, and returns false at its end.
  private func skipRest(of stream: MemberStream) throws(ArticleError) -> Bool {
    var bytes: [UInt8] = []
    do throws(ArticleError) {
      try stream.checkBeginning()
      guard archive.needsReading, !stream.hasFailed else { return false }
      return try stream.read(upTo: Self.pieceBytes, appendingTo: &bytes) > 0
    } catch {
      current = nil
      throw error
    }
  }

  private static let pieceBytes = 1 << 16

  /// Returns the member if it is to be read.
  private func named(_ member: OpenArchive.Member) throws(ArticleError) -> Member? {
    // The rest of a member is read in any case, if the next one is found only in this way.
    current = MemberStream(archive, path: file.path)
    let name = try name(of: member)
    func fail(_ reason: ArticleError.Reason) -> ArticleError {
      ArticleError(path: FilePath.join(file.path, name.path), reason: reason)
    }
    for part in name.parts where skipped.addUnwanted(String(part)) { return nil }
    switch member.kind {
    case XUNWEN_MEMBER_LINK: skipped.addLink(at: FilePath.join(file.relativePath, name.path))
    case XUNWEN_MEMBER_FILE:
      if member.isEncrypted {
        // What follows in a 7z archive would have to be decrypted, too.
        isAtEnd = archive.needsReading
        throw fail(.encrypted)
      }
      return opened(member, name: name.path)
    default: throw fail(.notRegularFile)
    }
    return nil
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
  private func opened(_ member: OpenArchive.Member, name: String?) -> Member {
    let path = name.map { FilePath.join(file.path, $0) } ?? file.path
    let stream = MemberStream(archive, path: path)
    current = stream
    let plainName = name ?? archive.nameWithoutCompressions(file.relativePath)
    return Member(
      name: name, fileName: FilePath.name(plainName), stream: stream,
      byteCount: member.byteCount ?? 0)
  }
}
