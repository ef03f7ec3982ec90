/// A reader of the tokens of Rich Text Format: groups, control words with numbers, and characters.
///
/// The format is ASCII. A character of another encoding is written as `\'d6\'d0`, in the code page
/// of its font, or as `\u20013` with a number of characters for readers without Unicode. The reader
/// takes pieces of a file and keeps the paragraphs.
struct RichTextReader {
  /// The element that the reader has begun to read.
  private enum Token {
    case none
    /// After a backslash.
    case control
    case word
    case number
    /// The hexadecimal digits of `\'`.
    case hex(UInt8?)
  }

  private var text: RichTextBuilder
  private var token = Token.none
  private var word: [UInt8] = []
  private var number = 0
  private var isNegative = false
  /// The bytes of a picture that still follow `\bin`.
  private var binaryBytes = 0

  private static let longestWord = 32
  /// Numbers have at most 32 bits.
  private static let largestNumber = 1 << 31

  init(maximumBytes: Int) { text = RichTextBuilder(maximumBytes: maximumBytes) }

  var paragraphs: [DocumentParagraph] { text.paragraphs }
  var title: String { String(decoding: text.title, as: UTF8.self) }
  var fault: ArticleError.Reason? { text.fault }
  /// The name of the first encoding that occurs besides Unicode.
  var encoding: String { text.encoding }

  /// Reads a piece. Returns false when the rest cannot be read.
  mutating func read(_ piece: [UInt8]) -> Bool {
    let bytes = piece.span
    var at = 0
    while at < bytes.count {
      if binaryBytes > 0 {
        let skipped = min(binaryBytes, bytes.count - at)
        binaryBytes -= skipped
        at += skipped
        continue
      }
      read(bytes[at])
      at += 1
    }
    return text.fault == nil
  }

  mutating func finish() {
    endWord()
    text.finish()
  }

  private mutating func read(_ byte: UInt8) {
    switch token {
    case .none: readPlain(byte)
    case .control: readControl(byte)
    case .word:
      if Self.isLetter(byte) {
        if word.count < Self.longestWord { word.append(byte) }
      } else if byte == UInt8(ascii: "-") || Self.digit(byte) != nil {
        isNegative = byte == UInt8(ascii: "-")
        number = Self.digit(byte) ?? 0
        token = .number
      } else {
        endWord(with: byte)
      }
    case .number:
      if let digit = Self.digit(byte) {
        number = min(number * 10 + digit, Self.largestNumber)
      } else {
        endWord(with: byte)
      }
    case .hex(let high):
      guard let digit = Self.hexDigit(byte) else {
        token = .none
        return readPlain(byte)
      }
      if let high {
        token = .none
        text.add(byte: high << 4 | digit)
      } else {
        token = .hex(digit)
      }
    }
  }

  private mutating func readPlain(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\\"): token = .control
    case UInt8(ascii: "{"): text.beginGroup()
    case UInt8(ascii: "}"): text.endGroup()
    case 0x0A, 0x0D, 0: break
    default: text.add(byte: byte)
    }
  }

  private mutating func readControl(_ byte: UInt8) {
    token = .none
    if Self.isLetter(byte) {
      word = [byte]
      (number, isNegative) = (0, false)
      token = .word
    } else {
      switch byte {
      case UInt8(ascii: "'"): token = .hex(nil)
      case UInt8(ascii: "*"): text.markIgnorable()
      case 0x0A, 0x0D: text.apply("par", nil)
      case UInt8(ascii: "~"): text.add(scalar: " ")
      case UInt8(ascii: "_"): text.add(scalar: "-")
      case UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "|"): break
      default: text.add(byte: byte)
      }
    }
  }

  /// Ends a control word. A space after it belongs to it.
  private mutating func endWord(with next: UInt8? = nil) {
    var value: Int?
    switch token {
    case .word: break
    case .number: value = isNegative ? -number : number
    case .none, .control, .hex: return
    }
    token = .none
    let name = String(decoding: word, as: UTF8.self)
    if name == "bin" {
      binaryBytes = max(0, value ?? 0)
    } else {
      text.apply(name, value)
    }
    // The bytes of a picture begin after one space.
    if let next, next != 0x20 {
      if binaryBytes > 0 { binaryBytes -= 1 } else { readPlain(next) }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
  }

  private static func digit(_ byte: UInt8) -> Int? {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte ? Int(byte) - 0x30 : nil
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    if let digit = digit(byte) { return UInt8(digit) }
    let lower = byte | 0x20
    return UInt8(ascii: "a")...UInt8(ascii: "f") ~= lower ? lower - UInt8(ascii: "a") + 10 : nil
  }
}
