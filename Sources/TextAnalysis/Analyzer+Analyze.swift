extension Analyzer {
  /// Analyzes a text for display or for a query, with positions from 0.
  ///
  /// Leaves a sequence in progress on the index side untouched.
  ///
  /// - Parameters:
  ///   - text: the text; sources are offsets in its UTF-8.
  ///   - segmentingWords: whether to find the words of Han text, the slowest step by far.
  /// - Complexity: O(n) in the length of the text.
  public func analyze(_ text: String, segmentingWords: Bool = true) -> AnalyzedText {
    var text = text
    text.makeContiguousUTF8()
    return analyze(text.utf8Span.span, segmentingWords: segmentingWords)
  }

  /// Analyzes UTF-8, in which ill-formed sequences read as U+FFFD.
  public func analyze(_ text: Span<UInt8>, segmentingWords: Bool = true) -> AnalyzedText {
    pipeline.analyze(text, wordsBy: segmentingWords ? Self.wordMethod(forMore: text.count) : nil)
  }

  /// Letters and digits as terms spell them: full width, case and script variants made one.
  public func folded(_ word: String) -> String {
    String(decoding: analyze(word, segmentingWords: false).normalized, as: UTF8.self)
  }
}

extension Pipeline {
  fileprivate mutating func analyze(
    _ text: Span<UInt8>, wordsBy method: WordSegmenter.Method?
  ) -> AnalyzedText {
    var builder = AnalyzedTextBuilder()
    var start = 0
    while start < text.count {
      let end = nextChunk(of: text, from: start, wordsBy: method, trackingSource: true)
      builder.append(scanner.events, of: chunk)
      start = end
    }
    return builder.finish()
  }
}

/// Collects units from events; the display side's counterpart of `TermEmitter`.
private struct AnalyzedTextBuilder {
  private var result = AnalyzedText()
  private var isInGap = false
  /// The last thing that was not white space is a Han unit.
  private var isInRun = false
  private var boundaries = BoundaryDetector()

  mutating func append(_ events: [UnitEvent], of chunk: NormalizedChunk) {
    // Of a query, all at once; a longer text grows as it comes.
    if result.units.isEmpty {
      result.units.reserveCapacity(min(chunk.units.count, Self.fewUnits))
      result.normalized.reserveCapacity(3 * min(chunk.units.count, Self.fewUnits))
    }
    for event in events {
      let start = Int(event.start)
      let end = start + Int(event.length)
      switch event.kind {
      case .han: appendUnit(.han, start..<end, chunk)
      case .hanRun: for place in start..<end { appendUnit(.han, place..<place + 1, chunk) }
      case .token: appendUnit(.token, start..<end, chunk)
      case .gap:
        isInRun = false
        if !isInGap {
          result.gaps.append(result.extent)
          result.extent += 1
          isInGap = true
        }
        note(boundaries.punctuation(event.detail))
      case .space: note(boundaries.space(event.detail))
      }
    }
  }

  mutating func finish() -> AnalyzedText {
    note(boundaries.end())
    return result
  }

  private static var fewUnits: Int { 64 }

  private mutating func appendUnit(
    _ kind: UnitKind, _ place: Range<Int>, _ chunk: NormalizedChunk
  ) {
    let (start, last) = (place.lowerBound, place.upperBound - 1)
    let textStart = result.normalized.count
    appendUTF8(of: chunk.units, place, to: &result.normalized)
    let isHan = kind == .han
    let continuesRun = isHan && isInRun
    if continuesRun { result.units[result.units.count - 1].endsRun = false }
    // Well-formed UTF-16 has scalars only; the replacement character stands for the impossible.
    let scalar = Unicode.Scalar(decodeUTF16(chunk.units, at: start).scalar) ?? "\u{FFFD}"
    result.units.append(
      Unit(
        kind: kind, position: result.extent,
        source: chunk.sources[start].lowerBound..<chunk.sources[last].upperBound,
        text: textStart..<result.normalized.count, scalar: scalar,
        startsWord: !isHan || chunk.classes[start] & CharacterClass.wordStart != 0,
        startsRun: isHan && !continuesRun, endsRun: isHan))
    result.extent += 1
    isInGap = false
    isInRun = isHan
    boundaries.unit()
  }

  private mutating func note(_ ends: BoundaryDetector.Ends) {
    guard !ends.isEmpty, let position = result.units.last?.position else { return }
    if ends.contains(.sentence), result.sentenceEnds.last != position {
      result.sentenceEnds.append(position)
    }
    if ends.contains(.paragraph), result.paragraphEnds.last != position {
      result.paragraphEnds.append(position)
    }
  }
}
