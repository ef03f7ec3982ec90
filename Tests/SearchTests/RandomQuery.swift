import Search
import TestSupport

/// A generator of queries that match random articles.
struct RandomQuery {
  let index: ModelIndex

  /// Returns a query that may contain every kind of clause.
  func text(depth: Int = 2, _ generator: inout ArticleGenerator) -> String {
    var text = conjunction(depth: depth, &generator)
    if generator.chance(of: 4) { text += " OR " + conjunction(depth: depth, &generator) }
    if generator.chance(of: 12) {
      text = generator.pick(["in:tail ", "in:title ", "in:all "]) + text
    }
    return text
  }

  /// Returns a query of unquoted clauses only.
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
    switch generator.number(0...23) {
    case 0 where depth > 0, 1 where depth > 0:
      return "(" + text(depth: depth - 1, &generator) + ")"
    case 2: return "\"" + phrase(&generator) + "\""
    case 3: return "title:" + word(&generator)
    case 4: return "正文：「" + phrase(&generator) + "」"
    case 5: return "source:" + generator.pick(ArticleGenerator.sources.filter { !$0.isEmpty })
    case 6: return "date:" + date(&generator) + ".."
    case 7:
      return "date:" + generator.pick(["", "..", "<", ">", "<=", ">="]) + date(&generator)
    case 8: return generator.pick(["的", "中", "国", "5g", "人", "醫"])
    case 9: return "(in:tail " + word(&generator) + ")"
    case 10: return "title:" + proximity(&generator)
    case 11, 12: return "(" + proximity(&generator) + ")"
    case 13: return pattern(&generator)
    case 14:
      return generator.pick(["covid~1", "covdi~1", "covi~2", "gdp~", "2023~1", "codiv~2"])
    case 15: return expression(&generator)
    case 16: return least(depth: depth, &generator)
    case 17: return word(&generator) + "^" + generator.pick(["2", "0.5", "10"])
    case 18: return "tag:\"" + generator.pick(["要闻", "社会", "Economy", "社 会", "无"]) + "\""
    case 19: return "id:\(generator.number(0...160))"
    case 20:
      return "\"" + phrase(&generator) + generator.pick([" ", ""]) + phrase(&generator)
        + "\"~\(generator.number(0...6))"
    case 21: return "*"
    default: return word(&generator)
    }
  }

  /// Returns a minimum number of clauses, some of which are groups.
  private func least(depth: Int, _ generator: inout ArticleGenerator) -> String {
    let clauses = (0..<generator.number(2...4)).map { _ in
      switch generator.number(0...7) {
      case 0, 1, 2: "(" + conjunction(depth: 0, &generator) + ")"
      case 3 where depth > 0: "(" + text(depth: depth - 1, &generator) + ")^2"
      case 4 where depth > 0: least(depth: depth - 1, &generator)
      case 5: "title:(" + word(&generator) + " " + word(&generator) + ")"
      default: word(&generator)
      }
    }
    return "\(generator.number(1...clauses.count)) of (\(clauses.joined(separator: " ")))"
  }

  /// Returns a proximity clause.
  func proximity(_ generator: inout ArticleGenerator) -> String {
    let operators = [
      "NEAR/\(generator.number(0...8))", "ADJ/\(generator.number(0...8))", "/s", "/p",
    ]
    let between = " " + generator.pick(operators) + " "
    return (0..<generator.pick([2, 2, 2, 3])).map { _ in
      switch generator.number(0...5) {
      case 0: "(" + word(&generator) + " OR " + word(&generator) + ")"
      case 1: generator.pick(["的", "中", "国", "人", "5g"])
      case 2: generator.pick(["cov*", "2*", "covid~1"])
      default: word(&generator)
      }
    }.joined(separator: between)
  }

  func pattern(_ generator: inout ArticleGenerator) -> String {
    let characters = ["国", "发", "人", "医", "的", "疫", "老"]
    switch generator.number(0...5) {
    case 0: return generator.pick(["co*", "g?p", "*9", "2*3", "c*v?d", "i*", "5*"])
    case 1: return generator.pick(characters) + "*"
    case 2: return generator.pick(["5g*", "*5g", "20*年", "cov*国", "国*cov*"])
    default:
      return generator.pick(characters) + generator.pick(["*", "?", "??", "*?"])
        + generator.pick(characters) + generator.pick(["", "", "*" + generator.pick(characters)])
    }
  }

  private func expression(_ generator: inout ArticleGenerator) -> String {
    generator.pick([
      "/国.{1,3}发/", "/医[保疗]/", "/(养|托)老/", "/发展|医保/", "/疫情?/", "/\\d{4}年/", "/[0-9]+/",
      "/人民(代表)?大会/", "/COVID/", "/covid-?19/", "/^的/", "/的.*人/", "/5[gG]/", "/a|老老/",
    ])
  }

  private func date(_ generator: inout ArticleGenerator) -> String {
    generator.pick([
      "2021", "2022", "2023", "2021-02", "2022-03", "2023-01-02", "2021-01-01", "2022-01-31",
    ])
  }

  /// Returns adjacent characters of an article, or sometimes a text of no article.
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
