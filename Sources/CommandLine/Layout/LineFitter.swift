import Wire
import Xunwen

/// Breaks the lines of a text that exceed a number of columns. Control sequences for colors (SGR)
/// take no columns. A broken line keeps its indentation. A tab becomes spaces up to the next
/// multiple of eight columns, as a terminal shows it.
struct LineFitter {
  let columns: Int

  /// - Complexity: O(*n*) in the scalars of the text.
  func fit(_ text: String) -> String {
    var fitted = ""
    var rest = text[...]
    while !rest.isEmpty {
      let end = rest.firstIndex { $0 == "\n" } ?? rest.endIndex
      fitted += fit(line: rest[..<end])
      guard end < rest.endIndex else { break }
      fitted += "\n"
      rest = rest[rest.index(after: end)...]
    }
    return fitted
  }

  private func fit(line: Substring) -> String {
    // Every column takes at least one byte.
    if line.utf8.count <= columns, !line.utf8.contains(UInt8(ascii: "\t")) { return String(line) }
    let indent = min(line.prefix { $0 == " " }.count, columns / 2)
    let (glyphs, controls) = Self.parsed(line)
    let wrapper = LineWrapper(columns: columns - indent)
    let lines = wrapper.lines(of: Array(glyphs.dropFirst(indent)))
    let margin = String(repeating: " ", count: indent)
    var position = indent
    return lines.map { range in
      var text = ""
      // A space that was removed at a break may have a control sequence.
      for index in position..<indent + range.lowerBound { text += controls[index] ?? "" }
      for index in range {
        text += controls[indent + index] ?? ""
        text.unicodeScalars.append(glyphs[indent + index].scalar)
      }
      position = indent + range.upperBound
      return margin + text
    }.joined(separator: "\n") + (position..<glyphs.count + 1).compactMap { controls[$0] }.joined()
  }

  private static let tab = 8

  /// The visible characters, and the control sequences before each of them.
  private static func parsed(_ line: Substring) -> (glyphs: [Glyph], controls: [Int: String]) {
    var glyphs: [Glyph] = []
    var controls: [Int: String] = [:]
    var isControl = false
    var column = 0
    for scalar in line.unicodeScalars {
      isControl = isControl || scalar == "\u{1B}"
      if isControl {
        controls[glyphs.count, default: ""].unicodeScalars.append(scalar)
        if scalar == "m" { isControl = false }
      } else {
        let isTab = scalar == "\t"
        let width = isTab ? tab - column % tab : DisplayWidth.columns(of: scalar)
        column += width
        let glyph = Glyph(scalar: isTab ? " " : scalar, isMatch: false)
        glyphs += repeatElement(glyph, count: isTab ? width : 1)
      }
    }
    return (glyphs, controls)
  }
}
