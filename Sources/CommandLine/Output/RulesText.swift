import Wire
import Xunwen

/// Reading rules for people, as the options that give them.
enum RulesText {
  /// Returns a text for each kind of options; empty without options.
  static func facts(_ rules: ReadingRules) -> [String] {
    var facts: [String] = []
    if let encoding = rules.encoding { facts.append("--encoding \(VisibleText.line(encoding))") }
    if !rules.assignments.isEmpty {
      facts.append("--map " + rules.assignments.map(VisibleText.line).joined(separator: " "))
    }
    for (option, patterns) in [("--exclude", rules.excluded), ("--include", rules.included)] {
      facts += patterns.map { "\(option) \(VisibleText.line($0))" }
    }
    return facts
  }
}
