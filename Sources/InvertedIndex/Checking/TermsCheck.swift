import Storage
import TextAnalysis

/// Checks the dictionary of a segment, its postings and its positions.
///
/// Every list is decoded with a look at everything that the format says of it, then encoded again: what was written,
/// skip entries and their bounds included, follows from the occurrences and has to be the same byte for byte. The
/// lists fill their files without a gap, in the order of the terms.
struct TermsCheck: Sendable {
  struct Files: Sendable {
    let dictionary: EnvelopedFile
    let postings: EnvelopedFile
    let positions: EnvelopedFile
  }

  private let files: Files
  private let documents: DocumentLengths
  private let terms: TermDictionary
  /// Where the blocks of the dictionary lie.
  private let blocks: [Range<Int>]

  /// Checks what the dictionary says of its blocks.
  ///
  /// - Returns: nil where that cannot be believed.
  init?(_ files: Files, _ documents: DocumentLengths, _ findings: inout CheckFindings) {
    let file = files.dictionary
    let terms: TermDictionary
    do throws(StorageError) {
      terms = try TermDictionary(file)
    } catch {
      findings.append(CheckFinding(error, in: file.name))
      return nil
    }
    let offsets = (0...terms.blockCount).map { terms.offset(ofBlock: $0) }
    let blocks = zip(offsets, offsets.dropFirst()).map { $0..<max($0, $1) }
    (self.files, self.documents, self.terms, self.blocks) = (files, documents, terms, blocks)
    let end = offsets[terms.blockCount]
    let isTiled =
      offsets[0] == file.payload.lowerBound
      && zip(offsets, offsets.dropFirst()).allSatisfy { $0 < $1 }
    let slack = min(end, terms.indexOffset)..<terms.indexOffset
    guard isTiled, (16...23).contains(slack.count),
      terms.indexOffset % 8 == 0, slack.allSatisfy({ file.bytes.uint8(at: $0) == 0 }),
      terms.blockCount
        == (terms.termCount + SegmentFormat.termsPerBlock - 1) / SegmentFormat.termsPerBlock
    else {
      findings.append(
        CheckFinding(
          file: file.name, bytes: terms.indexOffset..<file.payload.upperBound,
          problem: "blocks of terms do not follow one another"))
      return nil
    }
  }

  /// Bytes of the three files.
  var byteCount: Int {
    files.dictionary.file.byteCount + files.postings.file.byteCount
      + files.positions.file.byteCount
  }

  /// Blocks of the dictionary that are checked at a time, by some thread.
  var stretches: [Range<Int>] {
    let size = max(1, blocks.count * Self.stretchBytes / max(1, byteCount))
    return stride(from: 0, to: blocks.count, by: size).map {
      $0..<min($0 + size, blocks.count)
    }
  }

  /// Bytes that are checked at a time, about.
  private static let stretchBytes = 1 << 20

  /// What a stretch is, for its neighbours.
  struct Stretch: Sendable {
    var findings = CheckFindings()
    fileprivate(set) var terms = 0
    fileprivate var firstTerm: [UInt8] = []
    fileprivate var lastTerm: [UInt8] = []
    /// What its lists take of the files; nil where that is not known.
    fileprivate var postings: Range<Int>?
    fileprivate var positions: Range<Int>?
    /// A list could not be read, so that nobody knows where the next one should begin.
    fileprivate var isBroken = false
  }

  /// Checks all terms of some blocks.
  ///
  /// - Complexity: O(occurrences).
  func check(_ range: Range<Int>) -> Stretch {
    var stretch = Stretch()
    var lists = ListCheck(documents)
    for block in range {
      var entries = TermEntries(files, block: blocks[block])
      var count = 0
      while true {
        let offset = entries.nextOffset
        do throws(TermFault) {
          guard let term = try entries.next() else { break }
          if count == 0 { try checkFirst(term.bytes, ofBlock: block, stretch, at: offset) }
          count += 1
          if stretch.firstTerm.isEmpty { stretch.firstTerm = term.bytes }
          stretch.lastTerm = term.bytes
          check(term, &lists, &stretch)
        } catch {
          stretch.isBroken = true
          stretch.findings.append(
            CheckFinding(
              file: error.file, bytes: error.offset..<blocks[block].upperBound,
              problem: error.problem))
          break
        }
      }
      let expected =
        block + 1 < blocks.count
        ? SegmentFormat.termsPerBlock : terms.termCount - block * SegmentFormat.termsPerBlock
      if count != expected, !stretch.isBroken {
        stretch.findings.append(
          CheckFinding(
            file: files.dictionary.file.name, bytes: blocks[block],
            problem: "\(count) terms in a block of \(expected)"))
      }
      stretch.terms += count
    }
    return stretch
  }

