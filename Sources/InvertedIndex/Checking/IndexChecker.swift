public import Storage
import TextAnalysis

/// How much of an index is checked.
public enum CheckLevel: String, Sendable, CaseIterable {
  /// All files of the commit are there, and as they were written: one pass over their bytes.
  case files
  /// They also say what the format lets them, and nothing that contradicts another: everything is decoded.
  case structure
  /// The index also is what its articles make: they are analyzed and inverted again.
  case content
}

/// Checks an index, and changes nothing: beside a writer, and on a medium that cannot be written.
public struct IndexChecker: Sendable {
  private let index: CommitFiles
  private let level: CheckLevel
  private let records: any RecordReader
  private let jobs: Int
  /// Bytes for the articles that are inverted again.
  private let memory: Int

  /// Opens the newest commit.
  ///
  /// - Throws: `StorageError.notFound` without a commit, `.io`, and `.unsupportedVersion` for an index of another
  ///   version; what is damaged is a finding.
  public init(
    _ directory: IndexDirectory, level: CheckLevel, records: any RecordReader, jobs: Int,
    memory: Int
  ) throws(StorageError) {
    index = try CommitFiles(directory)
    self.level = level
    self.records = records
    self.jobs = jobs
    self.memory = memory
  }

  /// What was found.
  public struct Report: Sendable {
    /// Of the commit; nil where it could not be read.
    public let generation: UInt64?
    /// Segments of the commit, by name.
    public let segments: [String]
    /// Living articles, as far as is known.
    public let articles: Int
    /// Files of the commit, and their bytes.
    public let files: Int
    public let bytes: Int
    public internal(set) var findings = CheckFindings()
    /// Files in the folder that the commit does not need.
    public internal(set) var unneeded: [String] = []
    /// Segments whose words were cut by another ICU, so that they were not compared; and by which.
    public internal(set) var foreignWords: [(segment: String, icuVersion: String)] = []
  }

  /// Runs the checks.
  ///
  /// - Parameter onProgress: told how much of how much is done, in no unit that means anything.
  /// - Throws: `StorageError` when the folder cannot be read or there is no room for what is put aside;
  ///   `CancellationError` when the task is cancelled.
  /// - Complexity: O(*n*) in the bytes of the index; content takes about as long as indexing.
  public func run(
    onProgress: @escaping (_ done: Int, _ total: Int) -> Void
  ) async throws -> Report {
    var progress = Progress(total: totalWork, tell: onProgress)
    var report = Report(
      generation: (try? index.commit.get())?.generation,
      segments: index.segments.map(\.entry.name), articles: articleCount,
      files: index.files.count, bytes: index.files.reduce(0) { $0 + $1.byteCount })
    report.unneeded = try unneededFiles()
    let files = try FileCheck(index) { progress.add($0) }
    report.findings = files.findings
    if level == .files { return report }
    checkLedger(files, &report)
    for segment in index.segments {
      guard let info = try? segment.info.get() else { continue }
      try await check(segment, info, files.whole, &report, &progress)
    }
    checkIDs(files.whole, &report)
    return report
  }

  private func check(
    _ segment: CommitFiles.Segment, _ info: SegmentInfo, _ whole: Set<String>,
    _ report: inout Report, _ progress: inout Progress
  ) async throws {
    func file(_ component: FileComponent) -> EnvelopedFile? {
      segment.file(component).flatMap { whole.contains($0.name) ? $0.file : nil }
    }
    var findings = CheckFindings()
    if let live = segment.live, whole.contains(live.name) { findings.checkLive(segment, info) }
    let lengths = file(SegmentFormat.lengths).flatMap { DocumentLengths($0, info, &findings) }
    var columns: Columns?
    if let file = file(SegmentFormat.columns), var check = ColumnsCheck(file, info, &findings) {
      columns = check.check(info)
      findings.append(check.findings)
    }
    if let dictionary = file(SegmentFormat.terms), let postings = file(SegmentFormat.postings),
      let positions = file(SegmentFormat.positions), let lengths,
      let check = TermsCheck(
        TermsCheck.Files(dictionary: dictionary, postings: postings, positions: positions),
        lengths, &findings)
    {
      let stretches = check.stretches
      let work = Progress.structureWeight * check.byteCount / max(1, stretches.count)
      let results = try await concurrentMap(
        stretches, jobs: jobs, onResult: { progress.add(work) }
      ) { check.check($0) }
      findings.append(check.finish(results))
    }
    if let stored = file(SegmentFormat.stored),
      let check = StoredCheck(stored, info, columns, records, &findings)
    {
      let stretches = check.stretches
      let work = Progress.structureWeight * stored.file.byteCount / max(1, stretches.count)
      let results = try await concurrentMap(
        stretches, jobs: jobs, onResult: { progress.add(work) }
      ) { check.check($0) }
      for result in results { findings.append(result) }
    }
    report.findings.append(findings)
    // What contradicts itself has been told; what is not as the articles is asked of the rest.
    let isWhole = segment.files.allSatisfy { whole.contains($0.name) }
    if level == .content, isWhole, findings.isEmpty, let reader = segment.reader {
      try await checkContent(reader, &report, &progress)
    }
  }

