import Calendar

extension JSONRecord {
  /// The article that the record describes.
  ///
  /// - Parameters:
  ///   - defaultID: its id if the record has none.
  ///   - fail: makes the error to be thrown.
  /// - Throws: `missingText`, `empty`.
  func article(
    defaultID: String, encoding: String, _ fail: (ArticleError.Reason) -> ArticleError
  ) throws(ArticleError) -> Article {
    // An empty "text" beside a "body" says that the article is in the other.
    func isBlank(_ field: Field) -> Bool {
      self[field].map { PageLines.trimmed($0, 0..<$0.count) == nil } ?? true
    }
    let textField: Field = self[.text] == nil || isBlank(.text) && !isBlank(.body) ? .body : .text
    guard let body = self[textField] else { throw fail(.missingText) }
    let title = self[.title] ?? []
    var zones: [Zone] = []
    if let range = PageLines.trimmed(title, 0..<title.count) {
      zones.append(Zone(kind: .title, range: range))
    }
    let text = title.isEmpty ? body : title + body
    if let range = PageLines.trimmed(text, title.count..<text.count) {
      zones.append(Zone(kind: .body, range: range))
    }
    guard !zones.isEmpty else { throw fail(.empty) }

    let idField: Field = self[.id]?.isEmpty == false ? .id : .underscoredID
    let id = string(idField)
    let sectionField: Field = self[.category]?.isEmpty == false ? .category : .section
    let dates = Dates(date: string(.date), time: string(.time))
    let extras = members.filter { member in
      switch member.field {
      case nil: true
      case .title, .source, .url, .tags: false
      case .date: !dates.saysDate
      case .time: !dates.saysTime
      case let field: field != textField && field != idField && field != sectionField
      }
    }.map { member in
      Extra(
        key: String(decoding: member.key, as: UTF8.self),
        value: String(decoding: line[member.value], as: UTF8.self))
    }
    return Article(
      id: id.isEmpty ? defaultID : id, published: dates.published, source: string(.source),
      section: string(sectionField), url: string(.url), tags: tags, extras: extras,
      encoding: encoding, text: text,
      originals: (title.isEmpty ? [] : [Original(name: Field.title.name, start: 0)])
        + [Original(name: textField.name, start: title.count)],
      zones: zones)
  }

  /// What the two date fields say together.
  private struct Dates {
    /// The more exact of the two; a bare time of day is joined to the date.
    let published: CivilDateTime?
    /// The field says nothing beyond `published`; otherwise it stays visible as an extra.
    let saysDate: Bool
    let saysTime: Bool

    init(date dateText: String, time timeText: String) {
      let date = dateText.isEmpty ? nil : CivilDateTime(iso: dateText)
      let time = timeText.isEmpty ? nil : CivilDateTime(iso: timeText)
      let published = Self.published(date, time, dateText, timeText)
      self.published = published
      guard let published else {
        saysDate = false
        saysTime = false
        return
      }
      saysDate = date?.date == published.date
      saysTime =
        time.map { $0 == published }
        ?? (published.secondsOfDay != nil && date?.secondsOfDay == nil)
    }

    private static func published(
      _ date: CivilDateTime?, _ time: CivilDateTime?, _ dateText: String, _ timeText: String
    ) -> CivilDateTime? {
      if let time, time.date.day != nil || date == nil {
        return time.secondsOfDay == nil && date?.secondsOfDay != nil ? date : time
      }
      if let date, date.date.day != nil, date.secondsOfDay == nil, !timeText.isEmpty,
        let joined = CivilDateTime(iso: dateText + " " + timeText)
      {
        return joined
      }
      return date
    }
  }
}
