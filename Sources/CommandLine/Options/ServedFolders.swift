import ArgumentParser
import Server
import Xunwen

/// The indexes of a server, with their names.
struct ServedFolders: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      """
      Folder of an index, with a name for the parameter index. May be repeated; the first index \
      is used without a name. (default: $XUNWEN_INDEX, else ./index)
      """, valueName: "[name=]folder"))
  var index: [String] = []

  func validate() throws { try Self.check(list) }

  var list: [ServerOptions.Index] {
    (index.isEmpty ? [Self.usual] : index).map(Self.index)
  }

  /// The index of a server without options.
  static var usual: String { Process.environment("XUNWEN_INDEX") ?? "index" }

  /// The index of `[name=]folder`.
  static func index(_ text: String) -> ServerOptions.Index {
    let name = text.prefix { $0 != "=" && $0 != "/" }
    if !name.isEmpty, name.endIndex < text.endIndex, text[name.endIndex] == "=" {
      return ServerOptions.Index(name: String(name), path: String(text.dropFirst(name.count + 1)))
    }
    let last = FileSystem.realPath(text).split(separator: "/").last.map(String.init)
    return ServerOptions.Index(name: last ?? "index", path: text)
  }

  /// Refuses empty folders, and a name of two indexes.
  static func check(_ indexes: [ServerOptions.Index]) throws {
    var names: Set<String> = []
    for index in indexes {
      try Limits.checkFolder(index.path)
      guard names.insert(index.name).inserted else {
        throw ValidationError(
          "two indexes have the name '\(index.name)'; write --index name=folder")
      }
    }
  }
}

/// The threads of a server.
struct AnsweringThreads: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Threads that answer questions. (default: all processors)", valueName: "count"))
  var jobs: Int?

  var count: Int { jobs ?? Process.processorCount }

  func validate() throws { try Limits.check(jobs ?? 1, in: 1...1024, "--jobs") }
}
