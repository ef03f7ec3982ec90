import TextAnalysis

/// The places at which a text may be cut for display.
///
/// No cut is inside a grapheme, nor inside a word or number of scripts that are written with
/// spaces. A slice does not begin with a closing mark or right after an opening mark, and does not
/// end with an opening mark.
struct TextCuts {
  /// UTF-8.
  let text: [UInt8]
  /// The range outside which nothing is read. It has whole scalars.
  let zone: Range<Int>

  func scalar(at offset: Int) -> Unicode.Scalar? {
    guard offset < zone.upperBound else { return nil }
    let lead = UInt32(text[offset])
    if lead < 0x80 { return Unicode.Scalar(lead) }
    let count = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard offset + count <= zone.upperBound else { return "\u{FFFD}" }
    var value = lead & (0x7F >> UInt32(count))
    for index in offset + 1..<offset + count { value = value << 6 | UInt32(text[index] & 0x3F) }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }

  func scalar(before offset: Int) -> Unicode.Scalar? {
    offset > zone.lowerBound ? scalar(at: start(before: offset)) : nil
  }

  /// Returns the start of the scalar before an offset.
  func start(before offset: Int) -> Int {
    var start = offset - 1
    while start > zone.lowerBound, text[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }

  /// Returns the columns of the scalar at an offset. White space is folded for display: several
  /// spaces count as one. A few more of a long run count, to limit the length of a slice.
  func columns(of scalar: Unicode.Scalar, at offset: Int) -> Int {
    guard scalar.isSpace else { return DisplayWidth.columns(of: scalar) }
    let continues = self.scalar(before: offset)?.isSpace ?? false
    return !continues || offset % 64 == 0 ? 1 : 0
  }

  /// True when a slice may begin at an offset; always at the start of the zone.
  func mayStart(at offset: Int) -> Bool {
    guard let before = scalar(before: offset), let after = scalar(at: offset) else { return true }
    return !before.isOpeningMark && !closes(at: offset, after) && isCut(offset, before, after)
  }

  /// True when a slice may end at an offset; always at the end of the zone.
  func mayEnd(at offset: Int) -> Bool {
    guard let before = scalar(before: offset), let after = scalar(at: offset) else { return true }
    return !before.isOpeningMark && isCut(offset, before, after)
  }

  /// Returns the start of the grapheme at an offset.
  func graphemeStart(at offset: Int) -> Int {
    var start = offset
    while let before = scalar(before: start), let after = scalar(at: start),
      !isGraphemeStart(start, before, after)
    {
      start = self.start(before: start)
    }
    return start
  }

  /// Returns the first offset from `offset` on that is neither white space nor a mark that closes
  /// the text before it.
  func skippingMarks(from offset: Int, until end: Int) -> Int {
    var start = offset
    while start < end, let scalar = scalar(at: start),
      scalar.isSpaceOrInvisible || closes(at: start, scalar)
    {
      start += scalar.utf8.count
    }
    return start
  }

  /// Returns the last offset up to `offset` that follows neither white space nor an opening mark.
  func droppingMarks(upTo offset: Int, from start: Int) -> Int {
    var end = offset
    while end > start, let scalar = scalar(before: end),
      scalar.isSpaceOrInvisible || scalar.isOpeningMark
    {
      // A variation selector belongs to the character before it.
      let next = end - scalar.utf8.count
      if graphemeStart(at: next) < next { break }
      end = next
    }
    return end
  }

  /// True when a sentence ends before an offset: after 。！？；… or a line break, and after . ! ? ;
  /// before white space.
  func endsSentence(at offset: Int, _ before: Unicode.Scalar) -> Bool {
    switch before {
    case "。", "｡", "！", "？", "；", "…", "\n", "\u{2028}", "\u{2029}": true
    case "\r": scalar(at: offset) != "\n"
    case ".", "!", "?", ";": scalar(at: offset)?.isSpace ?? true
    default: false
    }
  }

  /// True for a mark that belongs to the text before it. A straight quotation mark does after the
  /// end of a sentence. The stop of `.NET` does not.
  private func closes(at offset: Int, _ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ".":
      let next = self.scalar(at: offset + 1)
      return !(next?.isWordCharacter ?? false)
        || self.scalar(before: offset)?.isWordCharacter ?? false
    case "\"", "'":
      return self.scalar(before: offset).map { endsSentence(at: zone.upperBound, $0) } ?? false
    default: return scalar.isClosingMark
    }
  }

  // MARK: Words

