public import Synchronization

/// A mapped file whose header, length and footer have been checked, and whose pages are when they are read
/// first.
///
/// A page that has been compared with its checksum is not again: its bytes do not change, and what they
/// say is believed from then on.
@safe public final class EnvelopedFile: @unchecked Sendable {
  // Sendable: everything is constant but the bits, which are atomic.

  /// Bytes that are verified together.
  public static var pageSize: Int { PageTable.pageSize }

  public let file: MappedFile
  /// The segment named in the header.
  public let segmentID: UInt64
  /// The version of the component's format.
  public let version: UInt32
  /// The offsets in the file between header and page table.
  public let payload: Range<Int>
  /// Where damage is recorded that cannot be thrown.
  public let damage: DamageLog
  /// The mapping, which `file` holds.
  @usableFromInline let mapping: UnsafeRawBufferPointer
  @usableFromInline let pageCount: Int
  /// A bit for every page, set once it has been verified.
  @usableFromInline let verified: UnsafeMutablePointer<Atomic<UInt64>>

  /// Maps a file and checks everything but the checksum, and the first page.
  ///
  /// - Parameters:
  ///   - segmentID: the segment the file must belong to; any if nil.
  ///   - damage: receives what `isIntact` finds.
  /// - Throws: `StorageError.notFound`, `.io`, `.wrongFormat`, `.unsupportedVersion` (for versions the
  ///   component does not name), `.corrupt`.
  public init(
    directory: IndexDirectory, name: String, component: FileComponent, segmentID: UInt64?,
    damage: DamageLog = DamageLog()
  ) throws(StorageError) {
    let file = try MappedFile(directory: directory, name: name)
    let payload = try Self.payload(of: file)
    self.file = file
    // Safe: used only while `file` is held, and that is as long as the object lives.
    unsafe mapping = file.bytes.withUnsafeBytes { unsafe $0 }
    self.payload = payload
    self.damage = damage
    let pageCount = (payload.upperBound + PageTable.pageSize - 1) / PageTable.pageSize
    self.pageCount = pageCount
    let bytes = file.bytes
    self.segmentID = bytes.uint64(at: 16)
    self.version = bytes.uint32(at: 12)
    // Safe: as many words as there are bits for, each of which is initialized; freed by `deinit`.
    let words = (pageCount + 63) / 64
    unsafe verified = .allocate(capacity: words)
    for word in 0..<words {
      unsafe (verified + word).initialize(to: Atomic(0))
    }

    try verify(0..<Envelope.headerSize)
    var reader = ByteReader(bytes, at: Envelope.headerMagic.count, file: name)
    let tag = String(decoding: try reader.readBytes(4), as: UTF8.self)
    guard tag == component.tag else {
      throw .wrongFormat(file: name, expected: "component \(component.tag)", found: "\(tag)")
    }
    guard component.readable.contains(version) else {
      throw .unsupportedVersion(file: name, found: version, supported: component.readable)
    }
    if let segmentID, segmentID != self.segmentID {
      throw .wrongFormat(
        file: name, expected: "segment \(segmentID)", found: "segment \(self.segmentID)")
    }
    guard bytes.uint64(at: Envelope.kindOffset) == UInt64(Envelope.kind) else {
      throw .corrupt(
        file: name, offset: Envelope.kindOffset + 1, reason: "reserved bytes are not zero")
    }
  }

  deinit {
    // Safe: allocated by `init`, and used by no other object. Atomic integers need no deinitialization.
    unsafe verified.deallocate()
  }

  /// Checks what is the same in files of all components.
  ///
  /// - Returns: the offsets between header and page table.
  private static func payload(of file: MappedFile) throws(StorageError) -> Range<Int> {
    let name = file.name
    let byteCount = file.byteCount
    let bytes = file.bytes
    guard byteCount >= Envelope.headerSize + Envelope.footerSize else {
      throw .corrupt(file: name, offset: byteCount, reason: "too short for header and footer")
    }
    var reader = ByteReader(bytes, at: 0, file: name)
    guard try reader.readBytes(Envelope.headerMagic.count) == Envelope.headerMagic else {
      throw .wrongFormat(file: name, expected: "an index file", found: "another beginning")
    }
    let kind = UInt32(bytes.uint8(at: Envelope.kindOffset))
    let supported = UInt32(Envelope.kind)
    guard kind == supported else {
      throw .unsupportedVersion(file: name, found: kind, supported: supported...supported)
    }
    let end = byteCount - Envelope.footerSize
    guard bytes.uint32(at: end + 12) == Envelope.footerMagic else {
      throw .corrupt(file: name, offset: end + 12, reason: "no footer")
    }
    let length = bytes.uint64(at: end)
    guard length == UInt64(byteCount) else {
      throw .corrupt(file: name, offset: end, reason: "\(byteCount) bytes instead of \(length)")
    }
    guard let table = PageTable.start(endingAt: end), table >= Envelope.headerSize else {
      throw .corrupt(file: name, offset: end, reason: "no page table of \(byteCount) bytes")
    }
    return Envelope.headerSize..<table
  }

  /// Bytes of the header, whatever a file is.
  public static var headerByteCount: Int { Envelope.headerSize }

  /// Its name in the directory.
  public var name: String { file.name }

  /// All bytes of the file; to be believed where they are intact.
  @inlinable
  public var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      // Safe: the mapping lives as long as `self`, which is borrowed.
      unsafe _overrideLifetime(RawSpan(_unsafeBytes: mapping), borrowing: self)
    }
  }

  /// The CRC-32C stored in the footer.
  public var checksum: UInt32 {
    let file = self.file
    return file.bytes.uint32(at: file.byteCount - 8)
  }

  /// Reads the whole file and compares it with its checksum; afterwards, all pages have been verified.
  ///
  /// - Throws: `StorageError.checksumMismatch`.
  /// - Complexity: O(*n*) in the size of the file.
  public func verifyChecksum() throws(StorageError) {
    let file = self.file
    let found = CRC32C.update(0, file.bytes.extracting(droppingLast: 8))
    if found != checksum {
      throw .checksumMismatch(file: file.name, expected: checksum, found: found)
    }
    // Safe: as many words as `init` has made.
    for word in 0..<(pageCount + 63) / 64 { unsafe verified[word].store(.max, ordering: .relaxed) }
  }
}
