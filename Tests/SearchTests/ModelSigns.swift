import TestSupport
import TextAnalysis

/// The signs beside a unit, read from the original text.
struct ModelSigns: Equatable {
  var before: [Unicode.Scalar] = []
  var after: [Unicode.Scalar] = []
  /// True when white space or punctuation separates `before` from the unit before.
  var isDetached = true
  /// True when a full stop joins the unit and the unit before, both words or numbers.
  var followsStop = false

  private static let signs = Set("+#%&@*=<>^$‰‱°′″§©®±×÷≈≠≤≥€£¥¢₩₽₹".unicodeScalars)
  private static let dashes = Set("-‐‑‒–−－﹣".unicodeScalars)

  /// Returns the signs of each unit of a text, by position.
  static func all(of text: AnalyzedText, in bytes: [UInt8]) -> [Int: ModelSigns] {
    var all = [ModelSigns](repeating: ModelSigns(), count: text.units.count)
    for index in 0...text.units.count {
      let previous = index > 0 ? text.units[index - 1] : nil
      let next = index < text.units.count ? text.units[index] : nil
      let start = previous?.source.upperBound ?? 0
      let end = next?.source.lowerBound ?? bytes.count
      var marks = folded(String(decoding: bytes[start..<max(start, end)], as: UTF8.self))
      if let next,
        let first = String(decoding: bytes[next.source], as: UTF8.self).unicodeScalars.first,
        first == "℃" || first == "℉", previous?.source != next.source
      {
        marks.append("°")
      }
      if previous != nil {
        all[index - 1].after = marks.prefix { $0 != nil && $0 != "-" && $0 != "." }.compactMap(
          \.self)
      }
      guard next != nil else { continue }
      var before = marks.suffix(from: (marks.lastIndex(of: nil) ?? -1) + 1).compactMap(\.self)
      let isDetached = previous == nil || marks.contains(nil)
      if !isDetached, previous?.kind == .token {
        before.removeFirst((before.lastIndex(of: "-") ?? -1) + 1)
        if before == ["."] { before = [] }
        all[index].followsStop = next?.kind == .token && marks == ["."]
      }
      all[index].before = before
      all[index].isDetached = isDetached
    }
    var byPosition: [Int: ModelSigns] = [:]
    for (unit, signs) in zip(text.units, all)
    where !signs.before.isEmpty || !signs.after.isEmpty || signs.followsStop {
      byPosition[Int(unit.position)] = signs
    }
    return byPosition
  }

  /// Returns the signs of a text without units; nil for other characters. Marks are left out.
  private static func folded(_ text: String) -> [Unicode.Scalar?] {
    text.unicodeScalars.flatMap { scalar -> [Unicode.Scalar?] in
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .spacingMark, .format: return []
      default: break
      }
      if dashes.contains(scalar) { return ["-"] }
      if scalar == "￥" { return ["¥"] }
      if scalar == "…" { return [".", ".", "."] }
      let isWide = (0xFF01...0xFF5E).contains(scalar.value)
      let narrow = isWide ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
      return [narrow == "." || signs.contains(narrow) ? narrow : nil]
    }
  }

  /// The signs that a quotation requires beside a unit; nil for none.
  func required(for unit: Unit) -> ModelSigns? {
    var required = self
    required.followsStop = false
    let isNumber = ("0"..."9").contains(unit.scalar)
    let isMeasure = "%‰‱°".unicodeScalars.contains(after.first ?? " ")
    func cut(_ scalar: Unicode.Scalar) {
      required.before.removeFirst((required.before.lastIndex(of: scalar) ?? -1) + 1)
    }
    if !isNumber || !isDetached && !isMeasure { cut("-") }
    if unit.kind == .han || !isDetached { cut(".") }
    return required.before.isEmpty && required.after.isEmpty ? nil : required
  }

  /// True when an article's signs satisfy these.
  func areMet(by found: ModelSigns?) -> Bool {
    func begins(_ found: [Unicode.Scalar], _ wanted: [Unicode.Scalar]) -> Bool {
      if wanted.isEmpty { return true }
      guard found.count >= wanted.count, Array(found.prefix(wanted.count)) == wanted else {
        return false
      }
      return found.count == wanted.count || found[wanted.count] != wanted.last
    }
    return (!followsStop || found?.followsStop == true) && begins(found?.after ?? [], after)
      && begins((found?.before ?? []).reversed(), before.reversed())
  }
}

