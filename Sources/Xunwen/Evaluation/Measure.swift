/// A measure of the quality of a ranking, from 0 to 1.
///
/// Measures are defined as in `trec_eval` 9 with its default parameters (m_ndcg_cut.c, m_map.c,
/// m_recip_rank.c, m_P.c, m_recall.c):
///
///     ndcg[@k]    normalized discounted cumulative gain (Järvelin and Kekäläinen, ACM TOIS 20(4),
///                 2002): the sum of relevance / log2(rank + 1), divided by the sum of an ideal
///                 ranking
///     map[@k]     average precision: the mean, over all relevant documents, of the precision at
///                 their ranks; 0 for documents not found
///     mrr[@k]     the reciprocal of the rank of the first relevant document, or 0 without one
///     p@k         the number of relevant documents among the first k, divided by k
///     recall@k    the share of the relevant documents that are among the first k
///
/// With `@k`, only the first k documents of a ranking count; for ndcg, also of the ideal ranking. A
/// query without relevant documents has the value 0.
public struct Measure: Sendable, Hashable, Codable, CustomStringConvertible {
  enum Kind: String, Codable {
    case ndcg, map, mrr
    case precision = "p"
    case recall

    /// True when the measure is not defined for a whole ranking.
    var needsCutoff: Bool { self == .precision || self == .recall }
  }

  let kind: Kind
  /// The number of documents that count; nil for all.
  let cutoff: Int?

  /// Creates a measure from its name in the table above, in any case. Returns nil for another name.
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

  /// Examples of the names of all measures, for messages.
  public static let names = "ndcg, ndcg@10, map, map@10, mrr, mrr@10, p@10, recall@100"
}

/// A ranking with its relevance judgments.
struct JudgedRanking {
  /// The relevance of the documents in rank order; 0 for documents that were not judged.
  private let gains: [Int]
  /// The relevance of all relevant documents, in descending order.
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
      for (index, gain) in shown.enumerated() where gain > 0 {
        found += 1
        sum += found / Double(index + 1)
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
