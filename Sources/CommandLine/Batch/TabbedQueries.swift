import Xunwen

/// Lines of an id, a tab and a query, of which further tabs are white space; blank lines are passed over.
final class TabbedQueries: QuerySource {
  private var lines: TextLines
  private let options: SearchOptions

  init(_ path: String, _ options: SearchOptions) throws(CommandFailure) {
    lines = try TextLines(path)
    self.options = options
  }

  func next() throws(CommandFailure) -> BatchLine? {
    guard let line = try lines.nextFilled() else { return nil }
    switch line.text {
    case .failure(let failure): return BatchLine(line.number, failure)
    case .success(let text): return query(line.number, text)
    }
  }

  private func query(_ number: Int, _ text: String) -> BatchLine {
    guard let tab = text.unicodeScalars.firstIndex(of: "\t") else {
      return BatchLine(number, CommandFailure("no tab between id and query"))
    }
    if tab == text.startIndex {
      return BatchLine(number, CommandFailure("no id before the tab"))
    }
    let id = text.unicodeScalars[..<tab]
    let query = text.unicodeScalars[tab...].dropFirst()
    return BatchLine(number, id: String(id), text: String(query), over: options)
  }
}
