import Storage

/// The division of the memory budget.
struct MemoryPlan {
  /// Input bytes of an ingest task.
  let taskBytes: Int
  /// The total input bytes of the tasks in progress. A task of more bytes is alone in progress.
  let inputLimit: Int
  /// Maximum bytes of a run under construction. A run of text with unusually many terms reaches it
  /// before its task ends. Occurrences have 32-bit addresses.
  let runMemory: Int
  /// Number of runs under construction at a time.
  let concurrency: Int

  /// The memory that a task takes with terms, occurrences and articles, as a multiple of its input.
  static let taskExpansion = 6

  init(_ options: IndexingOptions) {
    // Within a limit of the address space, a smaller budget does the same work with more runs.
    let affordable = AddressSpace.available.map { $0 / IndexingOptions.addressSpaceFactor } ?? .max
    let memory = max(min(options.memory, affordable), IndexingOptions.leastMemory)
    taskBytes = min(memory / 32, 256 << 20)
    inputLimit = memory / Self.taskExpansion
    runMemory = min(memory / 4, 1 << 30)
    concurrency = max(1, min(options.jobs, inputLimit / taskBytes))
  }
}
