import Synchronization
import Wire
import Xunwen

struct ProgressStep {
  /// The number of articles; nil when it is not shown.
  var articles: Int?
  /// The work done; bytes if `hasRate`.
  var done: Int
  /// The work in all; 0 when unknown.
  var total: Int
  /// True to show the rate in bytes per second.
  var hasRate = false

  init(_ progress: IndexingProgress) {
    articles = progress.articles
    (done, total, hasRate) = (progress.bytes, progress.totalBytes, true)
  }

  init(_ progress: CheckProgress) { (done, total) = (progress.done, progress.total) }

  init(_ progress: ExportProgress) {
    (articles, done, total) = (progress.articles, progress.articles, progress.total)
  }

  private static let barColumns = 26

  /// `[##########----------------]  38%  12,345 articles  8.3 MB/s  0:12 left`.
  fileprivate func line(after elapsed: Duration) -> String {
    let rate = Double(done) / max(elapsed.seconds, 0.001)
    var facts: [String] = []
    if let articles { facts.append(NumberText.count(articles, "article")) }
    if hasRate { facts.append("\(NumberText.fixed(rate / 1e6, digits: 1)) MB/s") }
    guard total > 0 else { return facts.joined(separator: "  ") }
    let share = min(1, Double(done) / Double(total))
    let filled = Int(share * Double(Self.barColumns))
    let bar =
      String(repeating: "#", count: filled)
      + String(repeating: "-", count: Self.barColumns - filled)
    facts.insert("[\(bar)] \(TextColumns.right("\(Int(share * 100))%", 4))", at: 0)
    if rate > 0 {
      let left = Int((Double(total - done) / rate).rounded(.up))
      facts.append("\(Self.clock(max(0, left))) left")
    }
    return facts.joined(separator: "  ")
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

  /// Prints a failure above the bar.
  @Sendable func report(_ failure: ArticleError) {
    state.withLock { state in
      erase(&state)
      StandardError.write("\(failure)\n")
      draw(&state)
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
    let line = progress.line(after: ContinuousClock.now - start)
    StandardError.writeControls("\r\(line)\u{1B}[K")
    state.drawn = ContinuousClock.now
  }

  private func erase(_ state: inout State) {
    guard state.drawn != nil, !state.isFinished else { return }
    StandardError.writeControls("\r\u{1B}[K")
    state.drawn = nil
  }
}
