import InvertedIndex
import Search
import Storage
import TestSupport
import TextAnalysis

/// The content of a position: the kind and normalized text of a unit, or a gap.
struct Symbol: Hashable {
  private let text: String

  /// The text of a token; nil for other symbols.
  var token: String? { text.hasPrefix("t") ? String(text.dropFirst()) : nil }

  static let gap = Symbol(text: "")

  init(_ unit: Unit, of text: AnalyzedText) {
    self.init(text: (unit.kind == .han ? "h" : "t") + text.text(of: unit))
  }

  /// The symbols of a number such as 12.05 as a part of a date: 12, a gap, 05. Nil for others.
  var numberInDate: [Symbol]? {
    guard let parts = token?.split(separator: ".", omittingEmptySubsequences: false),
      parts.count == 2, let before = parts[0].last, let after = parts[1].first,
      "0"..."9" ~= before, "0"..."9" ~= after
    else { return nil }
    return [Symbol(text: "t" + parts[0]), .gap, Symbol(text: "t" + parts[1])]
  }

  private init(text: String) { self.text = text }
}

/// The letters of a word of letters and digits, which are a term of their own: covid in covid19.
enum WordPart {
  /// Returns the two or more letters before the first digit of a token, nil without them.
  static func letters(of token: String) -> String? {
    let letters = token.unicodeScalars.prefix { !("0"..."9").contains($0) }
    guard letters.count < token.unicodeScalars.count, String(letters).utf16.count >= 2,
      !letters.contains(where: { "'.,".unicodeScalars.contains($0) })
    else { return nil }
    return String(letters)
  }

  /// True for a word that also matches as a part.
  static func isWord(_ token: String) -> Bool {
    token.unicodeScalars.count >= 2
      && token.unicodeScalars.allSatisfy { $0.value > 0x7F || $0.properties.isAlphabetic }
  }
}

/// A text as the sequence of the symbols at its positions.
struct SymbolSequence {
  private(set) var symbols: [Symbol]

  init(_ text: AnalyzedText) {
    symbols = Array(repeating: .gap, count: Int(text.extent))
    for unit in text.units { symbols[Int(unit.position)] = Symbol(unit, of: text) }
  }

  /// The symbols without leading and trailing gaps, which do not affect matching.
  var trimmed: [Symbol] {
    var rest = symbols[...]
    while rest.first == .gap { rest.removeFirst() }
    while rest.last == .gap { rest.removeLast() }
    return Array(rest)
  }
}

/// A zone of an article.
struct ModelZone {
  let part: RandomArticle.Part
  /// The UTF-8 offsets in the article.
  let range: Range<Int>
  let analyzed: AnalyzedText
  /// The symbols at the positions as small integers; see `ModelIndex.number(_:)`.
  let numbers: [Int32]
  /// The signs of the units, by position.
  let signs: [Int: ModelSigns]

  /// Returns every position of a sequence, by the scan with which everything is compared.
  func places(of wanted: [Int32], limit: Int = .max) -> [Int] {
    guard let first = wanted.first, numbers.count >= wanted.count else { return [] }
    var found: [Int] = []
    var start = 0
    while start <= numbers.count - wanted.count, found.count < limit {
      if numbers[start] == first {
        var length = 1
        while length < wanted.count, numbers[start + length] == wanted[length] { length += 1 }
        if length == wanted.count { found.append(start) }
      }
      start += 1
    }
    return found
  }
}

struct ModelArticle {
  let id: String
  let date: UInt32
  let time: UInt32
  let source: String
  let tags: [String]
  /// True when no later article has the same id.
  var isLive = true
  let text: [UInt8]
  let zones: [ModelZone]

  var documentText: StoredText {
    StoredText(
      text: text,
      zones: zones.map { ($0.part.textZone, $0.range) })
  }
}

extension RandomArticle.Part {
  var textZone: TextZone {
    switch self {
    case .title: .title
    case .body: .body
    case .tail: .tail
    }
  }
}

/// An index of random articles, and the same articles as sequences in the order of the index.
final class ModelIndex {
  private(set) var articles: [ModelArticle] = []
  let reader: IndexReader
  let analyzer: Analyzer
  private let folder = TemporaryDirectory()
  var directory: IndexDirectory { IndexDirectory(folder.path) }
  private var numbers: [Symbol: Int32] = [.gap: 0]
  /// The first article of each segment.
  private var starts: [Int] = []

