/// JSON records: one article per JSON object.
///
/// The objects are the lines of a file (JSON Lines, elasticdump, mongoexport), the elements of an
/// array, a sequence in which each object can take several lines, or the elements of an array in an
/// object (`JSONWrapper`). Objects that are nearly JSON are read, too (`LenientJSON`). `FieldMap`
/// gives the fields of the members. In particular:
///
///     id           string or number; `path#line` when absent, or `path#number` in an array
///     text         string; required
///     date, time   string or number: a date, a date with a time, or a time that completes the
///                  other field's date
///     source, section
///                  string, or an array of strings, of which the first counts
///     tags         array of strings, or a string separated by , ， ; ； 、 | or spaces
///     _source      object whose members are members of the record (Elasticsearch)
///     xunwen       object, in exported records: see `ExportedParts`
///
/// MongoDB's `{"$oid": …}`, `{"$date": …}` and the like are read as the values they stand for. A
/// field of an unexpected type, an unreadable date, and every unknown field are kept as extras.
/// `null` means absent. If a key occurs twice, the last value counts. Source, section and tags are
/// cleaned (`cleanedName`).
public struct JSONRecords: InputFormat {
  private let fields: FieldMap

  public init(fields: FieldMap = FieldMap()) { self.fields = fields }

  public var name: String { "JSON records" }

  public var holdsSeveralArticles: Bool { true }

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool {
    if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") { return true }
    let isNamed = name.hasSuffix(".json")
    guard isNamed || FileSample.canHaveAnyFormat(name: name) else { return false }
    return JSONSample(beginning(), fields).map { isNamed ? $0.mayHoldArticles : $0.holdsArticles }
      ?? false
  }

  public func open(
    _ file: CorpusFile, decoder: TextDecoder
  ) throws(ArticleError) -> any ArticleReader {
    var input = try RecordInput(file, decoder: decoder)
    let isWrapped = try JSONWrapper.holdsRecords(&input, fields)
    switch JSONLayout.of(input.buffer.bytes) {
    case .lines where !isWrapped: return reader(of: file, RecordLines(input, decoder: decoder))
    case .lines, .values:
      input.decodeWhole()
      return reader(of: file, JSONValues(input, wrappers: isWrapped ? fields : nil))
    }
  }

  private func reader<Source: RecordSource & ~Copyable>(
    of file: CorpusFile, _ source: consuming Source
  ) -> any ArticleReader where Source.Record == RecordLine {
    RecordReader(file, source) { [fields] record, defaultID throws(ArticleError) in
      try Self.article(in: record, path: file.path, fields: fields, defaultID: defaultID)
    }
  }

  /// Parses a record in O(length of the record).
  ///
  /// - Parameters:
  ///   - path: path for errors.
  ///   - defaultID: the id of a record without one.
  /// - Throws: `invalidJSON`, `missingText`, `empty`, `tooLarge`, `inconsistent`.
  public static func article(
    in line: RecordLine, path: String, fields: FieldMap = FieldMap(), defaultID: () -> String
  ) throws(ArticleError) -> Article {
    func fail(_ reason: ArticleError.Reason) -> ArticleError {
      ArticleError(path: path, line: line.number, reason: reason)
    }
    guard line.bytes.count <= ArticleLimits.maximumBytes else {
      throw fail(.tooLarge(bytes: line.bytes.count, limit: ArticleLimits.maximumBytes))
    }
    let record: JSONRecord
    do throws(JSONReader.Fault) {
      record = try read(line.bytes, fields)
    } catch {
      guard let json = LenientJSON.json(of: line.bytes), let lenient = try? read(json, fields)
      else {
        throw fail(.invalidJSON(offset: error.offset, problem: error.problem))
      }
      record = lenient
    }
    if let parts = record.parts { return try record.article(parts, fail) }
    var article = try RecordArticle(record.members).article(
      defaultID: defaultID, encoding: line.encoding, extra: record.extra, fail)
    article.damage = line.damage
    return article
  }

  private static func read(
    _ bytes: [UInt8], _ fields: FieldMap
  ) throws(JSONReader.Fault) -> JSONRecord {
    let record = try JSONRecord(bytes, fields)
    return record.parts == nil ? record : try JSONRecord(bytes, .exported)
  }
}
