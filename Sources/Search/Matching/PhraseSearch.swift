import Storage
import TextAnalysis

extension ExactPhrase {
  /// Up to this number of elements, comparing the phrase at every unit is fastest, and its cost is
  /// bounded.
  private static var fewElements: Int { 32 }

  /// True when a search for all occurrences costs less than a comparison at every unit.
  var isLong: Bool { elements.count > Self.fewElements }

  /// Returns the first and the last unit of each occurrence in a text, ascending. The occurrences
  /// may overlap. The zone is ignored.
  ///
  /// - Complexity: O(*n*) in the units of the text, plus *n* / 64 for each unit with signs.
  func occurrences(in text: AnalyzedText) -> [ClosedRange<Int>] {
    guard isLong else {
      return text.units.indices.compactMap { start in
        end(from: start, in: text).map { start...$0 }
      }
    }
    let symbols = PhraseSymbols(self)
    var search = SequenceSearch(symbols.pattern)
    var starts: [Int] = []
    var next = text.units.first?.position ?? 0
    for (index, unit) in text.units.enumerated() {
      while next < unit.position {
        _ = search.read(PhraseSymbols.gap)
        next += 1
      }
      next = unit.position + 1
      if search.read(symbols.symbol(of: unit, in: text)) { starts.append(index - symbols.lastUnit) }
    }
    if !signs.isEmpty { starts = startsWithSigns(starts, in: text) }
    return starts.map { $0...$0 + symbols.lastUnit }
  }

  /// Returns the starts whose units have all signs.
  private func startsWithSigns(_ starts: [Int], in text: AnalyzedText) -> [Int] {
    var left = PositionBits(starts)
    // The units of the text that have some signs.
    var units: [RequiredSigns: PositionBits] = [:]
    for required in signs {
      let key = required.ofFirstUnit
      let having =
        units[key] ?? PositionBits(text.signs.filter { key.areMet(by: $0) }.map(\.unit))
      units[key] = having
      left.formIntersection(having, movedBack: required.unit)
      if left.isEmpty { break }
    }
    return left.positions.map { Int($0) }
  }

  /// Returns the longest part that occurs in one of several texts, without its signs; of parts of
  /// the same length, the first. Nil when no unit occurs, and when the phrase is too long for these
  /// texts.
  ///
  /// - Complexity: O(*nm*) in the elements and the units of the texts, which is limited.
  func longestPart(in texts: [AnalyzedText]) -> ExactPhrase? {
    let symbols = PhraseSymbols(self)
    let texts = texts.map { symbols.symbols(of: $0) }
    let length = texts.reduce(0) { $0 + $1.count }
    guard elements.count * length <= Self.maxComparisons else { return nil }
    var best = 0..<0
    for start in elements.indices
    where elements[start] != .gap && elements.count - start > best.count {
      let search = SequenceSearch(Array(symbols.pattern[start...]))
      var end = start
      for text in texts {
        var search = search
        for symbol in text { _ = search.read(symbol) }
        end = max(end, start + search.longestPrefix)
      }
      while end > start, elements[end - 1] == .gap { end -= 1 }
      if end - start > best.count { best = start..<end }
    }
    if best.isEmpty { return nil }
    return ExactPhrase(elements: Array(elements[best]), tokens: tokens, zone: zone)
  }

  /// The greatest product of elements and units in a search for the longest part: a phrase of a
  /// thousand elements in an article of 130,000 characters.
  private static var maxComparisons: Int { 1 << 27 }
}

/// The elements of a phrase as numbers, which are equal for equal elements.
private struct PhraseSymbols {
  private(set) var pattern: [UInt32] = []
  /// The number of the last unit of the phrase.
  private(set) var lastUnit = -1
  private var tokens: [ArraySlice<UInt8>: UInt32] = [:]

  // The scalars of Han units are below these numbers.
  static let gap: UInt32 = 0x11_0000
  private static let otherToken: UInt32 = 0x11_0001
  private static let firstToken: UInt32 = 0x11_0002

  init(_ phrase: ExactPhrase) {
    pattern.reserveCapacity(phrase.elements.count)
    for element in phrase.elements {
      switch element {
      case .han(let scalar): pattern.append(scalar.value)
      case .gap: pattern.append(Self.gap)
      case .token(let range), .letters(let range):
        let new = Self.firstToken + UInt32(tokens.count)
        pattern.append(tokens[phrase.tokens[range], default: new])
        tokens[phrase.tokens[range]] = pattern[pattern.count - 1]
      }
      if element != .gap { lastUnit += 1 }
    }
  }

  /// The symbols at the positions of a text.
  func symbols(of text: AnalyzedText) -> [UInt32] {
    var symbols = [UInt32](repeating: Self.gap, count: Int(text.extent))
    for unit in text.units { symbols[Int(unit.position)] = symbol(of: unit, in: text) }
    return symbols
  }

  func symbol(of unit: Unit, in text: AnalyzedText) -> UInt32 {
    if unit.kind == .han { return unit.scalar.value }
    return tokens.isEmpty
      ? Self.otherToken : tokens[text.normalized[unit.text]] ?? Self.otherToken
  }
}
