/// The kind of a container, known from its first bytes.
enum ContainerSignature {
  /// A compressed file, which may be an archive.
  case compressed
  /// An archive that is read from its beginning to its end.
  case sequential
  /// A container with a table of its members at its end.
  case indexed

  /// - Parameter beginning: the first 4 KiB of a file.
  init?(_ beginning: [UInt8]) {
    if beginning.starts(with: ZipBeginning.signature) {
      if Self.isDocument(beginning) { return nil }
      self = .indexed
    } else if beginning.starts(with: Self.emptyZip) || beginning.starts(with: Self.sevenZip) {
      self = .indexed
    } else if Self.compressions.contains(where: { beginning.starts(with: $0) })
      || Self.isBzip2(beginning)
    {
      self = .compressed
    } else if beginning.dropFirst(Self.tarOffset).starts(with: Self.tar) {
      self = .sequential
    } else {
      return nil
    }
  }

  private static let emptyZip = Array("PK\u{5}\u{6}".utf8)
  private static let sevenZip: [UInt8] = [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]
  private static let tar = Array("ustar".utf8)
  private static let tarOffset = 257
  private static let compressions: [[UInt8]] = [
    [0x1F, 0x8B, 8], [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], [0x28, 0xB5, 0x2F, 0xFD],
  ]
  private static let bzip2 = Array("BZh".utf8)
  /// The digits of pi before a block of bzip2, and of its square root at the end of a file.
  private static let bzip2Blocks: [[UInt8]] = [
    [0x31, 0x41, 0x59, 0x26], [0x17, 0x72, 0x45, 0x38],
  ]

  private static func isBzip2(_ beginning: [UInt8]) -> Bool {
    beginning.starts(with: bzip2)
      && bzip2Blocks.contains { beginning.dropFirst(bzip2.count + 1).starts(with: $0) }
  }

  /// True for a document or program in the form of a zip archive, such as `.docx`, `.odt`, `.epub`
  /// and `.jar`. Its first member has a fixed name.
  private static func isDocument(_ beginning: [UInt8]) -> Bool {
    if OfficeDocumentSignature.isDocument(beginning) { return true }
    guard let name = ZipBeginning.firstName(beginning) else { return false }
    return name == "mimetype" || programNames.contains(where: name.hasPrefix)
  }

  private static let programNames = ["META-INF/", "AndroidManifest.xml"]
}
