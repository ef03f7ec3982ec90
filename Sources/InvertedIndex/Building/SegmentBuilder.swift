public import Storage
public import TextAnalysis

/// Inverts documents in memory and writes them as one segment. Thread-confined.
public final class SegmentBuilder {
  private let directory: IndexDirectory
  private let name: String
  private let analyzer: Analyzer
  private let memoryLimit: Int
  private var hash = TermHash()
  private var occurrences: OccurrenceBuffer
  private var columns = ColumnsWriter()
  private var stored = StoredWriter()
  private var terms = TermBuffer()
  private var ordinals: [UInt32] = []

  /// - Parameters:
  ///   - name: stem of the segment's files, not used before in the directory.
  ///   - memoryLimit: bytes of terms and occurrences after which `isFull`; one document may exceed it.
  public init(
    directory: IndexDirectory, name: String, analyzer: Analyzer, memoryLimit: Int
  ) {
    self.directory = directory
    self.name = name
    self.analyzer = analyzer
    self.memoryLimit = memoryLimit
    occurrences = OccurrenceBuffer(arenaBytes: memoryLimit)
  }

  /// Documents added so far.
  public var documentCount: Int { columns.documentCount }

  /// The memory limit is reached: the segment should be finished and another begun.
  public var isFull: Bool {
    hash.memoryUsed + occurrences.memoryUsed + columns.memoryUsed + stored.memoryUsed >= memoryLimit
  }

  /// Adds a document; its number is the count of those before it.
  ///
  /// - Complexity: O(*n*) in the length of its text.
  public func add(_ document: IndexDocument) throws(StorageError) {
    let number = UInt32(columns.documentCount)
    analyzer.begin(.main, at: 0)
    analyzeZones(document.title, of: document.text, number)
    breakZone(number)
    // The body starts one position after the headline, so that nothing matches across.
    let titleExtent = document.title.isEmpty ? 0 : analyzer.extent - 1
    analyzeZones(document.body, of: document.text, number)
    let main = finishField(number)
    var tailLength = 0
    if !document.tail.isEmpty {
      analyzer.begin(.tail, at: 0)
      analyzeZones(document.tail, of: document.text, number)
      tailLength = finishField(number).unitCount
    }
    columns.add(
      document, length: main.unitCount, titleExtent: titleExtent, tailLength: tailLength)
    try stored.add(document.record)
  }

  private func analyzeZones(_ zones: [Range<Int>], of text: [UInt8], _ document: UInt32) {
    for (index, range) in zones.enumerated() {
      if index > 0 { breakZone(document) }
      analyzer.append(text.span.extracting(range), to: &terms) { [self] in invert(&$0, document) }
    }
  }

  private func breakZone(_ document: UInt32) {
    analyzer.breakZone(into: &terms)
    invert(&terms, document)
  }

  private func finishField(_ document: UInt32) -> SequenceEnd {
    let end = analyzer.finish(into: &terms)
    invert(&terms, document)
    return end
  }

  /// Takes the terms out of the buffer.
  private func invert(_ terms: inout TermBuffer, _ document: UInt32) {
    hash.ordinals(of: terms, into: &ordinals)
    occurrences.add(document: document, ordinals: ordinals, positions: terms.positions)
    terms.removeAll()
  }

  /// Writes the segment's files, each synced.
  ///
  /// - Returns: what a commit point needs to know of it.
  /// - Complexity: O(*t* log *t* + occurrences) in its terms.
  public func finish() throws(StorageError) -> SegmentInfo {
    let id = columns.identity
    func writer(_ ending: String, _ component: FileComponent) throws(StorageError) -> FileWriter {
      try FileWriter(
        directory: directory, name: "\(name).\(ending)", component: component, segmentID: id)
    }
    var files: [FileSummary] = []
    var postings = PostingsSerializer(
      postings: try writer(SegmentFormat.endings.postings, SegmentFormat.postings),
      positions: try writer(SegmentFormat.endings.positions, SegmentFormat.positions))
    var dictionary = TermDictionaryWriter(
      try writer(SegmentFormat.endings.terms, SegmentFormat.terms))
    var list = OccurrenceList()
    var titles: [UInt32] = []
    for term in sortedTerms() {
      occurrences.read(term.ordinal, into: &list)
      countTitles(of: term.bytes, in: list, into: &titles)
      let location = try postings.write(
        list, titles: titles,
        lengths: TermBytes.field(of: term.bytes) == .main
          ? columns.lengths : columns.tailLengths,
        withPositions: TermBytes.hasPositions(term.bytes))
      try dictionary.add(
        term.bytes, documentFrequency: list.documents.count, occurrences: list.positions.count,
        location: location)
    }
    files.append(try dictionary.finish())
    let written = try postings.finish()
    files += [written.postings, written.positions]
    files.append(
      try columns.writeLengths(try writer(SegmentFormat.endings.lengths, SegmentFormat.lengths)))
    files.append(
      try columns.writeColumns(try writer(SegmentFormat.endings.columns, SegmentFormat.columns)))
    files.append(
      try stored.write(try writer(SegmentFormat.endings.stored, SegmentFormat.stored)))
    let info = SegmentInfo(
      name: name, id: id, documentCount: columns.documentCount,
      totalLength: columns.totalLength, totalTailLength: columns.totalTailLength,
      normalizerVersion: AnalysisVersion.normalizer, icuVersion: AnalysisVersion.icuVersion,
      files: files)
    _ = try info.writeFile(to: directory)
    return info
  }

  private func sortedTerms() -> [(bytes: [UInt8], ordinal: UInt32)] {
    var terms: [(bytes: [UInt8], ordinal: UInt32)] = []
    terms.reserveCapacity(hash.count)
    for ordinal in 0..<UInt32(hash.count) {
      var bytes: [UInt8] = []
      hash.appendBytes(of: ordinal, to: &bytes)
      terms.append((bytes, ordinal))
    }
    terms.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    return terms
  }

  /// How many of a term's occurrences in each document lie in the headline.
  private func countTitles(
    of term: [UInt8], in list: OccurrenceList, into titles: inout [UInt32]
  ) {
    titles.removeAll(keepingCapacity: true)
    let isMain = TermBytes.field(of: term) == .main
    var start = 0
    for (document, frequency) in zip(list.documents, list.frequencies) {
      let end = start + Int(frequency)
      let extent = columns.titleExtents[Int(document)]
      var count: UInt32 = 0
      if isMain {
        var index = start
        while index < end, list.positions[index] < extent {
          count += 1
          index += 1
        }
      }
      titles.append(count)
      start = end
    }
  }
}
