/// Records on standard input, perhaps compressed. The first bytes decide their format; JSON is
/// assumed.
struct StandardInputFormat: InputFormat {
  private let formats: [any InputFormat]
  private let fallback: any InputFormat

  init(fields: FieldMap) {
    fallback = JSONRecords(fields: fields)
    formats = InputFormats.formats(fields: fields).filter {
      $0.holdsSeveralArticles && !($0 is ContainerFormat)
    }
  }

  var name: String { "standard input" }

  var holdsSeveralArticles: Bool { true }

  func accepts(name: String, beginning: () -> [UInt8]) -> Bool { name == "-" }

  /// - Throws: the errors of the format; `archiveInput`.
  func open(
    _ file: CorpusFile, decoder: TextDecoder
  ) throws(ArticleError) -> any ArticleReader {
    let input = StandardInputStream()
    var file = file
    file.stream = input
    var beginning = try input.beginning()
    if ContainerSignature(beginning) == .compressed {
      let contents = try OpenArchive(decompressing: input, path: file.path).contents(file.path)
      beginning = contents.beginning()
      file.stream = contents
    }
    guard ContainerSignature(beginning) == nil else {
      throw ArticleError(path: file.path, reason: .archiveInput)
    }
    file.format = formats.first { $0.accepts(name: file.name) { beginning } } ?? fallback
    return try file.format.open(file, decoder: decoder)
  }
}
