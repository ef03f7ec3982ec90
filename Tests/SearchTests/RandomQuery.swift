import Search
import TestSupport

/// Queries that an index of random articles has answers to.
struct RandomQuery {
  let index: ModelIndex

  /// Clauses side by side, now and then of every kind the language has.
  func text(depth: Int = 2, _ generator: inout ArticleGenerator) -> String {
    var text = conjunction(depth: depth, &generator)
    if generator.chance(of: 4) { text += " OR " + conjunction(depth: depth, &generator) }
    if generator.chance(of: 12) {
      text = generator.pick(["in:tail ", "in:title ", "in:all "]) + text
    }
    return text
  }

  /// Unquoted clauses only.
  func bare(_ generator: inout ArticleGenerator) -> String {
    (0..<generator.number(1...4)).map { _ in word(&generator) }.joined(separator: " ")
  }

  private func conjunction(depth: Int, _ generator: inout ArticleGenerator) -> String {
    var text = operand(depth: depth, &generator)
    for _ in 0..<generator.pick([0, 0, 1, 1, 2, 3]) {
      text += generator.pick([" ", " ", " ", " AND "])
      if generator.chance(of: 6) { text += "-" }
      text += operand(depth: depth, &generator)
    }
    return text
  }

  private func operand(depth: Int, _ generator: inout ArticleGenerator) -> String {
    switch generator.number(0...13) {
    case 0 where depth > 0, 1 where depth > 0:
      return "(" + text(depth: depth - 1, &generator) + ")"
    case 2: return "\"" + phrase(&generator) + "\""
    case 3: return "title:" + word(&generator)
    case 4: return "正文：「" + phrase(&generator) + "」"
    case 5: return "source:" + generator.pick(ArticleGenerator.sources.filter { !$0.isEmpty })
    case 6: return "date:" + date(&generator) + ".."
    case 7: return "date:" + date(&generator)
    case 8: return generator.pick(["的", "中", "国", "5g", "人", "醫"])
    case 9: return "(in:tail " + word(&generator) + ")"
    default: return word(&generator)
    }
  }

  private func date(_ generator: inout ArticleGenerator) -> String {
    generator.pick(["2021", "2022", "2023", "2021-02", "2022-03", "2023-01-02"])
  }

  /// Characters that stand side by side in an article, or in none.
  func word(_ generator: inout ArticleGenerator) -> String {
    if generator.chance(of: 8) {
      return generator.pick(["化学", "？", "的国医", "covid梅", "养老医保", "国，医", "老。"])
    }
    guard let place = RandomSubstring(of: index, &generator) else { return "的" }
    let kept = place.text.unicodeScalars.filter { scalar in
      !scalar.properties.isWhitespace && !Self.syntax.contains(scalar) && scalar.value != 0xFEFF
    }
    let text = String(String.UnicodeScalarView(kept.prefix(generator.pick([1, 2, 3, 4, 8]))))
    return text.isEmpty ? "国" : text
  }

  private func phrase(_ generator: inout ArticleGenerator) -> String {
    guard let place = RandomSubstring(of: index, &generator) else { return "的" }
    let kept = place.text.unicodeScalars.filter { !Self.syntax.contains($0) }
    let text = String(String.UnicodeScalarView(kept.prefix(generator.pick([1, 2, 3, 5]))))
    return text.isEmpty ? "发展" : text
  }

  private static let syntax = Set("\"“”「」『』\\()（）-－−:：＂'".unicodeScalars)
}
