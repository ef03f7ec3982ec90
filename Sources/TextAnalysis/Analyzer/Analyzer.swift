import Synchronization

/// Turns text into terms with positions.
///
/// One thread at a time may use an analyzer, for any number of documents. A document has one or
/// more fields, each with its own range of positions:
///
///     analyzer.begin(.main, at: 0)
///     analyzer.append(title, to: &terms)
///     analyzer.breakZone(into: &terms)
///     analyzer.append(body, to: &terms)
///     let end = analyzer.finish(into: &terms)
public final class Analyzer {
  private var pipeline: Pipeline
  private var emitter = TermEmitter(.main, at: 0)

  /// The number of bytes that all analyzers of the process have segmented into words.
  private static let bytesSegmented = Atomic<Int>(0)
  /// The number of bytes after which building the trie pays.
  private static let trieMinimum = 2 << 20

  /// Throws `AnalysisError.icu` when ICU's data is missing or damaged.
  public init() throws(AnalysisError) { pipeline = try Pipeline() }

  /// Starts a field at a position.
  public func begin(_ field: Field, at position: UInt32) {
    emitter = TermEmitter(field, at: position)
  }

  /// Adds text to the field, and appends its terms to `terms`.
  ///
  /// Han sequences, gaps and undecided sentence ends continue from one call to the next. Words and
  /// decomposed characters do not, so pieces should end where words do. Ill-formed UTF-8 reads as
  /// U+FFFD.
  ///
  /// - Parameter drain: called after every chunk of at most 64 KiB; may empty the buffer.
  public func append(
    _ text: Span<UInt8>, to terms: inout TermBuffer, drain: ((inout TermBuffer) -> Void)? = nil
  ) {
    var start = 0
    while start < text.count {
      let end = pipeline.nextChunk(of: text, from: start, wordsBy: Self.wordMethod(forMore: 0))
      Self.bytesSegmented.add(end - start, ordering: .relaxed)
      emitter.append(pipeline.scanner.events, of: pipeline.chunk, to: &terms)
      if let drain { drain(&terms) }
      start = end
    }
  }

  /// Ends the zone. The next zone starts one position later, without a gap term.
  public func breakZone(into terms: inout TermBuffer) { emitter.breakZone(into: &terms) }

  /// Ends the field.
  public func finish(into terms: inout TermBuffer) -> FieldEnd {
    emitter.finish(into: &terms)
    return FieldEnd(extent: emitter.extent, unitCount: emitter.unitCount)
  }

  /// The next free position. After `breakZone`, the start of the next zone.
  public var extent: UInt32 { emitter.extent }

  /// The number of units of the field so far, without gaps.
  public var unitCount: Int { emitter.unitCount }

  /// Analyzes a text for display or for a query, with positions from 0. A field that was begun is
  /// not affected.
  ///
  /// - Parameter segmentingWords: true to find the words of Han text, which is the slowest step.
  public func analyze(_ text: String, segmentingWords: Bool = true) -> AnalyzedText {
    var text = text
    text.makeContiguousUTF8()
    return analyze(text.utf8Span.span, segmentingWords: segmentingWords)
  }

  /// Analyzes UTF-8 for display or for a query. Ill-formed sequences read as U+FFFD.
  public func analyze(_ text: Span<UInt8>, segmentingWords: Bool = true) -> AnalyzedText {
    let method = segmentingWords ? Self.wordMethod(forMore: text.count) : nil
    var builder = AnalyzedTextBuilder()
    var start = 0
    while start < text.count {
      let end = pipeline.nextChunk(of: text, from: start, wordsBy: method, trackingSource: true)
      builder.append(pipeline.scanner.events, of: pipeline.chunk)
      start = end
    }
    return builder.finish()
  }

  /// Returns the letters and digits of a word as terms spell them: width, case and script folded.
  public func folded(_ word: String) -> String {
    String(decoding: analyze(word, segmentingWords: false).normalized, as: UTF8.self)
  }

  /// Returns the method for finding words, and counts `bytes` more bytes.
  private static func wordMethod(forMore bytes: Int) -> WordSegmenter.Method {
    let before = bytesSegmented.add(bytes, ordering: .relaxed).oldValue
    return before < trieMinimum ? .dictionary : .trie
  }
}

/// The steps that indexing and display share: cut, normalize, scan units, find words.
private struct Pipeline {
  private(set) var chunk = NormalizedChunk()
  private(set) var scanner: UnitScanner
  private var normalizer: Normalizer
  private var segmenter: WordSegmenter

  init() throws(AnalysisError) {
    normalizer = try Normalizer()
    segmenter = try WordSegmenter()
    scanner = UnitScanner()
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
    scanner.scan(&chunk)
    if let method { segmenter.markWords(in: &chunk, scanner.events, by: method) }
    return end
  }
}
