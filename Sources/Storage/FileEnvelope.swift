// What every file of an index begins and ends with. Integers are little endian.
//
//   file      = header payload footer
//   header    (32 bytes)
//      0   8  magic      "XUNWEN" CR LF (a transfer that rewrites line ends breaks it)
//      8   4  component  four ASCII bytes
//     12   4  version    of the component's format
//     16   8  segment    the segment the file belongs to; what else it means, the component says
//     24   8  reserved   zero
//   footer    (16 bytes)
//      0   8  length     of the whole file, header and footer included
//      8   4  checksum   CRC-32C of every byte of the file before this field
//     12   4  magic      "XWND"
//
// Opening checks all of it except the checksum, in constant time: a truncated or extended file
// has a wrong length or no footer at all. The checksum needs a pass over the file; small files
// are verified when opened, large ones on request.

enum Envelope {
  static let headerSize = 32
  static let footerSize = 16
  static let headerMagic = Array("XUNWEN\r\n".utf8)
  static let footerMagic = UInt32(0x444E_5758)  // "XWND"
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

/// A mapped file whose header, length and footer have been checked.
public struct EnvelopedFile: Sendable {
  public let file: MappedFile
  /// Of the component's format.
  public let version: UInt32
  /// The segment named in the header.
  public let segmentID: UInt64
  /// The offsets in the file between header and footer.
  public let payload: Range<Int>

  /// Maps a file and checks everything but the checksum.
  ///
  /// - Parameter segmentID: the segment the file must belong to; any if nil.
  /// - Throws: `StorageError.notFound`, `.io`, `.wrongFormat`, `.unsupportedVersion`, `.corrupt`.
  public init(
    directory: IndexDirectory, name: String, component: FileComponent, segmentID: UInt64?
  ) throws(StorageError) {
    let file = try MappedFile(directory: directory, name: name)
    let byteCount = file.byteCount
    let bytes = file.bytes
    guard byteCount >= Envelope.headerSize + Envelope.footerSize else {
      throw .corrupt(file: name, offset: byteCount, reason: "too short for header and footer")
    }

    var reader = ByteReader(bytes, at: 0, file: name)
    guard try reader.readBytes(8) == Envelope.headerMagic else {
      throw .wrongFormat(file: name, expected: "an index file", found: "another beginning")
    }
    let tag = String(decoding: try reader.readBytes(4), as: UTF8.self)
    guard tag == component.tag else {
      throw .wrongFormat(file: name, expected: "component \(component.tag)", found: "\(tag)")
    }
    version = try reader.readUInt32()
    guard component.readable.contains(version) else {
      throw .unsupportedVersion(file: name, found: version, supported: component.version)
    }
    self.segmentID = try reader.readUInt64()
    if let segmentID, segmentID != self.segmentID {
      throw .wrongFormat(
        file: name, expected: "segment \(segmentID)", found: "segment \(self.segmentID)")
    }
    guard try reader.readUInt64() == 0 else {
      throw .corrupt(file: name, offset: 24, reason: "reserved bytes are not zero")
    }

    let end = byteCount - Envelope.footerSize
    guard bytes.uint32(at: end + 12) == Envelope.footerMagic else {
      throw .corrupt(file: name, offset: end + 12, reason: "no footer")
    }
    let length = bytes.uint64(at: end)
    guard length == UInt64(byteCount) else {
      throw .corrupt(file: name, offset: end, reason: "\(byteCount) bytes instead of \(length)")
    }
    self.file = file
    self.payload = Envelope.headerSize..<end
  }

  /// The CRC-32C stored in the footer.
  public var checksum: UInt32 { file.bytes.uint32(at: file.byteCount - 8) }

  /// Reads the whole file and compares it with its checksum.
  ///
  /// - Throws: `StorageError.checksumMismatch`.
  /// - Complexity: O(*n*) in the size of the file.
  public func verifyChecksum() throws(StorageError) {
    let found = CRC32C.update(0, file.bytes.extracting(droppingLast: 8))
    if found != checksum {
      throw .checksumMismatch(file: file.name, expected: checksum, found: found)
    }
  }
}
