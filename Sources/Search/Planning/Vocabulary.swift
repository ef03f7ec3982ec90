public import InvertedIndex
import TextAnalysis

/// What an index knows of words that are not Chinese, which wildcards and misspellings stand for, and of tags.
struct Vocabulary {
  private let segments: [SegmentReader]

  /// Most words that a pattern stands for; more are an error, never a part of them.
  static let maxWords = 10_000
  /// Most words of a pattern that count in the ranking; of more, none does.
  static let maxRankedWords = 64

  /// - Parameter reader: nil for an index without words.
  init(_ reader: IndexReader?) { segments = reader?.segments ?? [] }

  /// Words of all segments, each once, in the order of their bytes; nil where there are more than `maxWords`.
  ///
  /// - Parameter prefix: UTF-8 that they begin with.
  /// - Complexity: O(*n*) in the words that begin so.
  func words(
    in field: Field, beginningWith prefix: [UInt8],
    where isWanted: ([UInt8]) -> Bool
  ) -> [[UInt8]]? {
    let prefix = Term(kind: .token, field: field, utf8: prefix[...]).bytes
    var found: Set<[UInt8]> = []
    for segment in segments {
      segment.terms.forEach(prefix: prefix) { term, _ in
        let word = Array(term.dropFirst())
        if found.count <= Self.maxWords, isWanted(word) { found.insert(word) }
      }
      if found.count > Self.maxWords { return nil }
    }
    return found.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// Documents that have a term, deleted ones included.
  func frequency(of term: Term) -> Int { frequency(of: term.bytes) }

  /// The same of a term's bytes.
  func frequency(of term: [UInt8]) -> Int {
    segments.reduce(0) { $0 + ($1.terms.lookup(term)?.documentFrequency ?? 0) }
  }
}

extension IndexReader {
  /// The Chinese characters of headlines and bodies, ascending: each begins a gram or ends a run.
  ///
  /// - Complexity: O(*n*) in the grams of all segments.
  public func chineseCharacters() -> [Unicode.Scalar] {
    var found: Set<Unicode.Scalar> = []
    for segment in segments {
      for kind in [TermKind.gram, .edge] {
        var last: ArraySlice<UInt8> = []
        segment.terms.forEach(prefix: Term(kind: kind, field: .main, scalars: []).bytes) {
          term, _ in
          // Those that begin alike are neighbours.
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
