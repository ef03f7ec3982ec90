import Storage
import TextAnalysis

/// A check of the dictionary, postings and positions of a segment.
///
/// Every list must equal its encoding byte for byte. The lists fill their files without gaps, in
/// the order of the terms.
struct TermsCheck: Sendable {
  let files: TermFiles
  private let documents: DocumentLengths
  private let terms: TermDictionary
  private let blocks: [Range<Int>]

  private static let sectionBytes = 1 << 20

  /// Checks the index of the dictionary's blocks; nil if it is damaged.
  init?(_ files: TermFiles, _ documents: DocumentLengths, _ findings: inout CheckFindings) {
    let file = files.dictionary
    let terms: TermDictionary
    do throws(StorageError) {
      terms = try TermDictionary(file, documentCount: documents.count)
    } catch {
      findings.append(error, in: file.name)
      return nil
    }
    let offsets = (0...terms.blockCount).map { terms.offset(ofBlock: $0) }
    let pairs = zip(offsets, offsets.dropFirst())
    (self.files, self.documents, self.terms) = (files, documents, terms)
    blocks = pairs.map { $0..<max($0, $1) }
    let end = offsets[terms.blockCount]
    let isTiled = offsets[0] == file.payload.lowerBound && pairs.allSatisfy { $0 < $1 }
    let slack = min(end, terms.indexOffset)..<terms.indexOffset
    guard isTiled, (16...23).contains(slack.count),
      terms.indexOffset % 8 == 0, slack.allSatisfy({ file.bytes.uint8(at: $0) == 0 }),
      terms.blockCount
        == (terms.termCount + SegmentFormat.termsPerBlock - 1) / SegmentFormat.termsPerBlock
    else {
      findings.append(
        "blocks of terms do not follow one another", in: file.name,
        terms.indexOffset..<file.payload.upperBound)
      return nil
    }
  }

  /// The ranges of dictionary blocks that are checked concurrently.
  var sections: [Range<Int>] {
    let size = max(1, blocks.count * Self.sectionBytes / max(1, files.byteCount))
    return stride(from: 0, to: blocks.count, by: size).map { $0..<min($0 + size, blocks.count) }
  }

  /// The results of a section, with the data to compare it with its neighbours.
  struct Section: Sendable {
    fileprivate var findings = CheckFindings()
    fileprivate var terms = 0
    fileprivate var firstTerm: [UInt8] = []
    fileprivate var lastTerm: [UInt8] = []
    /// The ranges of its lists in the files; nil when unknown.
    fileprivate var postings: Range<Int>?
    fileprivate var positions: Range<Int>?
    /// True when a list could not be read, so that the start of the next one is unknown.
    fileprivate var isBroken = false
  }

  func check(_ range: Range<Int>) -> Section {
    var section = Section()
    var lists = ListCheck(documents)
    var budget = ListBudget(postings: files.postings, positions: files.positions)
    for block in range {
      var entries = RawTermEntries(files, block: blocks[block])
      var count = 0
      while true {
        let offset = entries.offset
        do throws(TermFault) {
          guard let term = try entries.next() else { break }
          guard budget.take(term.info, withPositions: term.positions != nil) else {
            throw TermFault(
              file: files.dictionary.name, offset: offset, problem: "lists of terms overlap")
          }
          if count == 0 { try checkFirst(term.bytes, ofBlock: block, section, at: offset) }
          count += 1
          if section.firstTerm.isEmpty { section.firstTerm = term.bytes }
          section.lastTerm = term.bytes
          check(term, &lists, &section)
        } catch {
          section.isBroken = true
          section.findings.append(
            error.problem, in: error.file, error.offset..<blocks[block].upperBound)
          break
        }
      }
      let expected =
        block + 1 < blocks.count
        ? SegmentFormat.termsPerBlock : terms.termCount - block * SegmentFormat.termsPerBlock
      if count != expected, !section.isBroken {
        section.findings.append(
          "\(count) terms in a block of \(expected)", in: files.dictionary.file.name, blocks[block])
      }
      section.terms += count
    }
    return section
  }

  private func checkFirst(
    _ term: [UInt8], ofBlock block: Int, _ section: Section, at offset: Int
  ) throws(TermFault) {
    let name = files.dictionary.file.name
    guard terms.prefix(ofBlock: block) == TermBytes.prefix(of: term) else {
      throw TermFault(file: name, offset: offset, problem: "the index has another first term")
    }
    guard section.lastTerm.isEmpty || section.lastTerm.lexicographicallyPrecedes(term) else {
      throw TermFault(file: name, offset: offset, problem: "terms do not ascend")
    }
  }

  private func check(_ term: RawTermEntry, _ lists: inout ListCheck, _ section: inout Section) {
    do throws(TermFault) {
      let size = try lists.check(term)
      if term.info.isInline { return }
      try extend(
        &section.postings, by: size.postings, from: term.info.postingsOffset, files.postings)
      if term.positions != nil {
        try extend(
          &section.positions, by: size.positions, from: term.info.positionsOffset, files.positions)
      }
    } catch {
      section.isBroken = true
      (section.postings, section.positions) = (nil, nil)
      section.findings.append(
        "\(Self.name(of: term.bytes)): \(error.problem)", in: error.file,
        error.offset..<error.offset + 1,
        articles: term.info.documentFrequency <= documents.count ? term.info.documentFrequency : nil
      )
    }
  }

  private func extend(
    _ range: inout Range<Int>?, by count: Int, from start: Int, _ file: EnvelopedFile
  ) throws(TermFault) {
    let end = range?.upperBound ?? start
    guard start == end else {
      throw TermFault(
        file: file.name, offset: min(start, end),
        problem: "begins at \(start), the previous term ends at \(end)")
    }
    range = (range?.lowerBound ?? start)..<start + count
  }

  static func name(of term: [UInt8]) -> String {
    Term(bytes: term).map { "\($0.kind) \($0.text)" } ?? "a term"
  }

  /// Checks that all sections follow one another, and returns all findings.
  func finish(_ sections: [Section]) -> CheckFindings {
    var findings = CheckFindings()
    for section in sections { findings.append(section.findings) }
    for (section, next) in zip(sections, sections.dropFirst())
    where !section.lastTerm.isEmpty && !next.firstTerm.isEmpty {
      if !section.lastTerm.lexicographicallyPrecedes(next.firstTerm) {
        findings.append(
          "\(Self.name(of: next.firstTerm)): terms do not ascend", in: files.dictionary.file.name)
      }
    }
    let sum = sections.reduce(0) { $0 + $1.terms }
    if sections.contains(where: { $0.isBroken }) { return findings }
    if sum != terms.termCount {
      findings.append("\(sum) terms instead of \(terms.termCount)", in: files.dictionary.file.name)
    }
    checkTiling(sections.compactMap { $0.postings }, of: files.postings, &findings)
    checkTiling(sections.compactMap { $0.positions }, of: files.positions, &findings)
    return findings
  }

  private func checkTiling(
    _ ranges: [Range<Int>], of file: EnvelopedFile, _ findings: inout CheckFindings
  ) {
    var end = file.payload.lowerBound
    for range in ranges + [file.payload.upperBound..<file.payload.upperBound] {
      let start = range.lowerBound
      if start != end {
        findings.append(
          "bytes of no term, or of two", in: file.name, min(start, end)..<max(start, end))
      }
      end = range.upperBound
    }
  }
}
