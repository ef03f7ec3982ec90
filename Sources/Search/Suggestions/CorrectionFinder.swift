public import InvertedIndex
public import TextAnalysis

/// Another spelling of a text in a query.
public struct Correction: Sendable, Hashable {
  public let text: String
  /// The number of characters that were replaced, or the edit distance of a word.
  public let mistakes: Int

  /// A score for comparing corrections. Each mistake beyond the first divides the number of
  /// articles by 100; otherwise any frequent word would be suggested for any other.
  ///
  /// - Parameter articles: the number of articles that contain the correction.
  public static func likelihood(articles: Int, mistakes: Int) -> Double {
    var likelihood = Double(articles)
    for _ in 1..<max(1, mistakes) { likelihood /= 100 }
    return likelihood
  }
}

/// A finder of other spellings whose parts occur in an index. It replaces Chinese characters by
/// characters that sound or look similar, and words of other scripts by words within an edit
/// distance of one or two.
public struct CorrectionFinder {
  private let vocabulary: Vocabulary
  private let analyzer: Analyzer
  private let sounds: CharacterSounds

  private static let maxUnits = 32
  private static let maxCorrections = 24

  /// A correction with the frequency of its rarest new part, which bounds its document frequency.
  private struct Candidate {
    let correction: Correction
    let frequency: Int

    init(_ text: String, mistakes: Int, frequency: Int) {
      correction = Correction(text: text, mistakes: mistakes)
      self.frequency = frequency
    }

    var likelihood: Double {
      Correction.likelihood(articles: frequency, mistakes: correction.mistakes)
    }
  }

  /// - Parameter sounds: the pronunciations of the characters in the index.
  public init(_ reader: IndexReader, analyzer: Analyzer, sounds: CharacterSounds) {
    vocabulary = Vocabulary(reader)
    self.analyzer = analyzer
    self.sounds = sounds
  }

  /// The likeliest corrections of a text, best first. Their parts occur in the index; the whole
  /// correction may not.
  ///
  /// - Throws: `AnalysisError`.
  /// - Complexity: O(*n*) term lookups for *n* similar characters. A word of another script is
  ///   compared with all words of the index.
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

  private func similar(to character: Unicode.Scalar) throws(AnalysisError) -> [Unicode.Scalar] {
    let sounding = try sounds.others(soundingLike: character)
    let looking = SimilarShapes.others(lookingLike: character)
    return sounding + looking.filter { !sounding.contains($0) }
  }

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
      found.append(Candidate(corrected, mistakes: 1, frequency: min(left, right)))
    }
    return found
  }

  private func pairs(
    insteadOf analyzed: AnalyzedText, in text: String
  ) throws(AnalysisError) -> [Candidate] {
    let units = analyzed.units
    guard units.count == 2, units[0].startsHanSequence, units[1].endsHanSequence,
      !units[0].endsHanSequence
    else { return [] }
    let seconds = try sounds.others(soundingLike: units[1].scalar)
    var found: [Candidate] = []
    for first in try sounds.others(soundingLike: units[0].scalar) {
      for second in seconds {
        let frequency = vocabulary.frequency(of: .gram(first, second, field: .main))
        if frequency == 0 { continue }
        let corrected = Self.replacing(
          [(units[0], String(first)), (units[1], String(second))], in: text)
        found.append(Candidate(corrected, mistakes: 2, frequency: frequency))
      }
    }
    return found
  }

  /// Replaces a word of letters. Short words resemble too many others, and a number within a small
  /// edit distance is another number, not a misspelling.
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
        Self.replacing([(unit, other)], in: text), mistakes: near.isNear(spelling) ? 1 : 2,
        frequency: vocabulary.frequency(of: Term(kind: .token, field: .main, text: other)))
    }
  }

  private static func isLetters(_ word: String) -> Bool {
    word.unicodeScalars.allSatisfy(\.properties.isAlphabetic)
  }

  private static func replacing(
    _ changes: [(unit: Unit, text: String)], in text: String
  ) -> String {
    var bytes = Array(text.utf8)
    for (unit, text) in changes.reversed() { bytes.replaceSubrange(unit.source, with: text.utf8) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
