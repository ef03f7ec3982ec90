/// Writes an index file from beginning to end, with header, page checksums and footer.
///
/// A writer dropped before `finish` leaves a file without a footer, which no reader accepts and the
/// next writer removes. After an error, the writer can only be dropped.
public struct FileWriter: ~Copyable {
  @inlinable static var bufferSize: Int { 1 << 16 }

  private let name: String
  private let file: any WritableFile
  /// The component of a file whose header `finish` writes.
  private let laterComponent: FileComponent?
  @usableFromInline var buffer: [UInt8] = []
  private var flushedCount = 0
  private var pages: PageChecksums

  /// Creates the file, or empties it, and writes the header.
  ///
  /// - Parameter segmentID: nil when only `finish` knows the segment, and writes the header.
  public init(
    directory: IndexDirectory, name: String, component: FileComponent, segmentID: UInt64? = nil
  ) throws(StorageError) {
    self.file = try directory.disk.open(directory.path(of: name), .emptied)
    self.name = name
    buffer.reserveCapacity(Self.bufferSize + 16)
    if let segmentID {
      laterComponent = nil
      pages = PageChecksums()
      buffer += Self.header(component, segmentID: segmentID)
    } else {
      // Until `finish`, the header is a hole in the file and not part of the checksums.
      laterComponent = component
      pages = PageChecksums(skipping: Envelope.headerSize)
      flushedCount = Envelope.headerSize
    }
  }

  private static func header(_ component: FileComponent, segmentID: UInt64) -> [UInt8] {
    var bytes = Envelope.headerMagic
    bytes += component.tag.utf8
    encode(UInt64(component.version), byteCount: 4, into: &bytes)
    encode(segmentID, byteCount: 8, into: &bytes)
    encode(UInt64(Envelope.kind), byteCount: 8, into: &bytes)
    return bytes
  }

  /// The offset of the next byte: the number of bytes so far, header included.
  public var offset: Int { flushedCount + buffer.count }

  @inlinable
  public mutating func append(_ byte: UInt8) throws(StorageError) {
    buffer.append(byte)
    try flushIfFull()
  }

  public mutating func append(_ bytes: Span<UInt8>) throws(StorageError) {
    unsafe try append(bytes.bytes)  // Safe: bytes have no padding.
  }

  public mutating func append(_ bytes: [UInt8]) throws(StorageError) {
    unsafe try append(bytes.span.bytes)  // Safe: bytes have no padding.
  }

  public mutating func append(_ bytes: RawSpan) throws(StorageError) {
    if bytes.byteCount >= Self.bufferSize {
      try flush()
      try writeThrough(bytes)
    } else {
      // Safe: the buffer copies the bytes during the call.
      unsafe bytes.withUnsafeBytes { unsafe buffer.append(contentsOf: $0) }
      try flushIfFull()
    }
  }

  /// Appends all bytes of an integer, lowest first.
  @inlinable
  public mutating func append(littleEndian value: some FixedWidthInteger) throws(StorageError) {
    Self.encode(UInt64(truncatingIfNeeded: value), byteCount: value.bitWidth / 8, into: &buffer)
    try flushIfFull()
  }

  @inlinable
  public mutating func append(varint value: UInt64) throws(StorageError) {
    Varint.encode(value, into: &buffer)
    try flushIfFull()
  }

  /// Appends the length of the UTF-8 as a varint, and the UTF-8, for `ByteReader.readString`.
  public mutating func append(string: String) throws(StorageError) {
    Varint.encode(UInt64(string.utf8.count), into: &buffer)
    buffer += string.utf8
    try flushIfFull()
  }

  /// Appends zero bytes until `offset` is a multiple of `alignment`.
  public mutating func pad(toMultipleOf alignment: Int) throws(StorageError) {
    precondition(alignment > 0, "an alignment is positive")
    let excess = offset % alignment
    if excess > 0 {
      buffer.append(contentsOf: repeatElement(0, count: alignment - excess))
      try flushIfFull()
    }
  }

  /// Writes the page table and the footer, and waits until the file is on the disk. Its name is
  /// durable only after `IndexDirectory.sync()`.
  ///
  /// - Parameter segmentID: the segment, exactly when the file was created without it.
  public consuming func finish(segmentID: UInt64? = nil) throws(StorageError) -> FileSummary {
    var header: [UInt8] = []
    if let component = laterComponent, let segmentID {
      header = Self.header(component, segmentID: segmentID)
    } else {
      precondition(laterComponent == nil && segmentID == nil, "a header is written once")
    }
    try flush()
    // Safe: bytes have no padding.
    if !header.isEmpty { try file.write(unsafe header.span.bytes, at: 0) }
    pages.finish(beginning: header)
    var end: [UInt8] = []
    for sum in pages.sums { Self.encode(UInt64(sum), byteCount: 4, into: &end) }
    let byteCount = flushedCount + end.count + Envelope.footerSize
    Self.encode(UInt64(byteCount), byteCount: 8, into: &end)
    let checksum = CRC32C.combine(pages.checksum, CRC32C.update(0, end.span), byteCount: end.count)
    Self.encode(UInt64(checksum), byteCount: 4, into: &end)
    Self.encode(UInt64(Envelope.footerMagic), byteCount: 4, into: &end)
    unsafe try file.write(end.span.bytes, at: flushedCount)  // Safe: bytes have no padding.
    try file.sync()
    return FileSummary(name: name, byteCount: byteCount, checksum: checksum)
  }

  @inlinable
  static func encode(_ value: UInt64, byteCount: Int, into buffer: inout [UInt8]) {
    var rest = value
    for _ in 0..<byteCount {
      buffer.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  @inlinable
  mutating func flushIfFull() throws(StorageError) {
    if buffer.count >= Self.bufferSize { try flush() }
  }

  @usableFromInline
  mutating func flush() throws(StorageError) {
    // Moved out of `self` and uniquely referenced, so that it is emptied in place.
    var full: [UInt8] = []
    swap(&full, &buffer)
    unsafe try writeThrough(full.span.bytes)  // Safe: bytes have no padding.
    full.removeAll(keepingCapacity: true)
    swap(&full, &buffer)
  }

  private mutating func writeThrough(_ bytes: RawSpan) throws(StorageError) {
    try file.write(bytes, at: flushedCount)
    pages.update(bytes)
    flushedCount += bytes.byteCount
  }
}
