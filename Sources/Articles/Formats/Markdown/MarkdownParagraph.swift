/// A paragraph of Markdown whose lines are joined: without a space between Chinese characters, and
/// with a line break after a line that ends with two spaces or a backslash.
struct MarkdownParagraph {
  private(set) var text: [UInt8] = []
  /// The index at which the last line begins.
  private var lastStart = 0
  private var breaksLine = false

  var isEmpty: Bool { text.isEmpty }
  var lastLine: ArraySlice<UInt8> { text[lastStart...] }

  mutating func removeLastLine() {
    text.removeSubrange(lastStart...)
    breaksLine = false
  }

  /// Appends a line without the white space at its beginning.
  mutating func append(_ line: ArraySlice<UInt8>) {
    let end = line.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? line.startIndex
    var plain = line[..<end]
    let isBroken = plain.last == UInt8(ascii: "\\")
    if isBroken { plain = plain.dropLast() }
    if breaksLine {
      text += "<br>".utf8
    } else if let last = text[...].lastScalar, let next = plain.firstScalar,
      !WideCharacter.isWide(last) || !WideCharacter.isWide(next)
    {
      text.append(0x20)
    }
    lastStart = text.count
    text += plain
    breaksLine = isBroken || line.endIndex - end >= 2
  }
}
