import Calendar

/// A chapter of a book, which is a web page.
enum BookChapter {
  /// Returns the article of a chapter.
  ///
  /// - Throws: the errors of a web page.
  static func article(
    in bytes: [UInt8], id: String, path: String, of book: OfficeProperties, decoder: TextDecoder
  ) throws(ArticleError) -> Article {
    let decoded = try decoder.decode(
      bytes, declared: MarkupSniffer.declaredCharset(bytes), path: path)
    guard var page = MarkedPage(decoded.utf8) else {
      throw ArticleError(path: path, reason: .tooManyAttributes)
    }
    // Many programs give all chapters the title of the book.
    page.hints.titles.removeAll { $0 == book.title }
    if let time = CivilDateTime(recorded: book.date), time.date.day != nil {
      page.hints.times.append(TimeHint(time: time, place: "date of the book"))
    }
    var article = try WebPageLayout(page, encoding: decoded.encoding).article(id: id, path: path)
    if article.source.isEmpty { article.source = book.title.cleanedName() }
    book.complete(&article)
    article.add("book", book.title)
    article.add("publisher", book.publisher)
    return article
  }

  /// True when a page has text outside its head. Blanks written as entities are no text.
  static func hasText(_ page: [UInt8]) -> Bool {
    // Documents in UTF-16 are read in any case.
    if page.contains(0) { return true }
    let body = Array("<body".utf8)
    var at = ByteScan.first(body, in: page[...]) ?? 0
    while at < page.count {
      switch page[at] {
      case UInt8(ascii: "<"):
        guard let end = page[at...].firstIndex(of: UInt8(ascii: ">")) else { return false }
        at = end + 1
      case ...0x20: at += 1
      case UInt8(ascii: "&"):
        let entity = page[at...].prefix(8)
        let blanks = ["&nbsp;", "&#160;", "&#xa0;", "&#xA0;", "&#12288;"]
        guard let blank = blanks.first(where: { entity.starts(with: $0.utf8) }) else { return true }
        at += blank.utf8.count
      // U+00A0 and U+3000.
      case 0xC2 where page[at...].starts(with: [0xC2, 0xA0]): at += 2
      case 0xE3 where page[at...].starts(with: [0xE3, 0x80, 0x80]): at += 3
      default: return true
      }
    }
    return false
  }
}
