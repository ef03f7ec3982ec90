import Wire

/// A parameter of a route as a tool offers it: with a smaller range, another default or one value,
/// so that an answer fits into the context of an assistant.
struct ToolParameter: ParameterDescription {
  /// The bounds of a tool for a parameter of a route.
  enum Bound: Sendable {
    case number(ClosedRange<Int>, usual: Int, help: String? = nil)
    /// At most this many values of a list.
    case count(Int)
    /// One of some names, such as the names of the indexes.
    case names([String])
    /// One value of a parameter that may be repeated.
    case single
  }

  private let base: any ParameterDescription
  private let bound: Bound?

  init(_ base: any ParameterDescription, _ bound: Bound?) {
    (self.base, self.bound) = (base, bound)
  }

  var name: String { base.name }
  var help: String { if case .number(_, _, let help?)? = bound { help } else { base.help } }
  var isRequired: Bool { base.isRequired }
  var isList: Bool { if case .single? = bound { false } else { base.isList } }

  /// The value when the caller gives none; nil for the default of the route.
  var usual: String? { if case .number(_, let usual, _)? = bound { String(usual) } else { nil } }

  var schema: DataRow {
    switch bound {
    case .number(let range, let usual, _):
      [
        "type": "integer", "minimum": .integer(range.lowerBound),
        "maximum": .integer(range.upperBound), "default": .integer(usual),
      ]
    case .names(let names): base.schema.with(["enum": .list(names.map(FieldValue.text))])
    case .count, .single, nil: base.schema
    }
  }

  /// The schema of the parameter in the arguments of a call.
  var property: DataRow {
    var property = valuesSchema
    if case .count(let most)? = bound { property = property.with(["maxItems": .integer(most)]) }
    return property.with(["description": .text(help)])
  }

  func check(_ values: [String]) throws(Problem) {
    func problem(_ message: String) -> Problem {
      Problem(400, "\(name): \(message)", reason: "invalid_parameter")
    }
    switch bound {
    case .number(let range, _, _):
      let numbers = values.map { Int($0) }
      guard numbers.allSatisfy({ $0.map(range.contains) ?? false }) else {
        throw problem("write a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
    case .count(let most) where values.count > most: throw problem("at most \(most) are possible")
    case .single where values.count > 1: throw problem("one value is possible")
    default: break
    }
    try base.check(values)
  }

  /// The values of an argument, as the address of a request has them.
  ///
  /// - Throws: `Problem` for an object and a list in a list.
  static func values(_ name: String, _ argument: JSONValue) throws(Problem) -> [String] {
    switch argument {
    case .null: return []
    case .flag(let flag): return [flag ? "true" : "false"]
    case .number(let number): return ["\(number)"]
    case .list(let list):
      var values: [String] = []
      for element in list {
        if case .list = element { throw notPlain(name) }
        values += try self.values(name, element)
      }
      return values
    case .object: throw notPlain(name)
    case .text, .integer: return argument.scalar.map { [$0] } ?? []
    }
  }

  private static func notPlain(_ name: String) -> Problem {
    Problem(400, "\(name): write plain values", reason: "invalid_parameter")
  }
}
