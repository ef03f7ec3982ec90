import Storage

/// A defect that a check of an index found.
public struct CheckFinding: Sendable, Equatable, Codable {
  /// The file with the defect; empty for a contradiction between files.
  public let file: String
  /// The range of the defect in the file; nil for the whole file or a missing file.
  public let bytes: Range<Int>?
  /// A description of the defect.
  public let problem: String
  /// The number of articles that cannot be found or shown correctly; nil when unknown.
  public let articles: Int?
}

/// The findings of several checks. Beyond a limit for each file, findings are only counted.
public struct CheckFindings: Sendable {
  public private(set) var all: [CheckFinding] = []
  /// The number of findings beyond the limit.
  public private(set) var omitted = 0
  /// The files that cannot be read, and so cannot be checked.
  public private(set) var unreadable: [UnreadableFile] = []
  private var counts: [String: Int] = [:]

  static let limit = 100

  public init() {}

  public var isEmpty: Bool { all.isEmpty && unreadable.isEmpty }

  mutating func append(_ finding: CheckFinding) {
    if counts[finding.file, default: 0] < Self.limit {
      counts[finding.file, default: 0] += 1
      all.append(finding)
    } else {
      omitted += 1
    }
  }

  /// Appends a defect of a file.
  public mutating func append(
    _ problem: String, in file: String, _ bytes: Range<Int>? = nil, articles: Int? = nil
  ) {
    append(CheckFinding(file: file, bytes: bytes, problem: problem, articles: articles))
  }

  /// Appends an error of a file: damage, or a failure to read.
  mutating func append(_ error: StorageError, in file: String, articles: Int? = nil) {
    var bytes: Range<Int>?
    let problem: String
    switch error {
    case .notFound: problem = "is missing"
    case .corrupt(_, let offset, let reason): (bytes, problem) = (offset..<offset + 1, reason)
    case .checksumMismatch(_, let expected, let found):
      let (expected, found) = (String(expected, radix: 16), String(found, radix: 16))
      problem = "checksum \(found) instead of \(expected)"
    case .io: return append(UnreadableFile(file: file, problem: "\(error)"))
    case .wrongFormat, .unsupportedVersion, .locked: problem = "\(error)"
    }
    append(problem, in: file, bytes, articles: articles)
  }

  private mutating func append(_ file: UnreadableFile) {
    if !unreadable.contains(where: { $0.file == file.file }) { unreadable.append(file) }
  }

  mutating func append(_ other: CheckFindings) {
    for finding in other.all { append(finding) }
    for file in other.unreadable { append(file) }
    omitted += other.omitted
  }
}
