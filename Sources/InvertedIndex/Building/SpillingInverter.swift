public import Storage
public import TextAnalysis

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
  public mutating func add(_ document: IndexDocument) throws(StorageError) {
    let target =
      current
      ?? DocumentInverter(
        directory: directory, name: SegmentName.make(UInt64(number), part: runs.count),
        analyzer: analyzer, memoryLimit: memoryLimit, memory: memory)
    current = target
    try target.add(document)
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
