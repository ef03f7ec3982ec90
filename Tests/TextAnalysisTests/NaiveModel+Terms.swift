@testable import TextAnalysis

extension NaiveModel {
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
        let letters = text.unicodeScalars.prefix { !"0123456789".unicodeScalars.contains($0) }
        let isPart =
          letters.count < text.unicodeScalars.count && text.utf16.count <= 255
          && !letters.contains { ".,'".unicodeScalars.contains($0) }
          && letters.count {
            $0.properties.generalCategory != .nonspacingMark
              && $0.properties.generalCategory != .spacingMark
              && $0.properties.generalCategory != .enclosingMark
          } >= 2
        if isPart {
          let part = Term(kind: .part, field: .main, text: String(letters))
          result.append(Occurrence(position: position, term: part))
        }
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
