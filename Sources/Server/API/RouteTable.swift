/// All routes of the API.
enum RouteTable {
  static let routes =
    SearchRoutes.all + ResearchRoutes.all + ArticleRoutes.all + ExportRoutes.all + BatchRoute.all

  /// The path of the OpenAPI document.
  static let descriptionPath = "/api/v1/openapi.json"

  /// The path of the state of indexing, which is answered without an index.
  static let indexingPath = "/api/v1/indexing"

  private static let named = Dictionary(uniqueKeysWithValues: routes.map { ($0.name, $0) })

  /// The route of a path below `/api/v1/`, and the encoded id of an article in it.
  static func route(_ path: Substring) -> (route: Route, id: Substring)? {
    guard path.hasPrefix("/api/v1/") else { return nil }
    let rest = path.dropFirst("/api/v1/".count)
    let name = rest.prefix { $0 != "/" }
    guard let route = named[String(name)] else { return nil }
    let id = rest.dropFirst(name.count).dropFirst()
    guard route.takesID ? !id.isEmpty : name.count == rest.count else { return nil }
    return (route, id)
  }
}
