import CICU
import Foundation

@testable import TextAnalysis

/// A simple model of the analyzer for short texts.
///
/// It normalizes clusters with ICU, takes properties from the standard library, and states the word
/// rules with regular expressions. It shares only `BreakIterator` and the tables of script variants
/// and radicals with the module.
@safe final class NaiveModel {
  enum Item: Equatable {
    case han(Unicode.Scalar, startsWord: Bool)
    case token(String)
    case gap, space
  }

  private let rules: BreakIterator
  private let variants: [Unicode.Scalar: Unicode.Scalar]
  private let radicals: [Unicode.Scalar: Unicode.Scalar]

  init() throws {
    rules = try BreakIterator()
    var variants = Self.pairs(in: ScriptVariantTable.pairs)
    variants.merge(Self.pairs(in: ScriptVariants.added)) { $1 }
    for removed in ScriptVariants.removed.unicodeScalars { variants[removed] = nil }
    self.variants = variants
    radicals = Self.pairs(in: RadicalTable.pairs)
  }

  /// Returns the characters of a table of pairs; the second one of each pair by the first one.
  static func pairs(in table: String) -> [Unicode.Scalar: Unicode.Scalar] {
    let scalars = table.unicodeScalars.filter { !$0.properties.isWhitespace }.map { $0 }
    return Dictionary(
      uniqueKeysWithValues: stride(from: 0, to: scalars.count, by: 2).map {
        (scalars[$0], scalars[$0 + 1])
      })
  }

  /// Returns the normalized form of a text as a whole.
  func normalize(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var known = String.UnicodeScalarView()
    func flush() {
      for scalar in casefolded(String(known)).unicodeScalars { result += folded(scalar) }
      known = String.UnicodeScalarView()
    }
    for scalar in text.unicodeScalars {
      if NaiveModel.isAssigned(scalar) {
        known.append(scalar)
      } else {
        flush()
        result.append(scalar)
      }
    }
    flush()
    return String(result)
  }

  private func casefolded(_ text: String) -> String {
    var status: Int32 = 0
    let source = Array(text.utf16)
    var result = [UInt16](repeating: 0, count: source.count * 18 + 1)
    let normalizer = unsafe cicu_unorm2_getNFKCCasefoldInstance(&status)
    let length = unsafe cicu_unorm2_normalize(
      normalizer, source, Int32(source.count), &result, Int32(result.count), &status)
    return String(decoding: result[..<Int(length)], as: UTF16.self)
  }

  /// True for a code point that has a character or another fixed meaning in Unicode 14.0.
  static func isAssigned(_ scalar: Unicode.Scalar) -> Bool {
    if let age = scalar.properties.age, age.major <= 14 { return true }
    return scalar.properties.isDefaultIgnorableCodePoint
      || scalar.properties.isNoncharacterCodePoint
  }

  /// Removes accents, unifies apostrophes and radicals, and simplifies Chinese characters.
  private func folded(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    if "\u{2BC}\u{2018}\u{2019}\u{201B}".unicodeScalars.contains(scalar) { return ["'"] }
    switch scalar.value {
    case 0x300...0x36F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F:
      return []
    case 0xC0...0x24F, 0x1E00...0x1FFF, 0x370...0x3FF, 0x451:
      let base = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars.first ?? scalar
      let letters = [
        "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae",
        "œ": "oe", "þ": "th",
      ]
      // A sign such as ΅ decomposes to another sign, not to a letter.
      guard scalar.properties.isAlphabetic else { return [scalar] }
      return Array((letters[String(base)] ?? String(base)).unicodeScalars)
    case 0x2E80...0x2FDF: return [simplify(radicals[scalar] ?? scalar)]
    default: return [simplify(scalar)]
    }
  }

  private func simplify(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    variants[scalar].map(simplify) ?? scalar
  }

  /// The characters of scripts without spaces between words, by the properties in Foundation's ICU.
  /// Marks, such as ゙, are not units, except in scripts such as Thai.
  private static let scriptsWithoutSpaces: Set<UInt32> = {
    let scripts = "\\p{Han}\\p{Hiragana}\\p{Katakana}\\p{Bopomofo}ー가-힣"
    let pattern = "\\p{lb=SA}|(?![\\p{Mn}\\p{Mc}])[\(scripts)]"
    guard let expression = try? NSRegularExpression(pattern: pattern) else { return [] }
    var found: Set<UInt32> = []
    for scalar in (UInt32(0)...0x1_FFFF).compactMap(Unicode.Scalar.init) {
      let text = String(scalar)
      let range = NSRange(location: 0, length: text.utf16.count)
      if expression.firstMatch(in: text, range: range) != nil { found.insert(scalar.value) }
    }
    return found
  }()

