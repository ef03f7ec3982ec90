import Search
import TextAnalysis

/// The lines of a file of words:
///
/// ```
/// # what the archive is about
/// 新质生产力
/// 职教 = 职业教育 = 职业技术教育
/// ```
/// UTF-8; a word a line, or two or more that stand for each other; from `#` on a line is a comment. `＝` is `=`.
struct WordList {
  private struct Line {
    /// As it was written.
    let text: String
    let words: [String]
  }

  private var lines: [Line] = []
  private let analyzer: Analyzer

  /// What the lines say, in their order: one word, or more that stand for each other.
  var entries: [[String]] { lines.map(\.words).filter { !$0.isEmpty } }

  /// The file as it is to be.
  var bytes: [UInt8] { Array(lines.map { $0.text + "\n" }.joined().utf8) }

  /// - Parameters:
  ///   - path: of the file, for errors.
  ///   - analyzer: used from now on as long as the list is.
  /// - Throws: `XunwenError.badWordLine`.
  init(_ bytes: [UInt8], path: String, using analyzer: Analyzer) throws(XunwenError) {
    self.analyzer = analyzer
    // Editors put a byte order mark in front.
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let bytes = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    // Behind the last line break there is none.
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    for (index, line) in lines.enumerated() {
      let line = line.last == 0x0D ? line.dropLast() : line
      func failure(_ reason: String) -> XunwenError {
        .badWordLine(path: path, line: index + 1, reason: reason)
      }
      guard let text = String(validating: line, as: UTF8.self) else {
        throw failure("not UTF-8")
      }
      do throws(XunwenError) {
        self.lines.append(Line(text: text, words: try words(of: text)))
      } catch .badWord(let word, let reason) {
        throw failure("“\(word)” \(reason)")
      }
    }
  }

  /// - Throws: `XunwenError.badWord`.
  private func words(of line: String) throws(XunwenError) -> [String] {
    let content = line.unicodeScalars.prefix { $0 != "#" }
    let pieces = content.split(omittingEmptySubsequences: false) { $0 == "=" || $0 == "＝" }
    let words = pieces.map { Self.trimmed($0) }
    if words == [""] { return [] }
    try check(words)
    return words
  }

  /// - Throws: `XunwenError.badWord`.
  private func check(_ words: [String]) throws(XunwenError) {
    var known: Set<String> = []
    for word in words {
      if word.isEmpty { throw .badWord("=", reason: "has no word on one of its sides") }
      let fault = UserWords.fault(of: word, isSynonym: words.count > 1, using: analyzer)
      if let fault { throw .badWord(word, reason: fault) }
      guard known.insert(identity(word)).inserted else {
        throw .badWord(word, reason: "is its own synonym")
      }
    }
  }

  private func identity(_ word: String) -> String { UserWords.identity(of: word, using: analyzer) }

  /// Without white space around it and with single blanks inside.
  private static func trimmed(_ text: Substring.UnicodeScalarView) -> String {
    String(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Adds an entry to the end, unless it is there: a word, or words that stand for each other.
  ///
  /// - Returns: whether it was not there.
  /// - Throws: `XunwenError.badWord`.
  /// - Complexity: O(*n*) in the length of the list.
  mutating func add(_ words: [String]) throws(XunwenError) -> Bool {
    let words = words.map { Self.trimmed(Substring($0).unicodeScalars) }
    if let empty = words.first(where: \.isEmpty) { throw .badWord(empty, reason: "is empty") }
    try check(words)
    let wanted = Set(words.map(identity))
    if lines.contains(where: { wanted.isSubset(of: $0.words.map(identity)) }) { return false }
    lines.append(Line(text: words.joined(separator: " = "), words: words))
    return true
  }

  /// Removes a word. From words that stand for each other it is taken; what is left of two of them goes too.
  ///
  /// - Returns: whether it was there.
  /// - Complexity: O(*n*) in the length of the list.
  mutating func remove(_ word: String) -> Bool {
    let wanted = identity(word)
    var found = false
    lines = lines.compactMap { line in
      let rest = line.words.filter { identity($0) != wanted }
      if rest.count == line.words.count { return line }
      found = true
      if rest.count < 2 { return nil }
      let comment = String(line.text.unicodeScalars.drop { $0 != "#" })
      let text = rest.joined(separator: " = ") + (comment.isEmpty ? "" : " " + comment)
      return Line(text: text, words: rest)
    }
    return found
  }
}
