import Synchronization
import Wire
import Xunwen

/// Counts of requests, in the text format of Prometheus.
final class Metrics: Sendable {
  private struct Key: Hashable {
    let route: String
    let status: Int
  }

  private struct Histogram {
    var counts = [Int](repeating: 0, count: Metrics.bounds.count + 1)
    var sum = 0.0
  }

  private struct State {
    var requests: [Key: Int] = [:]
    var durations: [String: Histogram] = [:]
  }

  private let state = Mutex(State())
  let connections = Atomic(0)

  /// The upper bounds of the buckets in seconds.
  private static let bounds = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
  ]

  func note(_ route: String, status: Int, seconds: Double) {
    let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
    state.withLock { state in
      state.requests[Key(route: route, status: status), default: 0] += 1
      state.durations[route, default: Histogram()].counts[bucket] += 1
      state.durations[route]?.sum += seconds
    }
  }

  /// The text of all metrics.
  func text(_ commits: [ServedCommit], load: Int, streams: Int) -> String {
    let state = state.withLock { $0 }
    var text = Self.heading("xunwen_requests_total", "counter", "Requests by route and status.")
    for (key, count) in state.requests.sorted(by: { Self.order($0.key) < Self.order($1.key) }) {
      text +=
        "xunwen_requests_total{route=\"\(key.route)\",status=\"\(key.status)\"} \(count)\n"
    }
    let name = "xunwen_request_duration_seconds"
    text += Self.heading(name, "histogram", "Time from the head of a request to its answer.")
    for (route, histogram) in state.durations.sorted(by: { $0.key < $1.key }) {
      var sum = 0
      for (index, count) in histogram.counts.enumerated() {
        sum += count
        let bound = index < Self.bounds.count ? "\(Self.bounds[index])" : "+Inf"
        text += "\(name)_bucket{route=\"\(route)\",le=\"\(bound)\"} \(sum)\n"
      }
      text += "\(name)_sum{route=\"\(route)\"} \(histogram.sum)\n"
      text += "\(name)_count{route=\"\(route)\"} \(sum)\n"
    }
    let open = connections.load(ordering: .relaxed)
    text += Self.gauge("xunwen_connections", "Open connections.", open)
    text += Self.gauge("xunwen_questions", "Questions that run or wait for a thread.", load)
    text += Self.gauge("xunwen_streams", "Streamed answers that run or wait.", streams)
    text += Self.heading("xunwen_index_generation", "gauge", "Number of the newest commit.")
    for commit in commits {
      text += "xunwen_index_generation{index=\"\(Self.label(commit.name))\"} \(commit.generation)\n"
    }
    text += Self.heading("xunwen_index_articles", "gauge", "Articles of the newest commit.")
    for commit in commits {
      let articles = commit.archive.articleCount
      text += "xunwen_index_articles{index=\"\(Self.label(commit.name))\"} \(articles)\n"
    }
    if let bytes = AddressSpace.residentBytes {
      text += Self.gauge("process_resident_memory_bytes", "Memory in use.", bytes)
    }
    return text
  }

  private static func order(_ key: Key) -> (String, Int) { (key.route, key.status) }

  private static func heading(_ name: String, _ kind: String, _ help: String) -> String {
    "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
  }

  private static func gauge(_ name: String, _ help: String, _ value: Int) -> String {
    heading(name, "gauge", help) + "\(name) \(value)\n"
  }

  private static func label(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
