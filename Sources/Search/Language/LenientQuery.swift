public import Calendar

// Reading a query as best one can: for those who type, not for scripts.
//
// What cannot be understood is taken out or taken for text, mistake by mistake, and the query is read again.
// A query with very many mistakes is text from beginning to end.

/// A query that was read leniently, and what had to be done to it.
public struct LenientQuery: Sendable {
  /// nil where there is nothing but white space and marks.
  public let query: Query?
  /// Mistakes, with places in the query as it was written, in the order in which they were met.
  public let mistakes: [QuerySyntaxError]

  private static var maxRepairs: Int { 16 }

  /// - Parameter today: as in `QueryParser.parse`.
  /// - Complexity: O(*n*) for each of at most 16 mistakes.
  public init(_ text: String, today: CivilDate? = nil) {
    var scalars = Array(text.unicodeScalars)
    var mistakes: [QuerySyntaxError] = []
    if scalars.count > QuerySyntax.maxLength {
      let place = QuerySyntax.maxLength..<scalars.count
      mistakes.append(
        QuerySyntaxError(
          message: "the query is longer than \(QuerySyntax.maxLength) characters", range: place))
      scalars.removeSubrange(place)
    }
    while mistakes.count <= Self.maxRepairs {
      do throws(QuerySyntaxError) {
        query = try QueryParser.parse(
          Self.string(scalars), isLenient: true, today: today)
        self.mistakes = mistakes
        return
      } catch {
        mistakes.append(error)
        // Places stay what they were: what is taken out leaves white space.
        let place = error.repair.clamped(to: 0..<scalars.count)
        for index in place where !QuerySyntax.isWhiteSpace(scalars[index]) { scalars[index] = " " }
        if place.isEmpty { break }
      }
    }
    let marks = scalars.map { QuerySyntax.isOfWord($0) ? $0 : " " }
    query = try? QueryParser.parse(
      Self.string(marks).lowercased(), isLenient: true, today: today)
    self.mistakes = mistakes
  }

  private static func string(_ scalars: [Unicode.Scalar]) -> String {
    var string = ""
    string.unicodeScalars.append(contentsOf: scalars)
    return string
  }
}