  private func checkContent(
    _ segment: SegmentReader, _ report: inout Report, _ progress: inout Progress
  ) async throws {
    let temporary = try TemporaryFolder()
    let check = ContentCheck(
      segment, records, spillingTo: temporary.directory, memoryLimit: memory / 4)
    if !check.comparesWords {
      report.foreignWords.append((segment.info.name, segment.info.icuVersion))
    }
    let stretches = check.stretches
    let size = segment.info.byteCount
    let work = Progress.inversionWeight * size / max(1, stretches.count)
    let inverted = try await concurrentMap(
      stretches, jobs: jobs, onResult: { progress.add(work) }
    ) { try check.invert($0) }
    for stretch in inverted { report.findings.append(stretch.findings) }
    let comparison = check.comparison(inverted)
    let batches = comparison.batches
    let rest = Progress.comparisonWeight * size / max(1, batches.count)
    let findings = try await concurrentMap(
      batches, jobs: jobs, onResult: { progress.add(rest) }
    ) { try check.compare(comparison, $0) }
    for finding in findings { report.findings.append(finding) }
    withExtendedLifetime(temporary) {}
  }

  private func checkLedger(_ files: FileCheck, _ report: inout Report) {
    guard let ledger = index.ledger, files.whole.contains(ledger.name), let file = ledger.file
    else {
      return
    }
    do {
      try records.checkLedger(try Ledger.decode(file))
    } catch {
      report.findings.append(CheckFinding(file: ledger.name, problem: "\(error)"))
    }
  }

  /// No id may be that of two living articles.
  private func checkIDs(_ whole: Set<String>, _ report: inout Report) {
    let damaged = Set(report.findings.all.map(\.file))
    let readers = index.segments.compactMap { segment -> SegmentReader? in
      guard let columns = segment.file(SegmentFormat.columns), whole.contains(columns.name),
        !damaged.contains(columns.name)
      else { return nil }
      return segment.reader
    }
    for duplicate in DuplicateID.resolve(readers).1 {
      report.findings.append(
        CheckFinding(
          file: "", problem: "\(duplicate.count) living articles have the id \(duplicate.id)",
          articles: duplicate.count))
    }
  }

  private func unneededFiles() throws(StorageError) -> [String] {
    guard case .success = index.commit else { return [] }
    let needed = Set(index.files.map(\.name) + [WriteLock.fileName, WordsFile.name])
    return try index.directory.list().filter { !needed.contains($0) }
  }

  private var articleCount: Int {
    index.segments.reduce(0) {
      $0 + (((try? $1.info.get())?.documentCount ?? 0) - $1.entry.deletedCount)
    }
  }

  private var totalWork: Int {
    let bytes = index.files.reduce(0) { $0 + $1.byteCount }
    switch level {
    case .files: return bytes
    case .structure: return bytes * (1 + Progress.structureWeight)
    case .content:
      return bytes
        * (1 + Progress.structureWeight + Progress.inversionWeight + Progress.comparisonWeight)
    }
  }

  /// What has been done.
  private struct Progress {
    let total: Int
    let tell: (Int, Int) -> Void
    private var done = 0

    /// Times as long as to add up a checksum.
    static let structureWeight = 60
    static let inversionWeight = 100
    static let comparisonWeight = 30

    init(total: Int, tell: @escaping (Int, Int) -> Void) {
      self.total = total
      self.tell = tell
    }

    mutating func add(_ work: Int) {
      done = min(total, done + work)
      tell(done, total)
    }
  }
}
