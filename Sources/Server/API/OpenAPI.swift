import Wire
import Xunwen

/// The description of the API as an OpenAPI 3.1 document, made from the routes.
enum OpenAPI {
  static let document: [UInt8] = {
    var bytes: [UInt8] = []
    // A row of texts and numbers can always be encoded.
    try? DataRows(root).writeJSONLines { bytes += $0 }
    return bytes
  }()

  private static let root: DataRow = [
    "openapi": "3.1.0",
    "info": .object([
      "title": "Xunwen", "version": .text(XunwenVersion.current),
      "description": "Full-text search in an archive. The command line prints the same rows.",
    ]),
    "paths": .object(
      DataRow(
        RouteTable.routes.map {
          ($0.path, .object([$0.method.rawValue.lowercased(): .object(operation($0))]))
        } + [(RouteTable.indexingPath, .object(["get": .object(indexing)]))])),
    "components": .object([
      "schemas": .object(["Problem": .object(problemSchema)])
    ]),
  ]

  private static func operation(_ route: Route) -> DataRow {
    let parameters = route.parameters.map { parameter -> FieldValue in
      .object([
        "name": .text(parameter.name), "in": "query", "description": .text(parameter.help),
        "required": .flag(parameter.isRequired), "schema": .object(parameter.valuesSchema),
      ])
    }
    let id: [FieldValue] =
      route.takesID
      ? [
        .object([
          "name": "id", "in": "path", "required": .flag(true),
          "description": "The id of the article, percent-encoded.",
          "schema": .object(["type": "string", "minLength": .integer(1)]),
        ])
      ] : []
    var operation: DataRow = [
      "operationId": .text(route.name), "summary": .text(route.summary),
      "parameters": .list(id + parameters), "responses": .object(responses(route)),
    ]
    if route.method == .post {
      operation = operation.with([
        "requestBody": .object([
          "required": .flag(true),
          "content": .object(["application/octet-stream": .object([:])]),
        ])
      ])
    }
    return operation
  }

  private static let indexing: DataRow = [
    "operationId": "indexing", "summary": .text(IndexingAnswer.summary), "parameters": .list([]),
    "responses": .object([
      "200": .object([
        "description": "The rows.",
        "content": .object([
          "application/json": .object([
            "schema": .object(["type": "array", "items": .object(["type": "object"])])
          ])
        ]),
      ])
    ]),
  ]

  private static func responses(_ route: Route) -> DataRow {
    let types =
      route.mediaTypes.isEmpty ? ["application/json", "application/jsonl"] : route.mediaTypes
    var names: [String] = []
    for type in types {
      let name = String(type.prefix { $0 != ";" })
      if !names.contains(name) { names.append(name) }
    }
    let content = DataRow(
      names.map { name in
        let schema: DataRow =
          name == "application/json"
          ? ["type": "array", "items": .object(["type": "object"])]
          : name.hasSuffix("json") ? [:] : ["type": "string"]
        return (name, .object(["schema": .object(schema)]))
      })
    let problem: FieldValue = .object([
      "description": "A problem document (RFC 9457).",
      "content": .object([
        "application/problem+json": .object([
          "schema": .object(["$ref": "#/components/schemas/Problem"])
        ])
      ]),
    ])
    let problems = ["400", "404", "410", "421", "422", "500", "503", "504"]
    return DataRow(
      [
        ("200", .object(["description": "The rows.", "content": .object(content)])),
        ("304", .object(["description": "The answer of If-None-Match has not changed."])),
      ] + problems.map { ($0, problem) })
  }

  private static let problemSchema: DataRow = [
    "type": "object", "required": .list(["type", "title", "status", "detail"]),
    "properties": .object([
      "type": .object(["type": "string"]), "title": .object(["type": "string"]),
      "status": .object(["type": "integer"]), "detail": .object(["type": "string"]),
      "query": .object(["type": "string"]), "reason": .object(["type": "string"]),
      "start": .object(["type": "integer"]), "end": .object(["type": "integer"]),
    ]),
  ]
}
