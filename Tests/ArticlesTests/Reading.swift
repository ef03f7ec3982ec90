import Articles
import TestSupport

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
    in line: [UInt8], path: String = "a/b.jsonl", number: Int = 7, fields: FieldMap = FieldMap()
  ) throws -> Article {
    let record = try RecordLine(repairing: line, number: number, path: path)
    return try article(in: record, path: path, fields: fields) { "\(path)#\(number)" }
  }
}

/// The articles and errors of a file.
struct FileContents {
  private(set) var articles: [Article] = []
  private(set) var errors: [ArticleError] = []
  /// True when some format accepts the file.
  private(set) var isAccepted = false

  /// Writes a file, finds its format as a scan does, and reads it.
  init(
    _ bytes: [UInt8], name: String, fields: FieldMap = FieldMap(),
    limit: Int = ArticleLimits.defaultBytes
  ) throws {
    let folder = TemporaryDirectory()
    folder.write(bytes, to: name)
    let formats = InputFormats.formats(fields: fields)
    guard let file = CorpusScanner.scan(folder.path, formats: formats).files.first else { return }
    isAccepted = true
    let decoder = try TextDecoder(forced: nil, maximumBytes: limit)
    do throws(ArticleError) {
      let reader = try file.format.open(file, decoder: decoder)
      read(reader)
    } catch {
      errors.append(error)
    }
    withExtendedLifetime(folder) {}
  }

  init(
    _ text: String, name: String, fields: FieldMap = FieldMap(),
    limit: Int = ArticleLimits.defaultBytes
  ) throws {
    try self.init(Array(text.utf8), name: name, fields: fields, limit: limit)
  }

  private mutating func read(_ reader: any ArticleReader) {
    while true {
      do throws(ArticleError) {
        guard let part = try reader.next() else { return }
        articles.append(try part.parse())
      } catch {
        errors.append(error)
      }
    }
  }

  var ids: [String] { articles.map(\.id) }

  /// The texts without titles.
  var bodies: [String] {
    articles.map { String(decoding: $0.text[($0.originals.last?.start ?? 0)...], as: UTF8.self) }
  }

  var errorLines: [Int?] { errors.map(\.line) }
}
