/// The checksum pages of a file and the table of their checksums.
@usableFromInline
enum PageTable {
  /// The system's page size, so that verification reads no byte that the query would not read.
  static let pageSize = 1 << pageBits
  @usableFromInline static var pageBits: Int { 12 }
  private static let entrySize = 4

  /// The start of a page table that ends at `end`, or nil when no file has a table that ends there.
  static func start(endingAt end: Int) -> Int? {
    let count = (end + pageSize + entrySize - 1) / (pageSize + entrySize)
    let start = end - count * entrySize
    // Every page has at least one byte.
    return start > (count - 1) * pageSize ? start : nil
  }
}

/// Computes the page checksums of a file while it is written.
struct PageChecksums {
  /// The checksums of the complete pages; after `finish`, of all pages.
  private(set) var sums: [UInt32] = []
  private var current: UInt32 = 0
  /// The number of bytes of the current page.
  private var count: Int
  private let skipped: Int
  /// The size of the last page, set by `finish`.
  private var lastPage = 0

  /// - Parameter skipped: the number of bytes at the beginning that `finish` receives.
  init(skipping skipped: Int = 0) {
    self.skipped = skipped
    count = skipped
  }

  mutating func update(_ bytes: RawSpan) {
    var start = 0
    while start < bytes.byteCount {
      let end = min(bytes.byteCount, start + PageTable.pageSize - count)
      current = CRC32C.update(current, bytes.extracting(start..<end))
      count += end - start
      start = end
      if count == PageTable.pageSize {
        sums.append(current)
        (current, count) = (0, 0)
      }
    }
  }

  /// Completes the last page, and puts the skipped bytes before the first one.
  mutating func finish(beginning: [UInt8]) {
    precondition(beginning.count == skipped, "all skipped bytes")
    if count > 0 { sums.append(current) }
    lastPage = count > 0 ? count : PageTable.pageSize
    if skipped > 0 {
      let first = sums.count == 1 ? lastPage : PageTable.pageSize
      sums[0] = CRC32C.combine(
        CRC32C.update(0, beginning.span), sums[0], byteCount: first - skipped)
    }
  }

  /// The checksum of all pages together, after `finish`.
  var checksum: UInt32 {
    let page = CRC32C.Combination(byteCount: PageTable.pageSize)
    let whole = sums.dropLast().reduce(0) { page.combine($0, $1) }
    return CRC32C.combine(whole, sums.last ?? 0, byteCount: lastPage)
  }
}