/// A quotation: the numbers of its symbols, and the signs at some of them.
struct ModelPhrase {
  var numbers: [Int32]
  var signs: [Int: ModelSigns] = [:]
  /// The quotation with its first or last number as a part of a date.
  var inDates: [ModelPhrase] = []

  /// The phrase and `inDates`.
  var readings: [ModelPhrase] { [self] + inDates }

  /// True when the signs of an article from a position on satisfy the quotation's.
  func hasSigns(at start: Int, _ found: [Int: ModelSigns]) -> Bool {
    signs.allSatisfy { $1.areMet(by: found[start + $0]) }
  }
}

extension ModelIndex {
  /// Returns a quotation; nil without units.
  func phrase(_ text: String) -> ModelPhrase? {
    let analyzed = analyzer.analyze(text)
    guard let first = analyzed.units.first else { return nil }
    return phrase(
      SymbolSequence(analyzed).trimmed,
      signs(of: analyzed, analyzed.units.indices, text, from: first))
  }

  private func phrase(_ symbols: [Symbol], _ signs: [Int: ModelSigns]) -> ModelPhrase {
    var readings = [(symbols: symbols, signs: signs)]
    for place in Set([symbols.count - 1, 0]).sorted(by: >) {
      guard let parts = symbols[place].numberInDate else { continue }
      readings += readings.map { reading in
        var moved: [Int: ModelSigns] = [:]
        for (offset, signs) in reading.signs { moved[offset > place ? offset + 2 : offset] = signs }
        var second = ModelSigns(followsStop: true)
        second.after = moved[place]?.after ?? []
        moved[place]?.after = []
        moved[place + 2] = second
        var symbols = reading.symbols
        symbols.replaceSubrange(place...place, with: parts)
        return (symbols, moved)
      }
    }
    let phrases = readings.map { ModelPhrase(numbers: number($0.symbols), signs: $0.signs) }
    var phrase = phrases[0]
    phrase.inDates = Array(phrases.dropFirst())
    return phrase
  }

  /// Returns the words of a quotation, which have no gaps.
  func words(ofQuotation text: String) -> [ModelPhrase] {
    let analyzed = analyzer.analyze(text)
    var start = 0
    return QueryModel.groups(of: analyzed).map { group in
      let units = start..<start + group.count
      start = units.upperBound
      return phrase(
        group, signs(of: analyzed, units, text, from: analyzed.units[units.lowerBound]))
    }
  }

  private func signs(
    of text: AnalyzedText, _ units: Range<Int>, _ written: String, from first: Unit
  ) -> [Int: ModelSigns] {
    let all = ModelSigns.all(of: text, in: Array(written.utf8))
    var required: [Int: ModelSigns] = [:]
    for unit in text.units[units] {
      required[Int(unit.position - first.position)] = all[Int(unit.position)]?.required(for: unit)
    }
    return required
  }

  /// The live articles with a zone that contains a quotation.
  func scan(_ wanted: ModelPhrase, in parts: Set<RandomArticle.Part>) -> Set<Int> {
    Set(articles.indices.filter { articles[$0].isLive && contains($0, wanted, in: parts) })
  }

  func contains(_ article: Int, _ wanted: ModelPhrase, in parts: Set<RandomArticle.Part>) -> Bool {
    articles[article].zones.contains {
      parts.contains($0.part) && !$0.places(of: wanted, limit: 1).isEmpty
    }
  }
}

extension ModelZone {
  /// Returns every position of a quotation.
  func places(of wanted: ModelPhrase, limit: Int = .max) -> [Int] {
    Array(ranges(of: wanted).map(\.lowerBound).prefix(limit))
  }

  /// Returns the positions of every occurrence of a quotation, in their order.
  func ranges(of wanted: ModelPhrase) -> [Range<Int>] {
    wanted.readings.flatMap { reading in
      places(of: reading.numbers).filter { reading.hasSigns(at: $0, signs) }
        .map { $0..<$0 + reading.numbers.count }
    }
    .sorted { $0.lowerBound < $1.lowerBound }
  }
}
