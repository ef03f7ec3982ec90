// The one place that orders the steps: cut, normalize, find words, scan units, emit terms.

import Synchronization

/// Turns text into terms with positions.
///
/// An analyzer is confined to one thread at a time and serves any number of documents. A document is
/// one or more sequences of positions, one per field:
///
///     analyzer.begin(.main, at: 0)
///     analyzer.append(headline, to: &terms)
///     analyzer.breakZone(into: &terms)
///     analyzer.append(body, to: &terms)
///     let end = analyzer.finish(into: &terms)
public final class Analyzer {
  var pipeline: Pipeline
  private var emitter = TermEmitter(.main, at: 0)

  /// Bytes in which all analyzers of the process have looked for words.
  private static let bytesSegmented = Atomic<Int>(0)
  /// From so many on it pays to make a trie of the dictionary, which takes as long as a few megabytes.
  private static let trieMinimum = 2 << 20

  /// Opens ICU's normalizer and word rules.
  ///
  /// - Throws: `AnalysisError.icu` when ICU's data is missing or damaged.
  public init() throws(AnalysisError) { pipeline = try Pipeline() }

  /// Starts a sequence of positions of a field at `position`.
  public func begin(_ field: Field, at position: UInt32) {
    emitter = TermEmitter(field, at: position)
  }

  /// Adds text that continues the sequence; its terms are appended to the buffer.
  ///
  /// Runs, gaps and undecided sentence ends carry over from one call to the next; words and
  /// decomposed characters do not, so pieces should end where words do. Ill-formed UTF-8 reads as
  /// U+FFFD.
  ///
  /// - Parameters:
  ///   - text: UTF-8 of any length. Working memory is bounded; `terms` is not.
  ///   - terms: receives the terms.
  ///   - drain: called after every chunk of at most 64 KiB; may empty the buffer.
  /// - Complexity: O(n) in the length of the text.
  public func append(
    _ text: Span<UInt8>, to terms: inout TermBuffer, drain: ((inout TermBuffer) -> Void)? = nil
  ) {
    var start = 0
    while start < text.count {
      let end = pipeline.nextChunk(
        of: text, from: start, wordsBy: Self.wordMethod(forMore: 0))
      Self.bytesSegmented.add(end - start, ordering: .relaxed)
      emitter.append(pipeline.scanner.events, of: pipeline.chunk, to: &terms)
      if let drain { drain(&terms) }
      start = end
    }
  }

  /// How words are found from now on.
  ///
  /// - Parameter bytes: of a text that is looked at next.
  static func wordMethod(forMore bytes: Int) -> WordSegmenter.Method {
    let before = bytesSegmented.add(bytes, ordering: .relaxed).oldValue
    return before < trieMinimum ? .dictionary : .trie
  }

  /// Ends the run and moves to one position past the extent, without a gap term.
  public func breakZone(into terms: inout TermBuffer) { emitter.breakZone(into: &terms) }

  /// Ends the sequence.
  public func finish(into terms: inout TermBuffer) -> SequenceEnd {
    emitter.finish(into: &terms)
    return SequenceEnd(extent: emitter.extent, unitCount: emitter.unitCount)
  }

  /// The next free position: exact at any time; after `breakZone`, where the next zone starts.
  public var extent: UInt32 { emitter.extent }

  /// Units of this sequence so far, gaps not counted.
  public var unitCount: Int { emitter.unitCount }
}

/// The steps that the index side and the display side share, with their scratch memory.
struct Pipeline {
  private(set) var chunk = NormalizedChunk()
  private(set) var scanner: UnitScanner
  private var normalizer: Normalizer
  private var segmenter: WordSegmenter

  init() throws(AnalysisError) {
    normalizer = try Normalizer()
    segmenter = try WordSegmenter()
    scanner = try UnitScanner()
  }

  /// Reads one chunk of `text` into `chunk` and `scanner.events`, and returns its end.
  mutating func nextChunk(
    of text: Span<UInt8>, from start: Int, wordsBy method: WordSegmenter.Method?,
    trackingSource: Bool = false
  ) -> Int {
    let end = ChunkCutter.end(of: text, from: start, normalizer: &normalizer)
    chunk.removeAll()
    chunk.tracksSource = trackingSource
    normalizer.normalize(text, start..<end, into: &chunk)
    scanner.scan(chunk)
    if let method { segmenter.markWords(in: &chunk, scanner.events, by: method) }
    return end
  }
}
