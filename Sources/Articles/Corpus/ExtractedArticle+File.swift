extension ExtractedArticle {
  /// Reads a file.
  ///
  /// - Parameter encoding: an ICU name (`GB18030`, `Big5`, `UTF-16LE` …), or nil to detect.
  /// - Throws: the errors of reading and decoding; `empty`, `tooManyAttributes`.
  public init(path: String, encoding: String? = nil) throws(ArticleError) {
    let decoder = try TextDecoder(forced: encoding)
    let bytes = try InputFile(path: path).readAll(limit: decoder.maximumBytes)
    let name = FilePath.name(path)
    self =
      if WebPage().accepts(name: name.lowercased(), beginning: { bytes }) {
        try WebPage.extract(from: bytes, id: name, path: path, decoder: decoder)
      } else {
        try CrawledText.extract(from: bytes, id: name, path: path, decoder: decoder)
      }
  }
}
