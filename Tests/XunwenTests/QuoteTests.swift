import CraftedFiles
import TestSupport
import Testing
import TextAnalysis
import Xunwen

/// Tests of verbatim and changed quotations from stored articles.
@Suite struct QuoteTests {
  /// An archive of random articles, with the articles.
  private struct RandomArchive {
    let archive: Archive
    let articles: [Article]
    let analyzer: Analyzer

    init(_ generator: inout ArticleGenerator) async throws {
      let library = Library()
      for number in 0..<40 {
        let article = generator.article(id: "\(number)", length: generator.pick([5, 60, 300]))
        library.write(article.record, to: "\(number).jsonl")
      }
      let archive = try await library.build().archive
      self.archive = archive
      articles = try (0..<40).compactMap { try archive.article(id: "\($0)")?.article }
      analyzer = try Analyzer()
    }

    /// Returns random adjacent units of a title or body, sometimes with the punctuation after them.
    func quote(
      _ generator: inout ArticleGenerator, units count: Int
    ) -> (article: Article, range: Range<Int>)? {
      let article = generator.pick(articles)
      guard
        let zone = article.zones.filter({ $0.kind != .tail }).randomElement(
          using: &generator.random)
      else { return nil }
      let units = analyzer.analyze(article.text.span.extracting(zone.range)).units
      guard !units.isEmpty else { return nil }
      let first = generator.number(0...units.count - 1)
      let last = min(units.count - 1, first + count - 1)
      var end = units[last].source.upperBound
      if last + 1 < units.count, generator.chance(of: 3) {
        end = max(end, units[last + 1].source.lowerBound)
      }
      let origin = zone.range.lowerBound
      var range = origin + units[first].source.lowerBound..<origin + end
      // The white space at the end of a quotation is ignored.
      let text = String(decoding: article.text[range], as: UTF8.self).unicodeScalars
      for scalar in text.reversed() {
        guard scalar.properties.isWhitespace else { break }
        range = range.lowerBound..<range.upperBound - scalar.utf8.count
      }
      return (article, range)
    }

    func contains(_ article: Article, _ text: String) -> Bool {
      let wanted = Array(text.utf8)
      return article.text.indices.contains { article.text[$0...].starts(with: wanted) }
    }
  }

