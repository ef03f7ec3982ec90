import CArchive
import Storage

/// An archive that is read member by member, with libarchive.
///
/// Safe: the handle is opened in `init`, closed in `deinit`, and used nowhere else. An archive in
/// an archive keeps the outer one. No two threads use it at the same time, because parts do not use
/// it, and a reader is used by one thread at a time.
@safe
final class OpenArchive: @unchecked Sendable {
  /// A member as the archive describes it.
  struct Member {
    /// The bytes of the path; nil when the archive has an undecodable one.
    let name: [UInt8]?
    let kind: xunwen_member_kind
    let isEncrypted: Bool
    /// The declared size in bytes, which may be wrong; nil when none is declared.
    let byteCount: Int?
  }

  private let handle: OpaquePointer
  private let outer: OpenArchive?
  /// Keeps the file open.
  private let input: InputFile?
  /// The bytes of a compressed stream; nil for a file and for a member.
  private let source: CompressedSource?
  /// Number of containers around this one.
  private let outerDepth: Int

  // A member may expand to `allowance` bytes, and `ratio` bytes for every byte of the file that is
  // read for it. All members together may expand to four times `allowance`, and `ratio` bytes for
  // every byte of the file.
  private static let allowance = Int64(ExpansionLimit.allowance)
  private static let ratio = Int64(ExpansionLimit.ratio)

  /// Opens a file.
  private init(_ file: CorpusFile) throws(ArticleError) {
    let input = try InputFile(path: file.path)
    let size = try input.size()
    // Safe: the file stays open as long as this object.
    guard let descriptor = input.descriptorNumber,
      let opened = unsafe xunwen_archive_open(
        descriptor, Int64(size), Self.allowance, Self.ratio)
    else {
      throw ArticleError(path: file.path, .outOfMemory("open"))
    }
    unsafe handle = opened
    self.input = consume input
    source = nil
    outer = nil
    outerDepth = 0
  }

  /// Opens compressed bytes, which may be no archive, and which are read once.
  ///
  /// - Parameter path: path for errors.
  init(decompressing stream: any ByteStream, path: String) throws(ArticleError) {
    let source = CompressedSource(stream)
    // Safe: the source lives as long as this object, and the calls use it during a read.
    let opened = unsafe xunwen_archive_open_stream(
      { context, target, capacity in
        guard let context = unsafe context, let target = unsafe target else { return 0 }
        let source = unsafe Unmanaged<CompressedSource>.fromOpaque(context).takeUnretainedValue()
        return unsafe source.read(
          into: UnsafeMutableRawBufferPointer(start: target, count: capacity))
      }, Unmanaged.passUnretained(source).toOpaque(), Self.allowance, Self.ratio)
    guard let opened = unsafe opened else {
      throw ArticleError(path: path, .outOfMemory("open"))
    }
    unsafe handle = opened
    self.source = source
    outer = nil
    input = nil
    outerDepth = 0
  }

  /// Opens the current member of another archive.
  ///
  /// - Parameters:
  ///   - beginning: the bytes of the member that have been read.
  ///   - isCopied: true to copy the member to a temporary file, which an archive with a table of
  ///     its members needs.
  private init(
    memberOf outer: OpenArchive, beginning: [UInt8], isCopied: Bool, path: String
  ) throws(ArticleError) {
    // Safe: the call copies the bytes; the outer archive lives as long as this object.
    let opened = unsafe beginning.withUnsafeBytes {
      unsafe xunwen_archive_open_member(outer.handle, $0.baseAddress, $0.count, isCopied)
    }
    guard let opened = unsafe opened else {
      throw ArticleError(path: path, .outOfMemory("open"))
    }
    unsafe handle = opened
    self.outer = outer
    outerDepth = outer.depth
    input = nil
    source = nil
  }

  /// Opens a file or a member of a container.
  ///
  /// - Parameter isCopied: true to copy a member to a temporary file, so that the archive can be
  ///   read again; nil to copy it if its table of members has to be read first.
  static func opening(
    _ file: CorpusFile, isCopied: Bool? = nil
  ) throws(ArticleError) -> OpenArchive {
    guard let stream = file.stream as? MemberStream else { return try OpenArchive(file) }
    guard stream.isArchived, let outer = stream.archive else {
      return try OpenArchive(copying: stream, path: file.path)
    }
    let beginning = stream.beginning()
    return try OpenArchive(
      memberOf: outer, beginning: beginning,
      isCopied: isCopied ?? (ContainerSignature(beginning) == .indexed), path: file.path)
  }