  /// - Parameter segmentSizes: The number of articles in each segment; a last segment takes the
  ///   rest.
  init(_ articles: [RandomArticle], segmentSizes: [Int]) throws {
    analyzer = try Analyzer()
    let directory = IndexDirectory(folder.path)
    let writer = try IndexWriter(directory)
    var rest = articles[...]
    var infos: [SegmentInfo] = []
    for size in segmentSizes + [.max] where !rest.isEmpty {
      let builder = DocumentInverter(
        directory: directory, name: writer.takeSegmentName(), analyzer: analyzer,
        memoryLimit: 1 << 20)
      for article in rest.prefix(size) { try builder.add(IndexDocument(article)) }
      rest = rest.dropFirst(size)
      infos.append(try builder.finish())
    }
    var change = IndexChange()
    change.added = infos
    try writer.commit(change)
    reader = try IndexReader(directory)
    var start = 0
    for info in infos {
      // A segment without live articles is dropped.
      if reader.segments.contains(where: { $0.info.name == info.name }) { starts.append(start) }
      start += info.documentCount
    }
    for article in articles { add(article) }
  }

  private func add(_ article: RandomArticle) {
    for index in articles.indices where articles[index].id == article.id {
      articles[index].isLive = false
    }
    let document = IndexDocument(article)
    var end = 0
    let zones = article.parts.map { part in
      let range = end..<(end + part.text.utf8.count)
      end = range.upperBound
      let analyzed = analyzer.analyze(part.text)
      return ModelZone(
        part: part.part, range: range, analyzed: analyzed,
        numbers: SymbolSequence(analyzed).symbols.map { symbol in
          if let known = numbers[symbol] { return known }
          numbers[symbol] = Int32(numbers.count)
          return Int32(numbers.count - 1)
        }, signs: ModelSigns.all(of: analyzed, in: Array(part.text.utf8)))
    }
    articles.append(
      ModelArticle(
        id: article.id, date: article.date, time: article.time, source: article.source,
        tags: article.tags, text: document.text, zones: zones))
  }

  /// The bytes of an index file.
  func contents(of name: String) -> [UInt8] { folder.contents(of: name) }

  /// The number of the article with an address in the index.
  func article(_ segment: Int, _ document: UInt32) -> Int { starts[segment] + Int(document) }

  /// The stored text of an article.
  func text(_ segment: SegmentReader, _ document: UInt32) throws -> StoredText {
    let number = reader.segments.firstIndex { $0 === segment } ?? 0
    return articles[article(number, document)].documentText
  }

  /// A searcher on this index.
  func searcher() -> Searcher { Searcher(reader, analyzer: analyzer, texts: text) }

  /// The address of an article in the index; nil for a replaced article.
  func place(of article: Int) -> (segment: Int, document: UInt32)? {
    guard articles[article].isLive, let segment = starts.lastIndex(where: { $0 <= article }) else {
      return nil
    }
    return (segment, UInt32(article - starts[segment]))
  }

  /// The numbers of symbols; −1 for a symbol of no article.
  func number(_ symbols: [Symbol]) -> [Int32] { symbols.map { numbers[$0] ?? -1 } }

  /// The live articles with a zone that contains a sequence.
  func scan(_ wanted: [Int32], in parts: Set<RandomArticle.Part>) -> Set<Int> {
    Set(articles.indices.filter { articles[$0].isLive && contains($0, wanted, in: parts) })
  }

  func contains(_ article: Int, _ wanted: [Int32], in parts: Set<RandomArticle.Part>) -> Bool {
    articles[article].zones.contains {
      parts.contains($0.part) && !$0.places(of: wanted, limit: 1).isEmpty
    }
  }
}

extension IndexDocument {
  init(_ article: RandomArticle) {
    var text: [UInt8] = []
    var ranges: [RandomArticle.Part: [Range<Int>]] = [:]
    for (part, zone) in article.parts {
      let start = text.count
      text += Array(zone.utf8)
      ranges[part, default: []].append(start..<text.count)
    }
    self.init(
      id: article.id, date: article.date, time: article.time, source: article.source,
      tags: article.tags,
      text: text,
      title: ranges[.title] ?? [], body: ranges[.body] ?? [], tail: ranges[.tail] ?? [],
      record: text)
  }
}
