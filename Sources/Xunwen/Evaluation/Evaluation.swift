/// The quality of a run, measured with relevance judgments.
public struct Evaluation: Sendable, Codable {
  /// The measures that were requested, in their order.
  public let measures: [Measure]
  /// The evaluated queries, in the order of the judgments.
  public let queries: [String]
  /// The values of each measure, in the order of `queries`.
  public let values: [[Double]]
  /// The number of judged queries without documents in the run.
  public let missing: Int
  /// The number of queries of the run without judgments. They are left out.
  public let unjudged: Int

  /// Evaluates the queries with both judgments and documents, as `trec_eval` does by default.
  ///
  /// - Parameter isComplete: true to evaluate all judged queries, as `trec_eval -c` does.
  public init(
    _ run: RetrievalRun, _ judgments: Judgments, measures: [Measure], isComplete: Bool = false
  ) {
    self.init(
      run, judgments, measures: measures,
      queries: judgments.queries.filter { isComplete || run.contains($0) })
  }

  init(_ run: RetrievalRun, _ judgments: Judgments, measures: [Measure], queries: [String]) {
    self.measures = measures
    self.queries = queries
    let rankings = queries.map {
      JudgedRanking(run.ranking(of: $0), judgments.documents(of: $0) ?? [:])
    }
    values = measures.map { measure in rankings.map { $0.value(of: measure) } }
    let found = judgments.queries.count { run.contains($0) }
    missing = judgments.queries.count - found
    unjudged = run.queryCount - found
  }

  /// The mean of each measure over `queries`; nil without queries.
  public var means: [Double]? {
    queries.isEmpty ? nil : values.map { $0.reduce(0, +) / Double(queries.count) }
  }
}

/// A measure of the quality of a ranking, from 0 to 1.
///
/// Measures are defined as in `trec_eval` 9 with its default parameters (m_ndcg_cut.c, m_map.c,
/// m_recip_rank.c, m_P.c, m_recall.c):
///
///     ndcg[@k]    the sum of relevance / log2(rank + 1), divided by the sum of an ideal ranking
///                 (Järvelin and Kekäläinen, ACM TOIS 20(4), 2002)
///     map[@k]     the mean, over all relevant documents, of the precision at their ranks
///     mrr[@k]     the reciprocal of the rank of the first relevant document, or 0 without one
///     p@k         the number of relevant documents among the first k, divided by k
///     recall@k    the share of the relevant documents that are among the first k
///
/// With `@k`, only the first k documents of a ranking count. A query without relevant documents has
/// the value 0.
public struct Measure: Sendable, Hashable, Codable, CustomStringConvertible {
  enum Kind: String, Codable {
    case ndcg, map, mrr
    case precision = "p"
    case recall

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
    self.kind = kind
    cutoff = parts.count == 2 ? Int(parts[1]) : nil
    guard parts.count == 1 ? !kind.needsCutoff : (cutoff ?? 0) > 0 else { return nil }
  }

  /// The name from which `init(_:)` creates the measure.
  public var description: String { kind.rawValue + (cutoff.map { "@\($0)" } ?? "") }

  /// Examples of the names of all measures, for messages.
  public static let names = "ndcg, ndcg@10, map, map@10, mrr, mrr@10, p@10, recall@100"
}

/// The relevance of the documents of a ranking.
struct JudgedRanking {
  /// In rank order; 0 for documents that were not judged.
  private let gains: [Int]
  /// The relevance of all relevant documents, in descending order.
  private let idealGains: [Int]

  init(_ ranking: [[UInt8]], _ relevance: [[UInt8]: Int]) {
    gains = ranking.map { max(0, relevance[$0] ?? 0) }
    idealGains = relevance.values.filter { $0 > 0 }.sorted(by: >)
  }

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
