/// The lines of a page with their hints, built from pieces of text and separators.
///
/// The cells of a row are one line, separated by tabs, unless they hold several lines.
struct PageLines {
  /// What separates the next text from the last one. The later ones replace the earlier ones.
  enum Separator: Int {
    case none, space, cell, line
  }

  /// The text, with a line feed after each line.
  private(set) var text: [UInt8] = []
  /// The byte offsets of the lines in the text.
  private(set) var ranges: [Range<Int>] = []
  private(set) var hints: [LineHints] = []

  private var separator = Separator.none
  /// The line that is not finished yet, and its length.
  private var start = 0
  private var lineHints = LineHints()
  private var codePoints = 0
  private var linkCodePoints = 0

  /// The last line holds the rest of the text, as in `MarkedLines`.
  private static let maximumLines = 1 << 16

  /// The number of the line that follows a break.
  var nextNumber: Int { ranges.count + (isLineEmpty ? 0 : 1) }

  private var isLineEmpty: Bool { text.count == start }

  mutating func separate(by other: Separator) {
    if other.rawValue > separator.rawValue { separator = other }
  }

  /// Begins a line with the next text. The first paragraph of a cell may keep its line.
  mutating func breakLine(keepingCell: Bool = false) {
    if !keepingCell || separator != .cell { separator = .line }
  }

  /// Begins a cell. It continues the line if that is the first line of the row.
  ///
  /// - Parameter first: the number of the row's first line; nil outside rows.
  mutating func beginCell(inRowFrom first: Int?) {
    separator = first == ranges.count && !isLineEmpty ? .cell : .line
  }

  /// Appends a piece of text that consists of whole characters.
  ///
  /// - Parameter newHints: makes the hints of a line that begins with the piece.
  mutating func append(
    _ bytes: ArraySlice<UInt8>, isLink: Bool, newHints: () -> LineHints
  ) {
    if bytes.isEmpty { return }
    switch separator {
    case .none: break
    case .space: if !isLineEmpty { text.append(UInt8(ascii: " ")) }
    case .cell: if !isLineEmpty { text.append(UInt8(ascii: "\t")) }
    case .line: endLine()
    }
    separator = .none
    if isLineEmpty { lineHints = newHints() }
    text += bytes
    var count = 0
    for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
    codePoints += count
    if isLink { linkCodePoints += count }
  }

  /// Ends the last line. A container that holds a single line counts as that line: the line's
  /// parent is the container around it.
  ///
  /// - Parameter outerContainers: by number of a container, the number of the one around it.
  mutating func finish(outerContainers: [UInt32]) {
    if let range = Blanks.trimmed(text, start..<text.count) {
      finishLine(range)
    } else {
      text.removeLast(text.count - start)
    }
    var counts = [UInt32](repeating: 0, count: outerContainers.count)
    for line in hints { counts[Int(line.parent)] += 1 }
    for i in hints.indices where counts[Int(hints[i].parent)] == 1 {
      hints[i].parent = outerContainers[Int(hints[i].parent)]
    }
  }

  private mutating func endLine() {
    guard let range = Blanks.trimmed(text, start..<text.count) else {
      text.removeLast(text.count - start)
      (codePoints, linkCodePoints) = (0, 0)
      return
    }
    if ranges.count == Self.maximumLines - 1 {
      text.append(UInt8(ascii: "\n"))
    } else {
      finishLine(range)
    }
  }

  /// Finishes a line without the blanks at its ends.
  private mutating func finishLine(_ range: Range<Int>) {
    text.removeLast(text.count - range.upperBound)
    text.removeSubrange(start..<range.lowerBound)
    ranges.append(start..<text.count)
    lineHints.linkShare = Float(linkCodePoints) / Float(max(codePoints, 1))
    hints.append(lineHints)
    text.append(UInt8(ascii: "\n"))
    start = text.count
    (codePoints, linkCodePoints) = (0, 0)
  }
}
