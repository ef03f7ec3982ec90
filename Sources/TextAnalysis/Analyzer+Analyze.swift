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
    var builder = AnalyzedTextBuilder()
    var start = 0
    while start < text.count {
      let end = pipeline.nextChunk(
        of: text, from: start, wordsBy: segmentingWords ? .dictionary : nil, trackingSource: true)
      builder.append(pipeline.scanner.events, of: pipeline.chunk)
      start = end
    }
    return builder.finish()
  }
}

/// Collects units from events; the display side's counterpart of `TermEmitter`.
private struct AnalyzedTextBuilder {
  private var result = AnalyzedText()
  private var isInGap = false
  private var boundaries = BoundaryDetector()

  mutating func append(_ events: [UnitEvent], of chunk: NormalizedChunk) {
    for event in events {
      switch event.kind {
      case .han: appendUnit(.han, event, chunk)
      case .hanRun:
        for start in event.start..<event.start + UInt32(event.length) {
          appendUnit(.han, UnitEvent(start: start, length: 1, kind: .han, detail: 0), chunk)
        }
      case .token: appendUnit(.token, event, chunk)
      case .gap:
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

  private mutating func appendUnit(
    _ kind: UnitKind, _ event: UnitEvent, _ chunk: NormalizedChunk
  ) {
    let start = Int(event.start)
    let end = start + Int(event.length)
    let textStart = result.normalized.count
    appendUTF8(of: chunk.units, start..<end, to: &result.normalized)
    var startsRun = kind == .han
    if let last = result.units.last, kind == .han, last.kind == .han,
      last.position + 1 == result.extent
    {
      result.units[result.units.count - 1].endsRun = false
      startsRun = false
    }
    // Well-formed UTF-16 has scalars only; the replacement character stands for the impossible.
    let scalar = Unicode.Scalar(decodeUTF16(chunk.units, at: start).scalar) ?? "\u{FFFD}"
    result.units.append(
      Unit(
        kind: kind, position: result.extent,
        source: chunk.sourceStarts[start]..<chunk.sourceEnds[end - 1],
        text: textStart..<result.normalized.count, scalar: scalar,
        startsWord: kind == .token || chunk.classes[start] & CharacterClass.wordStart != 0,
        startsRun: startsRun, endsRun: kind == .han))
    result.extent += 1
    isInGap = false
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
