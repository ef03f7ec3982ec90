/// The rules that join letters, digits and marks to words and numbers.
///
/// They follow UAX #29, except that they are frozen and treat more signs as separators, so that a
/// search for a part of a name, an address or a list finds it:
/// ```
/// letters and digits        always joined                 5g  c919  covid
/// apostrophe                between two letters           don't
/// full stop                 between single letters        u.s
///                           in a number, once             1.5
/// comma                     between groups of thousands   1,234,567
/// combining mark            part of the word before it
/// ```
/// A full stop separates a list number from a year (1.2025年) and the parts of a date (2023.12.05).
/// A unit also ends where the kind of the source changes; see `CharacterClass.Source`.
struct WordRules: ~Escapable {
  private typealias Kind = CharacterClass.Kind
  private typealias Source = CharacterClass.Source

  private let classes: Span<UInt8>
  private let units: Span<UInt16>

  @_lifetime(copy classes, copy units)
  init(_ classes: Span<UInt8>, _ units: Span<UInt16>) {
    self.classes = classes
    self.units = units
  }

  /// Returns the end of the word that starts with a letter or digit.
  ///
  /// - Parameter piece: text without Han units, spaces and gaps, surrounded by such characters.
  func end(ofWordFrom start: Int, in piece: Range<Int>) -> Int {
    var last = start  // the last letter or digit
    var i = start + 1
    while i < piece.upperBound {
      switch CharacterClass.kind(classes[i]) {
      case Kind.middle:
        guard joins(i, from: start, after: last, in: piece) else { return i }
        i += 1
      case Kind.mark: i += 1
      default:
        // The second half of a pair belongs to the first.
        if classes[i] & CharacterClass.trailing == 0, endsUnit(last, i) { return i }
        last = i
        i += 1
      }
    }
    return i
  }

  /// Returns the number of code units of the letters at the beginning of a token that are a part
  /// term: at least two letters, and a digit after them, as in iphone15.
  func part(_ token: Range<Int>) -> Int { Self.part(token, classes, units) }

  static func part(_ token: Range<Int>, _ classes: Span<UInt8>, _ units: Span<UInt16>) -> Int {
    var letters = 0
    var i = token.lowerBound
    while i < token.upperBound, !isDigit(units[i]) {
      let kind = CharacterClass.kind(classes[i])
      if kind == Kind.middle { return 0 }
      if kind != Kind.mark, classes[i] & CharacterClass.trailing == 0 { letters += 1 }
      i += 1
    }
    let length = i - token.lowerBound
    return i < token.upperBound && letters >= 2 && length <= UnitScanner.longestToken ? length : 0
  }

  /// True when a unit ends between two letters or digits by the kinds of their sources.
  private func endsUnit(_ before: Int, _ next: Int) -> Bool {
    let (a, b) = (classes[before] & Source.mask, classes[next] & Source.mask)
    if a == b, b != Source.symbolStart { return false }
    if a == Source.raised || b == Source.raised, a & b & Source.symbol == 0 {
      let other = a == Source.raised ? next : before
      // CO₂ is one word, 10² and 2ⁿ are two.
      if (a | b) & Source.symbol == 0 { return Self.isDigit(units[other]) }
    }
    // Letters of one sign: the first of them has another class than the rest.
    return !(b == Source.symbol && a & Source.symbol != 0)
  }

  /// True when the mark at `i` joins the letters or digits on both sides.
  private func joins(_ i: Int, from start: Int, after last: Int, in piece: Range<Int>) -> Bool {
    guard i + 1 < piece.upperBound, last + 1 == i || isMarks(last + 1..<i), isWordUnit(i + 1),
      !endsUnit(last, i + 1)
    else { return false }
    let digits = (Self.isDigit(units[last]), Self.isDigit(units[i + 1]))
    switch units[i] {
    case 0x27: return digits == (false, false)
    case 0x2C: return digits == (true, true) && separatesThousands(i, from: start, in: piece)
    default:
      if digits == (true, true) { return isDecimalPoint(i, from: start, in: piece) }
      return digits == (false, false) && isSingleLetter(last, piece)
        && isSingleLetter(i + 1, piece)
    }
  }

  private func isWordUnit(_ i: Int) -> Bool {
    let kind = CharacterClass.kind(classes[i])
    return kind == Kind.letter || kind == Kind.alphanumeric
  }

  private func isMarks(_ range: Range<Int>) -> Bool {
    range.allSatisfy {
      CharacterClass.kind(classes[$0]) == Kind.mark
        || classes[$0] & CharacterClass.trailing != 0
    }
  }

  /// True for a letter without a letter or digit beside it.
  ///
  /// - Parameter i: a code unit of the letter, either half of a pair.
  private func isSingleLetter(_ i: Int, _ piece: Range<Int>) -> Bool {
    let start = classes[i] & CharacterClass.trailing != 0 ? i - 1 : i
    var end = start + 1
    if end < piece.upperBound, classes[end] & CharacterClass.trailing != 0 { end += 1 }
    return (start == piece.lowerBound || !isWordUnit(start - 1))
      && (end == piece.upperBound || !isWordUnit(end))
  }

