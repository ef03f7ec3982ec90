public import Storage
import TextAnalysis

/// The depth of a check.
public enum CheckLevel: String, Sendable, CaseIterable, Codable {
  /// All files of the commit exist and match their checksums: one pass over their bytes.
  case files
  /// Also, all data is decoded. It follows the format and does not contradict other data.
  case structure
  /// Also, all articles are analyzed and inverted again, and the result equals the index.
  case content
}

/// A segment whose words were segmented by another version of ICU, and so may differ.
public struct ForeignWords: Sendable, Equatable, Codable {
  /// The name of the segment.
  public let segment: String
  /// The version of ICU that segmented its words.
  public let icuVersion: String
}

/// A check of an index that changes nothing. It works beside a writer and on read-only media.
public struct IndexChecker: Sendable {
  private let index: CommitFiles
  private let level: CheckLevel
  private let records: any RecordReader
  private let jobs: Int
  private let memory: Int

  /// Opens the newest commit.
  ///
  /// - Parameters:
  ///   - jobs: the number of threads.
  ///   - memory: the bytes of memory for inverting articles.
  /// - Throws: `StorageError.notFound` without a commit, `.io`, and `.unsupportedVersion`. Damage
  ///   is reported as findings, and files that cannot be read as unreadable.
  public init(
    _ directory: IndexDirectory, level: CheckLevel, records: any RecordReader, jobs: Int,
    memory: Int
  ) throws(StorageError) {
    index = try CommitFiles(directory)
    self.level = level
    self.records = records.declaring((try? index.commit.get().fields) ?? [])
    self.jobs = jobs
    self.memory = memory
  }

  /// The results of a check.
  public struct Report: Sendable {
    /// The generation of the commit; nil if the commit cannot be read.
    public let generation: UInt64?
    /// The names of the commit's segments.
    public let segments: [String]
    /// The number of live articles, as far as the segments can be read.
    public let articles: Int
    /// The number of the commit's files.
    public let files: Int
    /// The size of the commit's files, in bytes.
    public let bytes: Int
    public var findings = CheckFindings()
    /// Files in the folder that the commit does not need.
    public internal(set) var unneeded: [String] = []
    /// The segments whose words were not compared.
    public internal(set) var foreignWords: [ForeignWords] = []
  }

  /// Runs the check.
  ///
  /// - Parameter onProgress: called with the work done and the total work, in an arbitrary unit.
  /// - Throws: `StorageError` from the folder or temporary files; `CancellationError`.
  /// - Complexity: O(*n*) in the bytes of the index; `content` takes about as long as indexing.
  public func run(onProgress: @escaping (_ done: Int, _ total: Int) -> Void) async throws -> Report
  {
    var progress = Progress(total: totalWork, report: onProgress)
    var report = Report(
      generation: (try? index.commit.get())?.generation, segments: index.segments.map(\.entry.name),
      articles: articleCount, files: index.files.count, bytes: byteCount)
    report.unneeded = try unneededFiles()
    let files = try FileCheck(index) { progress.add($0) }
    report.findings = files.findings
    if level == .files { return report }
    checkLedger(files.intact, &report)
    for segment in index.segments {
      guard let info = try? segment.info.get() else { continue }
      try await check(segment, info, files.intact, &report, &progress)
    }
    checkIDs(files.intact, &report)
    return report
  }

