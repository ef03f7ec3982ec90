/// A compound file as a sequence of sectors, which chains connect.
final class SectorFile: Sendable {
  let bytes: FileBytes
  let sectorBytes: Int
  private let sectorCount: Int

  /// The numbers of sectors that the header has.
  private static let headerNumbers = 76..<512
  /// The header has as many bytes in each file.
  static let headerBytes = 512

  /// - Throws: `damagedDocument`, `unreadable`.
  init(_ document: DocumentFile) throws(ArticleError) {
    bytes = try FileBytes(document)
    let beginning = LittleEndianBytes(document.beginning)
    let shift = beginning.u16(30)
    guard beginning.bytes.starts(with: CompoundFile.mark), shift == 9 || shift == 12 else {
      throw document.error(.damagedCompoundFile)
    }
    sectorBytes = 1 << shift
    // The header takes the place of a sector.
    sectorCount = max(0, (document.byteCount + sectorBytes - 1) / sectorBytes - 1)
  }

  private var document: DocumentFile { bytes.document }

  func offset(of sector: UInt32) -> Int { (Int(sector) + 1) * sectorBytes }

  /// Returns the allocation table: the number of the next sector by the number of each sector.
  func allocationTable() throws(ArticleError) -> [UInt32] {
    var header: [UInt8] = []
    try bytes.read(Self.headerBytes, at: 0, appendingTo: &header)
    let fields = LittleEndianBytes(header)
    var places = LittleEndianBytes(Array(header[Self.headerNumbers])).numbers
    // The header has the places of the first sectors of the table. Other sectors have the rest,
    // and end with the number of the next one of them.
    var next = fields.u32(68)
    let most = places.count + sectorCount
    while Int(next) < sectorCount, places.count < most {
      var numbers = LittleEndianBytes(try contents(of: next)).numbers
      next = numbers.popLast() ?? .max
      places += numbers
    }
    var table: [UInt32] = []
    for place in places where table.count < sectorCount {
      guard Int(place) < sectorCount else { continue }
      table += LittleEndianBytes(try contents(of: place)).numbers
    }
    return Array(table.prefix(sectorCount))
  }

  /// Returns the bytes of a sector. The last sector of a file may be cut.
  private func contents(of sector: UInt32) throws(ArticleError) -> [UInt8] {
    var bytes: [UInt8] = []
    let start = offset(of: sector)
    try self.bytes.read(
      min(sectorBytes, max(0, document.byteCount - start)), at: start, appendingTo: &bytes)
    return bytes
  }

  /// Returns the sectors of a chain.
  ///
  /// - Parameter count: the number of sectors that are needed; nil for all.
  /// - Throws: `damagedDocument` for a chain that returns to itself.
  func chain(
    from start: UInt32, _ table: [UInt32], count: Int? = nil
  ) throws(ArticleError) -> [UInt32] {
    var sectors: [UInt32] = []
    var next = start
    while Int(next) < table.count, sectors.count < count ?? .max {
      guard sectors.count < table.count else { throw document.error(.damagedCompoundFile) }
      sectors.append(next)
      next = table[Int(next)]
    }
    return sectors
  }

  /// Returns the bytes of a chain.
  ///
  /// - Throws: `damagedDocument` for more bytes than the limit.
  func contents(
    from start: UInt32, _ table: [UInt32], limit: Int
  ) throws(ArticleError) -> [UInt8] {
    let sectors = try chain(from: start, table)
    guard sectors.count <= limit / sectorBytes else { throw document.error(.damagedCompoundFile) }
    var bytes: [UInt8] = []
    for sector in sectors { bytes += try contents(of: sector) }
    return bytes
  }
}

extension ArticleError.Reason {
  static var damagedCompoundFile: Self {
    .damagedDocument(problem: "the directory of its compound file cannot be read")
  }
}
