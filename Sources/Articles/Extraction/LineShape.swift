/// The length and the punctuation of a line.
struct LineShape {
  /// Number of code points.
  private(set) var count = 0
  /// Number of digits in the head.
  private(set) var digits = 0
  /// Number of bars between links.
  private(set) var bars = 0
  /// True when a space occurs in the head.
  private(set) var hasSpace = false
  /// Number of commas and full stops in the head.
  private(set) var stops = 0
  /// True when a mark that ends a sentence occurs.
  private(set) var hasStop = false
  private(set) var hasFullStop = false
  private(set) var hasColon = false
  private(set) var endsWithColon = false
  /// True when the line ends with a full stop, perhaps within quotes or brackets.
  private(set) var endsSentence = false
  /// True when the line has neither Han characters nor words of letters.
  private(set) var isNumber = false

  /// - Parameters:
  ///   - head: the folded head of the line.
  ///   - ending: the last two code points of the line, folded.
  init(_ head: [Unicode.Scalar], count: Int, ending: ArraySlice<Unicode.Scalar>) {
    self.count = count
    var letters = 0
    var isAfterLetter = false
    for scalar in head {
      let isLetter = PrintedText.isLatin(scalar)
      switch scalar.value {
      case 0x3002:
        stops += 1
        (hasStop, hasFullStop) = (true, true)
      case 0x2C: stops += 1
      case 0x20: hasSpace = true
      case 0x21, 0x3F: hasStop = true
      case 0x2E where isAfterLetter: stops += 1
      case 0x3A: hasColon = true
      case 0x30...0x39: digits += 1
      case 0x7C, 0x4E28, 0xFE31: bars += 1
      case 0x3400...0x9FFF, 0x20000...0x3FFFF: letters += 2
      default: if isLetter { letters += 1 }
      }
      isAfterLetter = isLetter
    }
    isNumber = letters < 2 && count <= 40
    guard let last = ending.last else { return }
    let mark =
      switch last {
      case "”", "』", "」", "\"", ")", "]", "】", "’": ending.dropLast().last ?? last
      default: last
      }
    endsWithColon = last == ":"
    endsSentence =
      mark == "。" || last == ";" && count >= 5 || mark == "…" && stops > 0
      || mark == "." && count >= 30
  }

  /// True for a line that has the punctuation of sentences, or is longer than any heading.
  var isProse: Bool {
    guard count >= 30 else { return count >= 20 && endsSentence && stops >= 2 }
    return endsSentence || stops >= 2 || count >= 80 && stops > 0
      || count > TextLines.headCount && bars < 3
  }

  /// The reward for a paragraph in the body, 1.5 to 5.
  var weight: Float { min(5, 1 + Float(count) / 60) }
}
