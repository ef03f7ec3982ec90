/// A finder of the title within the first line of a crawled text.
///
/// Aggregators add a slogan before the title (天天热资讯!…, 环球微动态丨…) or after it (…|环球视讯, …_通讯).
/// Video sites add a medium ([视频]…). A slogan has a typical shape and consists only of slogan
/// words. In doubt the whole line is the title.
enum TitleLine {
  /// Words for time, region and extent.
  private static let scope =
    "天天 今日 环球 環球 全球 世界 每日 当前 當前 即时 即時 实时 今 最新 聚 滚动 当日 微 新 热 全 国内"
  /// Words for news.
  private static let news = """
    热点 热讯 热资讯 资讯 快讯 焦点 微动态 速看 动态 速读 速递 新消息 消息 热门 热文 热闻 看点 观点
    观察 百事通 微资讯
    精选 播报 简讯 要闻 头条 关注 快播 快看 快报 视讯 视点 信息 短讯 讯息 通讯 报道 报资讯 新动态
    新要闻 新资讯 亮点 独家
    聚焦 速讯 热点聚焦 熱點 熱訊 熱聞 資訊 快訊 焦點 看點 要聞 頭條 速遞 短訊 通訊 速報 滚动 微头条 热议 热推荐 热推 消息 热头条 快消息 观热点 时讯 热评 焦点信息 看热讯
    """
  /// Characters that are added to news words, as in 环球热点评, 世界快看点 and 视焦点讯.
  private static let particles = "评 讯 看 报 快 速 观 视 点 速讯 视点"
  private static let words = LabelWords([scope, news, particles].joined(separator: " "))
  private static let scopeWords = LabelWords(scope)
  private static let newsWords = LabelWords(news)
  private static let verbs = LabelWords("观 快 看 视 速")
  private static let single = LabelWords("热门 看点 短讯 通讯 滚动 焦点速讯 熱門 看點")
  private static let media = LabelWords(
    """
    [视频] [视讯] [图文] [组图] [图片] [高清] [直播] [音频] [影片] 【视频】 【组图】 【图文】 【直播】
    视频| 组图| 视频丨 视频:
    """)

  /// True when a line such as `标题_频道_网站` has `part` between its ends and its marks.
  static func contains(_ line: [Unicode.Scalar], _ part: [Unicode.Scalar]) -> Bool {
    guard part.count >= 6, line.count > part.count, let first = part.first else { return false }
    for start in 0...(line.count - part.count)
    where line[start] == first && line[start...].starts(with: part) {
      let end = start + part.count
      if start == 0 || marks.contains(line[start - 1]),
        end == line.count || marks.contains(line[end])
      {
        return true
      }
    }
    return false
  }

  /// Marks between a title and the names of sections and sites.
  private static let marks = Set("_|-丨｜–—:!> ".unicodeScalars)

  static func range(in line: [Unicode.Scalar]) -> Range<Int> {
    var start = media.match(line) ?? sloganPrefix(line)
    while start < line.count, line[start] == " " { start += 1 }
    let end = sloganSuffix(Array(line[..<siteSuffix(line, from: start)]), from: start)
    return end - start >= 4 ? start..<end : 0..<line.count
  }

  private static func sloganPrefix(_ line: [Unicode.Scalar]) -> Int {
    guard let stop = line.prefix(10).firstIndex(where: { "!|:｜丨".unicodeScalars.contains($0) }),
      2...8 ~= stop, words.covers(line[..<stop])
    else { return 0 }
    // Before a colon, a single word such as 观察 or 最新 can be the source's own heading.
    if line[stop] == ":" { guard isSlogan(Array(line[..<stop])) else { return 0 } }
    return stop + 1
  }

  private static func sloganSuffix(_ line: [Unicode.Scalar], from start: Int) -> Int {
    guard let stop = line.lastIndex(where: { "|｜丨_ ".unicodeScalars.contains($0) }), stop > start,
      2...8 ~= line.count - stop - 1, words.covers(line[(stop + 1)...])
    else { return line.count }
    let suffix = Array(line[(stop + 1)...])
    // A space also separates the two parts of a title.
    if line[stop] == " ", !isSlogan(suffix) { return line.count }
    var end = stop
    while end > start, line[end - 1] == " " { end -= 1 }
    return end
  }

  /// True for slogan words that certainly make a slogan: scope and news, or a verb and news, such
  /// as 观热点 or 快消息.
  private static func isSlogan(_ text: [Unicode.Scalar]) -> Bool {
    guard let length = scopeWords.match(text) ?? verbs.match(text) else {
      return single.match(text) == text.count
    }
    return length < text.count && newsWords.occurs(in: Array(text[length...]))
  }

  /// Returns the end of the title before the names of sections and the site: _频道_网站, --时政--网站,
  /// or  - 网站. The last name must be that of a site.
  private static func siteSuffix(_ line: [Unicode.Scalar], from start: Int) -> Int {
    var end = line.count
    for isSite in [true, false, false] {
      guard let mark = line[..<end].lastIndex(where: { "_|-丨｜–—".unicodeScalars.contains($0) }),
        mark > start + 5
      else { break }
      let name = line[(mark + 1)..<end].drop { $0 == " " }
      guard 2...12 ~= name.count, name.allSatisfy(isNamePart) else { break }
      if isSite {
        guard MarkerWords.siteEndings.matchEnd(name.suffix(5)) != nil else { break }
        // A bare hyphen or dash may belong to the title.
        let isClear =
          line[mark] != "-" && line[mark] != "—" || line[mark - 1] == " " || line[mark - 1] == "-"
          || MarkerWords.siteSuffixes.matchEnd(name.suffix(5)) != nil
        guard isClear else { break }
      } else {
        // A section is separated as the site is.
        guard end < line.count, line[mark] == line[line[end...].firstIndex { $0 != " " } ?? end]
        else { break }
      }
      end = mark
      while end > start, " -_|—–".unicodeScalars.contains(line[end - 1]) { end -= 1 }
    }
    return end - start >= 6 ? end : line.count
  }

  private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    PrintedText.isHan(scalar) || PrintedText.isLatin(scalar) || PrintedText.isDigit(scalar)
      || scalar == "." || scalar == " "
  }
}
