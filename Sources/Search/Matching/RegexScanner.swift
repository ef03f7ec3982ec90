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

/// Matches regular expressions against stored articles, for one query on one thread. No document
/// matches after the first error, which is kept.
final class RegexScanner {
  private let read: StoredTextReader?
  private var compiled: [String: RegularExpression] = [:]
  private(set) var failure: (any Error)?

  init(_ read: StoredTextReader?) { self.read = read }

  func documents(
    _ candidates: DocumentSet, with plan: ExpressionPlan, in segment: SegmentReader
  ) -> DocumentSet {
    candidates.filter { document in
      guard failure == nil else { return false }
      do {
        return try isFound(plan, in: segment, document)
      } catch {
        failure = error
        return false
      }
    }
  }

  private func isFound(
    _ plan: ExpressionPlan, in segment: SegmentReader, _ document: UInt32
  ) throws -> Bool {
    guard let read else { throw ExpressionError.noText }
    let expression = try compiled[plan.expression] ?? RegularExpression(plan.expression)
    compiled[plan.expression] = expression
    let article = try read(segment, document)
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

/// The reason why a regular expression could not be matched.
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
    case .noText: "regular expressions need the text of the articles"
    }
  }
}
