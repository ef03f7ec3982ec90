import Storage

/// Lengths by document, to be read for many documents at a time, and verified once for all of them.
struct LengthColumn {
  let file: EnvelopedFile
  private let column: ByteColumn
  private let isVerified: Bool

  /// Columns of more pages are verified where they are read, others from the first document of a block of postings to
  /// the last.
  private static var manyPages: Int { 64 }

  /// - Complexity: O(pages / 64).
  init(_ column: ByteColumn, of documentCount: Int, in file: EnvelopedFile) {
    self.file = file
    self.column = column
    isVerified =
      column.width == 0 || documentCount == 0
      || file.isVerified(column.bytes(of: 0...documentCount - 1))
  }

  /// The column, or one of zeros if the values of some documents are not intact.
  ///
  /// - Parameter document: by number; they ascend.
  @inline(__always)
  func verified(count: Int, _ document: (Int) -> UInt32) -> ByteColumn {
    if isVerified || count == 0 || areIntact(count: count, document) { return column }
    return ByteColumn(at: column.start, width: 0)
  }

  @inline(never)
  private func areIntact(count: Int, _ document: (Int) -> UInt32) -> Bool {
    let first = Int(document(0))
    let range = column.bytes(of: first...max(first, Int(document(count - 1))))
    if range.count <= Self.manyPages * EnvelopedFile.pageSize { return file.isIntact(range) }
    for number in 0..<count {
      let place = Int(document(number))
      guard file.isIntact(column.bytes(of: place...place)) else { return false }
    }
    return true
  }
}
