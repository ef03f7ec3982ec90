import InvertedIndex
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

  /// Tags of all articles can be looked up.
  var hasTags: Bool { segments.allSatisfy(\.info.hasTags) }

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
}
