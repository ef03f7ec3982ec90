import ArgumentParser
import Xunwen

/// A command whose arguments have a query.
protocol QueryCommand: ParsableCommand {}

/// Exclusions among the arguments of a command, such as `-iPhone` and `-养老`.
///
/// ArgumentParser would read `-iPhone` as the option `-i` and others. A zero, which no argument
/// contains, is therefore put before each exclusion.
enum QueryArguments {
  private static let shield = "\0"

  /// Returns the arguments for ArgumentParser: exclusions are hidden, and `-n5` is `-n 5`.
  ///
  /// An argument is an exclusion when it begins with one dash and no option has its name.
  ///
  /// - Throws: `ValidationError` for a letter that is no option, and for `-limit` instead of
  ///   `--limit`: both are more likely mistakes.
  static func prepared(
    _ arguments: [String], for command: any ParsableCommand.Type
  ) throws -> [String] {
    let count = arguments.firstIndex(of: "--") ?? arguments.count
    guard arguments[..<count].contains(where: isUnclear) else { return arguments }
    let names = OptionNames(of: command)
    let isQuery = command is any QueryCommand.Type
    var result: [String] = []
    var isValue = false
    for argument in arguments[..<count] {
      let isOption = !isValue && names.contains(argument)
      defer { isValue = isOption && names.hasValue(argument) }
      guard !isValue, !isOption, isUnclear(argument) else {
        result.append(argument)
        continue
      }
      if let (name, number) = numbered(argument, names) {
        result += [name, number]
      } else if isQuery, !names.contains(String(argument.prefix { $0 != "=" })) {
        try check(argument, names)
        result.append(shield + argument)
      } else {
        result.append(argument)
      }
    }
    return result + arguments[count...]
  }

  /// The argument as it was written.
  static func written(_ argument: String) -> String {
    argument.hasPrefix(shield) ? String(argument.dropFirst()) : argument
  }

  /// The query of some arguments. A space in an exclusion was quoted in the shell, which removed
  /// the quotation marks: `-"招聘 广告"`. They are written again, unless the argument is the whole
  /// query.
  static func query(of arguments: [String]) -> String {
    guard arguments.count > 1 else { return arguments.first.map(written) ?? "" }
    return arguments.map { argument in
      let text = written(argument)
      let marks = "\"“”「」『』＂()（）".unicodeScalars
      guard text.hasPrefix("-"), text.contains(where: \.isWhitespace),
        !text.unicodeScalars.contains(where: marks.contains)
      else { return text }
      let words = text.dropFirst()
      let field = words.firstIndex { $0 == ":" || $0 == "：" || $0.isWhitespace }
      guard let field, !words[field].isWhitespace else { return "-\"\(words)\"" }
      return "-\(words[...field])\"\(words[words.index(after: field)...])\""
    }.joined(separator: " ")
  }

  /// True for an argument such as `-iPhone`, `-n5` or `-x`.
  private static func isUnclear(_ argument: String) -> Bool {
    argument.hasPrefix("-") && !argument.hasPrefix("--") && argument.utf8.count > 1
  }

  /// The option and the number of an argument such as `-n5`.
  private static func numbered(_ argument: String, _ names: OptionNames) -> (String, String)? {
    let (name, number) = (String(argument.prefix(2)), argument.dropFirst(2))
    guard names.hasValue(name), !number.isEmpty, number.allSatisfy({ ("0"..."9").contains($0) })
    else { return nil }
    return (name, String(number))
  }

  private static func check(_ argument: String, _ names: OptionNames) throws {
    let word = argument.dropFirst()
    let long = "-" + argument.prefix { $0 != "=" }
    if names.contains(long) {
      throw ValidationError("Unknown option '\(argument)'; did you mean '\(long)'?")
    }
    if word.utf8.count == 1, word.first?.isLetter ?? false {
      throw ValidationError(
        "Unknown option '\(argument)'; to exclude the word \(word), end with '-- \(argument)'")
    }
  }
}
