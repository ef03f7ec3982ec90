// Rendering of a syntax error: one line with the query, one with a mark under the place.
//
//     标题:(养老 OR
//          ^
//
// The mark is placed by display columns, since a Han character takes two. Characters that would
// break the line or move the cursor are shown as spaces. Of a long query only the surroundings of
// the place are shown.

/// A query that cannot be understood, and where.
public struct QuerySyntaxError: Error, Sendable, Equatable {
  /// What is wrong, in lower case without a full stop.
  public let message: String
  /// The place in the query string, in Unicode scalars.
  public let range: Range<Int>
  /// Without this the rest may be understood.
  let repair: Range<Int>

  public init(message: String, range: Range<Int>) {
    self.init(message: message, range: range, repair: range)
  }

  init(message: String, range: Range<Int>, repair: Range<Int>) {
    self.message = message
    self.range = range
    self.repair = repair
  }

  /// Two lines without a final line break: the query, and `^~~~` under the place.
  ///
  /// - Parameter query: The string whose parsing threw this error.
  /// - Complexity: O(*n*) in the scalars of the query.
  public func rendered(query: String) -> String {
    let scalars = query.unicodeScalars.map(Self.visible)
    let lower = min(max(range.lowerBound, 0), scalars.count)
    let upper = min(max(range.upperBound, lower), scalars.count)
    let start = max(0, lower - Self.context)
    let markEnd = min(upper, lower + Self.context)
    let end = min(scalars.count, markEnd + Self.context)

    var line = start > 0 ? "…" : ""
    line.unicodeScalars.append(contentsOf: scalars[start..<lower])
    let indent = DisplayWidth.columns(of: line)
    line.unicodeScalars.append(contentsOf: scalars[lower..<end])
    if end < scalars.count { line += "…" }

    let marked = scalars[lower..<markEnd].reduce(0) { $0 + DisplayWidth.columns(of: $1) }
    let mark = "^" + String(repeating: "~", count: max(0, marked - 1))
    return line + "\n" + String(repeating: " ", count: indent) + mark
  }

  /// Scalars shown on either side of the place.
  private static let context = 60

  private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .format: " "
    default: scalar
    }
  }
}

extension QuerySyntaxError: CustomStringConvertible {
  public var description: String { message }
}
