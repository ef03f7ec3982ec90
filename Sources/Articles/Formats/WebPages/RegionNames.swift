/// The parts of a page that the names of tags, classes and ids mean. Remembers the names of a page,
/// because most occur many times.
struct RegionNames {
  private var known: [String: LineHints.Region?] = [:]

  private static let maximumKnown = 10_000

  /// Returns the region of an element by its tag, class, id and role; nil when they mean none.
  mutating func region(tag: String, _ attributes: MarkupAttributes) -> LineHints.Region? {
    // The names on these elements describe the whole page.
    if attributes.isEmpty || tag == "html" || tag == "body" { return Self.tags[tag] }
    var found = Self.tags[tag]
    for names in [attributes["id"], attributes["class"], attributes["role"]] {
      guard let names, let region = remembered(names) else { continue }
      // Within a name such as `article-comments`, and of several names, the part that is no article
      // is the more special one.
      if found == nil || found == .article { found = region }
    }
    return found
  }

  private static let tags: [String: LineHints.Region] = [
    "article": .article, "main": .article, "nav": .navigation, "aside": .related,
    "footer": .footer,
  ]

  /// The longest names that are read; longer ones list states of a program.
  private static let maximumBytes = 200

  private mutating func remembered(_ names: String) -> LineHints.Region? {
    guard names.utf8.count <= Self.maximumBytes else { return nil }
    if let region = known[names] { return region }
    let region = Self.region(names)
    if known.count < Self.maximumKnown { known.updateValue(region, forKey: names) }
    return region
  }

  private static func region(_ names: String) -> LineHints.Region? {
    var found: LineHints.Region?
    for word in words(names) {
      guard
        let region = words[String(decoding: word, as: UTF8.self)]
          ?? compounds.first(where: { ByteScan.first($0.0, in: word[...]) != nil })?.1
      else { continue }
      if region != .article { return region }
      found = region
    }
    return found
  }

  /// Splits names at punctuation and capitals, in lower case: `topNav_box` is top, nav, box.
  private static func words(_ names: String) -> [[UInt8]] {
    var words: [[UInt8]] = []
    var word: [UInt8] = []
    func end() {
      if !word.isEmpty { words.append(word) }
      word = []
    }
    var isAfterLower = false
    for byte in names.utf8 {
      let isUpper = UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
      let isLower = UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
      if !isLower, !isUpper || isAfterLower { end() }
      if isLower || isUpper { word.append(byte | 0x20) }
      isAfterLower = isLower
    }
    end()
    return words
  }

  private static let words: [String: LineHints.Region] = {
    var words: [String: LineHints.Region] = [:]
    func add(_ names: String, _ region: LineHints.Region) {
      for name in names.split(whereSeparator: \.isWhitespace) { words[String(name)] = region }
    }
    add("article content contents entry post story zhengwen main text body detail", .article)
    add(
      """
      nav navbar navi subnav topnav mainnav navigation menu submenu crumb crumbs topbar toolbar
      sitemap location daohang mianbaoxie
      """, .navigation)
    add("comment comments pinglun pinlun reply replies discuss disqus liuyan gentie", .comments)
    add(
      """
      related relate relevant recommend recommends recommended recommand recmd tuijian xiangguan hot
      hots rank ranking ranklist paihang sidebar aside suggest suggestion guess hotnews toplist
      morenews
      """, .related)
    add("footer foot copyright friendlink friendlinks youlian banquan", .footer)
    add("share shares sharebar bdshare bdsharebuttonbox social qrcode fenxiang erweima", .share)
    return words
  }()

  /// Parts of words that are written together.
  private static let compounds: [([UInt8], LineHints.Region)] = [
    ("breadcrumb", LineHints.Region.navigation), ("navigation", .navigation),
    ("comment", .comments), ("recommend", .related), ("relatednews", .related),
    ("sidebar", .related), ("footer", .footer), ("copyright", .footer), ("bdshare", .share),
  ].map { (Array($0.0.utf8), $0.1) }
}
