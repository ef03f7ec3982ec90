import FoundationEssentials
import Xunwen

/// Queries as JSON Lines: objects with the members `id`, `query` and the names of `QueryFilters`.
///
/// An id, a date or a number may be a JSON string or number. `source` and `sources` may be a string
/// or an array of strings. Null members are ignored.
final class JSONQueries: QuerySource {
  private var lines: TextLines
  private let defaults: QueryDefaults
  private let decoder = JSONDecoder()

  init(_ path: String, _ defaults: QueryDefaults) throws(CommandFailure) {
    lines = try TextLines(path)
    self.defaults = defaults
  }

  func next() throws(CommandFailure) -> BatchLine? {
    guard let line = try lines.nextFilled() else { return nil }
    switch line.text {
    case .failure(let failure): return BatchLine(line.number, failure)
    case .success(let text):
      guard let object = try? decoder.decode(QueryObject.self, from: Data(text.utf8)) else {
        return BatchLine(line.number, CommandFailure("the line is not a JSON object"))
      }
      return query(line.number, object)
    }
  }

  private func query(_ number: Int, _ object: QueryObject) -> BatchLine {
    var filters = QueryFilters()
    var mistake: CommandFailure?
    // Sorted, so that the first of several mistakes is always the same.
    for (key, value) in object.members.sorted(by: { $0.key < $1.key }) {
      do throws(CommandFailure) {
        try Self.set(key, value, &filters)
      } catch {
        mistake = mistake ?? error
      }
    }
    let (id, text) = (object.members["id"]?.scalar, object.members["query"]?.scalar)
    if let mistake { return BatchLine(number, id: id, text: text, mistake) }
    guard let id, !id.isEmpty else {
      return BatchLine(number, text: text, CommandFailure("no id"))
    }
    guard let text else { return BatchLine(number, id: id, CommandFailure("no query")) }
    return BatchLine(number, id: id, text: text, filters, over: defaults)
  }

  private static func set(
    _ key: String, _ value: JSONValue, _ filters: inout QueryFilters
  ) throws(CommandFailure) {
    if case .null = value { return }
    if key == "id" || key == "query" {
      let isText = key == "id" ? value.scalar != nil : value.isText
      if !isText { throw CommandFailure("\(key) is not a string") }
      return
    }
    guard let name = QueryFilters.Name(rawValue: key) else {
      let names = ["id", "query"] + QueryFilters.Name.allCases.map(\.rawValue)
      throw CommandFailure("unknown key '\(key)' (keys: \(names.joined(separator: ", ")))")
    }
    switch value {
    case .list(let names) where name == .source || name == .sources: filters.add(sources: names)
    case .text(let text): try filters.set(name, to: text)
    case .number(let number) where name != .source && name != .sources:
      try filters.set(name, to: String(number))
    default: throw CommandFailure("\(key) has a value of the wrong type")
    }
  }
}

private struct QueryObject: Decodable {
  let members: [String: JSONValue]

  init(from decoder: any Decoder) throws {
    members = try decoder.singleValueContainer().decode([String: JSONValue].self)
  }
}

/// A value of a member.
private enum JSONValue: Decodable {
  case null, other
  case text(String)
  case number(Int)
  case list([String])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let number = try? container.decode(Int.self) {
      self = .number(number)
    } else if let list = try? container.decode([String].self) {
      self = .list(list)
    } else {
      self = .other
    }
  }

  var isText: Bool { if case .text = self { true } else { false } }

  /// A string, or a number as text; nil for other values.
  var scalar: String? {
    switch self {
    case .text(let text): text
    case .number(let number): String(number)
    default: nil
    }
  }
}
