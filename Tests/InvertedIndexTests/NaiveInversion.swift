import TestSupport
import TextAnalysis

@testable import InvertedIndex

/// A reference inversion into dictionaries of arrays, from the analysis that serves display.
struct NaiveInversion {
  struct Posting: Equatable {
    var document: UInt32
    var titles: UInt32 = 0
    var positions: [UInt32] = []
  }

  var postings: [[UInt8]: [Posting]] = [:]
  var lengths: [UInt32] = []
  var tailLengths: [UInt32] = []
  var titleExtents: [UInt32] = []

  init(_ documents: [IndexDocument], _ analyzer: Analyzer) {
    for (number, document) in documents.enumerated() {
      var counts: [Field: Int] = [.main: 0, .tail: 0]
      func invert(_ piece: Range<Int>, at start: UInt32, _ field: Field, isTitle: Bool) -> UInt32 {
        let text = analyzer.analyze(document.text.span.extracting(piece))
        counts[field, default: 0] += text.units.count
        for (term, position) in text.terms(field: field) {
          add(term.bytes, UInt32(number), start + position, isTitle: isTitle)
        }
        return start + text.extent
      }
      var position: UInt32 = 0
      for piece in document.title { position = invert(piece, at: position, .main, isTitle: true) }
      titleExtents.append(position)
      for piece in document.body {
        position = invert(piece, at: position + 1, .main, isTitle: false)
      }
      position = 0
      for (index, piece) in document.tail.enumerated() {
        position = invert(piece, at: index == 0 ? 0 : position + 1, .tail, isTitle: false)
      }
      lengths.append(UInt32(counts[.main, default: 0]))
      tailLengths.append(UInt32(counts[.tail, default: 0]))
    }
  }

  private mutating func add(
    _ term: [UInt8], _ document: UInt32, _ position: UInt32, isTitle: Bool
  ) {
    var list = postings[term] ?? []
    if list.last?.document != document { list.append(Posting(document: document)) }
    list[list.count - 1].positions.append(position)
    if isTitle { list[list.count - 1].titles += 1 }
    postings[term] = list
  }
}

/// Generates random documents from a small vocabulary, so that terms repeat.
struct DocumentGenerator {
  var random: SplitMix64

  static let words = [
    "养老", "保险", "基金", "发展", "中国", "中华人民共和国", "疫情", "的", "是", "发", "長", "著", "北京大学",
    "COVID", "19", "3.5%", "a", "ＡＢ", "。", "，", "……", "！", "\n", "\n\n", " ", "“", "”", "か", "한국",
    "😀", "é",
  ]

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func text(_ words: ClosedRange<Int>) -> [UInt8] {
    var text = ""
    for _ in 0..<Int.random(in: words, using: &random) {
      text += Self.words.randomElement(using: &random) ?? ""
    }
    return Array(text.utf8)
  }

  mutating func document(_ number: Int, words: ClosedRange<Int> = 0...60) -> IndexDocument {
    var document = IndexDocument(id: "d\(number)", text: [], title: [], body: [])
    func piece(_ bytes: [UInt8]) -> Range<Int> {
      document.text += Array("隔".utf8)  // Belongs to no zone.
      document.text += bytes
      return document.text.count - bytes.count..<document.text.count
    }
    if Int.random(in: 0..<5, using: &random) > 0 { document.title = [piece(text(0...8))] }
    for _ in 0..<Int.random(in: 0...3, using: &random) { document.body.append(piece(text(words))) }
    for _ in 0..<Int.random(in: 0...2, using: &random) { document.tail.append(piece(text(0...10))) }
    document.date = UInt32.random(in: 0...20_991_231, using: &random)
    document.time = UInt32.random(in: 0...86_400, using: &random)
    document.source = ["", "工人日报", "新华社", "人民日报"].randomElement(using: &random) ?? ""
    document.section = ["", "要闻", "体育"].randomElement(using: &random) ?? ""
    document.contentHash = UInt64.random(in: 0...UInt64.max, using: &random)
    document.record = text(0...100)
    return document
  }

  mutating func documents(_ count: Int, words: ClosedRange<Int> = 0...60) -> [IndexDocument] {
    (0..<count).map { document($0, words: words) }
  }
}
