// Sentence and paragraph ends, from the roles of punctuation and white space.
//
// A sentence ends at 。！？；… and at . ! ? before white space or the end of the text. A paragraph ends at a blank
// line, and at a line break right after sentence-ending punctuation or a closing quote; other line breaks
// are taken for wrapping. Spaces at the end of a line are invisible and count for nothing.

struct BoundaryDetector {
  struct Ends: OptionSet {
    let rawValue: UInt8
    static let sentence = Ends(rawValue: 1)
    static let paragraph = Ends(rawValue: 2)
  }

  /// A . ! or ? that ends a sentence if white space follows.
  private var isUndecided = false
  /// The last thing that was not white space may end a paragraph.
  private var mayEndParagraph = false
  /// A line break, and nothing but white space since.
  private var isAtLineStart = false
  private var followsCarriageReturn = false

  @inline(__always)
  mutating func unit() { self = BoundaryDetector() }

  mutating func punctuation(_ role: UInt8) -> Ends {
    typealias Role = CharacterClass.Role
    self = BoundaryDetector()
    isUndecided = role == Role.weakSentenceEnd
    mayEndParagraph =
      isUndecided || role == Role.sentenceEnd || role == Role.closingQuote
    return role == Role.sentenceEnd ? .sentence : []
  }

  mutating func space(_ role: UInt8) -> Ends {
    typealias Role = CharacterClass.Role
    var ends = end()
    let completesLineBreak = followsCarriageReturn && role == Role.newline
    followsCarriageReturn = role == Role.carriageReturn
    if role == Role.none || completesLineBreak { return ends }
    if role == Role.paragraphSeparator || isAtLineStart || mayEndParagraph {
      ends.insert(.paragraph)
    }
    isAtLineStart = true
    return ends
  }

  /// The text ends here, or white space comes.
  mutating func end() -> Ends {
    defer { isUndecided = false }
    return isUndecided ? .sentence : []
  }
}
