// What every file of an index begins and ends with. Integers are little endian.
//
//   file      = header payload pages footer
//   header    (32 bytes)
//      0   8  magic      "XUNWEN" CR LF (a transfer that rewrites line ends breaks it)
//      8   4  component  four ASCII bytes
//     12   4  version    of the component's format
//     16   8  segment    the segment the file belongs to; what else it means, the component says
//     24   1  kind       of the envelope: 1
//     25   7  reserved   zero
//   pages
//            4 bytes for each page, 4,096 bytes from the beginning of the file up to here, of which the
//            last may be fewer: its CRC-32C
//   footer    (16 bytes)
//      0   8  length     of the whole file, header and footer included
//      8   4  checksum   CRC-32C of every byte of the file before this field
//     12   4  magic      "XWND"
//
// Opening checks all of it except the checksum, in constant time: a truncated or extended file
// has a wrong length or no footer at all. The checksum needs a pass over the file; small files
// are verified when opened, large ones page by page when a page is read first.

enum Envelope {
  static let headerSize = 32
  static let footerSize = 16
  static let headerMagic = Array("XUNWEN\r\n".utf8)
  static let footerMagic = UInt32(0x444E_5758)  // "XWND"
  /// Where the header says the kind.
  static let kindOffset = 24

  /// The kind that has a page table. Files of kind 0, without one, are not supported any more.
  static let kind: UInt8 = 1
}

/// A kind of file and the version of its format.
public struct FileComponent: Sendable {
  /// Four ASCII characters.
  public let tag: String
  /// What is written.
  public let version: UInt32
  /// What can be read.
  public let readable: ClosedRange<UInt32>

  /// - Parameter oldest: the oldest version that can still be read; nil for none but `version`.
  /// - Precondition: `tag` is four ASCII characters.
  public init(tag: String, version: UInt32, oldest: UInt32? = nil) {
    precondition(tag.utf8.count == 4 && tag.utf8.allSatisfy { $0 < 128 }, "four ASCII characters")
    self.tag = tag
    self.version = version
    readable = (oldest ?? version)...version
  }
}

/// What a finished file is, for the record of the segment.
public struct FileSummary: Sendable, Equatable {
  public let name: String
  /// The size in bytes, header and footer included.
  public let byteCount: Int
  /// The CRC-32C stored in the footer.
  public let checksum: UInt32

  public init(name: String, byteCount: Int, checksum: UInt32) {
    self.name = name
    self.byteCount = byteCount
    self.checksum = checksum
  }
}