  @Test(arguments: [91, 92, 93] as [UInt64])
  func `a quotation of a part of an article is verbatim`(seed: UInt64) async throws {
    var generator = ArticleGenerator(seed: seed)
    let stored = try await RandomArchive(&generator)
    var checked = 0
    for _ in 0..<TestScale.cases(150) {
      guard let (article, range) = stored.quote(&generator, units: generator.number(1...20)) else {
        continue
      }
      let quote = String(decoding: article.text[range], as: UTF8.self)
      let note = "seed \(seed): \(quote.debugDescription) of \(article.id)"
      let found = try stored.archive.verify(quote: quote, limit: 40)
      #expect(found.total == found.articles.count && found.prefix == nil, "\(note)")
      let quoted = try #require(found.articles.first { $0.hit.id == article.id }, "\(note)")
      let span = try #require(article.spans(of: [range]).first, "\(note)")
      #expect(quoted.isVerbatim, "\(note)")
      #expect(
        quoted.occurrences.contains {
          $0.isVerbatim && $0.span.original == span.original && $0.span.range.overlaps(span.range)
        }, "\(note)")
      for quoted in found.articles { try check(quoted, of: quote, stored, note) }
      let dates = found.articles.map { $0.hit.published }
      #expect(dates == dates.compactMap(\.self).sorted() + dates.filter { $0 == nil }, "\(note)")
      checked += 1
    }
    #expect(checked > 100, "seed \(seed)")
  }

  private func check(
    _ quoted: QuotedArticle, of quote: String, _ stored: RandomArchive, _ note: String
  )
    throws
  {
    let article = try #require(stored.articles.first { $0.id == quoted.hit.id })
    #expect(!quoted.occurrences.isEmpty, "\(note)")
    let texts = article.zones.map {
      visible(String(decoding: article.text[$0.range], as: UTF8.self))
    }
    #expect(!quoted.isVerbatim || texts.contains { $0.contains(visible(quote)) }, "\(note)")
    for occurrence in quoted.occurrences {
      #expect(article.slice(occurrence.span) == occurrence.text, "\(note)")
      #expect(article.slice(occurrence.sentenceSpan) == occurrence.sentence, "\(note)")
      #expect(
        occurrence.isVerbatim == visible(occurrence.text).elementsEqual(visible(quote)), "\(note)")
      let (span, sentence) = (occurrence.span, occurrence.sentenceSpan)
      #expect(sentence.original == span.original, "\(note)")
      #expect(
        sentence.range.lowerBound <= span.range.lowerBound
          && span.range.upperBound <= sentence.range.upperBound, "\(note)")
    }
  }

  private func visible(_ text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint }
  }

  /// Zero-width and other invisible characters do not make a quotation differ.
  @Test(arguments: [
    "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}", "\u{FEFF}", "\u{AD}", "\u{FE0F}", "\u{E0101}",
  ])
  func `invisible characters are not part of a quotation`(mark: String) async throws {
    let library = Library()
    let text = "前文，养\(mark)老服务\(mark)很好。\(mark)后文葛\(mark)。"
    library.write("{\"id\": \"a\", \"text\": \"\(text)\"}\n", to: "a.jsonl")
    let archive = try await library.build().archive
    for quote in ["养老服务", "养老服务很好。后文", "，养老\(mark)服务", "很好。", "葛"] {
      let found = try archive.verify(quote: quote)
      #expect(found.articles.map(\.isVerbatim) == [true], "\(quote)")
      let hit = try #require(try archive.search("\"\(quote)\"").hits.first)
      #expect(hit.matches.count == 1)
    }
    #expect(try archive.verify(quote: "养老服務").articles.map(\.isVerbatim) == [false])
  }

  /// Only the first occurrences that do not overlap are listed, whatever the script of the others.
  @Test(arguments: [2, 3, 50, 400])
  func `the occurrences of a repetitive quotation do not overlap`(length: Int) async throws {
    let library = Library()
    let text = String(repeating: "养", count: 1000) + "。" + String(repeating: "養", count: 1000)
    library.write("{\"id\": \"a\", \"text\": \"\(text)\"}\n", to: "a.jsonl")
    let archive = try await library.build().archive
    let quote = String(repeating: "养", count: length)
    let found = try #require(try archive.verify(quote: quote).articles.first)
    #expect(found.occurrences.map(\.isVerbatim).count { $0 } == 1000 / length)
    #expect(found.occurrences.count == 2 * (1000 / length))
    for (last, next) in zip(found.occurrences, found.occurrences.dropFirst()) {
      #expect(last.span.range.upperBound <= next.span.range.lowerBound)
    }
  }

  /// A verbatim occurrence is listed in place of an earlier one that overlaps it.
  @Test func `a verbatim occurrence is not hidden`() async throws {
    let library = Library()
    library.write("{\"id\": \"a\", \"text\": \"前養老養老养老后\"}\n", to: "a.jsonl")
    let archive = try await library.build().archive
    let found = try #require(try archive.verify(quote: "養老养老").articles.first)
    #expect(found.occurrences.map(\.text) == ["養老养老"] && found.isVerbatim)
  }

  @Test(arguments: [94, 95, 96] as [UInt64])
  func `a changed quotation is not verbatim`(seed: UInt64) async throws {
    var generator = ArticleGenerator(seed: seed)
    let stored = try await RandomArchive(&generator)
    var normalized = 0
    for _ in 0..<TestScale.cases(150) {
      guard let (article, range) = stored.quote(&generator, units: generator.number(3...15)) else {
        continue
      }
      var scalars = Array(String(decoding: article.text[range], as: UTF8.self).unicodeScalars)
      let index = generator.number(0...scalars.count - 1)
      scalars[index] = generator.pick(Array("国國发發，。a5５Ａ龘".unicodeScalars))
      let quote = String(String.UnicodeScalarView(scalars))
      let note = "seed \(seed): \(quote.debugDescription) of \(article.id), changed"
      guard let found = try? stored.archive.verify(quote: quote, limit: 40) else { continue }
      for quoted in found.articles {
        try check(quoted, of: found.quote, stored, note)
        normalized += quoted.isVerbatim ? 0 : 1
      }
    }
    #expect(normalized > 5, "seed \(seed)")
  }

  @Test(arguments: [97, 98] as [UInt64])
  func `the longest parts equal the result of an exhaustive search`(seed: UInt64) async throws {
    var generator = ArticleGenerator(seed: seed, alphabet: ArticleGenerator.plainAlphabet)
    let stored = try await RandomArchive(&generator)
    for _ in 0..<TestScale.cases(20) {
      guard let (article, range) = stored.quote(&generator, units: generator.number(1...8)) else {
        continue
      }
      let quote = String(decoding: article.text[range], as: UTF8.self) + "龘" + generator.text(1...6)
      let found = try stored.archive.verify(quote: quote)
      let note = "seed \(seed): \(quote.debugDescription)"
      #expect(found.total == 0 && found.articles.isEmpty, "\(note)")
      let units = stored.analyzer.analyze(found.quote, segmentingWords: false).units
      let bytes = Array(found.quote.utf8)
      func longest(_ range: (Int) -> Range<Int>) throws -> String? {
        for count in (1..<units.count).reversed() {
          let part = units[range(count)]
          guard let first = part.first, let last = part.last else { continue }
          let text = String(
            decoding: bytes[first.source.lowerBound..<last.source.upperBound], as: UTF8.self)
          if try stored.archive.verify(quote: text).total > 0 { return text }
        }
        return nil
      }
      #expect(try longest { 0..<$0 } == found.prefix?.text, "\(note)")
      #expect(try longest { (units.count - $0)..<units.count } == found.suffix?.text, "\(note)")
      for part in [found.prefix, found.suffix].compactMap(\.self) {
        let scalars = Array(found.quote.unicodeScalars)[part.range]
        #expect(String(String.UnicodeScalarView(scalars)) == part.text, "\(note)")
        try check(part.article, of: part.text, stored, note)
      }
    }
  }

  /// A sentence includes its opening and closing punctuation.
  @Test(arguments: [
    ("养老", "前一句。“养老服务很好。”他说。", "“养老服务很好。”"),
    ("他说", "前一句。“养老服务很好。”他说。", "他说。"),
    ("养老", "【导读】养老服务\n\n　　正文在此。", "【导读】养老服务"),
    ("正文", "养老服务\n\n　　（正文）在此。", "（正文）在此。"),
    ("服务很好。他", "前。养老服务很好。他说！后。", "养老服务很好。他说！"),
    ("养老", "　养老　", "养老"),
    ("后面", "第一条。\n●养老；\n●后面的。\n完。", "●后面的。"),
  ])
  func `an occurrence includes its whole sentence`(quote: String, text: String, sentence: String)
    async throws
  {
    let library = Library()
    let escaped = text.replacing("\n", with: "\\n")
    library.write("{\"id\": \"a\", \"text\": \"\(escaped)\"}\n", to: "a.jsonl")
    let found = try await library.build().archive.verify(quote: quote)
    #expect(found.articles.first?.occurrences.first?.sentence == sentence)
  }

  @Test func `a text without a sentence end is truncated`() async throws {
    let library = Library()
    let filler = String(repeating: "无关", count: 1000)
    library.write("{\"id\": \"a\", \"text\": \"\(filler)养老\(filler)\"}\n", to: "a.jsonl")
    let found = try await library.build().archive.verify(quote: "养老")
    #expect(found.articles.first?.occurrences.first?.sentence.unicodeScalars.count == 802)
  }

  @Test(arguments: ["", "  ", "。。。", "“”"])
  func `a quotation without units is an error`(quote: String) async throws {
    let library = Library()
    library.write("{\"id\": \"a\", \"text\": \"养老。。。\"}\n", to: "a.jsonl")
    let archive = try await library.build().archive
    #expect(throws: QuerySyntaxError.self) { try archive.verify(quote: quote) }
  }

  @Test func `quotation marks and operators in a quotation are plain text`() async throws {
    let library = Library()
    library.write(
      "{\"id\": \"a\", \"text\": \"他说：“养老 OR 医保”，(对) -不对。\"}\n", to: "a.jsonl")
    let archive = try await library.build().archive
    for (quote, isVerbatim) in [
      ("“养老 OR 医保”，(对) -不对。", true), ("\"养老 OR 医保\"，(对) -不对", false),
      ("说：“养老", true), ("说:“养老", false),
    ] {
      let found = try archive.verify(quote: quote)
      #expect(found.articles.map(\.isVerbatim) == [isVerbatim], "\(quote)")
    }
    #expect(try archive.verify(quote: "养老，OR 医保").total == 0)
  }
}
