import Articles

extension CorpusFile {
  /// Reads all articles of the file.
  func articles() throws -> [Article] {
    let reader = try format.open(self, decoder: TextDecoder(forced: nil))
    var articles: [Article] = []
    while let part = try reader.next() { articles.append(try part.parse()) }
    return articles
  }

  /// Reads a file of one article.
  func article() throws -> Article? { try articles().first }
}

extension CrawledText {
  static func article(in bytes: [UInt8], path: String) throws -> Article {
    try article(in: bytes, id: path, path: path, decoder: TextDecoder(forced: nil))
  }
}

extension JSONRecords {
  static func article(
    in line: [UInt8], path: String = "a/b.jsonl", number: Int = 7
  ) throws -> Article {
    try article(in: RecordLine(validating: line, number: number, path: path), path: path) {
      "\(path)#\(number)"
    }
  }
}
