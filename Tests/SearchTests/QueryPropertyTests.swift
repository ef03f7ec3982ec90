import InvertedIndex
import Search
import TestSupport
import Testing

@Suite struct QueryPropertyTests {
  private static let fields = FieldCatalog(declared: [
    IndexField(name: "level", type: .keyword), IndexField(name: "pages", type: .number),
  ])

  /// Any string gives a tree of the documented shape, or an error with a range inside the string.
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func anyString(seed: UInt64) {
    let pieces = [
      "(", ")", "（", "）", "\"", "＂", "“", "”", "「", "」", "『", "』", "\\", "-", "－", "−",
      ":", "：", " ", " ", "　",
      "\u{0}", "\n", "AND", " AND ", "ＯＲ", " OR ", "NOT ", " NOT",
      "title:", "标题：", "body:", "source:", "来源:",
      "date:", "日期：", "in:", "in:tail ", "范围:全部", "2023", "-06", "..", ".",
      "年", "6月", "x:", "//",
      "养", "老", "医保",
      "NEAR/3", " NEAR/2 ", " ADJ ", " /s ", " /p ", "~1", "~", "^2", "^", "2 of ", " of (", "/",
      "/a.b/", "|", "||",
      "&&", "!", "+", "net*", "?", "[", "]", " TO ", ">=", "tag:", "id:", "colour~1", "level:",
      "pages:", "文号：", "成文:", "-1",
      "5..7",
      "a", "B", "5", "é", "e\u{301}", "👨‍👩‍👧", "\u{FEFF}", "\u{202E}", "~", "*", "|", "，", "。",
    ]
    var random = SplitMix64(seed: seed)
    var parsed = 0
    for _ in 0..<TestScale.cases(15_000) {
      var query = ""
      for _ in 0..<Int.random(in: 0...14, using: &random) {
        query += pieces[Int.random(in: 0..<pieces.count, using: &random)]
      }
      let count = query.unicodeScalars.count
      if let fault = Self.lenientFault(query) { Issue.record("seed \(seed): \(fault)") }
      do {
        guard let tree = try QueryParser.parse(query, fields: Self.fields) else { continue }
        parsed += 1
        if let fault = Self.fault(in: tree, query: Array(query.unicodeScalars)) {
          Issue.record("seed \(seed): \(fault) in \(tree) of \(query.debugDescription)")
        }
      } catch {
        let inBounds = error.range.lowerBound >= 0 && error.range.upperBound <= count
        let lines = error.rendered(query: query).split(
          separator: "\n", omittingEmptySubsequences: false)
        if !inBounds || error.range.isEmpty || lines.count != 2 || error.message.isEmpty {
          Issue.record("seed \(seed): \(error) at \(error.range) of \(query.debugDescription)")
        }
      }
    }
    #expect(parsed > 1_500)
  }

  /// Returns a fault of lenient parsing: it must give the strict tree of a valid query, and a tree
  /// or mistakes for any other string.
  private static func lenientFault(_ query: String) -> String? {
    let lenient = LenientQuery(query, fields: fields)
    let count = query.unicodeScalars.count
    if let mistake = lenient.mistakes.first(where: {
      $0.range.isEmpty || $0.range.lowerBound < 0 || $0.range.upperBound > count
    }) {
      return "\(mistake) at \(mistake.range) of \(query.debugDescription)"
    }
    if let strict = try? QueryParser.parse(query, fields: fields) {
      return lenient.mistakes.isEmpty && lenient.query == strict
        ? nil : "\(lenient) instead of \(strict)"
    }
    return lenient.query == nil || lenient.mistakes.count > 0 || query.contains("-")
      || query.contains("NOT") || query.contains("!") || query.contains("－") || query.contains("−")
      ? nil : "no mistake in \(query.debugDescription)"
  }

