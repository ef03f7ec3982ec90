import Wire

/// A tool for assistants: a route of the API with the parameters that an assistant needs.
struct Tool: Sendable {
  /// How the answer of the route becomes the answer of the tool.
  enum Form: Sendable {
    /// All rows.
    case rows
    /// The page of rows that the route answers. The summary has the number of all in a member.
    case page(type: String, total: String)
    /// A page of the rows of a route that cannot skip rows.
    case slice(type: String, total: String?)
    /// A reference for each article, which the route answers as text.
    case references

    var isList: Bool {
      switch self {
      case .rows, .references: false
      case .page, .slice: true
      }
    }
  }

  let name: String
  let title: String
  let description: String
  let route: Route
  let form: Form
  /// The parameters of the route that the tool does not offer.
  var omitted: Set<String> = []
  /// The values of omitted parameters.
  var fixed: [(name: String, value: String)] = []
  var bounds: [String: ToolParameter.Bound] = [:]

  /// The rows to skip, of a tool whose route cannot skip any.
  static let offset = Parameter<Int>.integer(
    "offset", in: 0...900_000, default: 0, "Rows to skip: next_offset of the page before.")
  /// The rows of a page, of a tool whose route has no limit.
  private static let limit = Parameter<Int>.integer(
    "limit", in: OptionLimits.hits, default: 0, "Rows of the page.")

  /// Everything by which a call may be described, for the arguments of the route.
  var allParameters: [any ParameterDescription] {
    var parameters = route.parameters
    if route.takesID { parameters.insert(Common.article, at: 0) }
    if case .slice = form {
      let names = parameters.map(\.name)
      if !names.contains(Self.limit.name) { parameters.append(Self.limit) }
      parameters.append(Self.offset)
    }
    return parameters
  }

  /// The parameters that the tool offers.
  ///
  /// - Parameter indexes: the names of the indexes.
  func parameters(indexes: [String]) -> [ToolParameter] {
    let hidden = omitted.union(route.hasRowForm ? [Common.form.name] : [])
      .union(fixed.map(\.name))
    return allParameters.filter { !hidden.contains($0.name) }.map { parameter in
      let bound = parameter.name == Common.index.name ? .names(indexes) : bounds[parameter.name]
      return ToolParameter(parameter, bound)
    }
  }

  /// True when the answer comes from one commit of one index.
  var hasCommit: Bool { !omitted.contains(Common.index.name) }

  /// The description for `tools/list`.
  func row(_ version: ProtocolVersion, indexes: [String]) -> DataRow {
    let parameters = parameters(indexes: indexes)
    var schema: DataRow = [
      "type": "object",
      "properties": .object(DataRow(parameters.map { ($0.name, .object($0.property)) })),
      "additionalProperties": .flag(false),
    ]
    let required = parameters.filter(\.isRequired).map { FieldValue.text($0.name) }
    if !required.isEmpty { schema = schema.with(["required": .list(required)]) }
    var row: DataRow = [
      "name": .text(name), "description": .text(description), "inputSchema": .object(schema),
    ]
    if version.hasToolAnnotations {
      row = row.with([
        "annotations": .object([
          "title": .text(title), "readOnlyHint": .flag(true), "idempotentHint": .flag(true),
          "openWorldHint": .flag(false),
        ])
      ])
    }
    if version.hasStructuredContent {
      row = row.with(["title": .text(title), "outputSchema": .object(outputSchema)])
    }
    return row
  }

  private var outputSchema: DataRow {
    var properties: DataRow = [
      "rows": .object([
        "type": "array", "items": .object(["type": "object"]),
        "description": "The rows of the answer, as the commands of xunwen print them.",
      ])
    ]
    var required: [FieldValue] = ["rows"]
    if hasCommit {
      properties = properties.with([
        "index": .object(["type": "string", "description": "The index that answered."]),
        "generation": .object([
          "type": "integer",
          "description": "The commit of the index that answered; see the parameter generation.",
        ]),
      ])
      required += ["index", "generation"]
    }
    if form.isList {
      properties = properties.with(["page": .object(Self.pageSchema)])
      required.append("page")
    }
    return [
      "type": "object", "properties": .object(properties), "required": .list(required),
    ]
  }

  private static let pageSchema: DataRow = [
    "type": "object",
    "properties": .object([
      "offset": .object(["type": "integer"]), "returned": .object(["type": "integer"]),
      "total": .object(["type": "integer", "description": "The rows of all pages."]),
      "next_offset": .object([
        "type": "integer", "description": "The offset of the next page, if there is one.",
      ]),
    ]),
    "required": .list(["offset", "returned", "total"]),
  ]
}
