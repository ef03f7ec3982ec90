import TextAnalysis

/// A unit as a number: the scalar of a Han character, or the number of a token in the queries.
typealias Symbol = UInt64

/// The tokens that occur in queries. All other tokens share one number.
struct SymbolTable {
  private static let firstToken: Symbol = 1 << 21
  static let unknown: Symbol = .max >> 32
  private var tokens: [String: Symbol] = [:]

  func symbol(of unit: Unit, in text: AnalyzedText) -> Symbol {
    if unit.kind == .han { return Symbol(unit.scalar.value) }
    return tokens[text.text(of: unit)] ?? Self.unknown
  }

  mutating func add(_ text: AnalyzedText) {
    for unit in text.units where unit.kind == .token {
      let token = text.text(of: unit)
      if tokens[token] == nil { tokens[token] = Self.firstToken + Symbol(tokens.count) }
    }
  }
}

/// A ranking term: two adjacent Han characters, or a word of one or of three and more units.
enum RankingKey: Hashable {
  case gram(Symbol, Symbol)
  case word([Symbol])
}

/// A text as symbols with positions, and its ranking terms by the definition in
/// docs/ARCHITECTURE.md, without the index's code.
struct SymbolText {
  let symbols: [Symbol]
  let positions: [UInt32]
  private let text: AnalyzedText

  init(_ text: AnalyzedText, _ table: SymbolTable) {
    self.text = text
    symbols = text.units.map { table.symbol(of: $0, in: text) }
    positions = text.units.map(\.position)
  }

  /// Calls `body` with each term and its weight in a query.
  func forEachTerm(_ body: (RankingKey, Double) -> Void) {
    let units = text.units
    func endsWord(_ index: Int) -> Bool { index + 1 == units.count || units[index + 1].startsWord }
    var start = 0
    for index in units.indices {
      if units[index].startsWord { start = index }
      if index + 1 < units.count, units[index].kind == .han, units[index + 1].kind == .han,
        positions[index] + 1 == positions[index + 1]
      {
        let isWord = start == index && !endsWord(index) && endsWord(index + 1)
        body(
          .gram(symbols[index], symbols[index + 1]), endsWord(index) ? 0.5 : isWord ? 2 : 1)
      }
      guard endsWord(index) else { continue }
      let word = Array(symbols[start...index])
      if units[start].kind == .token {
        body(.word(word), 2)
      } else if word.count != 2 {
        body(.word(word), 1)
      }
    }
  }

  /// The symbol sequences that an unquoted text requires: each word, with adjacent one-character
  /// words joined.
  func exactStretches() -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    var joins = false
    for word in text.words {
      let isCharacter = word.count == 1 && text.units[word.lowerBound].kind == .han
      let isNeighbour =
        word.lowerBound > 0 && positions[word.lowerBound - 1] + 1 == positions[word.lowerBound]
      if isCharacter, joins, isNeighbour {
        stretches.append(stretches.removeLast().lowerBound..<word.upperBound)
      } else {
        stretches.append(word)
      }
      joins = isCharacter
    }
    return stretches
  }

  /// Returns true if a sequence of another text occurs at an index, with the same gaps.
  func holds(_ stretch: [(symbol: Symbol, distance: UInt32)], at place: Int) -> Bool {
    guard place + stretch.count <= symbols.count else { return false }
    return stretch.indices.allSatisfy {
      symbols[place + $0] == stretch[$0].symbol
        && positions[place + $0] == positions[place] + stretch[$0].distance
    }
  }
}
