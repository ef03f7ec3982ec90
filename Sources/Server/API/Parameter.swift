import Wire

/// A parameter of a route, by its description: for checks and for the OpenAPI document.
protocol ParameterDescription: Sendable {
  var name: String { get }
  var help: String { get }
  var isRequired: Bool { get }
  /// True when the parameter may be given several times.
  var isList: Bool { get }
  /// The JSON schema of one value.
  var schema: DataRow { get }

  /// Checks the values of a request.
  ///
  /// - Throws: `Problem`.
  func check(_ values: [String]) throws(Problem)
}

extension ParameterDescription {
  /// The JSON schema of all values: an array for a list.
  var valuesSchema: DataRow {
    guard isList else { return schema }
    let list: DataRow = ["type": "array", "items": .object(schema)]
    return isRequired ? list.with(["minItems": .integer(1)]) : list
  }
}

/// A parameter of a route: the only place that has its name, its values, its default and its help.
struct Parameter<Value: Sendable>: ParameterDescription {
  let name: String
  let help: String
  var isRequired = false
  var isList = false
  let schema: DataRow
  /// Reads the values of a request; there are none when the parameter is missing.
  let read: @Sendable (_ values: [String]) throws(ParameterMistake) -> Value

  func check(_ values: [String]) throws(Problem) { _ = try value(values) }

  /// The value in a request.
  ///
  /// - Throws: `Problem`.
  func value(_ values: [String]) throws(Problem) -> Value {
    if values.isEmpty, isRequired {
      throw Problem(400, "the parameter '\(name)' is missing", reason: "missing_parameter")
    }
    if values.count > 1, !isList {
      throw Problem(400, "the parameter '\(name)' is repeated", reason: "repeated_parameter")
    }
    do throws(ParameterMistake) {
      return try read(values)
    } catch {
      throw Problem(400, "\(name): \(error.message)", reason: "invalid_parameter")
    }
  }
}

/// The reason why a value is not valid.
struct ParameterMistake: Error {
  let message: String

  init(_ message: String) { self.message = message }
}

extension Parameter {
  /// A text that must be given.
  static func text(_ name: String, _ help: String) -> Parameter where Value == String {
    Parameter(
      name: name, help: help, isRequired: true, schema: ["type": "string"],
      read: { values throws(ParameterMistake) in values.first ?? "" })
  }

  static func optionalText(_ name: String, _ help: String) -> Parameter where Value == String? {
    Parameter(
      name: name, help: help, schema: ["type": "string"],
      read: { values throws(ParameterMistake) in values.first })
  }

  /// Texts, each in a parameter of its own.
  ///
  /// - Parameter most: the largest number of texts.
  static func texts(
    _ name: String, _ help: String, isRequired: Bool = false, most: Int = 100
  ) -> Parameter where Value == [String] {
    Parameter(
      name: name, help: help, isRequired: isRequired, isList: true, schema: ["type": "string"]
    ) { values throws(ParameterMistake) in
      guard values.count <= most else { throw ParameterMistake("at most \(most) are possible") }
      return values
    }
  }

  /// A switch: on with an empty value, `true` or `1`, and off with `false` or `0`.
  static func flag(_ name: String, _ help: String) -> Parameter where Value == Bool {
    Parameter(name: name, help: help, schema: ["type": "boolean", "default": .flag(false)]) {
      values throws(ParameterMistake) in
      switch values.first {
      case nil, "false", "0": return false
      case "", "true", "1": return true
      default: throw ParameterMistake("write true or false")
      }
    }
  }

  static func integer(
    _ name: String, in range: ClosedRange<Int>, default usual: Int, _ help: String
  ) -> Parameter where Value == Int {
    let schema = integerSchema(range).with(["default": .integer(usual)])
    return Parameter(name: name, help: help, schema: schema) { values throws(ParameterMistake) in
      try values.first.map { text throws(ParameterMistake) in try integer(text, in: range) }
        ?? usual
    }
  }

  static func optionalInteger(
    _ name: String, in range: ClosedRange<Int>, _ help: String
  ) -> Parameter where Value == Int? {
    Parameter(name: name, help: help, schema: integerSchema(range)) {
      values throws(ParameterMistake) in
      try values.first.map { text throws(ParameterMistake) in try integer(text, in: range) }
    }
  }

  static func number(
    _ name: String, in range: ClosedRange<Double>, default usual: Double, _ help: String
  ) -> Parameter where Value == Double {
    let schema: DataRow = [
      "type": "number", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound),
      "default": .number(usual),
    ]
    return Parameter(name: name, help: help, schema: schema) { values throws(ParameterMistake) in
      guard let text = values.first else { return usual }
      guard let number = Double(text), range.contains(number) else {
        throw ParameterMistake("write a number from \(range.lowerBound) to \(range.upperBound)")
      }
      return number
    }
  }

  /// One of the names of an enumeration.
  static func choice(
    _ name: String, default usual: Value, _ help: String
  ) -> Parameter where Value: RawRepresentable<String> & CaseIterable {
    let schema = choiceSchema.with(["default": .text(usual.rawValue)])
    return Parameter(name: name, help: help, schema: schema) { values throws(ParameterMistake) in
      try values.first.map { text throws(ParameterMistake) in try choice(text) } ?? usual
    }
  }

  static func optionalChoice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, _ help: String
  ) -> Parameter where Value == Choice? {
    Parameter(name: name, help: help, schema: Parameter<Choice>.choiceSchema) {
      values throws(ParameterMistake) in
      try values.first.map { text throws(ParameterMistake) in
        try Parameter<Choice>.choice(text)
      }
    }
  }

  private static func integerSchema(_ range: ClosedRange<Int>) -> DataRow {
    [
      "type": "integer", "minimum": .integer(range.lowerBound),
      "maximum": .integer(range.upperBound),
    ]
  }

  private static func integer(
    _ text: String, in range: ClosedRange<Int>
  ) throws(ParameterMistake) -> Int {
    guard let number = Int(text), range.contains(number) else {
      throw ParameterMistake(
        "write a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}

extension Parameter where Value: RawRepresentable<String> & CaseIterable {
  fileprivate static var choiceSchema: DataRow {
    ["type": "string", "enum": .list(Value.allCases.map { .text($0.rawValue) })]
  }

  fileprivate static func choice(_ text: String) throws(ParameterMistake) -> Value {
    guard let choice = Value(rawValue: text) else {
      let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw ParameterMistake("write one of \(names)")
    }
    return choice
  }
}
