/// Finds the ends of sentences and paragraphs from the roles of punctuation and white space.
///
/// A sentence ends at 。！？；… and, before white space or the end of the text, at . ! ? A paragraph
/// ends at a blank line, and at a line break directly after sentence-ending punctuation or a
/// closing quote. Other line breaks only wrap a line. Spaces at the end of a line are ignored.
struct BoundaryDetector {
  private typealias Role = CharacterClass.Role

  struct Ends: OptionSet {
    let rawValue: UInt8
    static let sentence = Ends(rawValue: 1)
    static let paragraph = Ends(rawValue: 2)
  }

  /// True after a . ! or ? that ends a sentence if white space follows.
  private var isUndecided = false
  /// True when the last event, apart from white space, may end a paragraph.
  private var mayEndParagraph = false
  /// True after a line break and only white space.
  private var isAtLineStart = false
  private var followsCarriageReturn = false

  @inline(__always)
  mutating func unit() { self = BoundaryDetector() }

  mutating func punctuation(_ role: UInt8) -> Ends {
    self = BoundaryDetector()
    isUndecided = role == Role.weakSentenceEnd
    mayEndParagraph = isUndecided || role == Role.sentenceEnd || role == Role.closingQuote
    return role == Role.sentenceEnd ? .sentence : []
  }

  mutating func space(_ role: UInt8) -> Ends {
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

  /// Returns the boundary at the end of the text, or before white space.
  mutating func end() -> Ends {
    defer { isUndecided = false }
    return isUndecided ? .sentence : []
  }
}
