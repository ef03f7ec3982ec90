/// The kind of a line, judged by its words and its shape alone. `ZoneDecoder` also weighs the
/// place of the line: 标签 within an article does not end the article.
enum LineKind: UInt8, CaseIterable {
  /// A paragraph: long, with the punctuation of sentences.
  case prose
  /// A short line that ends like a sentence.
  case sentence
  /// A line without punctuation as long as a title.
  case plain
  /// A line that is shorter than a title.
  case short
  /// An item of a list.
  case bullet
  /// An item of a list that belongs to an article: sentences, or a list after a colon.
  case item
  /// An entry of an enumeration or a row of a table: 1.…, （一）…, 第三条….
  case entry
  /// A date of publication or a source with a label.
  case header
  /// A labelled fact about an official document, or its number on a line of its own.
  case fact
  /// A date without a label.
  case date
  /// A date with a label that an event may have, too: 时间：.
  case time
  /// Authors, counts of readers, and other facts with a label.
  case byline
  /// Share, print and font buttons.
  case share
  /// Labels of tags.
  case tags
  /// Labels of the keywords of a paper, which may be above its text.
  case keywords
  /// Editors.
  case editors
  /// A heading or link of other articles.
  case related
  /// Copyright notices and disclaimers.
  case legal
  /// The footer of a site.
  case footer
  /// Addresses and telephone numbers.
  case contact
  /// Comments of readers, and the buttons around them.
  case comment
  /// The location of the page on its site, such as 首页 > 新闻 > 正文.
  case path
  /// A short heading such as 热门 or 最新资讯 over a list.
  case heading
  /// Names of links only.
  case navigation
  /// A mark between paragraphs that is no text of the article (【资料图】, 点击查看…).
  case stray
  /// A line before the body: 正文, 主要内容.
  case opening
  /// A heading of a summary above the body.
  case summary
  /// Digits and signs only.
  case number
}

