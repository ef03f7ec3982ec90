/// The parameters of a request by name.
struct Arguments: Sendable {
  private var values: [String: [String]]

  /// - Parameter pairs: the names and values of the address, decoded.
  /// - Throws: `Problem` for a name that no parameter has, and for a value that is not valid.
  init(
    _ pairs: [(name: String, value: String)], of parameters: [any ParameterDescription]
  ) throws(Problem) {
    var values: [String: [String]] = [:]
    for (name, value) in pairs {
      guard parameters.contains(where: { $0.name == name }) else {
        let names = parameters.map(\.name).joined(separator: ", ")
        let known = names.isEmpty ? "none" : names
        throw Problem(
          400, "there is no parameter '\(name)' here (parameters: \(known))",
          reason: "unknown_parameter")
      }
      values[name, default: []].append(value)
    }
    for parameter in parameters { try parameter.check(values[parameter.name] ?? []) }
    self.values = values
  }

  /// The value of a parameter of the route.
  func callAsFunction<Value>(_ parameter: Parameter<Value>) throws(Problem) -> Value {
    try parameter.value(values[parameter.name] ?? [])
  }

  /// The arguments with another value of a parameter.
  func with(_ name: String, _ value: String) -> Arguments {
    var arguments = self
    arguments.values[name] = [value]
    return arguments
  }

  /// The first value of a parameter as written.
  func written(_ name: String) -> String? { values[name]?.first }
}
