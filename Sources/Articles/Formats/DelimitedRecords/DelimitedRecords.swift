/// CSV and TSV: a table with a header, and one article per row.
///
/// Cells are separated by commas, tabs, semicolons or bars. A cell in quotation marks may contain
/// line breaks; a mark in it is doubled, or a backslash precedes it. `FieldMap` gives the fields of
/// the columns. A column without a name is ignored, and an empty cell means that the record has no
/// such field.
public struct DelimitedRecords: InputFormat {
  private let fields: FieldMap

  public init(fields: FieldMap = FieldMap()) { self.fields = fields }

  public var name: String { "tables" }

  public var holdsSeveralArticles: Bool { true }

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool {
    if [".csv", ".tsv", ".tab", ".psv"].contains(where: name.hasSuffix) { return true }
    // Excel names tables `.txt`.
    return FileSample.canHaveAnyFormat(name: name)
      && DelimitedHeader.isPlausible(sample: beginning(), fields)
  }

  public func open(
    _ file: CorpusFile, decoder: TextDecoder
  ) throws(ArticleError) -> any ArticleReader {
    var input = try RecordInput(file, decoder: decoder)
    input.decodeWhole()
    let rows = try DelimitedRows(
      input, fields, delimiters: DelimitedHeader.delimiters(name: file.relativePath))
    let header = rows.header
    return RecordReader(file, rows) { row, defaultID throws(ArticleError) in
      try Self.article(in: row, header, path: file.path, defaultID: defaultID)
    }
  }

  private static func article(
    in row: DelimitedRow, _ header: DelimitedHeader, path: String, defaultID: () -> String
  ) throws(ArticleError) -> Article {
    func fail(_ reason: ArticleError.Reason) -> ArticleError {
      ArticleError(path: path, line: row.number, reason: reason)
    }
    let text = try RecordText(
      repairing: row.bytes, line: row.number, encoding: row.encoding, path: path)
    let row = DelimitedRow(
      bytes: text.bytes, number: row.number, encoding: row.encoding, dialect: row.dialect)
    var article = try Self.article(
      of: row.cells, header, encoding: row.encoding, defaultID: defaultID, fail)
    article.damage = text.damage
    return article
  }

  /// Returns the article of the cells of a row. Throws `missingText`, `empty` or `malformedRow`.
  static func article(
    of cells: [[UInt8]], _ header: DelimitedHeader, encoding: String, defaultID: () -> String,
    _ fail: (ArticleError.Reason) -> ArticleError
  ) throws(ArticleError) -> Article {
    var members: [RecordMember] = []
    for (index, (cell, column)) in zip(cells, header.columns).enumerated()
    where !column.name.isEmpty && Blanks.trimmed(cell, 0..<cell.count) != nil {
      var value = RecordMember.Value.text(cell)
      if column.role?.field == .tags {
        let tags = TagText.tags(in: cell)
        guard tags.count <= ArticleLimits.maximumMembers else {
          throw fail(.malformedRow(problem: "more than \(ArticleLimits.maximumMembers) tags"))
        }
        value = .list(tags)
      }
      members.append(
        RecordMember(key: column.name, role: column.role, value: value, range: index..<index + 1))
    }
    if let index = header.textColumn, !members.contains(where: { $0.role?.field == .text }) {
      let column = header.columns[index]
      members.append(
        RecordMember(
          key: column.name, role: column.role, value: .text([]), range: index..<index + 1))
    }
    return try RecordArticle(members).article(
      defaultID: defaultID, encoding: encoding, extra: extra, fail)
  }

  private static func extra(_ member: RecordMember) -> Extra {
    var json: [UInt8] = []
    switch member.value {
    case .text(let text): JSONText.append(text[...], to: &json)
    case .list(let list): JSONText.append(list, to: &json)
    case .other, .absent: json += "null".utf8
    }
    return Extra(
      key: String(decoding: member.key, as: UTF8.self), value: String(decoding: json, as: UTF8.self)
    )
  }
}
