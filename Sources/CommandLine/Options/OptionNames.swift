import ArgumentParser
import FoundationEssentials
import Xunwen

/// The names of a command's options.
struct OptionNames {
  /// True for an option that takes a value, by its name with dashes.
  private var takesValue: [String: Bool] = [:]

  init(of command: any ParsableCommand.Type) {
    let dump = try? JSONDecoder().decode(Dump.self, from: Data(command._dumpHelp().utf8))
    for argument in dump?.command.arguments ?? [] {
      for name in argument.names ?? [] {
        let dashes = name.kind == "long" ? "--" : "-"
        takesValue[dashes + name.name] = argument.kind == "option"
      }
    }
  }

  func contains(_ name: String) -> Bool { takesValue[name] != nil }

  /// True when the argument after the name is a value.
  func hasValue(_ name: String) -> Bool { takesValue[name] ?? false }

  /// The long name nearest to a misspelled or shortened one.
  func nearest(to name: String) -> String? {
    let letters = name.drop { $0 == "-" }
    let distance = EditDistance(to: String(letters), atMost: letters.count < 6 ? 1 : 2)
    let names = takesValue.keys.filter { $0.hasPrefix("--") }.compactMap { known in
      let rest = known.dropFirst(2)
      let isShortened = letters.count >= Self.leastLetters && rest.hasPrefix(letters)
      return (isShortened ? 0 : distance.distance(to: String(rest))).map { (known, $0) }
    }
    return names.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
  }

  private static let leastLetters = 3

  private struct Dump: Decodable {
    struct Command: Decodable { let arguments: [Argument]? }

    struct Argument: Decodable {
      struct Name: Decodable {
        let kind: String
        let name: String
      }

      let kind: String
      let names: [Name]?
    }

    let command: Command
  }
}