  private func checkFirst(
    _ term: [UInt8], ofBlock block: Int, _ stretch: Stretch, at offset: Int
  ) throws(TermFault) {
    let name = files.dictionary.file.name
    guard terms.prefix(ofBlock: block) == TermBytes.prefix(of: term) else {
      throw TermFault(file: name, offset: offset, problem: "the index has another first term")
    }
    guard stretch.lastTerm.isEmpty || stretch.lastTerm.lexicographicallyPrecedes(term) else {
      throw TermFault(file: name, offset: offset, problem: "terms do not ascend")
    }
  }

  private func check(_ term: RawTermEntry, _ lists: inout ListCheck, _ stretch: inout Stretch) {
    do throws(TermFault) {
      let size = try lists.check(term)
      if term.info.isInline { return }
      try extend(
        &stretch.postings, by: size.postings, from: term.info.postingsOffset, files.postings)
      if term.positions != nil {
        try extend(
          &stretch.positions, by: size.positions, from: term.info.positionsOffset,
          files.positions)
      }
    } catch {
      // Where the next list should begin is not known any more.
      stretch.isBroken = true
      (stretch.postings, stretch.positions) = (nil, nil)
      stretch.findings.append(
        CheckFinding(
          file: error.file, bytes: error.offset..<error.offset + 1,
          problem: "\(Self.name(of: term.bytes)): \(error.problem)",
          articles: term.info.documentFrequency <= documents.count
            ? term.info.documentFrequency : nil))
    }
  }

  /// Notes what a list takes, which has to begin where the one before ends.
  private func extend(
    _ range: inout Range<Int>?, by count: Int, from start: Int, _ file: EnvelopedFile
  ) throws(TermFault) {
    let end = range?.upperBound ?? start
    guard start == end else {
      throw TermFault(
        file: file.name, offset: min(start, end),
        problem: "begins at \(start), where the term before ends at \(end)")
    }
    range = (range?.lowerBound ?? start)..<start + count
  }

  /// A term for people.
  static func name(of term: [UInt8]) -> String {
    Term(bytes: term).map { "\($0.kind) \($0.text)" } ?? "a term"
  }

  /// Checks how the stretches of all blocks, in order, follow one another.
  func finish(_ stretches: [Stretch]) -> CheckFindings {
    var findings = CheckFindings()
    for stretch in stretches { findings.append(stretch.findings) }
    for (stretch, next) in zip(stretches, stretches.dropFirst())
    where !stretch.lastTerm.isEmpty && !next.firstTerm.isEmpty {
      if !stretch.lastTerm.lexicographicallyPrecedes(next.firstTerm) {
        findings.append(
          CheckFinding(
            file: files.dictionary.file.name,
            problem: "\(Self.name(of: next.firstTerm)): terms do not ascend"))
      }
    }
    let sum = stretches.reduce(0) { $0 + $1.terms }
    if stretches.contains(where: { $0.isBroken }) { return findings }
    if sum != terms.termCount {
      findings.append(
        CheckFinding(
          file: files.dictionary.file.name, problem: "\(sum) terms instead of \(terms.termCount)"))
    }
    checkTiling(stretches.compactMap { $0.postings }, of: files.postings, &findings)
    checkTiling(stretches.compactMap { $0.positions }, of: files.positions, &findings)
    return findings
  }

  private func checkTiling(
    _ ranges: [Range<Int>], of file: EnvelopedFile, _ findings: inout CheckFindings
  ) {
    var end = file.payload.lowerBound
    for start in ranges + [file.payload.upperBound..<file.payload.upperBound] {
      if start.lowerBound != end {
        let (first, last) = (min(start.lowerBound, end), max(start.lowerBound, end))
        findings.append(
          CheckFinding(
            file: file.name, bytes: first..<last, problem: "bytes of no term, or of two"))
      }
      end = start.upperBound
    }
  }
}
