/// Compound files of Microsoft (OLE 2), which programs use for many kinds of data.
enum CompoundFile {
  static let mark: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]

  /// The names of the streams in which Word, Excel and Works store a document, in UTF-16.
  private static let streams = ["WordDocument", "Workbook", "Book", "CONTENTS", "MatOST"].map {
    name -> [UInt8] in Array(name.utf8.map { [$0, 0] }.joined())
  }
  private static let longestName = 64

  /// True when the file has a stream with a document. The names can be anywhere in the file.
  static func holdsDocument(_ document: DocumentFile) throws(ArticleError) -> Bool {
    var isFound = false
    var last: [UInt8] = []
    try document.forEachPiece { piece in
      let bytes = last + piece
      isFound = streams.contains { ByteScan.first($0, in: bytes[...]) != nil }
      last = Array(bytes.suffix(longestName))
      return !isFound
    }
    return isFound
  }
}
