public import InvertedIndex
import TextAnalysis

/// The original text of an article and its zones, for conditions that the index cannot decide.
public struct StoredText: Sendable {
  /// UTF-8.
  public let text: [UInt8]
  /// The byte ranges of title, body and tail.
  public let zones: [(zone: TextZone, range: Range<Int>)]

  public init(text: [UInt8], zones: [(zone: TextZone, range: Range<Int>)]) {
    self.text = text
    self.zones = zones
  }
}

/// A function that reads the stored text of a document.
public typealias StoredTextReader = (SegmentReader, UInt32) throws -> StoredText

/// Checks the conditions of a query that the index cannot decide, in stored articles. It belongs to
/// one thread. After the first error, which is kept, no document matches.
final class StoredTextScanner {
  /// Returns true when a stored text confirms the clause with a number.
  typealias Confirmation = (Int, StoredText) throws -> Bool

  private let read: StoredTextReader?
  private let confirms: Confirmation
  private let work: WorkMeter
  private var compiled: [String: RegularExpression] = [:]
  private(set) var failure: (any Error)?

  /// - Parameter confirms: decides the clauses of `QueryPlan.confirmations`.
  init(_ read: StoredTextReader?, confirms: @escaping Confirmation, _ work: WorkMeter) {
    self.read = read
    self.work = work
    self.confirms = confirms
  }

  /// Returns the documents in which a regular expression matches.
  func documents(
    _ candidates: DocumentSet, with plan: ExpressionPlan, in segment: SegmentReader
  ) -> DocumentSet {
    documents(candidates, in: segment) { article, document in
      try isFound(plan, in: article, segment, document)
    }
  }

  /// Returns the documents whose text confirms a clause.
  func documents(
    _ candidates: DocumentSet, confirming number: Int, in segment: SegmentReader
  ) -> DocumentSet {
    documents(candidates, in: segment) { article, _ in try confirms(number, article) }
  }

  private func documents(
    _ candidates: DocumentSet, in segment: SegmentReader,
    where isWanted: (StoredText, UInt32) throws -> Bool
  ) -> DocumentSet {
    candidates.filter { document in
      guard failure == nil, !work.isExhausted else { return false }
      do {
        guard let read else { throw ExpressionError.noText }
        let article = try read(segment, document)
        // Expressions and confirmations take about as long for each byte.
        work.count(1000 + 24 * article.text.count)
        return try isWanted(article, document)
      } catch {
        failure = error
        return false
      }
    }
  }

  private func isFound(
    _ plan: ExpressionPlan, in article: StoredText, _ segment: SegmentReader, _ document: UInt32
  ) throws -> Bool {
    let expression = try compiled[plan.expression] ?? RegularExpression(plan.expression)
    compiled[plan.expression] = expression
    let before = expression.backtracking
    defer { work.count(expression.backtracking - before) }
    for (zone, range) in article.zones where plan.zone.covers(zone) {
      let text = article.text.span
      do throws(RegularExpression.Overrun) {
        if try expression.isFound(in: text.extracting(range)) { return true }
      } catch {
        throw ExpressionError.overrun(
          expression: plan.expression, id: segment.columns.id(of: document))
      }
    }
    return false
  }
}

/// The reason why a regular expression or a quotation with signs could not be matched.
public enum ExpressionError: Error, Equatable, CustomStringConvertible {
  /// Matching an article needs more steps than permitted.
  case overrun(expression: String, id: String)
  /// The searcher has no reader of stored articles.
  case noText

  /// A message for people, without a full stop.
  public var description: String {
    switch self {
    case .overrun(let expression, let id):
      "/\(expression)/ takes too many steps in article \(id); use an expression with fewer alternatives"
    case .noText: "regular expressions and quotations with signs need the text of the articles"
    }
  }
}
