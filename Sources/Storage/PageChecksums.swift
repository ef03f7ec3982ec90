// The checksums of the pages of a file: what tells one damaged byte of a large file from all the others
// without reading them.

/// Where the pages of a file and their table are.
@usableFromInline
enum PageTable {
  /// Bytes of a page: the system's, so that verifying reads nothing that the query would not.
  static let pageSize = 1 << pageBits
  @usableFromInline static var pageBits: Int { 12 }
  private static let entrySize = 4

  /// The table's beginning in a file that has one up to `end`; nil where no file's table ends.
  static func start(endingAt end: Int) -> Int? {
    let count = (end + pageSize + entrySize - 1) / (pageSize + entrySize)
    let start = end - count * entrySize
    // Every page has a byte.
    return start > (count - 1) * pageSize ? start : nil
  }
}

/// Collects the checksums of a file's pages while it is written.
struct PageChecksums {
  /// Of the pages that are complete; of all, once finished.
  private(set) var sums: [UInt32] = []
  private var current: UInt32 = 0
  /// Bytes of the current page so far.
  private var count: Int
  /// Bytes of the first page that are known last.
  private let skipped: Int
  /// Bytes of the last page, once finished.
  private var lastPage = 0

  /// - Parameter skipped: bytes at the beginning of the file that are known only at the end.
  init(behind skipped: Int = 0) {
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

  /// Ends the last page.
  ///
  /// - Parameter beginning: the bytes that were skipped.
  mutating func finish(behind beginning: [UInt8]) {
    precondition(beginning.count == skipped, "all that was skipped")
    if count > 0 { sums.append(current) }
    lastPage = count > 0 ? count : PageTable.pageSize
    if skipped > 0 {
      let first = sums.count == 1 ? lastPage : PageTable.pageSize
      sums[0] = CRC32C.combine(
        CRC32C.update(0, beginning.span), sums[0], byteCount: first - skipped)
    }
  }

  /// The checksum of all pages together, once finished.
  var checksum: UInt32 {
    let page = CRC32C.Combination(byteCount: PageTable.pageSize)
    let whole = sums.dropLast().reduce(0) { page.combine($0, $1) }
    return CRC32C.combine(whole, sums.last ?? 0, byteCount: lastPage)
  }
}
