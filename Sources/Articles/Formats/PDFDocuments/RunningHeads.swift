/// A finder of the page numbers and of the lines that repeat at the edges of pages.
struct RunningHeads {
  private let lines: PrintedLines
  /// The number of pages on which a line at an edge has the text and the place.
  private var counts: [Key: Int] = [:]

  private struct Key: Hashable {
    /// The text with `0` for each number.
    let text: [UInt8]
    /// The distance from the top in steps of a few points.
    let step: Int
  }

  /// The share of a page's height at the top and at the bottom that may have running heads, and the
  /// height on small pages.
  private static let edgeShare: Float = 0.13
  private static let edgePoints: Float = 85
  private static let stepPoints: Float = 8
  private static let longestHead = 200
  /// The number of pages that make a line a running head, in a long document.
  private static let repetitions = 3

  init(_ lines: PrintedLines) {
    self.lines = lines
    for line in lines.lines where isAtEdge(line) {
      for key in keys(of: line) { counts[key, default: 0] += 1 }
    }
  }

  /// Returns the lines that are no page numbers and no running heads. The first occurrence of a
  /// running head at the top of the first page stays, because it often names the source.
  func removed() -> [PrintedLine] {
    let pages = lines.pageHeights.count
    let needed = pages < 4 ? 2 : Self.repetitions
    return lines.lines.filter { line in
      guard isAtEdge(line) else { return true }
      if isPageNumber(line) { return false }
      let isRepeated = keys(of: line).contains { counts[$0, default: 0] >= needed }
      return !isRepeated || line.page == 1 && !isAtBottom(line)
    }
  }

  private func height(of line: PrintedLine) -> Float {
    let page = Int(line.page) - 1
    return lines.pageHeights.indices.contains(page) ? lines.pageHeights[page] : 0
  }

  private func edge(of line: PrintedLine) -> Float {
    let height = height(of: line)
    return min(max(Self.edgeShare * height, Self.edgePoints), height * 0.35)
  }

  private func isAtBottom(_ line: PrintedLine) -> Bool {
    line.top > height(of: line) - edge(of: line)
  }

  private func isAtEdge(_ line: PrintedLine) -> Bool {
    line.range.count <= Self.longestHead
      && (line.bottom < edge(of: line) || isAtBottom(line))
  }

  /// The keys of the two steps at whose border the line may lie.
  private func keys(of line: PrintedLine) -> [Key] {
    var text: [UInt8] = []
    for byte in lines.text(line) {
      if UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte {
        if text.last != UInt8(ascii: "0") { text.append(UInt8(ascii: "0")) }
      } else if byte != 0x20 {
        text.append(byte)
      }
    }
    let step = line.top / Self.stepPoints
    return [
      Key(text: text, step: Int(step.rounded(.down)) * 2),
      Key(text: text, step: Int((step + 0.5).rounded(.down)) * 2 + 1),
    ]
  }

  private func isPageNumber(_ line: PrintedLine) -> Bool {
    PageNumber.isNumber(String(decoding: lines.text(line), as: UTF8.self))
  }
}
