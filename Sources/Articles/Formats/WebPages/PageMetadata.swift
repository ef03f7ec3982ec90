import Calendar

/// The titles, times, sources and the address that a page declares in its head, in JSON-LD and in
/// attributes.
struct PageMetadata {
  /// The kinds of declarations, the most reliable first.
  private enum Rank: Int {
    case linkedData, article, page, element
  }

  private var titles: [(rank: Rank, text: String)] = []
  private var times: [(rank: Rank, hint: TimeHint)] = []
  private var sources: [(rank: Rank, name: String)] = []
  /// The `title` element, which often ends with the names of a section and the site.
  private(set) var pageTitle = ""
  private(set) var url = ""
  /// True when the page sends browsers to another address.
  private(set) var isRedirect = false

  /// Longer values are no names.
  private static let maximumName = 60
  private static let maximumTitle = 300

  var declaredTitles: [String] { titles.sorted { $0.rank.rawValue < $1.rank.rawValue }.map(\.text) }
  var declaredTimes: [TimeHint] { times.sorted { $0.rank.rawValue < $1.rank.rawValue }.map(\.hint) }
  var declaredSources: [String] {
    sources.sorted { $0.rank.rawValue < $1.rank.rawValue }.map(\.name)
  }

  mutating func addMeta(_ attributes: MarkupAttributes) {
    guard let content = attributes["content"], !content.isEmpty else { return }
    if attributes["http-equiv"]?.lowercased() == "refresh" {
      isRedirect = isRedirect || content.lowercased().contains("url")
    }
    for key in [attributes["name"], attributes["property"], attributes["itemprop"]] {
      guard let key, key.utf8.count < 100 else { continue }
      // dc.date, DC-date and og:title are the names that pages spell in many ways.
      let name = key.lowercased().filter { $0.isLetter }
      if Self.timeNames.contains(name) {
        addTime(content, .article, place: "meta \(key)")
      } else if Self.titleNames.contains(name) {
        addTitle(content, .article)
      } else if Self.sourceNames.contains(name) {
        addSource(content, .article)
      } else if name == "ogsitename" || name == "sitename" {
        addSource(content, .page)
      } else if name == "ogurl" {
        addAddress(content)
      }
    }
  }

  mutating func addLink(_ attributes: MarkupAttributes) {
    guard attributes["rel"]?.lowercased() == "canonical", let address = attributes["href"] else {
      return
    }
    addAddress(address)
  }

  /// Adds a `time` element.
  mutating func addTime(_ attributes: MarkupAttributes) {
    guard let value = attributes["datetime"] else { return }
    let isPublication =
      attributes["itemprop"]?.lowercased() == "datepublished" || attributes["pubdate"] != nil
    addTime(value, isPublication ? .page : .element, place: "time datetime")
  }

  /// Adds an element of another kind, if it declares a property of the article.
  mutating func addItem(_ attributes: MarkupAttributes) {
    guard !attributes.isEmpty, let property = attributes["itemprop"],
      property.lowercased() == "datepublished",
      let value = attributes["content"] ?? attributes["datetime"]
    else { return }
    addTime(value, .page, place: "itemprop \(property)")
  }

  /// Adds the text of the `title` element. A page has one; further ones belong to images.
  mutating func addPageTitle(_ text: [UInt8]) {
    let title = String(decoding: text, as: UTF8.self).foldingWhitespace()
    if pageTitle.isEmpty, title.utf8.count <= 4 * Self.maximumTitle { pageTitle = title }
  }

  mutating func addLinkedData(_ json: [UInt8]) {
    let data = LinkedData(json)
    for title in data.headlines { addTitle(title, .linkedData) }
    for time in data.times { addTime(time, .linkedData, place: "JSON-LD") }
    for source in data.sources { addSource(source, .linkedData) }
  }

  private mutating func addTitle(_ text: String, _ rank: Rank) {
    let title = text.foldingWhitespace()
    guard !title.isEmpty, title.utf8.count <= 4 * Self.maximumTitle else { return }
    titles.append((rank, title))
  }

  private mutating func addTime(_ text: String, _ rank: Rank, place: String) {
    guard let time = CivilDateTime(recorded: text.foldingWhitespace()), time.date.day != nil else {
      return
    }
    times.append((rank, TimeHint(time: time, place: place)))
  }

  private mutating func addSource(_ text: String, _ rank: Rank) {
    var name = text.cleanedName()
    for label in ["来源", "來源"] where name.hasPrefix(label) {
      name = String(name.dropFirst(label.count).drop { ":： ".contains($0) })
    }
    guard !name.isEmpty, name.unicodeScalars.count <= Self.maximumName else { return }
    sources.append((rank, name))
  }

  private mutating func addAddress(_ text: String) {
    let isAddress = text.hasPrefix("https://") || text.hasPrefix("http://")
    if url.isEmpty, isAddress, text.utf8.count <= 2000 { url = text }
  }

  // Names without punctuation, in lower case.
  private static let timeNames: Set<String> = [
    "articlepublishedtime", "ogpublishedtime", "publishdate", "publishtime", "publishedtime",
    "publisheddate", "publicationdate", "pubdate", "pubtime", "releasedate", "ogreleasedate",
    "datepublished", "articledate", "articlepubdate", "weiboarticlecreateat", "dcdateissued",
    "dctermsissued", "firstpublishedtime", "citationpublicationdate",
  ]
  private static let titleNames: Set<String> = [
    "ogtitle", "articletitle", "headline", "twittertitle", "dctitle", "citationtitle",
  ]
  private static let sourceNames: Set<String> = [
    "source", "contentsource", "articlesource", "newssource", "laiyuan", "dcsource",
  ]
}