  /// Returns the first violation of the documented shape of a tree; nil if there is none.
  private static func fault(in query: Query, query scalars: [Unicode.Scalar]) -> String? {
    func leafFault(_ text: QueryText, quotes: Int) -> String? {
      guard text.range.lowerBound >= 0, text.range.upperBound <= scalars.count else {
        return "range out of bounds"
      }
      let source = scalars[text.range].dropFirst(quotes).dropLast(quotes)
      // A wildcard without effect is removed together with adjacent punctuation.
      if source.contains(where: { "*?".unicodeScalars.contains($0) }) { return nil }
      if source.contains(where: { $0 == "\\" || $0 == "\u{0}" || $0 == "\n" }) { return nil }
      return source.elementsEqual(text.text.unicodeScalars) ? nil : "text is not at its range"
    }
    func nameFault(_ range: Range<Int>) -> String? {
      range.lowerBound >= 0 && range.upperBound <= scalars.count ? nil : "range out of bounds"
    }
    func faults(_ operands: [Query], isSame: (Query) -> Bool) -> String? {
      if operands.count < 2 { return "short list" }
      if operands.contains(where: isSame) { return "nested list" }
      return nil
    }
    func check(_ query: Query, inConjunction: Bool) -> String? {
      switch query {
      case .text(let text):
        return text.text.isEmpty ? "empty text" : leafFault(text, quotes: 0)
      case .phrase(let text):
        return leafFault(text, quotes: 1)
      case .field(_, .text(let text), let range):
        return leafFault(text, quotes: 0) ?? nameFault(range)
      case .field(_, .phrase(let text), let range):
        return leafFault(text, quotes: 1) ?? nameFault(range)
      case .sloppy(let text, _): return nameFault(text.range)
      case .fuzzy(let text, let edits):
        return (1...2).contains(edits) ? nameFault(text.range) : "too many mistakes"
      case .pattern(let pattern): return nameFault(pattern.range)
      case .regex(let text): return text.text.isEmpty ? "empty expression" : nameFault(text.range)
      case .near(let proximity):
        return proximity.operands.count < 2 ? "alone" : nameFault(proximity.range)
      case .field(_, let leaf, let range):
        switch leaf {
        case .sloppy, .fuzzy, .pattern, .regex, .near:
          return check(leaf, inConjunction: false) ?? nameFault(range)
        default: return "field of no leaf"
        }
      case .source(_, let range), .date(_, let range), .tag(_, let range), .id(_, let range),
        .value(_, let range):
        return nameFault(range)
      case .least(let count, let operands):
        return operands.count > 1 && (1...operands.count).contains(count)
          ? operands.lazy.compactMap { check($0, inConjunction: false) }.first : "no such number"
      case .boosted(let operand, let factor):
        return factor > 0 ? check(operand, inConjunction: true) : "no boost"
      case .everything: return nil
      case .and(let operands):
        return faults(operands) { if case .and = $0 { true } else { false } }
          ?? conjunctionFault(operands)
      case .implicitAnd(let operands):
        return faults(operands) { if case .implicitAnd = $0 { true } else { false } }
          ?? conjunctionFault(operands)
      case .or(let operands):
        return faults(operands) { if case .or = $0 { true } else { false } }
          ?? operands.lazy.compactMap { check($0, inConjunction: false) }.first
      case .not(let operand):
        return inConjunction ? check(operand, inConjunction: false) : "stray exclusion"
      }
    }
    func conjunctionFault(_ operands: [Query]) -> String? {
      let finds = operands.contains { if case .not = $0 { false } else { true } }
      if !finds { return "nothing but exclusions" }
      return operands.lazy.compactMap { check($0, inConjunction: true) }.first
    }
    return check(query, inConjunction: false)
  }

  /// Parsing the written form of a random tree gives the tree.
  @Test func writtenTreesAreReadBack() throws {
    let seed: UInt64 = 20_230_702
    var random = SplitMix64(seed: seed)
    for _ in 0..<TestScale.cases(6000) {
      let (written, tree) = QueryWriter.disjunction(depth: 2, using: &random)
      let parsed = try QueryParser.parse(written)?.description
      try #require(parsed == tree, "seed \(seed): \(written)")
    }
  }
}

/// A generator of random queries with their expected trees.
private enum QueryWriter {
  typealias Written = (text: String, tree: String)

