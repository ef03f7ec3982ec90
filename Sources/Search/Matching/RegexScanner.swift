public import InvertedIndex
import TextAnalysis

/// An article as it was written, for what the index alone cannot tell.
public struct StoredText: Sendable {
  /// UTF-8.
  public let text: [UInt8]
  /// Where headline, body and tail lie in it.
  public let zones: [(zone: TextZone, range: Range<Int>)]

  public init(text: [UInt8], zones: [(zone: TextZone, range: Range<Int>)]) {
    self.text = text
    self.zones = zones
  }
}

/// Reads articles for a searcher.
public typealias DocumentTextReader = (SegmentReader, UInt32) throws -> StoredText

/// Looks for regular expressions in articles. What goes wrong is kept until the query ends: no document matches then.
///
/// Confined to one thread, and to one query.
final class RegexScanner {
  private let read: DocumentTextReader?
  private var compiled: [String: RegularExpression] = [:]
  private(set) var failure: (any Error)?

  init(_ read: DocumentTextReader?) { self.read = read }

  /// Those of some documents that have a match in a zone.
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

/// Why a regular expression could not be looked for.
public enum ExpressionError: Error, Equatable, CustomStringConvertible {
  /// An article takes more steps than are allowed.
  case overrun(expression: String, id: String)
  /// The searcher has no access to articles.
  case noText

  public var description: String {
    switch self {
    case .overrun(let expression, let id):
      "/\(expression)/ takes too many steps in article \(id); write it with fewer ways to match"
    case .noText: "regular expressions need the articles' text"
    }
  }
}
