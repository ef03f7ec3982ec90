import Storage

/// A column of document lengths that is read for many documents at a time, after verifying their
/// pages together.
struct LengthColumn {
  let file: EnvelopedFile
  private let column: ByteColumn
  private let isVerified: Bool

  /// The most pages between the first and the last document of a block of postings that are
  /// verified as a range. In a longer range, only the pages of the documents are verified.
  private static var manyPages: Int { 64 }

  /// - Complexity: O(pages / 64).
  init(_ column: ByteColumn, of documentCount: Int, in file: EnvelopedFile) {
    self.file = file
    self.column = column
    isVerified =
      column.width == 0 || documentCount == 0
      || file.isVerified(column.bytes(of: 0...documentCount - 1))
  }

  /// Returns the column, or a column of zeros if the values of some documents are damaged.
  ///
  /// - Parameter document: the documents by index, ascending.
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
    for index in 0..<count {
      let number = Int(document(index))
      guard file.isIntact(column.bytes(of: number...number)) else { return false }
    }
    return true
  }
}
