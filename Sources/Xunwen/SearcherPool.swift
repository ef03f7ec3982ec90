import InvertedIndex
import Search
import Synchronization
import TextAnalysis

/// A pool of searchers on one commit, each with its own analyzer.
///
/// Setting up a searcher takes a millisecond. It serves one thread at a time.
final class SearcherPool: Sendable {
  /// Safe: the pool or one thread owns the values, never both.
  private struct Confined: @unchecked Sendable {
    let searcher: Searcher
    let analyzer: Analyzer
  }

  let reader: IndexReader
  let dictionary: UserDictionary
  /// The fields of the commit.
  let fields: FieldCatalog
  private let free = Mutex<[Confined]>([])
  private let sounds = Mutex<CharacterSounds?>(nil)

  init(_ reader: IndexReader, _ dictionary: UserDictionary) {
    self.reader = reader
    self.dictionary = dictionary
    fields = FieldCatalog(declared: reader.commit.fields)
  }

  /// Lends a searcher and its analyzer to `body`.
  ///
  /// - Throws: `CancellationError` in an operation that is to stop.
  func withSearcher<Result>(_ body: (Searcher, Analyzer) throws -> Result) throws -> Result {
    try QueryStop.check()
    let confined: Confined
    if let pooled = free.withLock({ $0.popLast() }) {
      confined = pooled
    } else {
      let analyzer = try Analyzer.opened()
      let searcher = Searcher(reader, analyzer: analyzer, dictionary: try dictionary.words()) {
        segment, document in
        StoredText(try segment.article(document))
      }
      confined = Confined(searcher: searcher, analyzer: analyzer)
    }
    defer { free.withLock { $0.append(confined) } }
    return try body(confined.searcher, confined.analyzer)
  }

  /// Returns the readings of all characters of the commit, computed on the first call.
  func characterSounds() throws -> CharacterSounds {
    try sounds.withLock { sounds in
      if let sounds { return sounds }
      let computed = try CharacterSounds(of: reader.chineseCharacters())
      sounds = computed
      return computed
    }
  }
}
