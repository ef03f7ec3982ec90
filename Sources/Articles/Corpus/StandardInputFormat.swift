/// Records on standard input. The first bytes decide their format; JSON is assumed.
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

  /// - Throws: the errors of the format; `compressedInput`.
  func open(
    _ file: CorpusFile, decoder: TextDecoder
  ) throws(ArticleError) -> any ArticleReader {
    let stream = StandardInputStream()
    let beginning = try stream.beginning()
    guard ContainerSignature(beginning) == nil else {
      throw ArticleError(path: file.path, reason: .compressedInput)
    }
    var file = file
    file.format = formats.first { $0.accepts(name: file.name) { beginning } } ?? fallback
    file.stream = stream
    return try file.format.open(file, decoder: decoder)
  }
}