  private func check(
    _ segment: CommitFiles.Segment, _ info: SegmentInfo, _ intact: Set<String>,
    _ report: inout Report, _ progress: inout Progress
  ) async throws {
    func file(_ component: FileComponent) -> EnvelopedFile? {
      segment.file(component).flatMap { intact.contains($0.name) ? $0.file : nil }
    }
    var findings = CheckFindings()
    if let live = segment.live, intact.contains(live.name) { findings.checkLive(segment, info) }
    // The columns have a hash of eight bytes for each document. Without them, nothing bounds the
    // memory for the lengths.
    let hasColumns = file(SegmentFormat.columns).map { $0.payload.count / 8 >= info.documentCount }
    let lengths =
      hasColumns == true
      ? file(SegmentFormat.lengths).flatMap { DocumentLengths($0, info, &findings) } : nil
    var columns: Columns?
    if let file = file(SegmentFormat.columns), var check = ColumnsCheck(file, info, &findings) {
      columns = check.check(info)
      findings.append(check.findings)
    }
    if let dictionary = file(SegmentFormat.terms), let postings = file(SegmentFormat.postings),
      let positions = file(SegmentFormat.positions), let lengths,
      let check = TermsCheck(
        TermFiles(dictionary: dictionary, postings: postings, positions: positions), lengths,
        &findings)
    {
      let work = Progress.structureWeight * check.files.byteCount
      let sections = try await map(check.sections, work, &progress) { check.check($0) }
      findings.append(check.finish(sections))
    }
    if let stored = file(SegmentFormat.stored),
      let check = StoredCheck(stored, info, columns, records, &findings)
    {
      let work = Progress.structureWeight * stored.file.byteCount
      let results = try await map(check.ranges, work, &progress) { check.check($0) }
      for result in results { findings.append(result) }
    }
    // A rule that only opening the segment tests.
    if findings.isEmpty, case .failure(let error) = segment.reader {
      let files = [segment.infoFile, segment.live].compactMap(\.self) + segment.files
      let names = Set(files.map(\.name))
      let isKnown =
        report.findings.all.contains { names.contains($0.file) }
        || report.findings.unreadable.contains { names.contains($0.file) }
      if !isKnown {
        findings.append(error, in: segment.infoFile.name, articles: info.documentCount)
      }
    }
    report.findings.append(findings)
    // Only a segment without other findings is compared with its articles.
    let isIntact = segment.files.allSatisfy { intact.contains($0.name) }
    if level == .content, isIntact, findings.isEmpty, let reader = try? segment.reader.get() {
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
      report.foreignWords.append(
        ForeignWords(segment: segment.info.name, icuVersion: segment.info.icuVersion))
    }
    let size = segment.info.byteCount
    let inverted = try await map(check.ranges, Progress.inversionWeight * size, &progress) {
      try check.invert($0)
    }
    for range in inverted { report.findings.append(range.findings) }
    let comparison = check.comparison(inverted)
    let work = Progress.comparisonWeight * size
    let findings = try await map(comparison.batches, work, &progress) {
      try check.compare(comparison, $0)
    }
    for finding in findings { report.findings.append(finding) }
    withExtendedLifetime(temporary) {}
  }

  private func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], _ work: Int, _ progress: inout Progress,
    _ transform: @escaping @Sendable (Element) throws -> Result
  ) async throws -> [Result] {
    let share = work / max(1, elements.count)
    return try await concurrentMap(
      elements, jobs: jobs, onResult: { progress.add(share) }
    ) { try transform($0) }
  }

  private func checkLedger(_ intact: Set<String>, _ report: inout Report) {
    guard let ledger = index.ledger, intact.contains(ledger.name), let file = ledger.file else {
      return
    }
    do { try records.checkLedger(try Ledger.decode(file)) } catch {
      report.findings.append("\(error)", in: ledger.name)
    }
  }

  private func checkIDs(_ intact: Set<String>, _ report: inout Report) {
    // Without the commit, it is unknown which articles are deleted.
    guard case .success = index.commit else { return }
    let damaged = Set(report.findings.all.map(\.file))
    let readers = index.segments.compactMap { segment -> SegmentReader? in
      guard let columns = segment.file(SegmentFormat.columns), intact.contains(columns.name),
        !damaged.contains(columns.name)
      else { return nil }
      return try? segment.reader.get()
    }
    for duplicate in DuplicateID.resolve(readers).1 {
      report.findings.append(
        "\(duplicate.count) live articles have the id \(duplicate.id)", in: "",
        articles: duplicate.count)
    }
  }

  private func unneededFiles() throws(StorageError) -> [String] {
    guard case .success = index.commit else { return [] }
    let needed = Set(index.files.map(\.name) + [WriteLock.fileName, WordsFile.name])
    return try index.directory.list().filter { !needed.contains($0) }
  }

  private var articleCount: Int {
    index.segments.reduce(0) {
      $0 + max(0, ((try? $1.info.get())?.documentCount ?? 0) - $1.entry.deletedCount)
    }
  }

  private var byteCount: Int { index.files.reduce(0) { $0 + $1.byteCount } }

  private var totalWork: Int {
    switch level {
    case .files: byteCount
    case .structure: byteCount * (1 + Progress.structureWeight)
    case .content:
      byteCount
        * (1 + Progress.structureWeight + Progress.inversionWeight + Progress.comparisonWeight)
    }
  }

  private struct Progress {
    let total: Int
    let report: (Int, Int) -> Void
    private var done = 0

    /// The work for each byte, in multiples of the work of a checksum.
    static let structureWeight = 60
    static let inversionWeight = 100
    static let comparisonWeight = 30

    init(total: Int, report: @escaping (Int, Int) -> Void) {
      self.total = total
      self.report = report
    }

    mutating func add(_ work: Int) {
      done = min(total, done + work)
      report(done, total)
    }
  }
}
