import FoundationEssentials

/// The way in which the queries of a table are run.
enum QueryMode: String, Sendable, CaseIterable {
  /// Any word; the ten best articles.
  case or
  /// All words; the ten best articles and the total.
  case and
  /// The words as a phrase; the ten best articles and the total.
  case phrase
  /// Any word; the ten best articles and the total.
  case count

  var title: String {
    switch self {
    case .or: "any, top 10"
    case .and: "all, top 10 + total"
    case .phrase: "phrase, top 10 + total"
    case .count: "any, top 10 + total"
    }
  }
}

/// A line of a table of queries.
struct QueryTask: Sendable {
  let id: String
  let kind: String
  /// The query text.
  let query: String
}

/// A table of queries. A line has number, kind and words (separated by spaces), separated by tabs.
/// Kinds that begin with `ph` are phrases.
enum QueryTable {
  /// Returns the queries of a file for a mode, with phrases quoted.
  static func tasks(in path: String, for mode: QueryMode) throws -> [QueryTask] {
    let text: String
    do {
      text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
    } catch {
      throw UsageError(message: "cannot read \(path): a table of queries in UTF-8")
    }
    var tasks: [QueryTask] = []
    for (number, line) in text.split(whereSeparator: \.isNewline).enumerated() {
      let fields = line.split(separator: "\t")
      guard fields.count == 3 else {
        throw UsageError(message: "\(path):\(number + 1): not number, kind and words")
      }
      guard fields[1].hasPrefix("ph") == (mode == .phrase) else { continue }
      let words = String(fields[2])
      tasks.append(
        QueryTask(
          id: String(fields[0]), kind: String(fields[1]),
          query: mode == .phrase ? "\"" + words.replacing(" ", with: "") + "\"" : words))
    }
    return tasks
  }
}
