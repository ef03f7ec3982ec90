import Calendar
import InvertedIndex
import Search

/// A filter for all queries of a measurement.
struct BenchmarkFilter: Sendable {
  let title: String
  var source: String?
  var dates: DateRange?

  static let none = BenchmarkFilter(title: "")

  /// Returns true if an article passes the filter, by the values of its record.
  func allows(date: UInt32, source: String) -> Bool {
    (self.source.map { $0 == source } ?? true) && (dates?.contains(packed: date) ?? true)
  }

  /// Returns three filters: none, the month in the middle of the archive, and the source with the
  /// most articles.
  static func all(of reader: IndexReader) -> [BenchmarkFilter] {
    var dates: [UInt32] = []
    var sources: [String: Int] = [:]
    for segment in reader.segments {
      let columns = segment.columns
      var counts = [Int](repeating: 0, count: columns.sources.count)
      for document in 0..<UInt32(segment.documentCount) {
        dates.append(columns.date(of: document))
        counts[columns.sourceOrdinal(of: document)] += 1
      }
      for (ordinal, count) in counts.enumerated() {
        sources[columns.sources[ordinal], default: 0] += count
      }
    }
    var filters = [none]
    let dated = dates.filter { $0 > 0 }.sorted()
    if !dated.isEmpty {
      let month = dated[dated.count / 2] / 100
      let date = CivilDate(packed: month * 100)
      filters.append(
        BenchmarkFilter(
          title: "month \(month)", dates: DateRange(from: date, through: date)))
    }
    if let source = sources.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key {
      filters.append(BenchmarkFilter(title: "source \(source)", source: source))
    }
    return filters
  }
}
