// The envelope of every index file. Integers are little endian.
//
//   file      = header payload pages footer
//   header    (32 bytes)
//      0   8  magic      "XUNWEN" CR LF (a transfer that rewrites line ends breaks it)
//      8   4  component  four ASCII bytes
//     12   4  version    of the component's format
//     16   8  segment    the id of the file's segment, or another id that the component defines
//     24   1  kind       of the envelope: 1
//     25   7  reserved   zero
//   pages
//            the CRC-32C of each checksum page, 4 bytes each. A checksum page is 4,096 bytes of the
//            file up to here; the last one may be shorter
//   footer    (16 bytes)
//      0   8  length     of the whole file, header and footer included
//      8   4  checksum   CRC-32C of every byte of the file before this field
//     12   4  magic      "XWND"
//
// Opening a file checks everything but the checksum, in constant time. Small files are verified at
// once; the pages of large files are verified when they are first read.

enum Envelope {
  static let headerSize = 32
  static let footerSize = 16
  static let headerMagic = Array("XUNWEN\r\n".utf8)
  static let footerMagic = UInt32(0x444E_5758)  // "XWND"
  static let kindOffset = 24
  static let kind: UInt8 = 1
}

extension IndexDirectory {
  /// True when a file begins like an index file of any component and version.
  public func hasHeader(_ name: String) -> Bool {
    var bytes: [UInt8] = []
    let count = Envelope.headerMagic.count
    do throws(SystemError) {
      try FileDescriptor(path(of: name), .readWithoutWaiting)
        .read(count, at: 0, appendingTo: &bytes)
    } catch {
      return false
    }
    return bytes == Envelope.headerMagic
  }
}

/// A kind of index file and the version of its format.
public struct FileComponent: Sendable {
  /// Four ASCII characters.
  public let tag: String
  /// The version that is written.
  public let version: UInt32
  /// The versions that can be read.
  public let readable: ClosedRange<UInt32>

  /// - Parameter oldest: the oldest version that can be read; nil when only `version` can be read.
  public init(tag: String, version: UInt32, oldest: UInt32? = nil) {
    precondition(tag.utf8.count == 4 && tag.utf8.allSatisfy { $0 < 128 }, "four ASCII characters")
    self.tag = tag
    self.version = version
    readable = (oldest ?? version)...version
  }

  /// The segment id in the header of a file that may be damaged elsewhere; nil when another field
  /// of the header is not as this component writes it.
  public func segmentID(inHeaderOf file: MappedFile) -> UInt64? {
    let bytes = file.bytes
    guard file.byteCount >= Envelope.headerSize else { return nil }
    for (index, byte) in (Envelope.headerMagic + Array(tag.utf8)).enumerated()
    where bytes.uint8(at: index) != byte { return nil }
    guard readable.contains(bytes.uint32(at: 12)),
      bytes.uint64(at: Envelope.kindOffset) == UInt64(Envelope.kind)
    else { return nil }
    return bytes.uint64(at: 16)
  }
}

/// The name, size and checksum of a finished file, as recorded in its segment.
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
