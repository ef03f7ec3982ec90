import Wire

/// The answer about the updates of indexes from folders.
enum IndexingAnswer {
  static let summary =
    "The progress of the indexes that the server makes from folders, and the failures."

  /// A JSON array with a row for each index.
  static func body(_ rows: [DataRow]) -> [UInt8] {
    let output = AnswerOutput(.json) { _, _ in }
    // A row of texts and numbers can always be encoded.
    for row in rows { try? DataRows(row).writeJSONLines { try output.write($0) } }
    return output.finish().bytes
  }
}
