/// How a memory budget is divided.
struct MemoryPlan {
  /// Input bytes of a work unit: with its terms, occurrences and articles it takes about six times as
  /// much.
  let unitBytes: Int
  /// What a run under construction may take before it is closed early: text that is much denser in
  /// terms than articles are. Occurrences are addressed by 32 bits.
  let runMemory: Int
  /// Runs under construction at a time.
  let concurrency: Int

  init(_ options: IndexingOptions) {
    let memory = max(options.memory, 16 << 20)
    unitBytes = min(memory / 32, 256 << 20)
    runMemory = min(memory / 4, 1 << 30)
    concurrency = max(1, min(options.jobs, memory / (6 * unitBytes)))
  }
}
