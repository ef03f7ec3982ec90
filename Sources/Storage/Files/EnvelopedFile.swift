public import Synchronization

/// A mapped index file with a checked envelope. A page is verified once, when it is first read.
@safe public final class EnvelopedFile: @unchecked Sendable {
  // Sendable: everything is constant but the bits, which are atomic.

  /// The size of a checksum page in bytes.
  public static var pageSize: Int { PageTable.pageSize }

  /// The size of the header in bytes.
  public static var headerByteCount: Int { Envelope.headerSize }

  public let file: MappedFile
  /// The segment named in the header.
  public let segmentID: UInt64
  /// The version of the component's format.
  public let version: UInt32
  /// The offsets between the header and the page table.
  public let payload: Range<Int>
  /// The record of damage found by `isIntact`.
  public let damage: DamageLog
  @usableFromInline let mapping: UnsafeRawBufferPointer
  @usableFromInline let pageCount: Int
  /// A bit for each page, set once the page is verified.
  @usableFromInline let verified: UnsafeMutablePointer<Atomic<UInt64>>

  /// Maps a file, and checks the envelope and the first page. The checksum is not checked.
  ///
  /// - Parameter segmentID: the expected segment, or nil for any segment.
  /// - Throws: `StorageError`, except `.checksumMismatch` and `.locked`.
  public init(
    directory: IndexDirectory, name: String, component: FileComponent, segmentID: UInt64?,
    damage: DamageLog = DamageLog()
  ) throws(StorageError) {
    let file = try MappedFile(directory: directory, name: name)
    let payload = try Self.payload(of: file)
    self.file = file
    // Safe: used only while `file` is held, as long as the object lives.
    unsafe mapping = file.bytes.withUnsafeBytes { unsafe $0 }
    self.payload = payload
    self.damage = damage
    let pageCount = (payload.upperBound + PageTable.pageSize - 1) / PageTable.pageSize
    self.pageCount = pageCount
    let bytes = file.bytes
    self.segmentID = bytes.uint64(at: 16)
    self.version = bytes.uint32(at: 12)
    // Safe: the words hold all bits, and each is initialized; `deinit` frees them.
    let words = (pageCount + 63) / 64
    unsafe verified = .allocate(capacity: words)
    for word in 0..<words { unsafe (verified + word).initialize(to: Atomic(0)) }

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
    unsafe verified.deallocate()  // Safe: allocated by `init`; atomic integers are trivial.
  }

  /// Checks the parts of the envelope that are equal for all components, and returns the payload.
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

  /// The name of the file in its directory.
  public var name: String { file.name }

  /// All bytes of the file. Read only bytes for which `isIntact` returns true.
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

  /// Compares the whole file with its checksum, and throws `StorageError.checksumMismatch`.
  /// Afterwards, all pages are verified.
  public func verifyChecksum() throws(StorageError) {
    let file = self.file
    let found = CRC32C.update(0, file.bytes.extracting(droppingLast: 8))
    if found != checksum {
      throw .checksumMismatch(file: file.name, expected: checksum, found: found)
    }
    // Safe: `init` has made this number of words.
    for word in 0..<(pageCount + 63) / 64 { unsafe verified[word].store(.max, ordering: .relaxed) }
  }

  /// True when the bytes of a range, within the payload, match the checksums of their pages.
  /// Otherwise the damage is recorded, and the bytes must not be read.
  ///
  /// - Complexity: O(1) for a verified page, O(page) for any other.
  @inlinable @inline(__always)
  public func isIntact(_ range: Range<Int>) -> Bool {
    let first = range.lowerBound &>> PageTable.pageBits
    let last = (range.upperBound &- 1) &>> PageTable.pageBits
    return first == last && isVerified(page: first) || isIntactAfterVerifying(range)
  }

  /// True when up to `count` bytes from an offset on, within the payload, are intact.
  @inlinable @inline(__always)
  public func isIntact(from offset: Int, atMost count: Int) -> Bool {
    isIntact(offset..<max(offset &+ 1, min(offset &+ count, payload.upperBound)))
  }

