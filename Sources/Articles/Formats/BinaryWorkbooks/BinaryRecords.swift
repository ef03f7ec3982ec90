/// The records of a workbook in the binary format, one after another.
struct BinaryRecords {
  struct Record {
    let kind: Int
    let data: LittleEndianBytes
  }

  private let source: any RandomAccessBytes
  /// Bytes that were read ahead, and the index of the next one.
  private var buffer: [UInt8] = []
  private var next = 0
  /// The offset behind the bytes in the buffer.
  private var end = 0

  private static let headerBytes = 4
  private static let pieceBytes = 1 << 16

  init(_ source: any RandomAccessBytes) { self.source = source }

  /// The offset of the next record.
  var position: Int { end - (buffer.count - next) }

  mutating func seek(to offset: Int) {
    buffer.removeAll(keepingCapacity: true)
    next = 0
    end = min(max(0, offset), source.byteCount)
  }

  /// Returns the next record; nil at the end, also within a record.
  mutating func read() throws(ArticleError) -> Record? {
    guard let header = try header() else { return nil }
    guard try fill(to: Self.headerBytes + header.count) else {
      next = buffer.count
      return nil
    }
    let start = next + Self.headerBytes
    next = start + header.count
    return Record(kind: header.kind, data: LittleEndianBytes(Array(buffer[start..<next])))
  }

  /// Returns the next record if it continues the one before it.
  mutating func readContinuation() throws(ArticleError) -> [UInt8]? {
    guard try header()?.kind == BinaryRecordKind.continuation else { return nil }
    return try read()?.data.bytes
  }

  private mutating func header() throws(ArticleError) -> (kind: Int, count: Int)? {
    guard try fill(to: Self.headerBytes) else { return nil }
    let bytes = LittleEndianBytes(Array(buffer[next..<next + Self.headerBytes]))
    return (bytes.u16(0), bytes.u16(2))
  }

  /// Reads until the buffer has a number of bytes; returns false when the source ends before.
  private mutating func fill(to count: Int) throws(ArticleError) -> Bool {
    while buffer.count - next < count {
      let added = min(Self.pieceBytes, source.byteCount - end)
      guard added > 0 else { return false }
      buffer.removeFirst(next)
      next = 0
      try source.read(added, at: end, appendingTo: &buffer)
      end += added
    }
    return true
  }
}

/// The kinds of records that matter here, by the names of MS-XLS.
enum BinaryRecordKind {
  static let beginnings: Set = [0x0809, 0x0409, 0x0209]
  static let end = 0x000A
  static let continuation = 0x003C
  static let encryption = 0x002F
  static let codePage = 0x0042
  static let dateMode = 0x0022
  static let sheet = 0x0085
  static let sharedStrings = 0x00FC
  static let format = 0x041E
  static let cellFormat = 0x00E0

  static let sharedText = 0x00FD
  static let text = 0x0204
  static let richText = 0x00D6
  static let number = 0x0203
  static let shortNumber = 0x027E
  static let shortNumbers = 0x00BD
  static let formulas: Set = [0x0006, 0x0206, 0x0406]
  static let formulaText = 0x0207
  static let truth = 0x0205
}
