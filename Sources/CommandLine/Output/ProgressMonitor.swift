import Synchronization
import Wire
import Xunwen

/// The progress of a command.
struct ProgressStep {
  /// The unit of a rate.
  enum Rate { case bytes, things }

  /// The things that are done, such as `12,345 articles`; nil when they are not shown.
  var things: String?
  /// The number whose rate is shown, and its unit; nil when no rate is shown.
  var rate: (done: Int, unit: Rate)?
  /// The work done, including work that was done before the command began.
  var done: Int
  /// The work in all; 0 when unknown.
  var total: Int
  /// The work that was done before the command began.
  var before = 0

  init(_ progress: IndexingProgress) {
    things = NumberText.count(progress.articles, "article")
    (done, total) = (progress.bytes, progress.totalBytes)
    // As in the summary: compressed files have fewer bytes.
    rate = (progress.articleBytes, .bytes)
  }

  init(_ progress: CheckProgress) { (done, total) = (progress.done, progress.total) }

  init(_ progress: ArticleProgress) {
    things = NumberText.count(progress.articles, "article")
    (done, total, rate) = (progress.articles, progress.total, (progress.articles, .things))
  }

  init(_ progress: MergeProgress) {
    (done, total, rate) = (progress.done, progress.total, (progress.done, .bytes))
  }

  /// - Parameters:
  ///   - queries: the queries that this command has answered.
  ///   - done: the bytes of the file up to the last of them; `before` and `total` are bytes, too.
  init(queries: Int, done: Int, before: Int, total: Int) {
    things = NumberText.queries(queries)
    (self.done, self.before, self.total, rate) = (done, before, total, (queries, .things))
  }

  private static let barColumns = 26

  /// `[##########----------------]  38%  12,345 articles  8.3 MB/s  0:12 left`, without the bar in
  /// a narrow terminal.
  func line(after elapsed: Duration, columns: Int = .max) -> String {
    let seconds = max(elapsed.seconds, 0.001)
    var facts = [things, rate.map { Self.text(of: Double($0.done) / seconds, $0.unit) }]
      .compactMap { $0 }
    guard total > 0 else { return facts.joined(separator: "  ") }
    let share = min(1, Double(done) / Double(total))
    facts.insert(TextColumns.right("\(Int(share * 100))%", 4), at: 0)
    let speed = Double(done - before) / seconds
    if speed > 0 {
      let left = Int((Double(total - done) / speed).rounded(.up))
      facts.append("\(Self.clock(max(0, left))) left")
    }
    let text = facts.joined(separator: "  ")
    let filled = Int(share * Double(Self.barColumns))
    let bar =
      String(repeating: "#", count: filled)
      + String(repeating: "-", count: Self.barColumns - filled)
    let line = "[\(bar)] \(text)"
    return line.count <= columns ? line : VisibleText.prefix(of: text, columns: columns)
  }

  private static func text(of rate: Double, _ unit: Rate) -> String {
    switch unit {
    case .bytes: "\(NumberText.fixed(rate / 1e6, digits: 1)) MB/s"
    case .things:
      rate < 10 ? "\(NumberText.fixed(rate, digits: 1))/s" : "\(NumberText.grouped(Int(rate)))/s"
    }
  }

  /// Minutes and seconds, or hours, minutes and seconds.
  private static func clock(_ seconds: Int) -> String {
    var parts = [seconds / 60, seconds % 60]
    if seconds >= 3600 { parts = [seconds / 3600, seconds / 60 % 60, seconds % 60] }
    return parts.enumerated().map { index, part in
      index > 0 && part < 10 ? "0\(part)" : String(part)
    }.joined(separator: ":")
  }
}

/// Shows the progress of a command, from any thread. Failures are printed when they occur. On a
/// terminal, a bar below them is redrawn at most ten times a second, and erased at the end.
///
/// The bar begins with a carriage return and leaves the cursor after it, so that an interrupted
/// command leaves a legible screen.
final class ProgressMonitor: Sendable {
  private struct State {
    var progress: ProgressStep?
    var drawn: ContinuousClock.Instant?
    var isFinished = false
  }

  private let showsProgress: Bool
  private let start = ContinuousClock.now
  private let state = Mutex(State())

  init(showsProgress: Bool = StandardError.isTerminal) { self.showsProgress = showsProgress }

  /// Shows nothing when the command should be quiet, or when standard error is no terminal.
  convenience init(isQuiet: Bool) { self.init(showsProgress: !isQuiet && StandardError.isTerminal) }

  /// Prints a failure above the bar.
  @Sendable func report(_ failure: ArticleError) { report("\(failure)\n") }

  /// Prints lines above the bar.
  func report(_ lines: String) {
    state.withLock { state in
      erase(&state)
      StandardError.write(lines)
      draw(&state)
    }
  }

  /// Erases the bar while a closure writes to the terminal.
  func hidden<Result>(_ write: () throws -> Result) rethrows -> Result {
    try state.withLock { state in
      erase(&state)
      return try write()
    }
  }

  func show(_ progress: ProgressStep) {
    guard showsProgress else { return }
    state.withLock { state in
      state.progress = progress
      if let drawn = state.drawn, ContinuousClock.now - drawn < .milliseconds(100) { return }
      draw(&state)
    }
  }

  /// Erases the bar for good.
  func finish() {
    state.withLock { state in
      erase(&state)
      state.isFinished = true
    }
  }

  private func draw(_ state: inout State) {
    guard !state.isFinished, let progress = state.progress else { return }
    // The cursor stands after the line.
    let columns = (LineWidth.errorLimit ?? 80) - 1
    let line = progress.line(after: ContinuousClock.now - start, columns: columns)
    StandardError.writeControls("\r\(line)\u{1B}[K")
    state.drawn = ContinuousClock.now
  }

  private func erase(_ state: inout State) {
    guard state.drawn != nil, !state.isFinished else { return }
    StandardError.writeControls("\r\u{1B}[K")
    state.drawn = nil
  }
}
