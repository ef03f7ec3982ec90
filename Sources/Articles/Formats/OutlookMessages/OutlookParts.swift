/// The attachments of a message of Outlook, and the articles of the message and of the messages in
/// it.
///
/// Safe: a reader and the member streams that it has returned are used by one thread at a time.
final class OutlookParts: MemberSource, @unchecked Sendable {
  private let file: CorpusFile
  private let compound: CompoundFile
  private let byteCount: Int
  private let decoder: TextDecoder
  /// The storages that wait, the next one last.
  private var pending: [Item]
  private var names: [String: AttachmentNames] = [:]
  private var count = 0
  /// Bytes of the texts and files that were found. Crafted streams may have the same sectors.
  private var foundBytes = 0
  private(set) var skipped = SkippedFiles()

  private struct Item {
    let storage: Int
    let isMessage: Bool
    /// The path in the file; empty for the message of the file.
    let path: String
    let depth: Int
  }

  /// Further attachments are not read.
  private static let maximumCount = 10_000
  private static let maximumDepth = 4
  private static let attachmentPrefix = "__attach_version1.0_"
  private static let embeddedMessage = "__substg1.0_3701000d"

  init(_ file: CorpusFile, _ compound: CompoundFile, byteCount: Int, decoder: TextDecoder) {
    (self.file, self.compound) = (file, compound)
    (self.byteCount, self.decoder) = (byteCount, decoder)
    pending = [Item(storage: 0, isMessage: true, path: "", depth: 0)]
  }

  /// A path below a folder, either of which may be empty.
  private static func join(_ folder: String, _ path: String) -> String {
    if folder.isEmpty || path.isEmpty { return folder + path }
    return FilePath.join(folder, path)
  }

  var position: Int { pending.isEmpty ? byteCount : 0 }

  func next() throws(ArticleError) -> MemberStep {
    guard let item = pending.popLast() else { return .end }
    do throws(ArticleError) {
      return item.isMessage ? .article(try message(item)) : try attachment(item)
    } catch {
      throw ArticleError(path: Self.join(file.path, item.path), reason: error.reason)
    }
  }

  private func addFound(_ bytes: Int) throws(ArticleError) {
    foundBytes += bytes
    // A text in UTF-8 may have more bytes than in the file.
    guard foundBytes <= 2 * byteCount else {
      pending = []
      throw ArticleError(path: file.path, reason: .damagedCompoundFile)
    }
  }

  private func message(_ item: Item) throws(ArticleError) -> ArticlePart {
    if item.depth < Self.maximumDepth {
      for storage in compound.children(of: item.storage).reversed()
      where compound.entries[storage].name.hasPrefix(Self.attachmentPrefix)
        && count < Self.maximumCount
      {
        count += 1
        pending.append(
          Item(storage: storage, isMessage: false, path: item.path, depth: item.depth))
      }
    }
    let properties = try OutlookProperties(compound, storage: item.storage)
    let message = try OutlookMessage(properties, in: compound, limit: decoder.maximumBytes)
    let bytes = message.texts.reduce(0) { $0 + $1.bytes.count }
    try addFound(bytes)
    let slot = SingleUse(MailArticle(header: message.header, texts: message.texts))
    let id = Self.join(file.relativePath, item.path)
    let path = Self.join(file.path, item.path)
    let part = ArticlePart(byteCount: bytes) { [decoder] () throws(ArticleError) in
      try slot.take().article(id: id, path: path, decoder)
    }
    return item.path.isEmpty ? part : part.inMember(item.path, bytes: 0)
  }

  private func attachment(_ item: Item) throws(ArticleError) -> MemberStep {
    let properties = try OutlookProperties(compound, storage: item.storage)
    var declared = try properties.line(.attachmentName)
    if declared == nil { declared = try properties.line(.attachmentShortName) }
    let embedded = compound.children(of: item.storage).first {
      compound.entries[$0].kind == .storage
        && compound.entries[$0].name == Self.embeddedMessage
    }
    let type = MediaType(
      embedded != nil
        ? "message/rfc822" : try properties.line(.attachmentType)?.lowercased() ?? "")
    let name = names[item.path, default: AttachmentNames()].name(declared, type)
    let path = Self.join(item.path, name)
    if let embedded {
      pending.append(
        Item(storage: embedded, isMessage: true, path: path, depth: item.depth + 1))
      return .skipped
    }
    guard let entry = properties.binary(.attachmentData), !type.isNoArticle else {
      skipped.add(name, at: FilePath.join(file.relativePath, path))
      return .skipped
    }
    try addFound(entry.byteCount)
    let bytes = SequentialBytes(try compound.stream(entry))
    let stream = MemberStream(in: file) { count, output throws(ArticleError) in
      try bytes.read(upTo: count, appendingTo: &output)
    }
    return .member(
      Member(
        name: path,
        fileName: name.contains(".")
          ? AttachmentNames.withoutNumber(name) : type.completing(name),
        stream: stream, byteCount: entry.byteCount))
  }
}

/// Reads bytes from the beginning to the end.
///
/// Safe: it is used by one thread at a time.
private final class SequentialBytes: @unchecked Sendable {
  private let source: any RandomAccessBytes
  private var position = 0

  init(_ source: any RandomAccessBytes) { self.source = source }

  func read(upTo count: Int, appendingTo bytes: inout [UInt8]) throws(ArticleError) -> Int {
    let count = min(count, source.byteCount - position)
    try source.read(count, at: position, appendingTo: &bytes)
    position += count
    return count
  }
}