  /// True for a comma with one to three digits before it and exactly three after it.
  private func separatesThousands(_ comma: Int, from start: Int, in piece: Range<Int>) -> Bool {
    let before = digits(before: comma, from: start)
    let after = digits(after: comma, in: piece)
    guard after.count == 3, (1...3).contains(before.count) else { return false }
    // A group between two commas has three digits.
    return before.count == 3 || before.lowerBound == piece.lowerBound
      || units[before.lowerBound - 1] != 0x2C
  }

  /// True for the only full stop of a number that is not a list number, month or day.
  private func isDecimalPoint(_ point: Int, from start: Int, in piece: Range<Int>) -> Bool {
    let before = digits(before: point, from: start)
    let after = digits(after: point, in: piece)
    if isPoint(before.lowerBound - 1, in: piece), isDigit(before.lowerBound - 2, in: piece) {
      return false
    }
    if isPoint(after.upperBound, in: piece), isDigit(after.upperBound + 1, in: piece) {
      return false
    }
    guard before.lowerBound == start else { return true }
    if isYear(before) {
      // 2023.5 is a month, 2023.55 a number.
      return after.count > 2 || !(1...12).contains(value(after))
    }
    // 1.2025年 and 1.2025—2030: a list number and a year.
    return !(before.count <= 2 && isYear(after) && Self.followsYear(after.upperBound, units))
  }

  private func isYear(_ digits: Range<Int>) -> Bool {
    digits.count == 4 && (1900...2099).contains(value(digits))
  }

  /// True for 年, and for a dash or 至, after a number of four digits.
  private static func followsYear(_ i: Int, _ units: Span<UInt16>) -> Bool {
    guard i < units.count else { return false }
    switch units[i] {
    case 0x5E74, 0x81F3, 0x2D, 0x2010...0x2015, 0x7E, 0x301C: return true
    default: return false
    }
  }

  private func value(_ digits: Range<Int>) -> Int {
    digits.reduce(0) { $0 * 10 + Int(units[$1]) - 0x30 }
  }

  /// The digits before a mark, in the word that starts at `start`.
  private func digits(before end: Int, from start: Int) -> Range<Int> {
    var first = end
    while first > start, Self.isDigit(units[first - 1]) { first -= 1 }
    return first..<end
  }

  private func digits(after mark: Int, in piece: Range<Int>) -> Range<Int> {
    var end = mark + 1
    while end < piece.upperBound, Self.isDigit(units[end]),
      end == mark + 1 || !endsUnit(end - 1, end)
    { end += 1 }
    return mark + 1..<end
  }

  private func isPoint(_ i: Int, in piece: Range<Int>) -> Bool {
    piece.contains(i) && units[i] == 0x2E
  }

  private func isDigit(_ i: Int, in piece: Range<Int>) -> Bool {
    // The digit of ⒈ is not part of a number.
    piece.contains(i) && Self.isDigit(units[i]) && classes[i] & Source.mask == Source.plain
  }

  private static func isDigit(_ unit: UInt16) -> Bool { unit >= 0x30 && unit <= 0x39 }
}

/// Signs that mean 〇 in a number of Chinese digits: 二○二三, 二O二三, 二0二三.
enum ChineseZero {
  /// 〇, which is a Chinese character.
  static let unit: UInt16 = 0x3007

  /// True for ○ and ◯, and for o and 0.
  @inline(__always)
  static func isLike(_ unit: UInt16) -> Bool {
    unit < 0x80 ? unit == 0x6F || unit == 0x30 : unit == 0x25CB || unit == 0x25EF
  }

  /// Returns the end of the signs from `start` on that mean 〇, or `start` without any.
  ///
  /// A Chinese digit must precede them. One must also follow o and 0, which occur in other words.
  ///
  /// - Precondition: a Han unit precedes `start`.
  static func end(from start: Int, in units: Span<UInt16>) -> Int {
    guard isDigit(units[start - 1]) else { return start }
    var end = start
    var circles = start
    while end < units.count, isLike(units[end]) {
      end += 1
      if units[end - 1] > 0x7F, circles == end - 1 { circles = end }
    }
    return end < units.count && isDigit(units[end]) ? end : circles
  }

  /// True for 〇 and 一 to 九.
  private static func isDigit(_ unit: UInt16) -> Bool {
    switch unit {
    // 〇 一 七 三 九 二 五 八 六 四
    case 0x3007, 0x4E00, 0x4E03, 0x4E09, 0x4E5D, 0x4E8C, 0x4E94, 0x516B, 0x516D, 0x56DB: true
    default: false
    }
  }
}
