// What is seen while an index is built: failures as they come, and on a terminal below them
//
//     [##########----------------]  38%  12,345 articles  8.3 MB/s  0:12 left
//
// redrawn at most ten times a second and erased at the end. The line begins with a carriage return
// and ends with the cursor behind it, so that an interrupted run leaves a legible screen.

import Synchronization
import Xunwen

/// Reports on an index under construction, from any thread.
final class IndexingMonitor: Sendable {
  private struct State {
    var progress: IndexingProgress?
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
  @Sendable func show(_ progress: IndexingProgress) {
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

  static func text(of progress: IndexingProgress, elapsed: Duration) -> String {
    let seconds = max(elapsed.seconds, 0.001)
    let rate = Double(progress.bytes) / seconds
    let counts =
      "\(Decimal.count(progress.articles, "article"))  \(Decimal.fixed(rate / 1e6, digits: 1)) MB/s"
    guard progress.totalBytes > 0 else { return counts }
    let share = min(1, Double(progress.bytes) / Double(progress.totalBytes))
    let filled = Int(share * Double(width))
    let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
    let percent = Columns.right("\(Int(share * 100))%", 4)
    var line = "[\(bar)] \(percent)  \(counts)"
    if rate > 0 {
      let left = Int((Double(progress.totalBytes - progress.bytes) / rate).rounded(.up))
      line += "  \(clock(max(0, left))) left"
    }
    return line
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
