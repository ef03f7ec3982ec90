import CICU

@testable import TextAnalysis

/// A simple model of the analyzer for short texts.
///
/// It uses ICU for whole-string normalization, the script property, and the word rules over whole
/// stretches. It shares only `BreakIterator` and the corrections of script variants with the
/// module.
@safe final class NaiveModel {
  enum Item: Equatable {
    case han(Unicode.Scalar, startsWord: Bool)
    case token(String)
    case gap, space
  }

  private let transliterator: OpaquePointer?
  private let rules: BreakIterator
  private var simplifiedForms: [Unicode.Scalar: Unicode.Scalar] = [:]
  private let added: [Unicode.Scalar: Unicode.Scalar]
  private let removed: Set<Unicode.Scalar>

  init() throws {
    rules = try BreakIterator()
    var status: Int32 = 0
    let id = Array("Traditional-Simplified".utf16)
    unsafe transliterator = unsafe cicu_utrans_open(id, Int32(id.count), &status)
    var pairs: [Unicode.Scalar: Unicode.Scalar] = [:]
    for pair in ScriptVariants.added.split(whereSeparator: \.isWhitespace) {
      let scalars = Array(pair.unicodeScalars)
      pairs[scalars[0]] = scalars[1]
    }
    added = pairs
    removed = Set(ScriptVariants.removed.unicodeScalars)
  }

  deinit { unsafe cicu_utrans_close(transliterator) }

  func normalize(_ text: String) -> String {
    var status: Int32 = 0
    let source = Array(text.utf16)
    var result = [UInt16](repeating: 0, count: source.count * 18 + 1)
    let normalizer = unsafe cicu_unorm2_getNFKCCasefoldInstance(&status)
    let length = unsafe cicu_unorm2_normalize(
      normalizer, source, Int32(source.count), &result, Int32(result.count), &status)
    let folded = String(decoding: result[..<Int(length)], as: UTF16.self)
    var simplified = String.UnicodeScalarView()
    for scalar in folded.unicodeScalars { simplified.append(simplify(scalar)) }
    return String(simplified)
  }

  /// Returns ICU's transliteration of one character by itself.
  func transliterate(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if let known = simplifiedForms[scalar] { return known }
    var status: Int32 = 0
    var units = Array(String(scalar).utf16) + [0, 0, 0, 0]
    var length = Int32(units.count - 4)
    unsafe cicu_utrans_transUChars(
      transliterator, &units, &length, Int32(units.count), &status)
    let text = String(decoding: units[..<Int(length)], as: UTF16.self)
    let result = text.unicodeScalars.first ?? scalar
    simplifiedForms[scalar] = result
    return result
  }

  private func simplify(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard scalar.value >= 0x3400 else { return scalar }  // ICU also turns 「」 into “”
    let next = added[scalar] ?? (removed.contains(scalar) ? scalar : transliterate(scalar))
    return next == scalar ? scalar : simplify(next)
  }

  /// True when the script property makes a scalar a Han unit. Marks, such as ゙, are not units.
  static func isHan(_ scalar: Unicode.Scalar) -> Bool {
    if [CICU_NON_SPACING_MARK, CICU_COMBINING_SPACING_MARK].contains(category(of: scalar)) {
      return false
    }
    switch cicu_uscript_getScript(scalar.value) {
    case CICU_HAN, CICU_HIRAGANA, CICU_KATAKANA, CICU_BOPOMOFO: return true
    case CICU_HANGUL: return (0xAC00...0xD7A3).contains(scalar.value)
    default: return scalar == "ー"
    }
  }

  /// Returns ICU's general category. The standard library may have another version of Unicode.
  static func category(of scalar: Unicode.Scalar) -> Int32 { cicu_u_charType(scalar.value) }

  func items(_ text: String) -> [Item] {
    var items: [Item] = []
    // These separate words, whatever they normalize to.
    let separators = "，：；".unicodeScalars
    let separated = text.unicodeScalars.map { separators.contains($0) ? "、" : $0 }
    var rest = Array(normalize(String(String.UnicodeScalarView(separated))).unicodeScalars)[...]
    while let first = rest.first {
      let isHan = NaiveModel.isHan(first)
      let stretch = rest.prefix { NaiveModel.isHan($0) == isHan }
      rest = rest.dropFirst(stretch.count)
      for segment in split(Array(stretch)) {
        if isHan {
          for (i, scalar) in segment.scalars.enumerated() {
            items.append(.han(scalar, startsWord: i == 0))
          }
        } else if segment.isWord {
          items.append(.token(String(String.UnicodeScalarView(segment.scalars))))
        } else {
          for scalar in segment.scalars {
            switch NaiveModel.category(of: scalar) {
            case _ where scalar.properties.isWhitespace: items.append(.space)
            case CICU_NON_SPACING_MARK, CICU_COMBINING_SPACING_MARK, CICU_ENCLOSING_MARK,
              CICU_FORMAT_CHAR:
              break
            default: items.append(.gap)
            }
          }
        }
      }
    }
    return items
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

  /// Returns the terms except sentence and paragraph ends, sorted.
  func terms(_ text: String) -> [Occurrence] {
    var result: [Occurrence] = []
    var position: UInt32 = 0
    var sequences: [[(Unicode.Scalar, UInt32)]] = [[]]
    var words: [(text: String, position: UInt32)] = []
    var wordIsOpen = false
    var wasGap = false
    var followsToken = false
    var tokenEdges: [(Unicode.Scalar, UInt32)] = []
    for item in items(text) {
      switch item {
      case .han(let scalar, let startsWord):
        sequences[sequences.count - 1].append((scalar, position))
        if followsToken { tokenEdges.append((scalar, position)) }
        followsToken = false
        if startsWord || !wordIsOpen {
          words.append((String(scalar), position))
        } else {
          words[words.count - 1].text.unicodeScalars.append(scalar)
        }
        wordIsOpen = true
        position += 1
        wasGap = false
      case .token(let text):
        for piece in NaiveModel.cut(text) {
          result.append(
            Occurrence(position: position, term: Term(kind: .token, field: .main, text: piece)))
          position += 1
        }
        sequences.append([])
        wordIsOpen = false
        wasGap = false
        followsToken = true
      case .gap:
        if !wasGap {
          result.append(Occurrence(position: position, term: .boundary(.gap, field: .main)))
          position += 1
        }
        sequences.append([])
        wordIsOpen = false
        wasGap = true
        followsToken = false
      case .space: wordIsOpen = false
      }
    }
    for (scalar, position) in tokenEdges {
      result.append(Occurrence(position: position, term: .edge(scalar, field: .main)))
    }
    for sequence in sequences {
      if let (scalar, position) = sequence.last, !tokenEdges.contains(where: { $0.1 == position }) {
        result.append(Occurrence(position: position, term: .edge(scalar, field: .main)))
      }
      for (a, b) in zip(sequence, sequence.dropFirst()) {
        result.append(Occurrence(position: a.1, term: .gram(a.0, b.0, field: .main)))
      }
    }
    for word in words where word.text.unicodeScalars.count != 2 {
      result.append(
        Occurrence(
          position: word.position, term: Term(kind: .word, field: .main, text: word.text)))
    }
    return result.sorted()
  }

  private static func cut(_ text: String) -> [String] {
    var pieces: [String] = [""]
    for scalar in text.unicodeScalars {
      if pieces[pieces.count - 1].utf16.count + String(scalar).utf16.count > 255 {
        pieces.append("")
      }
      pieces[pieces.count - 1].unicodeScalars.append(scalar)
    }
    return pieces
  }
}
