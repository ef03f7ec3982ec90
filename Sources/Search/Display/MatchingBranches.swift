/// The texts, proximity clauses and expressions by which an article matches a query.
///
/// In (养老 广告) OR 医疗, an article without 广告 matches by 医疗 alone, so its 养老 is not marked.
/// Only texts, proximity clauses and expressions are decided; all other requirements count as
/// satisfied, because the search found the article.
struct MatchingBranches {
  /// The texts, proximity clauses and expressions that occur in the article, numbered as in
  /// `TextMatch.text`.
  let occurring: Set<Int>
  /// The number of the first proximity clause, and of the first expression.
  let firstProximity: Int
  let firstExpression: Int
  let confirmations: [Requirement]

  /// Returns the numbers that take part in the match; nil when the requirement is not satisfied.
  func numbers(of requirement: Requirement) -> Set<Int>? {
    switch requirement {
    case .contains(let text): occurrence(of: text)
    case .near(let proximity): occurrence(of: firstProximity + proximity)
    case .expression(let expression): occurrence(of: firstExpression + expression)
    case .confirmed(let confirmation): numbers(of: confirmations[confirmation])
    case .all(let requirements): numbers(of: requirements, atLeast: requirements.count)
    case .any(let requirements): numbers(of: requirements, atLeast: 1)
    case .least(let count, let requirements): numbers(of: requirements, atLeast: count)
    case .not(let excluded): isCertain(excluded) && numbers(of: excluded) != nil ? nil : []
    case .anyTerm, .id, .none, .source, .published, .value: []
    }
  }

  private func occurrence(of number: Int) -> Set<Int>? {
    occurring.contains(number) ? [number] : nil
  }

  private func numbers(of requirements: [Requirement], atLeast count: Int) -> Set<Int>? {
    let satisfied = requirements.compactMap { numbers(of: $0) }
    return satisfied.count >= count ? satisfied.reduce(into: []) { $0.formUnion($1) } : nil
  }

  /// True when the occurring texts alone decide a requirement.
  private func isCertain(_ requirement: Requirement) -> Bool {
    switch requirement {
    case .contains, .near: true
    case .not(let excluded): isCertain(excluded)
    case .all(let requirements), .any(let requirements), .least(_, let requirements):
      requirements.allSatisfy(isCertain)
    case .expression, .confirmed, .anyTerm, .id, .none, .source, .published, .value: false
    }
  }
}
