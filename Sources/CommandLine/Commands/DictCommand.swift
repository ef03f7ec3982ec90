import ArgumentParser
import Wire
import Xunwen

struct DictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dict",
    abstract: "Words and synonyms of your own, for queries.",
    discussion: """
      Unquoted queries keep a word of the dictionary together and also search for its
      synonyms. Changes apply to the next query, without indexing again. Quoted text
      is not affected, and search --no-dictionary ignores the dictionary.

      The dictionary is the file words.txt in the folder of the index. A line has a
      word, or synonyms separated by =. Comments begin with #. You may edit the file.

      Example:
        xunwen dict candidates
        xunwen dict impact 新质生产力
        xunwen dict add 新质生产力
        xunwen dict synonym 职教 职业教育
        xunwen dict list
      """,
    subcommands: [
      DictAddCommand.self, DictSynonymCommand.self, DictRemoveCommand.self, DictListCommand.self,
      DictImpactCommand.self, DictCandidatesCommand.self, DictStopWordsCommand.self,
    ])
}

struct DictAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Add words.",
    discussion: """
      A word has at least two characters, or parts in different scripts, and no
      punctuation. If a word is wrong, none is added.

      Example:
        xunwen dict add 新质生产力 国产大飞机
        xunwen dict add - <words.txt

      Exit status: 0, 2 on error.
      """)

  @Argument(
    help: ArgumentHelp(
      "The words; - reads one from each line of standard input.", valueName: "word"))
  var arguments: [String]

  @OptionGroup var location: IndexLocation

  func run() throws {
    var words: [String] = []
    let failures = try ArgumentLines.forEach(arguments) { word, _ in words.append(word) }
    if failures > 0 { throw ExitCode(CommandFailure.status) }
    let added = try location.openForWriting().addWords(words)
    let known = words.filter { !added.contains($0) }
    for word in known { StandardError.write("“\(word)” is already in the dictionary\n") }
    StandardError.write("\(NumberText.count(added.count, "word")) added\n")
  }
}

struct DictSynonymCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "synonym",
    abstract: "Add synonyms.",
    discussion: """
      A query for one of the words also finds articles with the others. All of them
      are also added as words.

      Example:
        xunwen dict synonym 职教 职业教育

      Exit status: 0, 2 on error.
      """)

  @Argument(help: ArgumentHelp("Two or more words.", valueName: "word"))
  var words: [String]

  @OptionGroup var location: IndexLocation

  func validate() throws {
    guard words.count > 1 else { throw ValidationError("two words or more") }
  }

  func run() throws {
    let isNew = try location.openForWriting().addSynonyms(words)
    StandardError.write(
      isNew ? "\(words.count) synonyms added\n" : "they are already in the dictionary\n")
  }
}

struct DictRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Remove words.",
    discussion: """
      Also removes the words from synonyms. The other words remain synonyms; a single
      remaining word is removed too.

      Example:
        xunwen dict remove 新质生产力

      Exit status: 0, 1 when a word is not in the dictionary, 2 on error.
      """)

  @Argument(help: ArgumentHelp("The words.", valueName: "word"))
  var words: [String]

  @OptionGroup var location: IndexLocation

  func run() throws {
    let missing = try location.openForWriting().removeWords(words)
    for word in missing { StandardError.write("“\(word)” is not in the dictionary\n") }
    StandardError.write("\(NumberText.count(words.count - missing.count, "word")) removed\n")
    if !missing.isEmpty { throw ExitCode(1) }
  }
}

struct DictListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Print the dictionary.",
    discussion: """
      Prints an entry on each line in the form of words.txt, without comments.

      Example:
        xunwen dict list --json

      Exit status: 0, 2 on error.
      """)

  @OptionGroup var location: IndexLocation

  @Flag(help: "Print JSON Lines.")
  var json = false

  func run() throws {
    let entries = try location.open().dictionary.map(\.words)
    let lines = entries.map { VisibleText.line($0.joined(separator: " = ")) + "\n" }
    try PlainReport(
      rows: DataRows(dictionary: entries), text: lines.joined(), hasFixedLines: true
    ).print(as: ReportFormat(json: json))
  }
}

struct DictImpactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "impact",
    abstract: "Show the effect of a word in the dictionary.",
    discussion: """
      Compares an unquoted query for the word without and with the word in the
      dictionary: its parts, the articles it finds, and their ranking. Nothing is
      changed.

      Example:
        xunwen dict impact 新质生产力

      Exit status: 0, 2 on error.
      """)

  @Argument(help: ArgumentHelp("The word.", valueName: "word"))
  var word: String

  @OptionGroup var location: IndexLocation
  @OptionGroup var json: JSONOption

  func run() throws { try location.open().impact(of: word).print(as: json.format) }
}

extension WordImpact: Report {
  var rows: DataRows { DataRows(self) }

  func text(in style: TextStyle) -> String {
    var text = "\(VisibleText.line(word)) is \(isListed ? "" : "not ")in the dictionary; "
    text += NumberText.count(exactArticles, "article")
    text += " \(exactArticles == 1 ? "contains" : "contain") it\n\n"
    text += TextColumns.table(
      [
        ["asks for", pieces(of: without), pieces(of: with)],
        ["articles", String(without.articles), String(with.articles)],
      ], header: ["", "without", "with"])
    if !termChanges.isEmpty {
      let rows = termChanges.map { change in
        [
          VisibleText.line(change.text), change.kind, weight(change.weightWithout),
          weight(change.weightWith),
        ]
      }
      text += "\n" + TextColumns.table(rows, header: ["term", "kind", "without", "with"])
    }
    return text + "\n" + best("best without", without) + "\n" + best("best with", with)
  }

  private func pieces(of side: Side) -> String {
    side.pieces.map(VisibleText.line).joined(separator: " · ")
  }

  private func weight(_ weight: Double) -> String {
    weight == 0 ? "" : NumberText.fixed(weight, digits: 1)
  }

  private func best(_ heading: String, _ side: Side) -> String {
    if side.hits.isEmpty { return heading + ": none\n" }
    let rows = side.hits.map { hit in
      [
        TextColumns.right("\(hit.rank).", 4),
        TextColumns.right(NumberText.fixed(hit.score, digits: 2), 6),
        hit.isPartial ? "in part" : "", hit.shownTitle,
      ]
    }
    return heading + "\n" + TextColumns.table(rows)
  }
}
