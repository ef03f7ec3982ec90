public import Storage
public import TextAnalysis

/// Inverts documents to runs, of which each is as large as the memory lets it; on one thread.
public struct SpillingInverter {
  private let directory: IndexDirectory
  private let number: Int
  private let analyzer: Analyzer
  private let memoryLimit: Int
  private let memory: InversionMemory
  private var builder: DocumentInverter?
  private var runs: [InvertedRun] = []

  /// - Parameters:
  ///   - directory: where runs are put aside.
  ///   - number: that no other builder has which is at work there; names the runs.
  ///   - memoryLimit: of a run; see `DocumentInverter`.
  ///   - memory: to be shared by builders that follow one another.
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

  /// Adds a document behind those that are there.
  ///
  /// - Complexity: O(*n*) in the length of its text.
  public mutating func add(_ document: IndexDocument) throws(StorageError) {
    let target =
      builder
      ?? DocumentInverter(
        directory: directory, name: IndexFiles.segmentName(UInt64(number), part: runs.count),
        analyzer: analyzer, memoryLimit: memoryLimit, memory: memory)
    builder = target
    try target.add(document)
    if target.isFull { try finishRun() }
  }

  /// The runs of all documents, in their order.
  public mutating func finish() throws(StorageError) -> [InvertedRun] {
    try finishRun()
    return runs
  }

  private mutating func finishRun() throws(StorageError) {
    if let full = builder.take() { runs.append(try full.finishRun()) }
  }
}
