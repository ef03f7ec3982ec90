import Calendar

/// The article of a record in any format.
///
/// If several members mean one field, the one whose name has the lowest rank is the field, among
/// those with a value. The others are extras.
struct RecordArticle {
  private let members: [RecordMember]

  init(_ members: [RecordMember]) { self.members = members }

  /// Returns the article. Throws `missingText` or `empty`.
  ///
  /// - Parameter extra: returns a member as an extra.
  func article(
    defaultID: () -> String, encoding: String, extra: (RecordMember) -> Extra,
    _ fail: (ArticleError.Reason) -> ArticleError
  ) throws(ArticleError) -> Article {
    // Some corpora have an empty "text" beside a "body".
    guard let textIndex = best(.text) ?? first(.text, where: { $0.text != nil }),
      let value = members[textIndex].text
    else { throw fail(.missingText) }
    let titleIndex = best(.title) ?? first(.title, where: { $0.text?.isEmpty == false })
    let title = MarkedField.line(titleIndex.flatMap { members[$0].text } ?? [])
    let body = MarkedField.text(value)
    var originals: [Original] = []
    var zones: [Zone] = []
    if let titleIndex { originals.append(original(titleIndex, start: 0)) }
    originals.append(original(textIndex, start: title.count))
    if let range = Blanks.trimmed(title, 0..<title.count) {
      zones.append(Zone(kind: .title, range: range))
    }
    let text = title.isEmpty ? body : title + body
    if let range = Blanks.trimmed(text, title.count..<text.count) {
      zones.append(Zone(kind: .body, range: range))
    }
    guard !zones.isEmpty else { throw fail(.empty) }

    let id = first(.id, where: { $0.text?.isEmpty == false })
    let (source, section, url, tags) = (best(.source), best(.section), best(.url), best(.tags))
    let dates = RecordDates(members)
    let used = [textIndex, titleIndex, id, source, section, url, tags, dates.date, dates.time]
    let extras = members.indices.filter { index in
      used.contains(index)
        ? index != textIndex && members[index].role?.isKept == true
          || members[index].list.map { index != tags && $0.count > 1 } ?? false
        : !isEmptyField(members[index])
    }
    return Article(
      id: id.map(string) ?? defaultID(), published: dates.published, source: name(source),
      section: name(section), url: url.map(string) ?? "",
      tags: tags.flatMap { members[$0].list } ?? [],
      extras: extras.map { extra(members[$0]) }, encoding: encoding, text: text,
      originals: originals, zones: zones)
  }

  /// Returns the index of the best member of a field that satisfies a condition.
  private func first(
    _ field: RecordField, where isUsable: (RecordMember) -> Bool
  ) -> Int? {
    var best: (index: Int, rank: Int)?
    for index in members.indices {
      if let role = members[index].role, role.field == field, role.rank < best?.rank ?? .max,
        isUsable(members[index])
      {
        best = (index, role.rank)
      }
    }
    return best?.index
  }

  /// Returns the index of the best member of a field with a value that is not blank.
  private func best(_ field: RecordField) -> Int? { first(field) { !$0.isBlank } }

  private func string(_ index: Int) -> String {
    String(decoding: members[index].text ?? [], as: UTF8.self)
  }

  /// Returns a name that is compared. The first of several is the name.
  private func name(_ index: Int?) -> String {
    guard let index else { return "" }
    return members[index].list?.first ?? string(index).cleanedName()
  }

  /// The original text of a member.
  private func original(_ index: Int, start: Int) -> Original {
    let name = String(decoding: members[index].key, as: UTF8.self)
    let field = members[index].role?.field.rawValue ?? ""
    return Original(name: Original.wholeFileNames.contains(name) ? field : name, start: start)
  }

  /// True for a blank value of a field in which nobody looks for a value.
  private func isEmptyField(_ member: RecordMember) -> Bool {
    switch member.role?.field {
    case .title, .source, .url, .tags:
      if case .other = member.value { false } else { member.isBlank }
    default: false
    }
  }
}
