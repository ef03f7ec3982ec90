public import InvertedIndex
public import TextAnalysis

/// A text of a query, spelled in another way.
public struct Correction: Sendable, Hashable {
  public let text: String
  /// Characters that were replaced, or mistakes that a word has.
  public let mistakes: Int

  /// How likely a spelling is meant that so many articles have: a mistake more has to be worth a hundred times the
  /// articles, else any frequent word would be suggested for any other.
  public static func likelihood(articles: Int, mistakes: Int) -> Double {
    var likelihood = Double(articles)
    for _ in 1..<max(1, mistakes) { likelihood /= 100 }
    return likelihood
  }
}

/// Finds other spellings of a text of a query whose parts an index has: of a Chinese character those that sound or look like it,
/// of words of other scripts those with one or two mistakes less.
public struct CorrectionFinder {
  private let vocabulary: Vocabulary
  private let analyzer: Analyzer
  private let sounds: CharacterSounds

  /// Longer texts are not looked into.
  private static let maxUnits = 32
  /// Most spellings of a text, those with the most frequent parts.
  private static let maxCorrections = 24

  /// A spelling, and in how many documents its rarest new part is at least.
  private struct Candidate {
    let correction: Correction
    let frequency: Int

    var likelihood: Double {
      Correction.likelihood(articles: frequency, mistakes: correction.mistakes)
    }
  }

  /// - Parameter sounds: of the characters that an index has.
  public init(_ reader: IndexReader, analyzer: Analyzer, sounds: CharacterSounds) {
    vocabulary = Vocabulary(reader)
    self.analyzer = analyzer
    self.sounds = sounds
  }

  /// Spellings of a text other than its own. Whether they occur as a whole is still to be seen.
  ///
  /// - Throws: `AnalysisError`.
  /// - Complexity: O(*n*) look-ups of terms for *n* similar characters; a word of another script is compared with all words
  ///   of the index.
  public func corrections(of text: String) throws(AnalysisError) -> [Correction] {
    let analyzed = analyzer.analyze(text, segmentingWords: false)
    guard analyzed.units.count <= Self.maxUnits else { return [] }
    var found: [Candidate] = []
    for (index, unit) in analyzed.units.enumerated() {
      if unit.kind == .token {
        found += words(insteadOf: index, of: analyzed, in: text)
      } else {
        found += try characters(insteadOf: index, of: analyzed, in: text)
      }
    }
    found += try pairs(insteadOf: analyzed, in: text)
    var best: [String: Candidate] = [:]
    for candidate in found {
      let known = best[candidate.correction.text]?.correction.mistakes ?? .max
      if candidate.correction.mistakes < known { best[candidate.correction.text] = candidate }
    }
    return best.values.sorted {
      ($1.likelihood, $0.correction.text) < ($0.likelihood, $1.correction.text)
    }
    .prefix(Self.maxCorrections).map(\.correction)
  }

  // MARK: Chinese

  private func similar(to character: Unicode.Scalar) throws(AnalysisError) -> [Unicode.Scalar] {
    let sounding = try sounds.others(soundingLike: character)
    let looking = SimilarShapes.others(lookingLike: character)
    return sounding + looking.filter { !sounding.contains($0) }
  }

  /// The text with another character at a place where it has neighbours.
  private func characters(
    insteadOf index: Int, of analyzed: AnalyzedText, in text: String
  ) throws(AnalysisError) -> [Candidate] {
    let unit = analyzed.units[index]
    let before = unit.startsHanSequence ? nil : analyzed.units[index - 1].scalar
    let after = unit.endsHanSequence ? nil : analyzed.units[index + 1].scalar
    if before == nil, after == nil { return [] }
    var found: [Candidate] = []
    for other in try similar(to: unit.scalar) {
      let left = before.map { vocabulary.frequency(of: .gram($0, other, field: .main)) } ?? .max
      if left == 0 { continue }
      let right = after.map { vocabulary.frequency(of: .gram(other, $0, field: .main)) } ?? .max
      if right == 0 { continue }
      let corrected = Self.replacing([(unit, String(other))], in: text)
      found.append(
        Candidate(
          correction: Correction(text: corrected, mistakes: 1), frequency: min(left, right)))
    }
    return found
  }

  /// Of two characters alone both, by their sounds.
  private func pairs(
    insteadOf analyzed: AnalyzedText, in text: String
  ) throws(AnalysisError) -> [Candidate] {
    let units = analyzed.units
    guard units.count == 2, units[0].startsHanSequence, units[1].endsHanSequence,
      !units[0].endsHanSequence
    else {
      return []
    }
    let seconds = try sounds.others(soundingLike: units[1].scalar)
    var found: [Candidate] = []
    for first in try sounds.others(soundingLike: units[0].scalar) {
      for second in seconds {
        let frequency = vocabulary.frequency(of: .gram(first, second, field: .main))
        if frequency == 0 { continue }
        let corrected = Self.replacing(
          [(units[0], String(first)), (units[1], String(second))], in: text)
        found.append(
          Candidate(
            correction: Correction(text: corrected, mistakes: 2), frequency: frequency))
      }
    }
    return found
  }

  // MARK: Other scripts

  /// Words with few letters are like too many others; numbers are not misspelled but others.
  private func words(
    insteadOf index: Int, of analyzed: AnalyzedText, in text: String
  ) -> [Candidate] {
    let unit = analyzed.units[index]
    let word = analyzed.text(of: unit)
    let length = word.unicodeScalars.count
    guard length >= 3, Self.isLetters(word) else { return [] }
    let near = EditDistance(to: word, atMost: 1)
    let nearby = EditDistance(to: word, atMost: length < 6 ? 1 : 2)
    let found = vocabulary.words(in: .main, beginningWith: [], where: nearby.isNear) ?? []
    return found.compactMap { spelling in
      let other = String(decoding: spelling, as: UTF8.self)
      guard other != word, Self.isLetters(other) else { return nil }
      return Candidate(
        correction: Correction(
          text: Self.replacing([(unit, other)], in: text),
          mistakes: near.isNear(spelling) ? 1 : 2),
        frequency: vocabulary.frequency(of: Term(kind: .token, field: .main, text: other)))
    }
  }

  private static func isLetters(_ word: String) -> Bool {
    word.unicodeScalars.allSatisfy(\.properties.isAlphabetic)
  }

  /// The text with other characters in the places of some units.
  ///
  /// - Parameter changes: in the order of the text.
  private static func replacing(_ changes: [(unit: Unit, text: String)], in text: String) -> String
  {
    var bytes = Array(text.utf8)
    for (unit, text) in changes.reversed() { bytes.replaceSubrange(unit.source, with: text.utf8) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
