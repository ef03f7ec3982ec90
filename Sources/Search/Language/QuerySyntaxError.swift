/// An error in a query, with its position.
public struct QuerySyntaxError: Error, Sendable, Equatable, Codable, CustomStringConvertible {
  /// The kinds of errors that a caller can help with.
  public enum Kind: String, Sendable, Codable {
    /// Malformed syntax.
    case malformed
    /// A pattern or fuzzy word that matches too many words of the index.
    case tooManyWords
    /// A regular expression without any text to look up. Set `QueryScope.scans` to read every
    /// article for it.
    case scanRequired
  }

  /// The kind of the error.
  public let kind: Kind
  /// The error in lower case, without a full stop.
  public let message: String
  /// The range in the query string, in Unicode scalars.
  public let range: Range<Int>
  /// The range whose removal may make the query well formed.
  let repair: Range<Int>

  /// The message.
  public var description: String { message }

  /// Creates an error at a range of the query.
  public init(message: String, range: Range<Int>, kind: Kind = .malformed) {
    self.init(message: message, range: range, repair: range, kind: kind)
  }

  init(message: String, range: Range<Int>, repair: Range<Int>, kind: Kind = .malformed) {
    self.kind = kind
    self.message = message
    self.range = range
    self.repair = repair
  }

  /// Renders the query and a mark under the error as two lines, without a final line break.
  ///
  ///     标题:(养老 OR
  ///          ^
  ///
  /// The mark is aligned by display columns, since a Han character takes two. Characters that would
  /// break the line or move the cursor become spaces. A long query is cut around the error.
  ///
  /// - Parameters:
  ///   - query: the string whose parsing threw this error.
  ///   - columns: the columns that no line exceeds; nil for 60 characters around the error.
  /// - Complexity: O(*n*) in the scalars of the query.
  public func rendered(query: String, columns: Int? = nil) -> String {
    let scalars = query.unicodeScalars.map(Self.visible)
    let lower = min(max(range.lowerBound, 0), scalars.count)
    let upper = min(max(range.upperBound, lower), scalars.count)
    // Two columns are for the ellipses, and at most a third of the others for the error.
    let columns = columns.map { max(3, $0 - 2) } ?? .max
    var room = columns
    func take(_ index: Int) -> Bool {
      let width = DisplayWidth.columns(of: scalars[index])
      guard width <= room else { return false }
      room -= width
      return true
    }
    var markEnd = lower
    while markEnd < min(upper, lower + Self.context), columns - room <= columns / 3, take(markEnd) {
      markEnd += 1
    }
    var (start, end) = (lower, markEnd)
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      if start > max(0, lower - Self.context), take(start - 1) {
        start -= 1
        isGrowing = true
      }
      if end < min(scalars.count, markEnd + Self.context), take(end) {
        end += 1
        isGrowing = true
      }
    }

    var line = start > 0 ? "…" : ""
    line.unicodeScalars.append(contentsOf: scalars[start..<lower])
    let indent = DisplayWidth.columns(of: line)
    line.unicodeScalars.append(contentsOf: scalars[lower..<end])
    if end < scalars.count { line += "…" }

    let marked = scalars[lower..<markEnd].reduce(0) { $0 + DisplayWidth.columns(of: $1) }
    let mark = "^" + String(repeating: "~", count: max(0, marked - 1))
    return line + "\n" + String(repeating: " ", count: indent) + mark
  }

  private static let context = 60

  private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .format: " "
    default: scalar
    }
  }
}
