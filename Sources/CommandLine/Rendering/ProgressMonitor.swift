// What is seen while something long goes on: failures as they come, and on a terminal below them
//
//     [##########----------------]  38%  12,345 articles  8.3 MB/s  0:12 left
//
// redrawn at most ten times a second and erased at the end. The line begins with a carriage return
// and ends with the cursor behind it, so that an interrupted run leaves a legible screen.

import Synchronization
import Xunwen

/// How far something has come, as it is shown.
struct ProgressStep {
  /// What there is of it; nil where that says nothing.
  var articles: Int?
  /// Of the work that there is in all; bytes, if `hasRate`.
  var done: Int
  /// 0 when not known in advance.
  var total: Int
  var hasRate: Bool
}

extension ProgressStep {
  init(_ progress: IndexingProgress) {
    self.init(
      articles: progress.articles, done: progress.bytes, total: progress.totalBytes, hasRate: true)
  }

  init(_ progress: CheckProgress) {
    self.init(articles: nil, done: progress.done, total: progress.total, hasRate: false)
  }

  init(_ progress: ExportProgress) {
    self.init(
      articles: progress.articles, done: progress.articles, total: progress.total, hasRate: false)
  }
}

/// Reports on a long run, from any thread.
final class ProgressMonitor: Sendable {
  private struct State {
    var progress: ProgressStep?
    var drawn: ContinuousClock.Instant?
    var isFinished = false
  }

  private let showsProgress: Bool
  private let start = ContinuousClock.now
  private let state = Mutex(State())

  init(showsProgress: Bool) {
    self.showsProgress = showsProgress
  }

  /// Prints a failure.
  @Sendable func report(_ failure: ArticleError) {
    state.withLock { state in
      erase(&state)
      StandardError.write("\(failure)\n")
      draw(&state)
    }
  }

  /// Takes note of progress.
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
    let line = ProgressLine.text(of: progress, elapsed: ContinuousClock.now - start)
    StandardError.writeControls("\r\(line)\u{1B}[K")
    state.drawn = ContinuousClock.now
  }

  private func erase(_ state: inout State) {
    guard state.drawn != nil, !state.isFinished else { return }
    StandardError.writeControls("\r\u{1B}[K")
    state.drawn = nil
  }
}

/// The line of a progress bar.
enum ProgressLine {
  private static let width = 26

  static func text(of progress: ProgressStep, elapsed: Duration) -> String {
    let seconds = max(elapsed.seconds, 0.001)
    let rate = Double(progress.done) / seconds
    var facts: [String] = []
    if let articles = progress.articles { facts.append(Decimal.count(articles, "article")) }
    if progress.hasRate { facts.append("\(Decimal.fixed(rate / 1e6, digits: 1)) MB/s") }
    guard progress.total > 0 else { return facts.joined(separator: "  ") }
    let share = min(1, Double(progress.done) / Double(progress.total))
    let filled = Int(share * Double(width))
    let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
    facts.insert("[\(bar)] \(Columns.right("\(Int(share * 100))%", 4))", at: 0)
    if rate > 0 {
      let left = Int((Double(progress.total - progress.done) / rate).rounded(.up))
      facts.append("\(clock(max(0, left))) left")
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
