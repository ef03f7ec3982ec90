/// The role of a line, judged by its first words and its length. 标签 within a sentence is no marker.
enum LineMarker {
  /// No marker: a line of the body until the body ends.
  case none
  /// The end of the article: tags, credits, related articles, legal notices.
  case closing
  /// Authors, editors, share and font buttons: the end of the article unless prose follows.
  case credit
  /// A mark between paragraphs that is no text of the article (【资料图】, 点击查看…).
  case stray
  /// 正文, 主要内容: the body begins after it.
  case opening
  /// An item of a list.
  case bullet
  /// A short heading such as 热门推荐 or 今日热点: navigation if titles follow.
  case heading

  /// Returns the marker of a line with `count` code points, given its folded head.
  static func classify(_ full: [Unicode.Scalar], count: Int) -> LineMarker {
    let opened = full.first.map { "【[(（<>《—-*#◎◆■●▲▼|".unicodeScalars.contains($0) } ?? false
    let line = opened ? Array(full.drop { "【[(<>《—-*#◎◆■●▲▼| ".unicodeScalars.contains($0) }) : full

    if let length = MarkerWords.tags.match(line), count <= 80,
      hasColon(line, at: length) || line.count == length,
      !full.contains("。")
    {
      return .closing
    }
    if let length = MarkerWords.editors.match(line), count <= 60, hasColon(line, at: length),
      !isSpeech(full)
    {
      return .closing
    }
    if let length = MarkerWords.related.match(line), count <= 80,
      hasColon(line, at: length)
        || line.count <= length + 6 && !full.contains(where: PrintedText.endsSentence)
    {
      return .closing
    }
    if MarkerWords.legal.match(line) != nil, count <= 600 { return .closing }
    if MarkerWords.stray.match(full) != nil, count <= 40 { return .stray }
    if MarkerWords.share.match(line) != nil, count <= 60, !full.contains("。"),
      !full.contains("，"),
      line.count <= 6 || line.contains(" ") || hasColon(line, at: 3) || opened || line.contains(":")
    {
      return .credit
    }
    if let length = MarkerWords.authors.match(line), count <= 40, hasColon(line, at: length),
      !isSpeech(full)
    {
      return .credit
    }
    if let length = MarkerWords.opening.match(full), full.count <= length + 1 { return .opening }
    if let first = full.first, "•·●■▪◆○◇□▶►▸‣★☆".unicodeScalars.contains(first), full.count > 1 {
      return .bullet
    }
    if count <= 10, MarkerWords.navigation.occurs(in: full),
      !full.contains(where: PrintedText.endsSentence),
      !full.contains(":")
    {
      return .heading
    }
    return .none
  }

  /// True when a colon, or a bar used as a colon, follows the label.
  private static func hasColon(_ line: [Unicode.Scalar], at length: Int) -> Bool {
    guard let next = line.dropFirst(length).first(where: { $0 != " " }) else { return false }
    return ":|｜丨/".unicodeScalars.contains(next)
  }

  /// True for speech after a label, such as 记者:您怎么看?
  private static func isSpeech(_ line: [Unicode.Scalar]) -> Bool {
    line.contains { "，。！？?!".unicodeScalars.contains($0) }
  }
}
