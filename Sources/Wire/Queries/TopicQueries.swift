import Xunwen

/// Topics of TREC from `<top>` to `</top>`. `<num>` is the id and `<title>` the query.
///
/// Closing tags are optional. A title extends to the next tag, also over several lines. The labels
/// `Number:` and `Topic:` are removed; other tags are ignored. Entities are not decoded.
package final class TopicQueries: QuerySource {
  private var lines: TextLines
  private let defaults: QueryDefaults

  package var offset: Int { lines.offset }
  /// The line that begins the next topic, and the text after its tag.
  private var beginning: (number: Int, rest: String)?

  package init(_ source: InputSource, _ defaults: QueryDefaults) throws(InputFailure) {
    lines = try TextLines(source)
    self.defaults = defaults
  }

  package func next() throws(InputFailure) -> BatchLine? {
    guard let beginning else {
      // All lines outside of topics are one mistake.
      let mistake = try lines(upTo: ["<top>"]).mistake
      if mistake != nil || self.beginning == nil { return mistake }
      return try next()
    }
    self.beginning = nil
    let (text, _, failure) = try lines(upTo: ["</top>", "<top>"])
    if let failure { return failure }
    return topic(beginning.number, beginning.rest + "\n" + text)
  }

  /// Reads lines up to one that begins with a tag.
  ///
  /// - Returns: the lines; the mistake if they are outside of a topic; the first invalid line.
  private func lines(
    upTo tags: [String]
  ) throws(InputFailure) -> (text: String, mistake: BatchLine?, failure: BatchLine?) {
    var text = ""
    var mistake: BatchLine?
    var failure: BatchLine?
    while let line = try lines.next() {
      switch line.text {
      case .failure(let reason): failure = failure ?? BatchLine(line.number, reason)
      case .success(let more):
        let trimmed = more.trimmingSpaces()
        if let tag = tags.first(where: { trimmed.lowercased().hasPrefix($0) }) {
          if tag == "<top>" { beginning = (line.number, String(trimmed.dropFirst(tag.count))) }
          return (text, failure ?? mistake, failure)
        }
        text += more + "\n"
        if mistake == nil, !trimmed.isEmpty {
          mistake = BatchLine(line.number, InputFailure("text outside of <top>"))
        }
      }
    }
    return (text, failure ?? mistake, failure)
  }

  private func topic(_ number: Int, _ text: String) -> BatchLine {
    let id = Self.element("num", of: text, label: "number:")
    let title = Self.element("title", of: text, label: "topic:")
    guard let id, !id.isEmpty else {
      return BatchLine(number, text: title, InputFailure("a topic without <num>"))
    }
    guard let title else {
      return BatchLine(number, id: id, InputFailure("a topic without <title>"))
    }
    return BatchLine(number, id: id, text: title, over: defaults)
  }

  /// The text between a tag and the next one, with white space folded; nil without the tag.
  private static func element(_ name: String, of text: String, label: String) -> String? {
    for piece in text.split(separator: "<").dropFirst(text.hasPrefix("<") ? 0 : 1) {
      guard let end = piece.firstIndex(of: ">"), piece[..<end].lowercased() == name else {
        continue
      }
      let content = piece[piece.index(after: end)...].split(whereSeparator: \.isWhitespace)
        .joined(separator: " ")
      guard content.lowercased().hasPrefix(label) else { return content }
      return String(content.dropFirst(label.count)).trimmingSpaces()
    }
    return nil
  }
}

extension String {
  package func trimmingSpaces() -> String {
    let start = drop(while: \.isWhitespace)
    return String(
      start[..<(start.lastIndex { !$0.isWhitespace }.map(start.index(after:)) ?? start.startIndex)])
  }
}