extension LineKind {
  private static func isBracket(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "【", "[", "(", "<", ">", "《", "—", "-", "*", "#", "◎", "◆", "■", "●", "▲", "▼", "|": true
    default: false
    }
  }

  private static func isBulletMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "•", "·", "●", "■", "▪", "◆", "○", "◇", "□", "▶", "►", "▸", "‣", "★", "☆": true
    default: false
    }
  }

  /// Classifies a line by its folded head and its shape.
  init(_ full: [Unicode.Scalar], _ shape: LineShape) {
    let count = shape.count
    let opened = full.first.map(Self.isBracket) ?? false
    let isBullet = full.count > 1 && Self.isBulletMark(full[0])
    // Long paragraphs are most of the text of an archive, and few markers are long.
    if count > TextLines.headCount, !opened, shape.isProse {
      let isLegal =
        count <= 600
        && (Self.isLegal(full, shape) || Self.isSiteTerms(full))
      self = isLegal ? .legal : .prose
      return
    }
    let line =
      opened || isBullet
      ? Array(full.drop { $0 == " " || Self.isBracket($0) || Self.isBulletMark($0) }) : full
    self =
      Self.marker(full, line, shape, opened: opened, isBullet: isBullet)
      ?? (isBullet ? .bullet : Self.plainKind(full, shape))
  }

  private static func plainKind(_ full: [Unicode.Scalar], _ shape: LineShape) -> LineKind {
    if isRow(full, shape) { return .entry }
    if shape.isNumber || isCode(full, shape) { return .number }
    if shape.isProse { return isSiteTerms(full) ? .legal : .prose }
    if shape.endsSentence, shape.count >= 5 {
      let isNotice =
        shape.count <= 40 && !full.contains("“") && MarkerWords.copies.occurs(in: full)
      return isNotice ? .legal : .sentence
    }
    if shape.count <= 10, !shape.hasColon, !shape.hasStop,
      MarkerWords.navigation.occurs(in: full)
    {
      return .heading
    }
    if isEnumerated(full) { return .entry }
    return shape.count < 10 ? .short : .plain
  }

  /// True for a registration number of letters and digits.
  private static func isCode(_ line: [Unicode.Scalar], _ shape: LineShape) -> Bool {
    shape.digits >= 4 && shape.count <= 40
      && line.allSatisfy {
        PrintedText.isDigit($0) || PrintedText.isLatin($0) || "-_/.".unicodeScalars.contains($0)
      }
  }

  /// True for a row of a table that is drawn with bars.
  private static func isRow(_ line: [Unicode.Scalar], _ shape: LineShape) -> Bool {
    guard let first = line.first, let last = line.last else { return false }
    return 0x2500...0x257F ~= first.value || first == "|" && last == "|" && shape.bars >= 3
  }

  /// True for 1.…, 1、…, （一）…, 一、… and 第三条….
  private static func isEnumerated(_ line: [Unicode.Scalar]) -> Bool {
    var i = 0
    let opens = line.first == "(" || line.first == "第"
    if opens { i = 1 }
    while i < line.count, line[i] == " " { i += 1 }
    let start = i
    while i < line.count, i - start < 5, isNumeral(line[i]) { i += 1 }
    while i < line.count, line[i] == " " { i += 1 }
    guard i > start, i + 1 < line.count else { return false }
    switch line[i] {
    case ")": return line.first == "("
    case "条", "條", "章", "节", "節", "编": return line.first == "第"
    case "、": return !opens
    case ".": return !opens && !PrintedText.isDigit(line[i + 1])
    default: return false
    }
  }

  static func isNumeral(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "0"..."9", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "百", "〇", "零": true
    default: false
    }
  }

  /// Returns the kind of a line with the words of a marker, or nil.
  private static func marker(
    _ full: [Unicode.Scalar], _ line: [Unicode.Scalar], _ shape: LineShape, opened: Bool,
    isBullet: Bool
  ) -> LineKind? {
    let count = shape.count
    guard let first = line.first else { return .number }
    if count <= 120, !shape.hasStop, isPath(full) { return .path }
    let begins = MarkerWords.beginnings.match(line) != nil
    if begins, let length = MarkerWords.tags.match(line), count <= 80, !full.contains("。"),
      hasColon(line, at: length) || line.count == length
        || opened && closes(line, at: length)
    {
      return MarkerWords.keywords.match(line) == nil ? .tags : .keywords
    }
    if begins, let length = MarkerWords.editors.match(line), count <= 80,
      hasColon(line, at: length),
      !isSpeech(full)
    {
      return .editors
    }
    if begins, let length = MarkerWords.related.match(line), count <= 120,
      hasColon(line, at: length) || opened && closes(line, at: length)
        || line.count <= length + 6 && !shape.endsSentence
    {
      return .related
    }
    if begins, count <= 600, isLegal(line, shape) { return .legal }
    if begins, MarkerWords.notices.match(line) != nil, count <= 600,
      MarkerWords.siteTerms.occurs(in: full) || MarkerWords.rights.count(in: full, upTo: 2) == 2
    {
      return .legal
    }
    if count <= 400, !full.contains("。") || count <= 120, isFooter(full, shape) {
      return .footer
    }
    if MarkerWords.stray.match(full) != nil, count <= 40 { return .stray }
    if isScript(full) { return .stray }
    if let kind = comment(line, shape) { return kind }
    if count <= 24, !shape.hasStop, !shape.hasColon, MarkerWords.banners.occurs(in: full) {
      return .share
    }
    if begins || PrintedText.isDigit(first), count <= 80, !full.contains("。"),
      isShare(full, line, opened: opened)
    {
      return .share
    }
    if begins, let length = MarkerWords.contacts.match(line), count <= 120,
      hasColon(line, at: length)
    {
      return .contact
    }
    if begins, count <= 20, let length = MarkerWords.counts.match(line),
      hasColon(line, at: length)
    {
      return .share
    }
    if begins, let length = MarkerWords.authors.match(line), count <= 60,
      hasColon(line, at: length),
      !isSpeech(full)
    {
      let hasEditor = line.indices.contains {
        MarkerWords.editors.match(line, at: $0).map { $0 >= 4 } ?? false
      }
      return hasEditor ? .editors : .byline
    }
    if begins, let length = MarkerWords.summaries.match(line), line.count <= length + 1 {
      return .summary
    }
    if begins, let length = MarkerWords.opening.match(line), line.count <= length + 1 {
      return .opening
    }
    if opened, count <= 16, isEnding(line) { return .editors }
    if begins || first == "|", count <= 60,
      MarkerWords.links.match(line) != nil || first == "|", isLinks(line),
      !isRow(full, shape)
    {
      return isBullet ? .bullet : .navigation
    }
    if count <= 60, !shape.hasColon, shape.stops == 0, shape.hasSpace,
      let kind = rowOfWords(full)
    {
      return kind
    }
    // 关于我们｜广告服务｜人才招聘 is a row of links whatever it says.
    if shape.bars >= 3, !shape.hasStop, !isRow(full, shape), shape.bars * 12 >= count {
      return .navigation
    }
    return nil
  }

  /// True for a statement of a script, such as document.write(…);.
  private static func isScript(_ line: [Unicode.Scalar]) -> Bool {
    guard let last = line.last, ";}>".unicodeScalars.contains(last) else { return false }
    return MarkerWords.scripts.match(line) != nil
  }

  /// Returns the kind of three or more short words with spaces between them: links such as 我要写信
  /// 信件查询 写信须知, or names such as 临江日报 记者 张三.
  private static func rowOfWords(_ line: [Unicode.Scalar]) -> LineKind? {
    let words = line.split(separator: " ")
    guard words.count >= 2, words.allSatisfy({ $0.count <= 8 && $0.allSatisfy(PrintedText.isHan) })
    else { return nil }
    if let first = words.first, MarkerWords.editors.match(Array(first)) == first.count {
      return .editors
    }
    guard words.count >= 3 else { return nil }
    if words.contains(where: { MarkerWords.authors.match(Array($0)) == $0.count && $0.count > 1 }) {
      return .byline
    }
    return words.allSatisfy { 2...5 ~= $0.count } && words.contains { $0.count >= 4 }
      ? .navigation : nil
  }

  private static func isPath(_ line: [Unicode.Scalar]) -> Bool {
    if let length = MarkerWords.locations.match(line) {
      let next = line.dropFirst(length).first { $0 != " " }
      if next == nil { return length > 2 }
      if let next, ":>›»≫/-".unicodeScalars.contains(next) { return true }
      // 首页 快讯 公司
      return length <= 2 && line.count > length && line[length] == " " && line.count <= 40
    }
    guard line.count <= 100, let first = line.first(where: { $0 != " " }) else { return false }
    if first == ">" { return true }
    var mark: Int?
    for (i, scalar) in line.enumerated() {
      switch scalar {
      case ">", "›", "»", "≫": mark = mark ?? i
      // Code and mathematics have other signs.
      case "<", "=", "{", "}", "\"": return false
      default: break
      }
    }
    // 更多> is a link.
    guard let mark, line.count - mark > 2 else { return false }
    return line[..<mark].contains(where: PrintedText.isHan)
  }

  private static func comment(_ line: [Unicode.Scalar], _ shape: LineShape) -> LineKind? {
    guard shape.count <= 60 else { return nil }
    if let length = MarkerWords.comments.match(line), MarkerWords.answers.match(line) == nil,
      line.count <= length + 8 || hasColon(line, at: length), !shape.hasStop || line.count <= 30
    {
      return .comment
    }
    guard shape.count <= 40, shape.digits > 0, !shape.hasStop else { return nil }
    return MarkerWords.commentMarks.occurs(in: line) ? .comment : nil
  }

  private static func isFooter(_ full: [Unicode.Scalar], _ shape: LineShape) -> Bool {
    guard !shape.endsSentence, !shape.isProse || shape.digits >= 6 else { return false }
    return MarkerWords.footers.occurs(in: full)
      || shape.digits >= 6 && !shape.isProse && MarkerWords.licences.occurs(in: full)
  }

  /// True for - THE END - and （本文完）.
  private static func isEnding(_ line: [Unicode.Scalar]) -> Bool {
    let words = line.split { !PrintedText.isHan($0) && !PrintedText.isLatin($0) }
    return !words.isEmpty
      && words.allSatisfy { MarkerWords.endings.match(Array($0)) == $0.count }
  }

  private static func isShare(
    _ full: [Unicode.Scalar], _ line: [Unicode.Scalar], opened: Bool
  ) -> Bool {
    if isButtons(line) { return true }
    guard MarkerWords.share.match(line) != nil else { return false }
    if full.contains(where: { $0 == "!" || $0 == "?" }) { return false }
    return line.count <= 6 || line.contains(" ") || line.contains(":") || opened
      || line.count <= 20 && MarkerWords.share.match(line) ?? 0 >= 3
  }

  /// True when the line consists of the names of buttons, and of counts beside them.
  static func isButtons(_ line: [Unicode.Scalar]) -> Bool {
    guard line.count <= 60, let first = line.first,
      MarkerWords.buttons.match(line) != nil
        || PrintedText.isDigit(first) && line.contains(" ") && MarkerWords.buttons.occurs(in: line)
    else { return false }
    var hasButton = false
    let words = line.split { $0 == " " || $0 == "|" || $0 == "/" || $0 == "]" || $0 == "[" }
    for word in words {
      if MarkerWords.buttons.covers(word) {
        hasButton = hasButton || !PrintedText.isDigit(word[word.startIndex])
      } else if !word.allSatisfy({
        PrintedText.isDigit($0) || ",.+-".unicodeScalars.contains($0)
      }) {
        return false
      }
    }
    return hasButton
  }

  private static func isLinks(_ line: [Unicode.Scalar]) -> Bool {
    line.split { $0 == " " || $0 == "|" || $0 == "•" }.allSatisfy {
      MarkerWords.links.covers($0)
    }
  }

  /// True for a copyright notice or a disclaimer. 未经授权使用他人照片… may be prose of an article.
  private static func isLegal(_ line: [Unicode.Scalar], _ shape: LineShape) -> Bool {
    guard let length = MarkerWords.legal.match(line) else { return false }
    return !shape.isProse || hasColon(line, at: length) || MarkerWords.ownSite.occurs(in: line)
      || MarkerWords.rights.count(in: line, upTo: 2) == 2
  }

  /// True for prose about the use of a site, such as 本站转载的文章版权归作者所有.
  private static func isSiteTerms(_ line: [Unicode.Scalar]) -> Bool {
    let own = MarkerWords.siteTerms.count(in: line, upTo: 2)
    return own > 0 && MarkerWords.ownSite.occurs(in: line)
      && own + MarkerWords.rights.count(in: line, upTo: 2) >= 3
  }

  /// True when a colon, or a bar used as a colon, follows the label.
  private static func hasColon(_ line: [Unicode.Scalar], at length: Int) -> Bool {
    guard let next = line.dropFirst(length).first(where: { $0 != " " }) else { return false }
    return switch next {
    case ":", "|", "｜", "丨", "︱", "/": true
    default: false
    }
  }

  private static func closes(_ line: [Unicode.Scalar], at length: Int) -> Bool {
    guard line.count > length else { return false }
    return switch line[length] {
    case "】", "]", ">", ")": true
    default: false
    }
  }

  /// True for speech after a label, such as 记者:您怎么看?
  private static func isSpeech(_ line: [Unicode.Scalar]) -> Bool {
    var commas = 0
    for scalar in line {
      switch scalar {
      case "。", "!", "?": return true
      case ",": commas += 1
      default: break
      }
    }
    return commas >= 2
  }
}
