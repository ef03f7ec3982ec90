/// One thing that is wrong with an index.
public struct CheckFinding: Sendable, Equatable {
  /// The file it was found in; "" for what no file by itself is to blame for.
  public let file: String
  /// Bytes of the file; nil where all of it is meant, or it is not there.
  public let bytes: Range<Int>?
  /// What is wrong.
  public let problem: String
  /// Articles that cannot be found or shown as they should, where that is known.
  public let articles: Int?

  public init(file: String, bytes: Range<Int>? = nil, problem: String, articles: Int? = nil) {
    self.file = file
    self.bytes = bytes
    self.problem = problem
    self.articles = articles
  }
}

/// What checks have found.
///
/// A file of which everything is wrong would fill a report with millions of lines: its first findings are kept, the
/// others counted.
public struct CheckFindings: Sendable {
  public private(set) var all: [CheckFinding] = []
  /// Findings that were not kept.
  public private(set) var omitted = 0
  private var counts: [String: Int] = [:]

  /// Findings that are kept of a file.
  static let limit = 100

  public init() {}

  public var isEmpty: Bool { all.isEmpty }

  mutating func append(_ finding: CheckFinding) {
    if counts[finding.file, default: 0] < Self.limit {
      counts[finding.file, default: 0] += 1
      all.append(finding)
    } else {
      omitted += 1
    }
  }

  /// Adds all of other checks.
  mutating func append(_ other: CheckFindings) {
    for finding in other.all { append(finding) }
    omitted += other.omitted
  }
}
