/// Reads one record of a JSON lines file.
///
///     id, _id      string or number; `path#line` when absent
///     title        string
///     text, body   string; one of them is required
///     date, time   string or number: a date, a date with a time, or a time that goes with the other's date
///     source, url, category, section
///                  string
///     tags         array of strings, or a string separated by , ， ; ； 、 | or spaces
///     xunwen       object, of an export: see `ExportedParts`
///
/// Where two names mean the same field the first listed wins. A field of an unexpected type, a date
/// nobody can read, and every unknown field are kept as extras. `null` is the same as absent. Of a
/// key given twice the last value counts.
public struct JSONRecordParser: Sendable {
  public init() {}

  /// Parses one line.
  ///
  /// - Parameters:
  ///   - line: one JSON object.
  ///   - path: relative path of the file, for the id and errors; `-` for standard input.
  ///   - lineNumber: from 1.
  ///   - encoding: what the file was encoded in.
  /// - Throws: `undecodable`, `invalidJSON`, `missingText`, `empty`, `tooLarge`, `inconsistent`.
  /// - Complexity: O(length of the line).
  public func parse(
    line: [UInt8], path: String, lineNumber: Int, encoding: String = "UTF-8"
  ) throws(ArticleError) -> Article {
    if let offset = UTF8Validity.firstInvalid(in: line) {
      throw ArticleError(
        path: path, line: lineNumber, reason: .undecodable(encoding: "UTF-8", offset: offset))
    }
    return try parse(
      RecordLine(bytes: line, number: lineNumber, encoding: encoding), path: path)
  }

  /// Parses a line of a file, which is valid UTF-8.
  ///
  /// - Parameters:
  ///   - path: relative path of the file, for the id and errors; `-` for standard input.
  ///   - defaultID: the id of a record without one; `path#line` if nil.
  /// - Throws: `invalidJSON`, `missingText`, `empty`, `tooLarge`, `inconsistent`.
  /// - Complexity: O(length of the line).
  public func parse(
    _ line: RecordLine, path: String, defaultID: String? = nil
  ) throws(ArticleError) -> Article {
    func fail(_ reason: ArticleError.Reason) -> ArticleError {
      ArticleError(path: path, line: line.number, reason: reason)
    }
    guard line.bytes.count <= ArticleLimits.maximumBytes else {
      throw fail(.tooLarge(bytes: line.bytes.count, limit: ArticleLimits.maximumBytes))
    }
    var record = JSONRecord()
    do throws(JSONReader.Fault) {
      try record.read(line.bytes)
    } catch {
      throw fail(.invalidJSON(offset: error.offset, problem: error.problem))
    }
    if let parts = record.parts { return try record.article(parts, fail) }
    return try record.article(
      defaultID: defaultID ?? "\(path)#\(line.number)", encoding: line.encoding, fail)
  }
}
