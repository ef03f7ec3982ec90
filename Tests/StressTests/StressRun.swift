import FaultInjection
import Storage
import TestSupport

@testable import Xunwen

/// A change of an index by one command.
struct StressCommand {
  let arguments: [String]
  var input = ""
  /// The state after the command.
  let result: ExpectedArchive
  /// True for a command of several commits. An interruption may leave any of them.
  var hasSeveralCommits = false
  /// True for a rebuild of several commits, which begins with an empty index.
  var mayLack = false
  /// True for a command that writes into the index and therefore removes leftovers.
  var writes = true
  /// The same change through the library; nil for commands that are only run as a process.
  var change: ((ArchiveWriter) async throws -> Void)?
}

/// One archive that changes at random, with the state that the model expects.
struct StressRun {
  struct Counts {
    var steps = 0
    var completed = 0
    var killed = 0
    var powerCuts = 0
    /// States that a reader found while a command ran.
    var observations = 0
    var searches = 0
    var checks = 0
    var repairs = 0
    var lost = 0
  }

  private enum Ending: CaseIterable { case completion, kill, powerCut }

  let indexes = TemporaryDirectory()
  var random: SplitMix64
  var corpus: ModelCorpus
  var expected = ExpectedArchive()
  var words: Set<String> = []
  /// All articles that the index had, or that an interrupted command may have written.
  private(set) var versions: [String: Set<ModelArticle>] = [:]
  var counts: Counts
  /// Readers of earlier commits, with the articles of these.
  private var readers: [(archive: Archive, articles: [String: ModelArticle])] = []
  /// The longest time of a command in milliseconds.
  private var usual = 30.0
  /// The commands so far, for messages.
  var log: [String] = []

  var path: String { indexes.path(of: "index") }

  /// - Parameter counts: the counts of earlier archives, to which those of this one are added.
  init(seed: UInt64, counts: Counts) {
    self.counts = counts
    random = SplitMix64(seed: seed)
    corpus = ModelCorpus(addingUpTo: seed % 4 == 0 ? 300 : 12)
    corpus.change(&random)
  }

  mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }

  /// Runs a command to its end, kills it, or cuts the power, and compares the index with the model.
  mutating func run(_ command: StressCommand) async throws {
    let endings = command.change == nil ? [.completion, .kill] : Ending.allCases
    let ending = endings.randomElement(using: &random) ?? .completion
    let before = expected
    for (id, articles) in command.result.articles {
      versions[id, default: []].formUnion(articles.compactMap { $0 })
    }
    let reader = ObservingReader(path)
    let disk = FaultyDisk(fault: ending == .powerCut ? Fault(.crash, at: powerCutTime()) : nil)
    let isComplete: Bool
    switch ending {
    case .completion: isComplete = try complete(command)
    case .kill: isComplete = kill(command)
    case .powerCut: isComplete = try await change(command, on: disk)
    }
    let seen = try await reader.stop()
    let part = before.mixed(with: command.result, mayLack: command.mayLack)
    var states = [command.result]
    if !isComplete { states = command.hasSeveralCommits ? [part] : [before, command.result] }
    let end = isComplete ? "complete" : "not complete"
    log.append("\(command.arguments.joined(separator: " ")): \(ending), \(end)")
    for articles in seen {
      let possible = command.hasSeveralCommits ? [part] : [before, command.result]
      try compare(articles, possible, "a reader")
    }
    if ending == .powerCut { try disk.cutPower(seed: random.next()) }
    counts.observations += seen.count
    counts.steps += 1
    if isComplete { counts.completed += 1 }
    if ending == .kill, !isComplete { counts.killed += 1 }
    if ending == .powerCut { counts.powerCuts += 1 }
    try await verify(states, isTidy: isComplete && command.writes && ending != .powerCut)
  }

  /// A number of operations, small ones more often.
  private mutating func powerCutTime() -> Int { number(0..<(1 << number(1..<9))) }

  private func process(_ command: StressCommand) -> RunningProcess {
    var process = ChildProcess(TestFile.executable("xunwen"))
    process.environment = ["XUNWEN_INDEX=\(path)", "LANG=C.UTF-8", "TMPDIR=/tmp"]
    return process.start(
      command.arguments.map { Array($0.utf8) }, input: Array(command.input.utf8))
  }

  private func complete(_ command: StressCommand) throws -> Bool {
    let result = process(command).wait()
    guard result.status == 0 else {
      throw StressFailure("\(command.arguments): \(result.ending), \(result.errors)")
    }
    return true
  }

  /// Returns true when the command ended before it was killed.
  private mutating func kill(_ command: StressCommand) -> Bool {
    let start = ContinuousClock.now
    let process = process(command)
    pause(milliseconds: Double.random(in: 0...usual, using: &random))
    process.kill()
    guard process.wait().status == 0 else { return false }
    usual = max(usual, min(500, (ContinuousClock.now - start) / .milliseconds(1)))
    return true
  }

  /// Returns true when the command completed before the disk failed.
  private func change(_ command: StressCommand, on disk: FaultyDisk) async throws -> Bool {
    do {
      let writer = try ArchiveWriter(IndexDirectory(path, disk: disk))
      try await command.change?(writer)
      return !disk.hasFailed
    } catch  where disk.hasFailed {
      return false
    }
  }

  /// Compares the index with possible states, and keeps the articles found as the expected ones.
  private mutating func verify(_ states: [ExpectedArchive], isTidy: Bool) async throws {
    let found = try ObservedArchive.articles(at: path)
    try compare(found, states, "the index")
    expected = .observed(found, among: states.filter { $0.difference(from: found) == nil })
    try await check(path, isTidy: isTidy)
    for reader in readers {
      if try ObservedArchive.articles(of: reader.archive) != reader.articles {
        throw StressFailure("a reader of an earlier commit has other articles")
      }
    }
    if readers.count > 2 { readers.removeFirst() }
    guard let archive = try? Archive(at: path) else { return }
    readers.append((archive, found))
    for _ in 0..<3 { try search(archive, found) }
  }

  private func compare(
    _ found: [String: ModelArticle], _ states: [ExpectedArchive], _ name: String
  ) throws {
    let differences = states.compactMap { $0.difference(from: found) }
    if differences.count == states.count {
      throw StressFailure("\(name): \(differences.joined(separator: "; "))")
    }
  }

  /// Checks all files of an index.
  ///
  /// - Parameter isTidy: true after a command that leaves no unneeded files.
  mutating func check(_ path: String, isTidy: Bool) async throws {
    do {
      let report = try await Archive.check(at: path, level: isTidy ? .structure : .content)
      counts.checks += 1
      guard report.isClean, !isTidy || report.unneeded.isEmpty else {
        throw StressFailure("check: \(report.findings) \(report.unneeded)")
      }
    } catch XunwenError.noIndex where !isTidy {}
  }

  /// Compares the number of matches of a quotation in a source with the articles.
  private mutating func search(_ archive: Archive, _ articles: [String: ModelArticle]) throws {
    let phrase = randomPhrase()
    let source = ModelCorpus.sources[number(0..<ModelCorpus.sources.count)]
    let hasSource = Bool.random(using: &random)
    let query = "\"\(phrase)\"" + (hasSource ? " source:\(source)" : "")
    let found = try archive.search(query).total
    let wanted = articles.values.count {
      $0.contains(phrase) && (!hasSource || $0.source == source)
    }
    counts.searches += 1
    if found != wanted { throw StressFailure("\(query): \(found) matches, expected \(wanted)") }
  }

  mutating func randomPhrase() -> String {
    String(
      (0..<number(1..<4)).compactMap { _ in ModelCorpus.alphabet.randomElement(using: &random) })
  }
}
