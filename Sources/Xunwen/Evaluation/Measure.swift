/// A measure of how good a ranking is, from 0 to 1.
///
/// Definitions are those of `trec_eval` 9 with its default parameters (m_ndcg_cut.c, m_map.c, m_recip_rank.c, m_P.c,
/// m_recall.c), names those of the field:
///
///     ndcg[@k]    normalized discounted cumulative gain (Järvelin and Kekäläinen, ACM TOIS 20(4), 2002): the sum of
///                 relevance / log2(rank + 1), divided by that of the best ranking there could be
///     map[@k]     average precision: the mean, over all relevant documents, of the precision at their ranks, 0
///                 for those not found
///     mrr[@k]     one by the rank of the first relevant document, 0 without one
///     p@k         the share of relevant documents among the first k, of which there may be fewer
///     recall@k    the share of the relevant documents that are among the first k
///
/// With `@k` only the first k documents of a ranking count, and of ndcg the best ranking's too. A query to which nothing
/// is relevant has 0.
public struct Measure: Sendable, Hashable, CustomStringConvertible {
  enum Kind: String, CaseIterable {
    case ndcg, map, mrr
    case precision = "p"
    case recall

    /// Whether it makes no sense of a whole ranking.
    var needsCutoff: Bool { self == .precision || self == .recall }
  }

  let kind: Kind
  /// Documents that count; nil for all.
  let cutoff: Int?

  /// - Parameter name: as in the table above, in small letters or capitals; nil for any other.
  public init?(_ name: String) {
    let parts = name.lowercased().split(separator: "@", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let kind = Kind(rawValue: String(parts[0])) else {
      return nil
    }
    let cutoff = parts.count == 2 ? Int(parts[1]) : nil
    guard parts.count == 1 ? !kind.needsCutoff : (cutoff ?? 0) > 0 else { return nil }
    self.kind = kind
    self.cutoff = cutoff
  }

  public var description: String { kind.rawValue + (cutoff.map { "@\($0)" } ?? "") }

  /// The names that `init(_:)` takes, for messages.
  public static let names = "ndcg, ndcg@10, map, map@10, mrr, mrr@10, p@10, recall@100"
}

/// A ranking with what was judged of it.
struct JudgedRanking {
  /// Of the documents in order; 0 for what was not judged.
  private let gains: [Int]
  /// Of all that is relevant to the query, the highest first.
  private let idealGains: [Int]

  init(_ ranking: [[UInt8]], _ relevance: [[UInt8]: Int]) {
    gains = ranking.map { max(0, relevance[$0] ?? 0) }
    idealGains = relevance.values.filter { $0 > 0 }.sorted(by: >)
  }

  /// - Complexity: O(ranking).
  func value(of measure: Measure) -> Double {
    let shown = gains.prefix(measure.cutoff ?? gains.count)
    let relevant = Double(idealGains.count)
    guard relevant > 0 else { return 0 }
    switch measure.kind {
    case .ndcg:
      let ideal = idealGains.prefix(measure.cutoff ?? idealGains.count)
      return Self.discounted(shown) / Self.discounted(ideal)
    case .map:
      var found = 0.0
      var sum = 0.0
      for (place, gain) in shown.enumerated() where gain > 0 {
        found += 1
        sum += found / Double(place + 1)
      }
      return sum / relevant
    case .mrr:
      return shown.firstIndex { $0 > 0 }.map { 1 / Double($0 + 1) } ?? 0
    case .precision:
      return Double(shown.count { $0 > 0 }) / Double(measure.cutoff ?? 1)
    case .recall:
      return Double(shown.count { $0 > 0 }) / relevant
    }
  }

  private static func discounted(_ gains: ArraySlice<Int>) -> Double {
    gains.enumerated().reduce(0) { sum, gain in
      gain.element > 0
        ? sum + Double(gain.element) / Mathematics.binaryLogarithm(Double(gain.offset + 2)) : sum
    }
  }
}
