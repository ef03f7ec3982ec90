import Xunwen

/// Topics of TREC, of which `<num>` is the id and `<title>` the query:
///
///     <top>
///     <num> Number: 301
///     <title> International Organized Crime
///     …
///     </top>
///
/// Tags may be closed or not, `</top>` too, and a title may go on over lines, up to the next tag. `Number:` and `Topic:`
/// in front are left out; what other tags hold is passed over. Text is taken as it is: `&amp;` is not decoded.
final class TopicQueries: QuerySource {
  private var lines: TextLines
  private let options: SearchOptions
  /// The line that begins the next topic, which ended what was before it, and what it has behind the tag.
  private var beginning: (number: Int, rest: String)?

  init(_ path: String, _ options: SearchOptions) throws(CommandFailure) {
    lines = try TextLines(path)
    self.options = options
  }

  func next() throws(CommandFailure) -> BatchLine? {
    guard let beginning else {
      // What stands outside of topics is one mistake, however long.
      let mistake = try stretch(upTo: ["<top>"]).mistake
      if mistake != nil || self.beginning == nil { return mistake }
      return try next()
    }
    self.beginning = nil
    let (text, _, failure) = try stretch(upTo: ["</top>", "<top>"])
    if let failure { return failure }
    return topic(beginning.number, beginning.rest + "\n" + text)
  }

  /// Reads lines up to one that begins with a tag.
  ///
  /// - Returns: the lines; what to say of them when there should be none; the first that cannot be read.
  private func stretch(
    upTo tags: [String]
  ) throws(CommandFailure) -> (text: String, mistake: BatchLine?, failure: BatchLine?) {
    var text = ""
    var mistake: BatchLine?
    var failure: BatchLine?
    while let line = try lines.next() {
      switch line.text {
      case .failure(let reason): failure = failure ?? BatchLine(line.number, reason)
      case .success(let more):
        let trimmed = more.trimmingSpaces()
        if let tag = tags.first(where: { trimmed.lowercased().hasPrefix($0) }) {
          if tag == "<top>" {
            beginning = (line.number, String(trimmed.dropFirst(tag.count)))
          }
          return (text, failure ?? mistake, failure)
        }
        text += more + "\n"
        if mistake == nil, !trimmed.isEmpty {
          mistake = BatchLine(line.number, CommandFailure("text outside of <top>"))
        }
      }
    }
    return (text, failure ?? mistake, failure)
  }

  private func topic(_ number: Int, _ text: String) -> BatchLine {
    let id = Self.element("num", of: text, without: "number:")
    let title = Self.element("title", of: text, without: "topic:")
    guard let id, !id.isEmpty else {
      return BatchLine(number, text: title, CommandFailure("a topic without <num>"))
    }
    guard let title else {
      return BatchLine(number, id: id, CommandFailure("a topic without <title>"))
    }
    return BatchLine(number, id: id, text: title, over: options)
  }

  /// What stands between a tag and the next one, its white space folded; nil without the tag.
  private static func element(_ name: String, of text: String, without label: String) -> String? {
    for piece in text.split(separator: "<").dropFirst(text.hasPrefix("<") ? 0 : 1) {
      guard let end = piece.firstIndex(of: ">"),
        piece[..<end].lowercased() == name
      else { continue }
      let content = piece[piece.index(after: end)...].split(whereSeparator: \.isWhitespace)
        .joined(separator: " ")
      guard content.lowercased().hasPrefix(label) else { return content }
      return String(content.dropFirst(label.count)).trimmingSpaces()
    }
    return nil
  }
}

extension String {
  /// Without white space at its ends.
  func trimmingSpaces() -> String {
    let start = drop(while: \.isWhitespace)
    return String(
      start[..<(start.lastIndex { !$0.isWhitespace }.map(start.index(after:)) ?? start.startIndex)])
  }
}
