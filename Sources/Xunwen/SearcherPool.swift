import InvertedIndex
import Search
import Synchronization
import TextAnalysis

/// Searchers, each with its analyzer, for whichever thread wants one: they hold ICU's handles, scratch memory
/// and the last filters, take a millisecond to set up, and serve one thread at a time.
final class SearcherPool: Sendable {
  /// Safe: what it holds is in the pool or with the one thread that took it out.
  private struct Confined: @unchecked Sendable {
    let searcher: Searcher
    let analyzer: Analyzer
  }

  let reader: IndexReader
  let dictionary: UserDictionary
  private let free = Mutex<[Confined]>([])
  private let sounds = Mutex<CharacterSounds?>(nil)

  init(_ reader: IndexReader, _ dictionary: UserDictionary) {
    self.reader = reader
    self.dictionary = dictionary
  }

  func withSearcher<Result>(_ body: (Searcher, Analyzer) throws -> Result) throws -> Result {
    let confined: Confined
    if let pooled = free.withLock({ $0.popLast() }) {
      confined = pooled
    } else {
      let analyzer = try Analyzer.opened()
      let searcher = Searcher(reader, analyzer: analyzer, dictionary: dictionary.words) {
        segment, document in
        StoredText(try segment.article(document))
      }
      confined = Confined(searcher: searcher, analyzer: analyzer)
    }
    defer { free.withLock { $0.append(confined) } }
    return try body(confined.searcher, confined.analyzer)
  }

  /// Has a query answered.
  ///
  /// - Parameter body: nil when the query holds nothing that can be looked up.
  /// - Throws: `QuerySyntaxError`; what `body` throws.
  func withAnswer<Answer>(
    _ query: ParsedQuery, _ options: SearchOptions,
    _ body: (Searcher, SearchRequest, Analyzer) throws -> Answer?
  ) throws -> Answer {
    let answer = try withSearcher { searcher, analyzer in
      try body(searcher, SearchRequest(query.tree, options), analyzer)
    }
    guard let answer else {
      throw query.mistakes.first ?? .nothingToLookUp(in: query.everything)
    }
    return answer
  }

  /// How the characters of the commit are read; made when it is asked for first.
  func characterSounds() throws -> CharacterSounds {
    try sounds.withLock { sounds in
      if let sounds { return sounds }
      let made = try CharacterSounds(of: reader.chineseCharacters())
      sounds = made
      return made
    }
  }
}
