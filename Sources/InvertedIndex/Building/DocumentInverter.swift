public import Storage
public import TextAnalysis

/// Inverts documents in memory, to a run that is merged with others into a segment. Thread-confined.
public final class DocumentInverter {
  private let directory: IndexDirectory
  private let name: String
  private let analyzer: Analyzer
  private let memoryLimit: Int
  private var inverter: Inverter
  private var columns = ColumnsWriter()
  private var stored = StoredBuffer()
  private var terms = TermBuffer()

  /// - Parameters:
  ///   - name: stem of the files, not used before in the directory.
  ///   - memoryLimit: bytes of terms and occurrences after which `isFull`; one document may exceed it.
  ///   - memory: to be shared by builders that follow one another.
  public init(
    directory: IndexDirectory, name: String, analyzer: Analyzer, memoryLimit: Int,
    memory: InversionMemory = InversionMemory()
  ) {
    self.directory = directory
    self.name = name
    self.analyzer = analyzer
    self.memoryLimit = memoryLimit
    inverter = Inverter(limit: memoryLimit, memory: memory)
  }

  /// Documents added so far.
  public var documentCount: Int { columns.documentCount }

  /// The memory limit is reached: the run should be finished and another begun.
  public var isFull: Bool {
    let used = inverter.memoryUsed + columns.memoryUsed + stored.memoryUsed
    return used >= memoryLimit || documentCount >= OccurrenceBuckets.documentLimit
  }

  /// Adds a document; its number is the count of those before it.
  ///
  /// - Complexity: O(*n*) in the length of its text.
  public func add(_ document: IndexDocument) throws(StorageError) {
    let number = UInt32(columns.documentCount)
    for tag in Set(document.tags) {
      terms.append(.tag, .main, utf8: tag.utf8.prefix(SegmentFormat.tagLimit), at: 0)
    }
    invert(&terms, number)
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
    inverter.add(terms, document: document)
    terms.removeAll()
  }

  /// Puts the documents aside.
  ///
  /// - Complexity: O(*t* log *t* + occurrences) in its terms.
  public func finishRun() throws(StorageError) -> InvertedRun {
    try stored.finish()
    var run = RunWriter(
      try SpillWriter(
        directory: directory, name: "\(name).\(SegmentFormat.endings.run)"))
    try inverter.write(to: &run, titleExtents: TitleExtents(columns.titleExtents))
    return try run.finish(stored, columns)
  }

  /// Writes the documents as a segment of their own.
  public func finish() throws(StorageError) -> SegmentInfo {
    var writer = try RunMerger(directory: directory, name: name)
    try writer.add(try finishRun())
    return try writer.finish()
  }
}