  /// True for a character of a script without spaces between words.
  static func isHan(_ scalar: Unicode.Scalar) -> Bool {
    // Characters of the supplementary ideographic planes are Han in every version of Unicode.
    if (0x20000...0x3FFFD).contains(scalar.value) { return scalar.value & 0xFFFE != 0xFFFE }
    return isAssigned(scalar) && scriptsWithoutSpaces.contains(scalar.value)
  }

  /// A normalized character and the character of the text from which it comes.
  private struct Character {
    var scalar: Unicode.Scalar
    let source: Unicode.Scalar
    /// The number of the normalization cluster of the text.
    let cluster: Int

    var isDigit: Bool { ("0"..."9").contains(scalar) }
    var isMark: Bool {
      !NaiveModel.isHan(scalar)
        && [.nonspacingMark, .spacingMark, .enclosingMark].contains(
          scalar.properties.generalCategory)
    }
    var isWord: Bool {
      if !NaiveModel.isAssigned(scalar) || NaiveModel.isHan(scalar) { return false }
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
        .decimalNumber, .letterNumber:
        return true
      default: return false
      }
    }
    var isSymbol: Bool {
      switch source.properties.generalCategory {
      case .otherSymbol, .mathSymbol, .currencySymbol, .modifierSymbol, .otherNumber,
        .letterNumber:
        return source != scalar && !isRaised
      default: return (0x20DD...0x20E4).contains(source.value)
      }
    }
    var isRaised: Bool {
      let name = source.properties.name ?? ""
      return source != scalar && source.properties.generalCategory != .otherSymbol
        && !name.contains("ARABIC LIGATURE")
        && ["SUPERSCRIPT", "SUBSCRIPT", "MODIFIER LETTER", "ORDINAL"].contains { name.contains($0) }
    }
  }

  private func characters(_ text: String) -> [Character] {
    var clusters: [[Unicode.Scalar]] = []
    for scalar in text.unicodeScalars {
      if let last = clusters.last?.last, NaiveModel.isAssigned(last),
        NaiveModel.isAssigned(scalar), !startsCluster(scalar)
      {
        clusters[clusters.count - 1].append(scalar)
      } else {
        clusters.append([scalar])
      }
    }
    return clusters.enumerated().flatMap { number, cluster in
      let text = String(String.UnicodeScalarView(cluster))
      let enclosing = cluster.last { (0x20DD...0x20E4).contains($0.value) }
      return normalize(text).unicodeScalars.map {
        // ， separates, although it normalizes to the comma of 1,234.
        let scalar = cluster[0] == "，" ? "、" : $0
        return Character(scalar: scalar, source: enclosing ?? cluster[0], cluster: number)
      }
    }
  }

  private func startsCluster(_ scalar: Unicode.Scalar) -> Bool {
    var status: Int32 = 0
    let normalizer = unsafe cicu_unorm2_getNFKCCasefoldInstance(&status)
    let isBoundary = unsafe cicu_unorm2_hasBoundaryBefore(normalizer, scalar.value)
    return isBoundary && !(0x20DD...0x20E4).contains(scalar.value)
  }

  func items(_ text: String) -> [Item] {
    var characters = characters(text)
    NaiveModel.writeZeros(in: &characters)
    var items: [Item] = []
    var index = 0
    while index < characters.count {
      let character = characters[index]
      if NaiveModel.isHan(character.scalar) {
        let run = characters[index...].prefix { NaiveModel.isHan($0.scalar) }
        for segment in split(run.map(\.scalar)) {
          for (i, scalar) in segment.scalars.enumerated() {
            items.append(.han(scalar, startsWord: i == 0))
          }
        }
        index += run.count
      } else if character.isWord {
        var end = index + 1
        while end < characters.count, joins(index, end, characters) { end += 1 }
        // A joining mark is only part of the word when a letter follows, as `joins` requires.
        let word = characters[index..<end].map(\.scalar)
        items.append(.token(String(String.UnicodeScalarView(word))))
        index = end
      } else {
        if character.scalar.properties.isWhitespace {
          items.append(.space)
        } else if !character.isMark || !NaiveModel.isAssigned(character.scalar) {
          items.append(.gap)
        }
        index += 1
      }
    }
    return items
  }

  /// True when the character at `index` belongs to the word that starts at `start`, given that all
  /// characters before it do.
  private func joins(_ start: Int, _ index: Int, _ all: [Character]) -> Bool {
    let next = all[index]
    if next.isMark, NaiveModel.isAssigned(next.scalar) { return true }
    // Marks and joining punctuation between the last letter or digit and this character.
    let before = all[start..<index].last { $0.isWord } ?? all[start]
    if next.isWord {
      if all[index - 1].scalar == "." || all[index - 1].scalar == "'"
        || all[index - 1].scalar == ","
      {
        return true
      }
      return !isCut(before, next)
    }
    guard [".", ",", "'"].contains(next.scalar), next.source.value != 0xFF0C,
      index + 1 < all.count, all[index + 1].isWord, !isCut(before, all[index + 1]),
      all[index - 1].isWord || all[index - 1].isMark
    else { return false }
    // Digits of another source are not part of the number.
    let firstCut = (index + 2..<max(all.count, index + 2)).first { isCut(all[$0 - 1], all[$0]) }
    let lastCut = (1..<max(index, 1)).last { isCut(all[$0 - 1], all[$0]) }
    let right = String(
      String.UnicodeScalarView(all[(index + 1)..<(firstCut ?? all.count)].map(\.scalar)))
    let left = String(String.UnicodeScalarView(all[(lastCut ?? 0)..<index].map(\.scalar)))
    let word = String(String.UnicodeScalarView(all[start..<index].map(\.scalar)))
    let digits = (before.isDigit, all[index + 1].isDigit)
    switch (next.scalar, digits.0, digits.1) {
    case ("'", false, false): return true
    case (",", true, true):
      return right.contains(/^[0-9]{3}([^0-9]|$)/.matchingSemantics(.unicodeScalar))
        && left.contains(
          /((^|[^0-9])[0-9]{3}|(^|[^,0-9])[0-9]{1,2})$/.matchingSemantics(.unicodeScalar))
    case (".", true, true):
      if left.contains(/[0-9]\.[0-9]+$/.matchingSemantics(.unicodeScalar))
        || right.contains(/^[0-9]+\.[0-9]/.matchingSemantics(.unicodeScalar))
      {
        return false
      }
      if word.contains(/^(19|20)[0-9][0-9]$/.matchingSemantics(.unicodeScalar)),
        right.contains(/^(0?[1-9]|1[0-2])([^0-9]|$)/.matchingSemantics(.unicodeScalar))
      {
        return false
      }
      return
        !(word.contains(/^[0-9]{1,2}$/.matchingSemantics(.unicodeScalar))
        && right.contains(/^(19|20)[0-9][0-9][年至~〜\-‐‑‒–—―]/.matchingSemantics(.unicodeScalar)))
    case (".", false, false):
      let after = index + 2 < all.count ? all[index + 2] : nil
      let letter = all[..<index].lastIndex { $0.isWord } ?? start
      let previous = letter > 0 ? all[letter - 1] : nil
      return !(after?.isWord ?? false) && !(previous?.isWord ?? false)
    default: return false
    }
  }

  /// True when the sources of two neighbours end a unit between them.
  private func isCut(_ a: Character, _ b: Character) -> Bool {
    if a.cluster == b.cluster { return false }
    if a.isSymbol || b.isSymbol { return true }
    if a.isRaised != b.isRaised { return (a.isRaised ? b : a).isDigit }
    return false
  }

  /// Replaces circles, o and 0 that stand for 〇.
  private static func writeZeros(in characters: inout [Character]) {
    let digits = Set("〇一二三四五六七八九".unicodeScalars)
    var index = 1
    while index < characters.count {
      guard digits.contains(characters[index - 1].scalar) else {
        index += 1
        continue
      }
      let run = characters[index...].prefix { "○◯o0".unicodeScalars.contains($0.scalar) }
      let circles = run.prefix { "○◯".unicodeScalars.contains($0.scalar) }
      let isInside =
        run.endIndex < characters.count && digits.contains(characters[run.endIndex].scalar)
      let zeros = isInside ? run.indices : circles.indices
      for zero in zeros { characters[zero].scalar = "〇" }
      // Digits after the replaced run are examined by the next steps, as the scanner does.
      index = max(zeros.upperBound, index) + 1
    }
  }

  private func split(
    _ scalars: [Unicode.Scalar]
  ) -> [(scalars: [Unicode.Scalar], isWord: Bool)] {
    let units = Array(String(String.UnicodeScalarView(scalars)).utf16)
    var segments: [BreakIterator.Segment] = []
    rules.split(units, 0..<units.count, into: &segments)
    var start = 0
    return segments.map { segment in
      let text = String(decoding: units[start..<Int(segment.end)], as: UTF16.self)
      start = Int(segment.end)
      return (Array(text.unicodeScalars), segment.isWord)
    }
  }
}