  /// True when all pages of a range are verified already.
  public func isVerified(_ range: Range<Int>) -> Bool {
    guard !range.isEmpty else { return true }
    guard isInPayload(range) else { return false }
    return firstUnverified(in: pages(of: range)) == nil
  }

  /// Verifies the unverified pages of a range, and throws `StorageError.corrupt`.
  public func verify(_ range: Range<Int>) throws(StorageError) {
    guard isInPayload(range) else {
      throw .corrupt(
        file: name, offset: range.lowerBound, reason: "\(range.count) bytes outside the file")
    }
    guard !range.isEmpty else { return }
    var rest = pages(of: range)
    while let page = firstUnverified(in: rest) {
      try verify(page: page)
      rest = page...rest.upperBound
    }
  }

  /// The damaged ranges of the file, as whole pages; neighbouring pages are one range.
  public func damagedRanges() -> [Range<Int>] {
    var damaged: [Range<Int>] = []
    for page in 0..<pageCount {
      let range = bytes(ofPage: page)
      if checksum(of: range) == expectedChecksum(ofPage: page) { continue }
      if let last = damaged.last, last.upperBound == range.lowerBound {
        damaged[damaged.count - 1] = last.lowerBound..<range.upperBound
      } else {
        damaged.append(range)
      }
    }
    if damaged.isEmpty, checksum(of: 0..<file.byteCount - 8) != checksum {
      damaged = [payload.upperBound..<file.byteCount]
    }
    return damaged
  }

  @inlinable @inline(__always)
  func isVerified(page: Int) -> Bool {
    guard UInt(bitPattern: page) < UInt(bitPattern: pageCount) else { return false }
    // Safe: the page has a bit.
    return unsafe verified[page &>> 6].load(ordering: .relaxed) &>> UInt64(page & 63) & 1 != 0
  }

  @usableFromInline @inline(never)
  func isIntactAfterVerifying(_ range: Range<Int>) -> Bool {
    do {
      try verify(range)
      return true
    } catch {
      damage.record(error)
      return false
    }
  }

  private func isInPayload(_ range: Range<Int>) -> Bool {
    range.lowerBound >= 0 && range.upperBound <= payload.upperBound
  }

  private func pages(of range: Range<Int>) -> ClosedRange<Int> {
    range.lowerBound >> PageTable.pageBits...(range.upperBound - 1) >> PageTable.pageBits
  }

  private func firstUnverified(in pages: ClosedRange<Int>) -> Int? {
    var page = pages.lowerBound
    while page <= pages.upperBound {
      let shift = page & 63
      let word = unsafe verified[page >> 6].load(ordering: .relaxed)  // Safe: the pages have bits.
      let verifiedCount = (~(word >> UInt64(shift))).trailingZeroBitCount
      page += verifiedCount
      // When the rest of the word is verified, the search continues in the next word.
      if verifiedCount < 64 - shift { return page <= pages.upperBound ? page : nil }
    }
    return nil
  }

  private func verify(page: Int) throws(StorageError) {
    let range = bytes(ofPage: page)
    let (found, expected) = (checksum(of: range), expectedChecksum(ofPage: page))
    guard found == expected else {
      let sums = [found, expected].map { String($0, radix: 16) }
      throw .corrupt(
        file: name, offset: range.lowerBound,
        reason: "checksum of its \(range.count) bytes \(sums[0]), expected \(sums[1])")
    }
    // Safe: the page has a bit.
    unsafe verified[page >> 6].bitwiseOr(1 << UInt64(page & 63), ordering: .relaxed)
  }

  private func bytes(ofPage page: Int) -> Range<Int> {
    page * PageTable.pageSize..<min((page + 1) * PageTable.pageSize, payload.upperBound)
  }

  private func checksum(of range: Range<Int>) -> UInt32 {
    let file = self.file
    return CRC32C.update(0, file.bytes.extracting(range))
  }

  private func expectedChecksum(ofPage page: Int) -> UInt32 {
    let file = self.file
    return file.bytes.uint32(at: payload.upperBound + 4 * page)
  }
}
