import Calendar

extension JSONRecord {
  /// The article that an exported record describes, exactly.
  ///
  /// - Parameter fail: makes the error to be thrown.
  /// - Throws: `inconsistent` where what `xunwen` says does not fit the other members: they were changed, and it was
  ///   not.
  func article(
    _ parts: ExportedParts, _ fail: (ArticleError.Reason) -> ArticleError
  ) throws(ArticleError) -> Article {
    guard let body = self[.text] else { throw fail(.missingText) }
    let title = self[.title] ?? []
    let text = (parts.before ?? title) + body + parts.after
    let published = CivilDateTime(iso: string(.date))
    guard published != nil || self[.date] == nil else {
      throw fail(.inconsistent(problem: "the date cannot be read"))
    }
    guard let id = self[.id], !id.isEmpty else {
      throw fail(.inconsistent(problem: "there is no id"))
    }
    let article = Article(
      id: string(.id), published: published, source: string(.source), section: string(.section),
      url: string(.url), tags: tags, extras: try extras(parts, fail), encoding: parts.encoding,
      text: text, originals: parts.originals, zones: parts.zones)
    if let problem = article.inconsistency {
      throw fail(.inconsistent(problem: problem))
    }
    if parts.before != nil, Array(article.title.utf8) != title {
      throw fail(.inconsistent(problem: "the title is not that of its zones"))
    }
    return article
  }

  /// The members that are no fields, and among them those that `xunwen` has.
  private func extras(
    _ parts: ExportedParts, _ fail: (ArticleError.Reason) -> ArticleError
  ) throws(ArticleError) -> [Extra] {
    var extras: [Extra] = []
    for member in members where member.field == nil {
      guard Field(member.key.span) == nil else {
        throw fail(.inconsistent(problem: "a field is of another kind"))
      }
      extras.append(
        Extra(
          key: String(decoding: member.key, as: UTF8.self),
          value: String(decoding: line[member.value], as: UTF8.self)))
    }
    let fields: [Field] = [.id, .title, .text, .date, .source, .section, .url, .tags]
    guard members.allSatisfy({ $0.field.map(fields.contains) ?? true }) else {
      throw fail(.inconsistent(problem: "a field that exports do not have"))
    }
    for (place, extra) in parts.extras {
      guard place <= extras.count else {
        throw fail(.inconsistent(problem: "no place \(place) among the extras"))
      }
      extras.insert(extra, at: place)
    }
    return extras
  }
}

extension Article {
  /// What is wrong with originals and zones.
  fileprivate var inconsistency: String? {
    func isBoundary(_ offset: Int) -> Bool {
      offset <= text.count && (offset == text.count || text[offset] & 0xC0 != 0x80)
    }
    var start = 0
    for (number, original) in originals.enumerated() {
      guard isBoundary(original.start), number > 0 ? original.start >= start : original.start == 0
      else { return "originals do not follow one another" }
      start = original.start
    }
    guard !originals.isEmpty else { return "no originals" }
    var end = 0
    for zone in zones {
      guard zone.range.lowerBound >= end, !zone.range.isEmpty, isBoundary(zone.range.lowerBound),
        isBoundary(zone.range.upperBound)
      else { return "zones do not follow one another within the text" }
      if PageLines.trimmed(text, end..<zone.range.lowerBound) != nil { return "text in no zone" }
      end = zone.range.upperBound
    }
    return PageLines.trimmed(text, end..<text.count) == nil ? nil : "text in no zone"
  }
}
