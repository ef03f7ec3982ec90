/// The class of a code point in Unicode 14.0, from frozen tables.
///
/// The classes decide which terms a text has. ICU's own properties change between its versions, so
/// they would give one text different terms on different systems.
enum ScalarClass: UInt32 {
  /// Punctuation, separators, controls and private characters.
  case other = 0
  /// A letter or a decimal digit of any script.
  case letter
  /// A combining mark.
  case mark
  /// A sign that may decompose to letters or digits: ① ㎡ № ™ ½.
  case symbol
  /// A numeral that is a letter by its use: Ⅳ.
  case numeral
  /// A superscript or subscript: ² ₂ ª.
  case raised
  /// A code point without a character in Unicode 14.0.
  case unassigned

  /// - Complexity: O(log *n*) in the number of runs. The normalizer asks once per code point.
  init(_ scalar: UInt32) {
    let runs = ScalarClassTable.runs
    let next = Self.firstIndex(of: runs) { $0 >> 3 > scalar }
    self = ScalarClass(rawValue: runs[next - 1] & 7) ?? .other  // Never nil: see the generator.
  }

  private static func firstIndex(of runs: [UInt32], where holds: (UInt32) -> Bool) -> Int {
    var (low, high) = (0, runs.count)
    while low < high {
      let middle = (low + high) / 2
      if holds(runs[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// White space in all versions of Unicode since 6.3.
  static func isWhiteSpace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
      0x3000:
      true
    default: false
    }
  }

  /// True for the accents of European scripts, and for marks around symbols. They are folded away.
  static func isAccent(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x0300...0x036F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F: true
    default: false
    }
  }
}

/// The mapping from letters with accents to basic letters: é to e, ø to o, æ to ae.
///
/// Latin and Greek letters lose their accents, and ё becomes е. Cyrillic й and other letters that
/// are letters of their own keep their form.
enum AccentFolding {
  /// A letter with an accent, then one or two letters without it. The second one is 0 for none.
  private typealias Form = (letter: UInt32, first: UInt32, second: UInt32)

  /// The forms in the order of their letters.
  private static let forms: [Form] = {
    var forms: [Form] = []
    var form: Form = (0, 0, 0)
    forEachScalar(in: AccentTable.pairs + " ") { scalar in
      if scalar <= 0x20 {
        if form.letter != 0 { forms.append(form) }
        form = (0, 0, 0)
      } else if form.letter == 0 {
        form.letter = scalar
      } else if form.first == 0 {
        form.first = scalar
      } else {
        form.second = scalar
      }
    }
    return forms
  }()

  /// Returns the letters without accents, or nil for a scalar that stays as it is.
  static func plainForm(of scalar: UInt32) -> [UInt32]? {
    // The first letter of the table is à; the last one is Greek.
    if scalar < 0xE0 || scalar > 0x1FFF { return nil }
    var (low, high) = (0, forms.count)
    while low < high {
      let middle = (low + high) / 2
      if forms[middle].letter < scalar { low = middle + 1 } else { high = middle }
    }
    guard low < forms.count, forms[low].letter == scalar else { return nil }
    return forms[low].second == 0 ? [forms[low].first] : [forms[low].first, forms[low].second]
  }
}
