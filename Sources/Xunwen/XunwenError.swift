/// Why an archive could not be opened or built.
public enum XunwenError: Error, Sendable, CustomStringConvertible {
  /// There is no index at the path.
  case noIndex(path: String)
  /// A strict build met failures; nothing was committed.
  case strictFailure(count: Int)
  /// The input held no article that could be read; nothing was committed.
  case nothingToIndex(failures: Int)
  /// A stored article cannot be read back.
  case damagedArticle(id: String, reason: String)
  /// A line of a file of words that is none.
  case badWordLine(path: String, line: Int, reason: String)
  /// Something that cannot be a word of a dictionary.
  case badWord(String, reason: String)
  /// The text analysis cannot be set up.
  case analysisUnavailable(reason: String)

  public var description: String {
    switch self {
    case .noIndex(let path):
      "no index at \(path); make one with `xunwen index FOLDER --index \(path)`"
    case .strictFailure(let count):
      "\(count) input\(count == 1 ? "" : "s") failed, nothing was committed (strict)"
    case .nothingToIndex(let failures):
      failures == 0
        ? "no .txt or .jsonl articles found, nothing was committed"
        : "no article could be read, nothing was committed"
    case .damagedArticle(let id, let reason): "stored article \(id) is damaged: \(reason)"
    case .badWordLine(let path, let line, let reason): "\(path):\(line): \(reason)"
    case .badWord(let word, let reason): "“\(word)” \(reason)"
    case .analysisUnavailable(let reason): "text analysis is unavailable: \(reason)"
    }
  }
}
