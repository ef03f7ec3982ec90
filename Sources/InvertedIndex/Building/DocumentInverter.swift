public import Storage
public import TextAnalysis

/// Inverts documents in memory, on one thread, and produces a run for a `RunMerger`.
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
  ///   - name: the stem of the file names, not yet used in the directory.
  ///   - memoryLimit: bytes after which `isFull` is true. One document may exceed the limit.
  ///   - memory: a pool shared by consecutive inverters.
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

  /// The number of documents added so far.
  public var documentCount: Int { columns.documentCount }

  /// True when the memory limit is reached: finish this run and begin another.
  public var isFull: Bool {
    let used = inverter.memoryUsed + columns.memoryUsed + stored.memoryUsed
    return used >= memoryLimit || documentCount >= OccurrenceBuckets.documentLimit
  }

  /// Adds a document.
  ///
  /// - Complexity: O(*n*) in the length of its text.
  public func add(_ document: consuming IndexDocument) throws(StorageError) {
    try stored.add(document.takeRecord())
    inverter.reserve(textBytes: document.text.count)
    let number = UInt32(columns.documentCount)
    for tag in Set(document.tags) {
      terms.append(.tag, .main, utf8: tag.utf8.prefix(SegmentFormat.tagLimit), at: 0)
    }
    for value in document.fields { terms.append(.field, .main, utf8: value.bytes, at: 0) }
    invert(&terms, number)
    analyzer.begin(.main, at: 0)
    analyzeZones(document.title, of: document.text, number)
    breakZone(number)
    // The body begins one position after the title, so that no phrase matches across.
    let titleExtent = document.title.isEmpty ? 0 : analyzer.extent - 1
    analyzeZones(document.body, of: document.text, number)
    let main = finishField(number)
    var tailLength = 0
    if !document.tail.isEmpty {
      analyzer.begin(.tail, at: 0)
      analyzeZones(document.tail, of: document.text, number)
      tailLength = finishField(number).unitCount
    }
    columns.add(document, length: main.unitCount, titleExtent: titleExtent, tailLength: tailLength)
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

  private func finishField(_ document: UInt32) -> FieldEnd {
    let end = analyzer.finish(into: &terms)
    invert(&terms, document)
    return end
  }

  private func invert(_ terms: inout TermBuffer, _ document: UInt32) {
    inverter.add(terms, document: document)
    terms.removeAll()
  }

  /// Writes the documents as a run.
  ///
  /// - Complexity: O(*t* log *t* + occurrences) for *t* hashed terms.
  public func finishRun() throws(StorageError) -> InvertedRun {
    try stored.finish()
    var run = RunWriter(
      try SpillWriter(directory: directory, name: "\(name).\(SegmentFormat.endings.run)"))
    try inverter.write(to: &run, titleExtents: TitleExtents(columns.titleExtents))
    return try run.finish(stored, columns)
  }

  /// Writes the documents as a segment of their own.
  public func finish() throws(StorageError) -> SegmentInfo {
    var merger = try RunMerger(directory: directory, name: name)
    try merger.add(try finishRun())
    return try merger.finish()
  }
}

/// The terms and occurrences of a run in memory.
struct Inverter: ~Copyable {
  private var hash = TermHash()
  private var occurrences: OccurrenceBuckets
  private var hashedOccurrences: [UInt64] = []
  private var ordinals: [UInt32] = []
  private var hashedCount = 0

  /// - Parameter limit: the expected memory use in bytes.
  init(limit: Int, memory: InversionMemory) {
    occurrences = OccurrenceBuckets(reserving: limit, memory: memory)
  }

  var memoryUsed: Int { hash.memoryUsed + occurrences.memoryUsed }

  /// Makes room for the occurrences of a text.
  mutating func reserve(textBytes: Int) { occurrences.reserve(textBytes: textBytes) }

  /// Adds occurrences of one document: the latest document, or the one after it.
  mutating func add(_ terms: borrowing TermBuffer, document: UInt32) {
    occurrences.add(terms.coded, of: document, bucketCount: TermCodes.firstHashedBucket)
    let (keys, positions) = (terms.keys, terms.positions)
    if keys.isEmpty { return }
    hashedCount += keys.count
    // Moved out of `self`, so that the array is uniquely referenced and emptied in place.
    var coded: [UInt64] = []
    swap(&coded, &hashedOccurrences)
    coded.removeAll(keepingCapacity: true)
    ordinals.removeAll(keepingCapacity: true)
    hash.appendOrdinals(of: keys, spelling: terms.spelling, to: &ordinals)
    for index in positions.indices {
      let code = TermCodes.code(ofOrdinal: ordinals[index])
      coded.append(code << 32 | UInt64(positions[index]))
    }
    occurrences.add(
      coded.span, of: document, bucketCount: TermCodes.bucketCount(ordinals: hash.count))
    swap(&coded, &hashedOccurrences)
  }

  mutating func write(to run: inout RunWriter, titleExtents: TitleExtents) throws(StorageError) {
    hash.endInsertions()
    try run.write(occurrences, hash, hashedCount: hashedCount, titleExtents: titleExtents)
  }
}

/// Inverts documents on one thread and splits them into runs of limited memory.
public struct SpillingInverter {
  private let directory: IndexDirectory
  private let number: Int
  private let analyzer: Analyzer
  private let memoryLimit: Int
  private let memory: InversionMemory
  private var current: DocumentInverter?
  private var runs: [InvertedRun] = []

  /// - Parameters:
  ///   - directory: the directory for the files of the runs.
  ///   - number: names the runs; unique among the active inverters of the directory.
  ///   - memoryLimit: the bytes of one run; see `DocumentInverter`.
  ///   - memory: a pool shared by consecutive inverters.
  public init(
    _ directory: IndexDirectory, number: Int, analyzer: Analyzer, memoryLimit: Int,
    memory: InversionMemory
  ) {
    self.directory = directory
    self.number = number
    self.analyzer = analyzer
    self.memoryLimit = memoryLimit
    self.memory = memory
  }

  /// Adds a document.
  ///
  /// - Complexity: O(*n*) in the length of its text.
  public mutating func add(_ document: consuming IndexDocument) throws(StorageError) {
    let target =
      current
      ?? DocumentInverter(
        directory: directory, name: SegmentName.make(UInt64(number), part: runs.count),
        analyzer: analyzer, memoryLimit: memoryLimit, memory: memory)
    current = target
    try target.add(consume document)
    if target.isFull { try finishRun() }
  }

  /// Returns the runs of all documents, in order.
  public mutating func finish() throws(StorageError) -> [InvertedRun] {
    try finishRun()
    return runs
  }

  private mutating func finishRun() throws(StorageError) {
    if let full = current.take() { runs.append(try full.finishRun()) }
  }
}

extension IndexDocument {
  /// Removes the record and returns it, so that it takes no memory during the inversion.
  fileprivate mutating func takeRecord() -> [UInt8] {
    var record: [UInt8] = []
    swap(&record, &self.record)
    return record
  }
}
