/// Puts punctuation marks back that hang over the edge of a column. They are printed as lines of
/// their own, often far from their line in the order of reading.
enum HangingPunctuation {
  private static let marks = Set("，。、；：！？,.;:!?”’）》」』】".unicodeScalars)
  /// The number of lines before and after the mark among which its line is.
  private static let reach = 60
  private static let longestLine = 1000

  static func attach(to source: inout PrintedLines) {
    var isAttached = [Bool](repeating: false, count: source.lines.count)
    for (i, mark) in source.lines.enumerated() where isMark(source.text(mark)) {
      let near = max(0, i - reach)..<min(source.lines.count, i + reach + 1)
      let owner = near.first { k in
        let line = source.lines[k]
        return k != i && !isAttached[k] && line.isBeside(mark) && line.range.count < longestLine
          && abs(mark.left - line.right) < 0.5 * line.size
      }
      guard let owner else { continue }
      isAttached[i] = true
      source.append(source.text(mark), to: owner, right: mark.right)
    }
    source.lines = source.lines.indices.filter { !isAttached[$0] }.map { source.lines[$0] }
  }

  private static func isMark(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.count <= 6 else { return false }
    return String(decoding: text, as: UTF8.self).unicodeScalars.allSatisfy(marks.contains)
  }
}
