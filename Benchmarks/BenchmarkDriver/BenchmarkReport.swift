import FoundationEssentials

/// The results of a benchmark, as a table and as JSON.
struct BenchmarkReport: Encodable {
  struct Build: Encodable {
    let jobs: Int
    let seconds: Double
  }

  struct Mode: Encodable {
    let mode: String
    let title: String
    let filter: String
    let queries: Int
    let meanMicroseconds: Double
    let medianMicroseconds: Double
    let p99Microseconds: Double
    let differences: [String]
  }

  var articles = 0
  /// The UTF-8 bytes of titles and bodies.
  var textBytes = 0
  var searchFilesBytes = 0
  var storedBytes = 0
  var builds: [Build] = []
  private(set) var modes: [Mode] = []

  mutating func add(
    _ mode: QueryMode, _ filter: BenchmarkFilter, _ outcomes: [QueryTimer.Outcome],
    differences: [String]
  ) {
    let times = outcomes.map { Double($0.median) / 1000 }.sorted()
    modes.append(
      Mode(
        mode: mode.rawValue, title: mode.title, filter: filter.title, queries: times.count,
        meanMicroseconds: times.reduce(0, +) / Double(times.count),
        medianMicroseconds: times[times.count / 2],
        p99Microseconds: times[min(times.count - 1, times.count * 99 / 100)],
        differences: differences))
  }

  var table: String {
    let text = Double(textBytes)
    var lines = [
      "\(articles) articles, \(Self.rounded(text / 1e6, 1)) MB of text",
      "search files \(Self.rounded(Double(searchFilesBytes) / text, 3)) of the text, stored articles "
        + Self.rounded(Double(storedBytes) / text, 3),
      "",
      "| building | seconds | MB/s |",
      "|---|---|---|",
    ]
    for build in builds {
      let rate = Self.rounded(text / 1e6 / build.seconds, 1)
      lines.append("| \(build.jobs) threads | \(Self.rounded(build.seconds, 2)) | \(rate) |")
    }
    lines += [
      "", "| µs | filter | queries | mean | median | p99 | differ from brute force |",
      "|---|---|---|---|---|---|---|",
    ]
    for mode in modes {
      let times = [mode.meanMicroseconds, mode.medianMicroseconds, mode.p99Microseconds]
        .map { Self.rounded($0, 1) }.joined(separator: " | ")
      lines.append(
        "| \(mode.title) | \(mode.filter) | \(mode.queries) | \(times) "
          + "| \(mode.differences.count) |")
    }
    return lines.joined(separator: "\n")
  }

  func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return try encoder.encode(self) + Data("\n".utf8)
  }

  private static func rounded(_ value: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    return "\((value * scale).rounded() / scale)"
  }
}
