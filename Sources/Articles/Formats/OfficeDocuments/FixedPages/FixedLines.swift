/// A piece of text at a place on a page, in millimetres from the left and from the top.
struct FixedPiece {
  var x = 0.0
  /// The base line.
  var y = 0.0
  var width = 0.0
  /// The size of the characters.
  var size = 0.0
  var text: [UInt8] = []

  var right: Double { x + width }

  /// The piece with the width of its last character, to which no distance belongs.
  var withLastCharacter: FixedPiece {
    var piece = self
    let count = text.count { $0 & 0xC0 != 0x80 }
    // Without distances, a character of several bytes is as wide as high.
    let wide = text.count { $0 >= 0xE0 }
    piece.width =
      width > 0
      ? width + (text.last.map { $0 >= 0x80 } ?? false ? size : size / 2)
      : size * (Double(wide) + Double(count - wide) / 2)
    return piece
  }
}

/// Joins pieces of text to lines, and lines to paragraphs, by their places.
enum FixedLines {
  private struct Line {
    var text: [UInt8] = []
    var left = 0.0
    var right = 0.0
    var y = 0.0
    var size = 0.0
  }

  /// Returns the paragraphs of a page, from its top to its bottom.
  ///
  /// - Complexity: O(*n* log *n*).
  static func paragraphs(_ pieces: [FixedPiece]) -> [OfficeParagraph] {
    let lines = lines(pieces)
    guard let left = lines.map(\.left).min(), let right = lines.map(\.right).max() else {
      return []
    }
    var paragraphs: [OfficeParagraph] = []
    var last: Line?
    for line in lines {
      if let before = last, let index = paragraphs.indices.last,
        continues(before, line, left: left, right: right)
      {
        paragraphs[index].append(
          WrappedText.separator(after: before.text[...], before: line.text[...]) + line.text)
      } else {
        var paragraph = OfficeParagraph()
        paragraph.append(line.text)
        // Two and more half points in a millimetre, and more distance on both sides than an indent.
        paragraph.size = Int(line.size * 5.67)
        let margins = (line.left - left, right - line.right)
        paragraph.isCentred =
          min(margins.0, margins.1) > line.size && abs(margins.0 - margins.1) < 3 * line.size
        paragraphs.append(paragraph)
      }
      last = line
    }
    return paragraphs
  }

  /// Joins the pieces whose base lines differ by less than half a character.
  private static func lines(_ pieces: [FixedPiece]) -> [Line] {
    let sorted = pieces.sorted { ($0.y, $0.x) < ($1.y, $1.x) }
    var lines: [Line] = []
    var row: [FixedPiece] = []
    func endRow() {
      guard let first = row.min(by: { $0.x < $1.x }) else { return }
      var line = Line(left: first.x, right: first.x, y: first.y)
      for piece in row.sorted(by: { $0.x < $1.x }) {
        if !line.text.isEmpty {
          let gap = piece.x - line.right
          // Columns are far from each other.
          if gap > 2 * piece.size {
            line.text.append(0x09)
          } else if gap > 0.8 * piece.size {
            line.text.append(0x20)
          } else if gap > piece.size / 4 {
            line.text += WrappedText.separator(after: line.text[...], before: piece.text[...])
          }
        }
        line.text += piece.text
        line.right = max(line.right, piece.right)
        line.size = max(line.size, piece.size)
      }
      lines.append(line)
      row = []
    }
    for piece in sorted {
      if let first = row.first, piece.y - first.y > max(first.size, piece.size) / 2 { endRow() }
      row.append(piece)
    }
    endRow()
    return lines
  }

  /// True when a line continues the paragraph of the line above: that one reaches to the right
  /// edge, the characters are of one size, and the line begins at the left edge.
  private static func continues(
    _ above: Line, _ line: Line, left: Double, right: Double
  ) -> Bool {
    let isFull = above.right > right - 2.5 * above.size
    let isIndented = line.left > left + 1.2 * line.size
    let distance = line.y - above.y
    return isFull && !isIndented && abs(above.size - line.size) < 0.1 * line.size
      && distance < 3 * line.size && !above.text.contains(0x09)
  }
}
