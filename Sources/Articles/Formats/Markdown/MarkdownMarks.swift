/// The places of the paired marks in a paragraph of Markdown, found in one pass.
struct MarkdownMarks {
  /// By the index of a mark, another index; 0 for none:
  ///
  /// * of the first back quote of code, the index after the code
  /// * of `<`, the index after the tag or the comment
  /// * of `[`, the index of its `]`
  /// * of `*`, `_` or `~` that means emphasis, the index itself plus 1
  private var targets: [UInt32]

  /// Marks of one kind that stand together.
  private struct Run {
    var start: Int
    var count: Int
  }

  private let text: [UInt8]
  private var openBrackets: [Int] = []
  /// By mark, the runs that may begin emphasis.
  private var openRuns: [UInt8: [Run]] = [:]
  /// By length, the starts of the runs of back quotes that have not been passed, the last first.
  private var quotes: [Int: [Int]] = [:]
  /// The index of the next end of a comment; the length of the text for none.
  private var commentEnd = 0

  private static let longestTag = 4096
  private static let marks = Set("\\`<[]*_~".utf8)

  init(_ text: [UInt8]) {
    self.text = text
    targets = []
    guard text.contains(where: Self.marks.contains) else { return }
    targets = [UInt32](repeating: 0, count: text.count)
    if text.contains(UInt8(ascii: "`")) { findQuotes() }
    var at = 0
    while at < text.count { at = read(at) }
  }

  /// Returns the other index of a mark, or nil.
  subscript(at: Int) -> Int? {
    guard targets.indices.contains(at), targets[at] != 0 else { return nil }
    return Int(targets[at])
  }

  private mutating func set(_ at: Int, _ target: Int) {
    targets[at] = UInt32(clamping: target)
  }

  /// Reads a mark or another byte, and returns the index after it.
  private mutating func read(_ at: Int) -> Int {
    let byte = text[at]
    switch byte {
    case UInt8(ascii: "\\"): return at + 2
    case UInt8(ascii: "`"): return readCode(at)
    case UInt8(ascii: "<"):
      guard let end = tagEnd(at) else { return at + 1 }
      set(at, end)
      return end
    case UInt8(ascii: "["): openBrackets.append(at)
    case UInt8(ascii: "]"): if let open = openBrackets.popLast() { set(open, at) }
    case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"): return readEmphasis(at)
    default: break
    }
    return at + 1
  }

  /// The index after a run of marks of one kind.
  func end(ofRunAt start: Int) -> Int {
    var end = start
    while end < text.count, text[end] == text[start] { end += 1 }
    return end
  }

  // MARK: Code

  private mutating func findQuotes() {
    var at = 0
    while at < text.count {
      guard text[at] == UInt8(ascii: "`") else {
        at += 1
        continue
      }
      let end = end(ofRunAt: at)
      quotes[end - at, default: []].append(at)
      at = end
    }
    for key in quotes.keys { quotes[key]?.reverse() }
  }

  private mutating func readCode(_ at: Int) -> Int {
    let start = end(ofRunAt: at)
    let count = start - at
    while let next = quotes[count]?.last, next < start { quotes[count]?.removeLast() }
    guard let close = quotes[count]?.last else {
      return start
    }
    set(at, close + count)
    return close + count
  }

  // MARK: Tags

  /// Returns the index after a tag, an address or a comment that begins with `<`.
  private mutating func tagEnd(_ start: Int) -> Int? {
    guard start + 1 < text.count else { return nil }
    if text[start...].starts(with: "<!--".utf8) {
      if commentEnd < start {
        commentEnd = ByteScan.first(Array("-->".utf8), in: text[start...]) ?? text.count
      }
      return commentEnd < text.count ? commentEnd + 3 : nil
    }
    let limit = min(text.count, start + Self.longestTag)
    let first = text[start + 1] == UInt8(ascii: "/") ? start + 2 : start + 1
    guard first < text.count, UInt8(ascii: "a")...UInt8(ascii: "z") ~= text[first] | 0x20 else {
      return nil
    }
    for at in first..<limit {
      if text[at] == UInt8(ascii: ">") { return at + 1 }
      if text[at] == UInt8(ascii: "<") { return nil }
    }
    return nil
  }

  // MARK: Emphasis

  private mutating func readEmphasis(_ start: Int) -> Int {
    let mark = text[start]
    let end = end(ofRunAt: start)
    // One tilde means a range, as in 3~5.
    if mark == UInt8(ascii: "~"), end - start != 2 { return end }
    let before = start > 0 ? text[..<start].lastScalar ?? " " : " "
    let after = end < text.count ? text[end...].firstScalar ?? " " : " "
    var canClose = !before.isWhiteSpace
    var canOpen = !after.isWhiteSpace
    if mark == UInt8(ascii: "_") {
      // Within words, the mark is a part of names.
      canClose = canClose && !Self.isWord(after)
      canOpen = canOpen && !Self.isWord(before)
    }
    var run = Run(start: start, count: end - start)
    if canClose {
      while run.count > 0, var open = openRuns[mark]?.popLast() {
        let count = min(run.count, open.count)
        for index in 0..<count {
          let opening = open.start + open.count - 1 - index
          set(opening, opening + 1)
          set(run.start + index, run.start + index + 1)
        }
        open.count -= count
        run = Run(start: run.start + count, count: run.count - count)
        if open.count > 0 { openRuns[mark, default: []].append(open) }
      }
    }
    if canOpen, run.count > 0 { openRuns[mark, default: []].append(run) }
    return end
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    PrintedText.isDigit(scalar) || scalar.properties.isAlphabetic
  }
}
