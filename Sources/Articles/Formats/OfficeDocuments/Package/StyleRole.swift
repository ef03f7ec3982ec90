/// The meaning of a paragraph's style by its name.
enum StyleRole {
  /// Returns the role of a style's name or id, such as `heading 1`, `Heading1`, 标题 1, 二级标题,
  /// 公文标题 or `Title`; nil for a name without a meaning.
  static func of(_ name: String) -> OfficeParagraph.Role? {
    var plain = name.lowercased().replacing("_20_", with: "").filter {
      !$0.isWhitespace && $0 != "_" && $0 != "-"
    }
    if plain.utf8.count > 60 { return nil }
    if plain == "title" || plain == "标题" { return .title }
    if plain == "subtitle" || plain.hasSuffix("副标题") { return .subtitle }
    for word in ["toc", "目录", "contents"] where plain.hasPrefix(word) {
      let rest = plain.dropFirst(word.count)
      if rest.isEmpty || rest == "heading" || Int(rest) != nil { return .contents }
    }
    for word in ["heading", "标题"] where plain.hasPrefix(word) {
      let rest = plain.dropFirst(word.count)
      if let level = Int(rest), 1...9 ~= level { return .heading(level) }
    }
    guard plain.hasSuffix("标题") else { return nil }
    plain.removeLast(2)
    for (number, word) in ["一", "二", "三", "四", "五"].enumerated()
    where plain.hasPrefix("\(word)级") || plain.hasPrefix("\(number + 1)级") {
      return .heading(number + 1)
    }
    return ["公文", "文章", "大", "主", "文件", "新闻", "正文大", "总"].contains(plain) ? .title : nil
  }
}
