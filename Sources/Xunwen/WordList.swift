import Search
import TextAnalysis

/// The lines of a file of words:
///
/// ```
/// # words of the archive
/// 新质生产力
/// 职教 = 职业教育 = 职业技术教育
/// ```
/// The file is UTF-8. A line has one word, or two or more synonyms with `=` (or `＝`) between them.
/// A `#` begins a comment, which extends to the end of the line. An invalid line is ignored, and
/// stays in the file.
struct WordList {
  private struct Line {
    let bytes: [UInt8]
    let words: [String]
    var isValid = true
  }

  private var lines: [Line] = []
  /// The invalid lines of the file from which the list was read.
  private(set) var faults: [DictionaryFault] = []
  private let analyzer: Analyzer

  /// The words of each line, in the order of the lines. Empty lines and comments are left out.
  var entries: [[String]] { lines.map(\.words).filter { !$0.isEmpty } }

  var bytes: [UInt8] { lines.flatMap { $0.bytes + [0x0A] } }

  /// The lines without the invalid ones.
  var validBytes: [UInt8] { lines.filter(\.isValid).flatMap { $0.bytes + [0x0A] } }

  init(_ bytes: [UInt8], using analyzer: Analyzer) {
    self.analyzer = analyzer
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let bytes = bytes.starts(with: byteOrderMark) ? bytes.dropFirst(3) : bytes[...]
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    // The last line break ends a line and begins none.
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    for (index, line) in lines.enumerated() {
      let line = line.last == 0x0D ? line.dropLast() : line
      var (words, reason): ([String], String?) = ([], nil)
      if let text = String(validating: line, as: UTF8.self) {
        do { words = try self.words(of: text) } catch { reason = "\(error)" }
      } else {
        reason = "not UTF-8"
      }
      if let reason { faults.append(DictionaryFault(line: index + 1, reason: reason)) }
      self.lines.append(Line(bytes: Array(line), words: words, isValid: reason == nil))
    }
  }

  private func words(of line: String) throws(XunwenError) -> [String] {
    let content = line.unicodeScalars.prefix { $0 != "#" }
    let pieces = content.split(omittingEmptySubsequences: false) { $0 == "=" || $0 == "＝" }
    let words = pieces.map { Self.trimmed($0) }
    if words == [""] { return [] }
    try check(words)
    return words
  }

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

  /// Removes white space at the ends, and replaces white space inside by single spaces.
  private static func trimmed(_ text: Substring.UnicodeScalarView) -> String {
    String(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Appends an entry, one word or several synonyms, unless a line contains all of them.
  ///
  /// - Returns: true when the entry was added.
  /// - Throws: `XunwenError.badWord`.
  mutating func add(_ words: [String]) throws(XunwenError) -> Bool {
    let words = words.map { Self.trimmed(Substring($0).unicodeScalars) }
    if let empty = words.first(where: \.isEmpty) { throw .badWord(empty, reason: "is empty") }
    try check(words)
    let wanted = Set(words.map(identity))
    if lines.contains(where: { wanted.isSubset(of: $0.words.map(identity)) }) { return false }
    lines.append(Line(bytes: Array(words.joined(separator: " = ").utf8), words: words))
    return true
  }

  /// Removes a word from all lines. A line with fewer than two remaining words is removed.
  ///
  /// - Returns: true when a line contained the word.
  mutating func remove(_ word: String) -> Bool {
    let wanted = identity(word)
    var found = false
    lines = lines.compactMap { line in
      let rest = line.words.filter { identity($0) != wanted }
      if rest.count == line.words.count { return line }
      found = true
      if rest.count < 2 { return nil }
      let comment = line.bytes.drop { $0 != UInt8(ascii: "#") }
      let text = Array(rest.joined(separator: " = ").utf8)
      return Line(
        bytes: text + (comment.isEmpty ? [] : [UInt8(ascii: " ")] + comment), words: rest)
    }
    return found
  }
}