  private func isCut(_ offset: Int, _ before: Unicode.Scalar, _ after: Unicode.Scalar) -> Bool {
    !isInWord(offset, before, after) && isGraphemeStart(offset, before, after)
  }

  private func isInWord(_ offset: Int, _ before: Unicode.Scalar, _ after: Unicode.Scalar) -> Bool {
    let (isWordBefore, isWordAfter) = (before.isWordCharacter, after.isWordCharacter)
    if isWordBefore, isWordAfter { return true }
    if isWordBefore, after.joinsWords {
      // C|++, 5|%
      if after.followsLetters || after.isUnitSign { return true }
      return scalar(at: offset + after.utf8.count)?.isWordCharacter ?? false
    }
    if isWordAfter, before.joinsWords || before.isNumberSign {
      // -|5, $|5
      if before.isNumberSign, after.properties.numericType != nil { return true }
      return scalar(before: start(before: offset))?.isWordCharacter ?? false
    }
    return before.followsLetters && after.followsLetters
  }

  // MARK: Graphemes

  private func isGraphemeStart(
    _ offset: Int, _ before: Unicode.Scalar, _ after: Unicode.Scalar
  ) -> Bool {
    if before.isAlwaysGrapheme, after.isAlwaysGrapheme { return true }
    // The string begins where a grapheme certainly begins.
    var start = self.start(before: offset)
    for _ in 0..<Self.reach where start > zone.lowerBound {
      if let left = scalar(before: start), let right = scalar(at: start), left.isAlwaysGrapheme,
        right.isAlwaysGrapheme
      {
        break
      }
      start = self.start(before: start)
    }
    let end = min(zone.upperBound, offset + after.utf8.count)
    var position = start
    for character in String(decoding: text[start..<end], as: UTF8.self) {
      if position >= offset { break }
      position += character.utf8.count
    }
    return position == offset
  }

  /// The number of scalars before a cut that are examined. No grapheme of real text is longer.
  private static var reach: Int { 64 }
}

extension Unicode.Scalar {
  private var isCommonHan: Bool { (0x4E00...0x9FFF).contains(value) }

  /// True for characters that form no grapheme with another such character.
  public var isAlwaysGrapheme: Bool {
    switch value {
    case 0x20..<0x7F, 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x3001...0x3029, 0x3041...0x3096,
      0x30A0...0x30FF, 0xFF01...0xFF60, 0x2010...0x2027:
      true
    default: false
    }
  }

  fileprivate var isSpace: Bool {
    if value < 0x80 { return value == 0x20 || (0x09...0x0D).contains(value) }
    return !isCommonHan && properties.isWhitespace
  }

  fileprivate var isSpaceOrInvisible: Bool {
    isSpace || !isASCII && !isCommonHan && properties.isDefaultIgnorableCodePoint
  }

  /// True for ” 』 》 and other marks that no line begins with.
  fileprivate var isClosingMark: Bool {
    if isCommonHan { return false }
    switch self {
    case "，", "。", "、", "；", "：", "？", "！", "…", "·", "％", "｡", "､", ",", ".", ":", ";", "?",
      "!", "%", "‰", "℃", "°":
      return true
    default:
      let category = properties.generalCategory
      return category == .closePunctuation || category == .finalPunctuation
    }
  }

  /// True for “ 『 《 and other marks that no line ends with.
  fileprivate var isOpeningMark: Bool {
    if isCommonHan { return false }
    let category = properties.generalCategory
    return category == .openPunctuation || category == .initialPunctuation
  }

  /// True for letters and digits of scripts that are written with spaces.
  fileprivate var isWordCharacter: Bool {
    switch value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return true
    case 0..<0x80, 0x3000...0x9FFF: return false
    case 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A: return true
    default: break
    }
    if isHanUnit || isWide { return false }
    return properties.isAlphabetic || properties.numericType != nil
  }

  /// True for marks inside words and numbers: 3.5, don't, a@b.cn, http://a.b/?c=d.
  fileprivate var joinsWords: Bool {
    switch self {
    case ".", ",", ":", "/", "-", "_", "'", "’", "@", "&", "+", "#", "%", "％", "‰", "℃", "°", "−",
      "~", "=", "?":
      true
    default: false
    }
  }

  fileprivate var isUnitSign: Bool {
    switch self {
    case "%", "％", "‰", "℃", "°": true
    default: false
    }
  }

  fileprivate var isNumberSign: Bool {
    switch self {
    case "+", "-", "−", "$", "¥", "￥", "€", "£", "#": true
    default: false
    }
  }

  /// True for the signs of C++ and C#.
  fileprivate var followsLetters: Bool { self == "+" || self == "#" }
}
