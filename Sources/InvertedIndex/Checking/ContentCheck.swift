import Storage
import TextAnalysis

/// A check that inverts the stored articles of a segment again and compares the result with it.
/// Unreadable articles are excluded from both sides; `StoredCheck` reports them.
struct ContentCheck: Sendable {
  private let segment: SegmentReader
  private let records: any RecordReader
  private let directory: IndexDirectory
  private let memoryLimit: Int
  private let memory = InversionMemory()
  /// True when this ICU segmented the segment's words, so that they can be compared.
  let comparesWords: Bool

  /// The compressed bytes that are inverted at a time, about 16 MiB of text.
  private static let rangeBytes = 6 << 20

  init(
    _ segment: SegmentReader, _ records: any RecordReader, spillingTo directory: IndexDirectory,
    memoryLimit: Int
  ) {
    self.segment = segment
    self.records = records
    self.directory = directory
    self.memoryLimit = memoryLimit
    comparesWords = segment.info.icuVersion == AnalysisVersion.icuVersion
  }

  var ranges: [Range<UInt32>] { segment.stored.documentRanges(ofBytes: Self.rangeBytes) }

  struct Inverted: Sendable {
    fileprivate(set) var runs: [InvertedRun] = []
    fileprivate(set) var unreadable: [UInt32] = []
    fileprivate(set) var findings = CheckFindings()
  }

  /// Inverts some articles, and compares their lengths.
  func invert(_ documents: Range<UInt32>) throws -> Inverted {
    var result = Inverted()
    var cursor = segment.records
    var inverted: [UInt32] = []
    var runs = SpillingInverter(
      directory, number: Int(documents.lowerBound), analyzer: try Analyzer(),
      memoryLimit: memoryLimit, memory: memory)
    for document in documents {
      guard let record = try? cursor.record(of: document),
        var found = try? records.document(record, file: "")
      else {
        result.unreadable.append(document)
        continue
      }
      // The runs need no stored articles.
      found.record = []
      try runs.add(found)
      inverted.append(document)
    }
    var rest = inverted[...]
    for var run in try runs.finish() {
      let columns = run.takeDocuments().columns
      compareLengths(columns, rest.prefix(run.documentCount), &result.findings)
      rest = rest.dropFirst(run.documentCount)
      result.runs.append(run)
    }
    return result
  }

  private func compareLengths(
    _ columns: ColumnsWriter, _ documents: ArraySlice<UInt32>, _ findings: inout CheckFindings
  ) {
    for (index, document) in documents.enumerated() {
      let found = [columns.lengths[index], columns.titleExtents[index], columns.tailLengths[index]]
      let stored = [
        segment.length(of: document, in: .main), segment.titleExtent(of: document),
        segment.length(of: document, in: .tail),
      ]
      if found != stored {
        findings.append(
          "article \(segment.columns.id(of: document)): lengths \(stored), "
            + "its text has \(found)", in: "\(segment.info.name).\(SegmentFormat.endings.lengths)",
          articles: 1)
      }
    }
  }

  struct Comparison: Sendable {
    fileprivate let expected: RunTerms
    fileprivate let stored: MergedTerms

    var batches: [Range<Int>] { expected.batches }
  }

  func comparison(_ inverted: [Inverted]) -> Comparison {
    var kept: FixedBitSet?
    let unreadable = inverted.flatMap(\.unreadable)
    if !unreadable.isEmpty {
      var bits = FixedBitSet.full(segment.documentCount)
      for document in unreadable { bits.remove(Int(document)) }
      kept = bits
    }
    return Comparison(
      expected: RunTerms(runs: inverted.flatMap(\.runs)),
      stored: MergedTerms(
        segments: [segment], numbers: [DocumentNumbers(segment, keeping: kept, from: 0)]))
  }

  func compare(_ comparison: Comparison, _ ranges: Range<Int>) throws(StorageError) -> CheckFindings
  {
    func isCompared(_ term: [UInt8]) -> Bool { comparesWords || TermKind(byte: term[0]) != .word }
    let expected = try TermDigest.digests(comparison.expected, ranges, where: isCompared)
    let stored = try TermDigest.digests(comparison.stored, ranges, where: isCompared)
    var findings = CheckFindings()
    func append(_ ending: String, _ term: [UInt8], _ problem: String, _ articles: Int) {
      findings.append(
        "\(TermsCheck.name(of: term)): \(problem)", in: "\(segment.info.name).\(ending)",
        articles: articles)
    }
    let endings = SegmentFormat.endings
    let terms = Set(expected.keys).union(stored.keys)
    for term in terms.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      switch (expected[term], stored[term]) {
      case (let found?, nil):
        append(endings.terms, term, "in the articles, not in the index", found.documents)
      case (nil, let extra?):
        append(endings.terms, term, "in the index, not in the articles", extra.documents)
      case (let found?, let indexed?) where found.digest != indexed.digest:
        append(
          endings.postings, term,
          "\(indexed.occurrences) occurrences in \(indexed.documents) documents; the articles have "
            + "\(found.occurrences) in \(found.documents), or elsewhere",
          max(found.documents, indexed.documents))
      default: break
      }
    }
    return findings
  }
}

private struct TermDigest {
  let documents: Int
  let occurrences: Int
  let digest: UInt64

  static func digests(
    _ source: some TermSource, _ ranges: Range<Int>, where isCompared: ([UInt8]) -> Bool
  ) throws(StorageError) -> [[UInt8]: TermDigest] {
    var digests: [[UInt8]: TermDigest] = [:]
    try source.forEachTerm(in: ranges) { term, list in
      guard isCompared(term) else { return }
      digests[term] = TermDigest(list, withPositions: TermBytes.hasPositions(term))
    }
    return digests
  }

  private init(_ list: borrowing OccurrenceList, withPositions: Bool) {
    (documents, occurrences) = (list.documentCount, list.occurrenceCount)
    var digest: UInt64 = 0
    func add(_ values: Span<UInt32>, _ count: Int) {
      for index in 0..<count {
        // A round of XXH64 for each value.
        digest ^= UInt64(values[index]) &* 0xC2B2_AE3D_27D4_EB4F
        digest = (digest &<< 31 | digest &>> 33) &* 0x9E37_79B1_85EB_CA87
      }
    }
    add(list.documents.span, documents)
    add(list.frequencies.span, documents)
    add(list.titles.span, documents)
    if withPositions { add(list.positionDeltas.span, occurrences) }
    self.digest = digest
  }
}