  static func disjunction(depth: Int, using random: inout SplitMix64) -> Written {
    let branches = (0..<Int.random(in: 1...3, using: &random)).map { _ in
      conjunction(depth: depth, using: &random)
    }
    if branches.count == 1 { return branches[0] }
    let operators = [" OR ", "　ＯＲ ", " OR\n"]
    return list("or", branches, separator: operators.randomElement(using: &random) ?? " OR ")
  }

  private static func conjunction(depth: Int, using random: inout SplitMix64) -> Written {
    var runs = [run(depth: depth, using: &random)]
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      runs.append(
        Bool.random(using: &random)
          ? exclusion(depth: depth, using: &random) : run(depth: depth, using: &random))
    }
    if runs.count == 1 { return runs[0] }
    return list("and", runs, separator: Bool.random(using: &random) ? " " : "　")
  }

  private static func run(depth: Int, using random: inout SplitMix64) -> Written {
    var operands = [operand(depth: depth, using: &random)]
    while Int.random(in: 0..<4, using: &random) == 0 {
      operands.append(
        Bool.random(using: &random)
          ? exclusion(depth: depth, using: &random) : operand(depth: depth, using: &random))
    }
    if operands.count == 1 { return operands[0] }
    return list("AND", operands, separator: " AND ")
  }

  private static func exclusion(depth: Int, using random: inout SplitMix64) -> Written {
    let (text, tree) = operand(depth: depth, using: &random)
    let mark = ["-", "－", "−", "NOT ", "ＮＯＴ　"].randomElement(using: &random) ?? "-"
    return (mark + text, "(not \(tree))")
  }

  /// Returns a leaf, or a group with two branches of OR.
  private static func operand(depth: Int, using random: inout SplitMix64) -> Written {
    if depth > 0, Int.random(in: 0..<6, using: &random) == 0 {
      return least(depth: depth, using: &random)
    }
    if depth > 0, Int.random(in: 0..<4, using: &random) == 0 {
      let branches = (0..<2).map { _ in conjunction(depth: depth - 1, using: &random) }
      let (text, tree) = list("or", branches, separator: " OR ")
      return Bool.random(using: &random) ? ("(\(text))", tree) : ("（ \(text)）", tree)
    }
    let words = ["养老", "医保", "COVID-19", "3:2", "中国（上海）区", "a.b", "？"]
    let word = words.randomElement(using: &random) ?? "养老"
    switch Int.random(in: 0..<7, using: &random) {
    case 0: return ("\"\(word) OR\"", "(phrase \"\(word) OR\")")
    case 1: return ("「(\(word)」", "(phrase \"(\(word)\")")
    case 2: return ("title:\(word)", "(title (text \(word)))")
    case 3: return ("来源：“\(word)”", "(source \"\(word)\")")
    case 4: return ("date:2023-06..", "(date 20230600..)")
    default: return (word, "(text \(word))")
    }
  }

  /// Returns a minimum number of clauses. A group of several clauses is one of them.
  private static func least(depth: Int, using random: inout SplitMix64) -> Written {
    let clauses = (0..<Int.random(in: 2...4, using: &random)).map { _ in
      let group = conjunction(depth: depth - 1, using: &random)
      return (text: "(\(group.text))", tree: group.tree)
    }
    let count = Int.random(in: 1...clauses.count, using: &random)
    return (
      "\(count) of (" + clauses.map(\.text).joined(separator: " ") + ")",
      "(least \(count) " + clauses.map(\.tree).joined(separator: " ") + ")"
    )
  }

  /// Returns a list of operands. An operand of the same kind in parentheses is flattened into it.
  private static func list(_ name: String, _ items: [Written], separator: String) -> Written {
    let opening = "(\(name) "
    let trees = items.map { item in
      item.tree.hasPrefix(opening)
        ? String(item.tree.dropFirst(opening.count).dropLast()) : item.tree
    }
    return (
      items.map(\.text).joined(separator: separator),
      opening + trees.joined(separator: " ") + ")"
    )
  }
}
