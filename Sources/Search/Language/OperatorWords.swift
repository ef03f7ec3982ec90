/// Words that mean an operator in other search engines, for hints.
enum OperatorWords {
  /// The advice for each word, which is in lower case.
  static let advice: [String: String] = {
    var advice: [String: String] = [:]
    for word in ["or", "或", "或者", "或是", "还是", "還是", "抑或", "/"] {
      advice[word] = "write OR for the operator"
    }
    advice["and"] = "write AND for the operator, or leave it out"
    for word in ["和", "与", "與", "及", "以及", "且", "并且", "並且", "而且", "同时", "同時"] {
      advice[word] = "leave it out, since all clauses are required"
    }
    for word in exclusions.union(["andnot"]) {
      advice[word] = "write - directly before the next word to exclude it"
    }
    return advice
  }()

  /// The words for an exclusion that only need a clause after them.
  static let exclusions: Set<String> = [
    "not", "without", "except", "非", "而非", "不含", "不要", "不包括", "不包含", "排除", "剔除", "除", "除了", "除去",
  ]

  private static let proximities = ["near", "adj", "within", "pre", "w", "n"]

  /// True for near/5, near5, near-5, w/5, within5.
  static func isProximity(_ word: String) -> Bool {
    proximities.contains { name in
      guard word.hasPrefix(name) else { return false }
      let rest = word.dropFirst(name.count)
      let number = rest.drop { (name.count == 1 ? "/:\\" : "/:\\-~=").contains($0) }
      let isShort = name.count == 1 && number.count == rest.count
      return !number.isEmpty && number.count <= 4 && number.allSatisfy(\.isNumber) && !isShort
    }
  }
}
