import FoundationEssentials
import Xunwen

extension BatchLine {
  /// A JSON object with the members `id`, `query` and the names of `QueryFilters`.
  ///
  /// An id, a date or a number may be a JSON string or number. `source` and `sources` may be a
  /// string or an array of strings. Null members are ignored.
  package static func json(_ number: Int, _ line: String, _ defaults: QueryDefaults) -> BatchLine {
    let decoded = try? JSONDecoder().decode([String: JSONValue].self, from: Data(line.utf8))
    guard let members = decoded else {
      return BatchLine(number, InputFailure("the line is not a JSON object"))
    }
    var filters = QueryFilters()
    var mistake: InputFailure?
    // Sorted, so that the first of several mistakes is always the same.
    for (key, value) in members.sorted(by: { $0.key < $1.key }) {
      do throws(InputFailure) {
        try set(key, value, &filters)
      } catch {
        mistake = mistake ?? error
      }
    }
    let (id, text) = (members["id"]?.scalar, members["query"]?.scalar)
    if let mistake { return BatchLine(number, id: id, text: text, mistake) }
    guard let id, !id.isEmpty else { return BatchLine(number, text: text, InputFailure("no id")) }
    guard let text else { return BatchLine(number, id: id, InputFailure("no query")) }
    return BatchLine(number, id: id, text: text, filters, over: defaults)
  }

  private static func set(
    _ key: String, _ value: JSONValue, _ filters: inout QueryFilters
  ) throws(InputFailure) {
    if case .null = value { return }
    if key == "id" || key == "query" {
      let isText = key == "id" ? value.scalar != nil : value.text != nil
      if !isText { throw InputFailure("\(key) is not a string") }
      return
    }
    guard let name = QueryFilters.Name(rawValue: key) else {
      throw InputFailure("unknown key '\(key)' (keys: \(QueryFilters.memberNames))")
    }
    switch value {
    case .list(let values) where name == .source || name == .sources:
      let names = values.compactMap(\.text)
      guard names.count == values.count else {
        throw InputFailure("\(key) has a value of the wrong type")
      }
      filters.add(sources: names)
    case .text(let text): try filters.set(name, to: text)
    case .integer(let number) where name != .source && name != .sources:
      try filters.set(name, to: String(number))
    default: throw InputFailure("\(key) has a value of the wrong type")
    }
  }
}
