/// A line as it is printed on a page. Coordinates are in points, from the top left of the page.
struct PrintedLine {
  /// The bytes of the text in `PrintedLines.text`.
  var range: Range<Int>
  var page: Int32 = 0
  /// The number of the block, a group of lines that stand close together.
  var block: Int32 = 0
  var left: Float = .greatestFiniteMagnitude
  var right: Float = 0
  var top: Float = .greatestFiniteMagnitude
  var bottom: Float = 0
  /// The size of the letters: the width of a Han character, or else estimated by the height.
  var size: Float = 0
  /// True when the size is the width of Han characters.
  var isSizeExact = false
  /// The width of the first word, or of the first Han character.
  var firstWidth: Float = 0

  var width: Float { right - left }
  var center: Float { (left + right) / 2 }

  /// True when two lines are side by side.
  func isBeside(_ other: PrintedLine) -> Bool {
    page == other.page && min(bottom, other.bottom) - max(top, other.top) > size / 2
  }

  /// True when the line begins right of the left edge of its column.
  func isIndented(from edge: Float) -> Bool { left - edge > 0.8 * size }

  /// True when the letters of two lines have the same size.
  func hasSize(of other: PrintedLine) -> Bool {
    let tolerance: Float = isSizeExact && other.isSizeExact ? 0.08 : 0.25
    return abs(size - other.size) <= tolerance * max(size, other.size)
  }
}

/// The lines of a document in the order of reading.
struct PrintedLines {
  /// The texts of the lines, without anything between them.
  var text: [UInt8] = []
  var lines: [PrintedLine] = []
  /// The heights of the pages.
  var pageHeights: [Float] = []
  /// The title in the metadata of the document; often the name of its first file.
  var declaredTitle = ""

  func text(_ line: PrintedLine) -> ArraySlice<UInt8> { text[line.range] }

  /// Lengthens a line by a text whose right edge is given. The line moves to the end of the texts.
  mutating func append(_ addition: ArraySlice<UInt8>, to index: Int, right: Float) {
    let start = text.count
    text += text[lines[index].range] + addition
    lines[index].range = start..<text.count
    lines[index].right = max(lines[index].right, right)
  }
}