  /// Copies bytes to an unnamed temporary file, and opens it.
  ///
  /// - Throws: the errors of the stream; `unreadable`.
  private init(copying stream: MemberStream, path: String) throws(ArticleError) {
    let created = unsafe xunwen_archive_create_copy(
      stream.archive?.handle, Self.allowance, Self.ratio)
    guard let created = unsafe created else {
      throw ArticleError(path: path, .outOfMemory("open"))
    }
    unsafe handle = created
    outer = stream.archive
    outerDepth = stream.depth
    input = nil
    source = nil
    var piece: [UInt8] = []
    while try stream.read(upTo: Self.pieceBytes, appendingTo: &piece) > 0 {
      // Safe: the call reads these bytes.
      let isWritten = unsafe piece.withUnsafeBytes {
        unsafe xunwen_archive_append(created, $0.baseAddress, $0.count)
      }
      guard isWritten else { break }
      piece.removeAll(keepingCapacity: true)
    }
    unsafe xunwen_archive_open_copy(created)
  }

  /// The usual number of bytes of a read.
  static let pieceBytes = 1 << 16

  deinit { unsafe xunwen_archive_free(handle) }

  /// Number of compressions of the archive; 1 for `.tar.gz` and `.gz`. Known after the first
  /// member.
  private var compressions: Int { unsafe Int(xunwen_archive_compressions(handle)) }

  /// Number of containers with this one. Known after the first member.
  var depth: Int { outerDepth + max(1, compressions) }

  /// A name without the endings that mean the compressions of the archive.
  func nameWithoutCompressions(_ name: String) -> String {
    (0..<compressions).reduce(name) { name, _ in ContainerName.withoutCompression(name) }
  }

  /// True for a compressed file that is no archive. Known after the first member.
  var isSingle: Bool { unsafe xunwen_archive_is_single(handle) }

  /// The position in the outermost file.
  var position: Int { unsafe Int(xunwen_archive_position(handle)) }

  /// True when the next member can only be found by reading the rest of the current one.
  var needsReading: Bool { unsafe xunwen_archive_needs_reading(handle) }

  /// Begins again with the first member. Only files, and archives with a table of their members,
  /// can be read again.
  ///
  /// - Parameter path: path for errors.
  func rewind(path: String) throws(ArticleError) {
    guard unsafe xunwen_archive_rewind(handle) else { throw failure(-1, path: path) }
  }

  /// Goes to the next member; returns nil at the end.
  ///
  /// - Parameter path: path for errors.
  func next(path: String) throws(ArticleError) -> Member? {
    var member = unsafe xunwen_archive_member()
    let result = unsafe xunwen_archive_next(handle, &member)
    if result == XUNWEN_ARCHIVE_END { return nil }
    guard result == XUNWEN_ARCHIVE_OK else { throw failure(Int64(result), path: path) }
    // Safe: the name has this length, and is copied before the next call.
    let name = unsafe member.name.map {
      unsafe Array(UnsafeRawBufferPointer(start: $0, count: member.name_length))
    }
    return unsafe Member(
      name: name, kind: member.kind, isEncrypted: member.is_encrypted,
      byteCount: member.size < 0 ? nil : Int(member.size))
  }

  /// Appends up to `count` bytes of the current member, and returns their number; 0 at its end.
  func read(
    upTo count: Int, appendingTo bytes: inout [UInt8], path: String
  ) throws(ArticleError) -> Int {
    // Most members are small: memory for the largest piece of a file is not needed.
    let count = min(count, Self.pieceBytes)
    var result: Int64 = 0
    // Safe: the call writes at most `count` bytes.
    bytes.append(addingCapacity: count) { output in
      unsafe output.withUnsafeMutableBufferPointer { buffer, initializedCount in
        result = unsafe xunwen_archive_read(handle, buffer.baseAddress, count)
        initializedCount = max(0, Int(result))
      }
    }
    if result == Int64(XUNWEN_ARCHIVE_END) { return 0 }
    guard result >= 0 else {
      // A task that is cancelled ends with the complete records.
      if source?.isInterrupted ?? false { return 0 }
      throw failure(result, path: path)
    }
    return Int(result)
  }

  /// The contents of a compressed stream. They are empty if the task is cancelled before the first
  /// byte.
  ///
  /// - Parameter path: path for errors.
  func contents(_ path: String) throws(ArticleError) -> MemberStream {
    do throws(ArticleError) {
      guard try next(path: path) != nil else { throw ArticleError(path: path, reason: .empty) }
    } catch {
      guard source?.isInterrupted ?? false else { throw error }
    }
    return MemberStream(self, path: path)
  }

  private func failure(_ result: Int64, path: String) -> ArticleError {
    if let failure = source?.failure { return failure }
    let isBroken = unsafe xunwen_archive_is_broken(handle)
    guard result != Int64(XUNWEN_ARCHIVE_EXPANDS) else {
      return ExpansionLimit.error(path: path, isBroken: isBroken)
    }
    // Safe: the text ends with a zero and is copied.
    let problem = unsafe String(cString: xunwen_archive_message(handle))
    return ArticleError(
      path: path,
      reason: .damagedArchive(
        offset: position, problem: problem, isBroken: isBroken))
  }
}
