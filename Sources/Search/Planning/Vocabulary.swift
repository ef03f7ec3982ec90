public import InvertedIndex
import TextAnalysis

/// The words of other scripts in an index, for wildcards and spelling.
struct Vocabulary {
  private let segments: [SegmentReader]
  private let work: WorkMeter?

  /// The greatest number of words that a pattern may match; more are an error.
  static let maxWords = 10_000
  /// The greatest number of words of a pattern that rank. When a pattern matches more, none ranks.
  static let maxRankedWords = 64

  /// - Parameter work: counts the words that `words(in:beginningWith:where:)` visits.
  init(_ reader: IndexReader?, _ work: WorkMeter? = nil) {
    segments = reader?.segments ?? []
    self.work = work
  }

  /// The distinct words of all segments that satisfy a predicate, in byte order. Nil when there are
  /// more than `maxWords`.
  ///
  /// - Parameter steps: the work for each word with the prefix.
  /// - Complexity: O(*n*) in the words with the prefix.
  func words(
    in field: Field, beginningWith prefix: [UInt8], steps: Int = 200,
    where isWanted: ([UInt8]) -> Bool
  ) -> [[UInt8]]? {
    let prefix = Term(kind: .token, field: field, utf8: prefix[...]).bytes
    var found: Set<[UInt8]> = []
    for segment in segments where work?.isExhausted != true {
      var visited = 0
      segment.terms.forEach(prefix: prefix) { term, _ in
        visited += 1
        let word = Array(term.dropFirst())
        if found.count <= Self.maxWords, isWanted(word) { found.insert(word) }
      }
      work?.count(steps * visited)
      if found.count > Self.maxWords { return nil }
    }
    return found.sorted { $0.lexicographicallyPrecedes($1) }
  }

  func frequency(of term: [UInt8]) -> Int {
    segments.reduce(0) { $0 + ($1.terms.lookup(term)?.documentFrequency ?? 0) }
  }

  func frequency(of term: Term) -> Int { frequency(of: term.bytes) }

}

extension IndexReader {
  /// The Chinese characters of titles and bodies, in ascending order.
  ///
  /// - Complexity: O(*n*) in the grams of all segments.
  public func chineseCharacters() -> [Unicode.Scalar] {
    var found: Set<Unicode.Scalar> = []
    for segment in segments {
      for kind in [TermKind.gram, .edge] {
        var last: ArraySlice<UInt8> = []
        segment.terms.forEach(prefix: Term(kind: kind, field: .main, scalars: []).bytes) {
          term, _ in
          // Terms with the same first character are adjacent.
          if !last.isEmpty, term.dropFirst().starts(with: last) { return }
          let text = String(decoding: term.dropFirst(), as: UTF8.self)
          guard let first = text.unicodeScalars.first else { return }
          found.insert(first)
          last = Array(String(first).utf8)[...]
        }
      }
    }
    return found.filter(\.properties.isIdeographic).sorted()
  }
}
