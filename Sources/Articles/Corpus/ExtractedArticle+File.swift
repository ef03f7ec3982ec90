extension ExtractedArticle {
  /// Reads a file.
  ///
  /// - Parameters:
  ///   - encoding: an ICU name (`GB18030`, `Big5`, `UTF-16LE` …), or nil to detect.
  ///   - folder: a folder of pages of the same source, whose repeating lines are learned; nil to
  ///     read the file alone.
  /// - Throws: the errors of the format.
  public init(
    path: String, encoding: String? = nil, learningFrom folder: String? = nil
  ) throws(ArticleError) {
    let decoder = try TextDecoder(forced: encoding)
    let name = FilePath.name(path)
    let beginning = InputFile.beginning(of: path)
    let format = InputFormats.all.first { $0.accepts(name: name.lowercased()) { beginning } }
    if let format = format as? any DocumentFormat {
      let document = try DocumentFile(CorpusFile(path: path, relativePath: name, format: format))
      self = try format.page(of: document, decoder: decoder).extract(id: name, path: path)
      return
    }
    if let format = format as? CompoundDocuments {
      let document = try DocumentFile(CorpusFile(path: path, relativePath: name, format: format))
      self = try format.page(of: document, decoder: decoder).extract(id: name, path: path)
      return
    }
    if format is OfficeDocuments {
      self = try OfficeText(path: path, limit: decoder.maximumBytes).extract(id: name, path: path)
      return
    }
    let bytes = try InputFile(path: path).readAll(limit: decoder.maximumBytes)
    if format is Markdown {
      self = try Markdown.extract(from: bytes, id: name, path: path, decoder: decoder)
      return
    }
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
