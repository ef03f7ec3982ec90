extension ExtractedArticle {
  /// Reads a file.
  ///
  /// - Parameters:
  ///   - encoding: an ICU name (`GB18030`, `Big5`, `UTF-16LE` …), or nil to detect.
  ///   - folder: a folder of pages of the same source, whose repeating lines are learned; nil to
  ///     read the file alone.
  /// - Throws: the errors of reading and decoding; `empty`, `tooManyAttributes`.
  public init(
    path: String, encoding: String? = nil, learningFrom folder: String? = nil
  ) throws(ArticleError) {
    let decoder = try TextDecoder(forced: encoding)
    let bytes = try InputFile(path: path).readAll(limit: decoder.maximumBytes)
    let name = FilePath.name(path)
    var boilerplate: BoilerplateProfile?
    if let folder {
      var catalog = BoilerplateCatalog()
      let corpus = CorpusScanner.scan(folder)
      catalog.learn(from: corpus.files, decoder: decoder)
      let file = CorpusScanner.scan(path).path
      boilerplate = catalog.profile(
        ofFile: FilePath.relative(file, to: corpus.root) ?? name)
    }
    self =
      if WebPage().accepts(name: name.lowercased(), beginning: { bytes }) {
        try WebPage.extract(
          from: bytes, id: name, path: path, decoder: decoder, boilerplate: boilerplate)
      } else {
        try CrawledText.extract(
          from: bytes, id: name, path: path, decoder: decoder, boilerplate: boilerplate)
      }
  }
}
