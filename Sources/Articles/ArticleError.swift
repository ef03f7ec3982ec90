/// Why a file, a line of a file or a folder gave no article.
public struct ArticleError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Reason: Sendable, Equatable {
    /// A system call failed.
    case unreadable(errno: Int32, message: String)
    /// A device, pipe or socket stands where a file was expected.
    case notRegularFile
    /// Bytes that are not text: a NUL at `offset`, or control characters from there on.
    case notText(offset: Int)
    /// The first byte that cannot be read in `encoding`.
    case undecodable(encoding: String, offset: Int)
    /// A name ICU has no converter for.
    case unknownEncoding(name: String)
    /// Nothing but white space.
    case empty
    /// The byte offset in the line where strict JSON ends, and what was wrong there.
    case invalidJSON(offset: Int, problem: String)
    /// A record without a `text` or `body` string.
    case missingText
    case tooLarge(bytes: Int, limit: Int)
    /// What an exported record says in `xunwen` does not fit its other members.
    case inconsistent(problem: String)
    /// The article's id, in place of the path, came `count` times; the last one was kept.
    case duplicateID(count: Int)
    /// Another file, which is still there, gave the index an article of this name.
    case idTaken(by: String)
  }

  public var path: String
  /// From 1; nil where the whole file is meant.
  public var line: Int?
  public var reason: Reason

  public init(path: String, line: Int? = nil, reason: Reason) {
    self.path = path
    self.line = line
    self.reason = reason
  }

  /// `path:line: reason`.
  public var description: String {
    guard !path.isEmpty else { return "\(reason)" }
    guard let line else { return "\(path): \(reason)" }
    return "\(path):\(line): \(reason)"
  }
}

extension ArticleError.Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(_, let message): message
    case .notRegularFile: "not a regular file"
    case .notText(let offset): "not text (byte \(offset))"
    case .undecodable("UTF-8", let offset):
      "not valid UTF-8 at byte \(offset), and no other encoding is recognized"
    case .undecodable(let encoding, let offset): "not valid \(encoding) at byte \(offset)"
    case .unknownEncoding(let name): "unknown encoding '\(name)'"
    case .empty: "empty"
    case .invalidJSON(let offset, let problem): "invalid JSON at byte \(offset): \(problem)"
    case .missingText: "record has no 'text' or 'body' string"
    case .tooLarge(let bytes, let limit): "\(bytes) bytes, the limit is \(limit)"
    case .inconsistent(let problem): "'xunwen' does not fit the record: \(problem)"
    case .idTaken(let path):
      "the index has an article of this name from \(path); index a folder that holds both, or use another index"
    case .duplicateID(let count): "this id came \(count) times, the last article was kept"
    }
  }
}
