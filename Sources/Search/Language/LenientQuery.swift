public import Calendar

/// A query that was read leniently, for people who type.
///
/// The parser reads the query again and again. After each error, white space replaces the mistake.
/// A query with very many mistakes is read as plain text.
public struct LenientQuery: Sendable {
  /// The query, or nil when nothing but white space and punctuation is left.
  public let query: Query?
  /// The mistakes in the order of their repair, with ranges in the query as written.
  public let mistakes: [QuerySyntaxError]
  /// The query as written, with white space in place of the mistakes.
  public let repaired: String

  private static let maxRepairs = 16

  /// Parses a query and repairs its mistakes.
  ///
  /// - Parameters:
  ///   - fields: the fields of the index.
  ///   - today: the day that dates such as `7d` count back from; nil for today in China.
  /// - Complexity: O(*n*) for each of at most 16 mistakes.
  public init(
    _ text: String, fields: FieldCatalog = FieldCatalog(), today: CivilDate? = nil
  ) {
    var scalars = Array(text.unicodeScalars)
    var mistakes: [QuerySyntaxError] = []
    if scalars.count > QuerySyntax.maxLength {
      let rest = QuerySyntax.maxLength..<scalars.count
      mistakes.append(QuerySyntax.tooLong(at: rest))
      scalars.removeSubrange(rest)
    }
    func written() -> String { String(String.UnicodeScalarView(scalars)) }
    while mistakes.count <= Self.maxRepairs {
      do throws(QuerySyntaxError) {
        let repaired = written()
        query = try QueryParser.parse(repaired, fields, isLenient: true, today: today)
        (self.mistakes, self.repaired) = (mistakes, repaired)
        return
      } catch {
        mistakes.append(error)
        // White space in place of the mistake keeps later ranges valid.
        let mistake = error.repair.clamped(to: 0..<scalars.count)
        for index in mistake where !QuerySyntax.isWhiteSpace(scalars[index]) {
          scalars[index] = " "
        }
        if mistake.isEmpty { break }
      }
    }
    // Lower case, so that no word is an operator.
    let words = String(
      String.UnicodeScalarView(scalars.map { QuerySyntax.isOfWord($0) ? $0 : " " })
    ).lowercased()
    query = try? QueryParser.parse(words, fields, isLenient: true, today: today)
    (self.mistakes, repaired) = (mistakes, words)
  }
}
