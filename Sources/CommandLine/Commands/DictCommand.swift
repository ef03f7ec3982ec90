import ArgumentParser
import Xunwen

struct DictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dict",
    abstract: "Words and synonyms of your own, for queries.",
    discussion: """
      A word of the dictionary is kept together in unquoted queries, and its synonyms
      are looked for as well, from the next query on: nothing is indexed again.
      Quotations are taken as they are. search --no-dictionary does without.

      The dictionary is the file words.txt in the folder of the index: a word a line,
      or synonyms with = between them; # begins a comment. It may be edited.

      Example:
        xunwen dict impact 新质生产力
        xunwen dict add 新质生产力
        xunwen dict synonym 职教 职业教育
        xunwen dict list
      """,
    subcommands: [
      DictAddCommand.self, DictSynonymCommand.self, DictRemoveCommand.self, DictListCommand.self,
      DictImpactCommand.self,
    ])
}

struct DictAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Add words.",
    discussion: """
      Two characters or more each, or words of other scripts beside them; no
      punctuation.

      Example:
        xunwen dict add 新质生产力 国产大飞机

      Exit status: 0, 2 on error.
      """)

  @Argument(help: ArgumentHelp("The words.", valueName: "word"))
  var words: [String]

  @OptionGroup var location: IndexLocation

  func run() throws {
    let added = try Archive.addWords(words, at: location.path)
    let known = words.filter { !added.contains($0) }
    for word in known { StandardError.write("“\(word)” is in the dictionary already\n") }
    StandardError.write("\(Decimal.count(added.count, "word")) added\n")
  }
}

struct DictSynonymCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "synonym",
    abstract: "Add words that stand for each other.",
    discussion: """
      A query that has one of them finds articles with any. Each is a word of the
      dictionary, too.

      Example:
        xunwen dict synonym 职教 职业教育

      Exit status: 0, 2 on error.
      """)

  @Argument(help: ArgumentHelp("The words, two or more.", valueName: "word"))
  var words: [String]

  @OptionGroup var location: IndexLocation

  func validate() throws {
    guard words.count > 1 else { throw ValidationError("two words or more") }
  }

  func run() throws {
    let isNew = try Archive.addSynonyms(words, at: location.path)
    StandardError.write(
      isNew ? "\(words.count) synonyms added\n" : "they are in the dictionary already\n")
  }
}

struct DictRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Remove words.",
    discussion: """
      From synonyms too: the others stay synonyms, and a single one that is left goes.

      Example:
        xunwen dict remove 新质生产力

      Exit status: 0, 1 when a word is not there, 2 on error.
      """)

  @Argument(help: ArgumentHelp("The words.", valueName: "word"))
  var words: [String]

  @OptionGroup var location: IndexLocation

  func run() throws {
    let missing = try Archive.removeWords(words, at: location.path)
    for word in missing { StandardError.write("“\(word)” is not in the dictionary\n") }
    StandardError.write("\(Decimal.count(words.count - missing.count, "word")) removed\n")
    if !missing.isEmpty { throw ExitCode(1) }
  }
}

struct DictListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Print the dictionary.",
    discussion: """
      An entry a line, as in words.txt, without its comments.

      Example:
        xunwen dict list --json

      Exit status: 0, 2 on error.
      """)

  @OptionGroup var location: IndexLocation

  @Flag(help: "Print one JSON object a line.")
  var json = false

  func run() throws {
    let output = StandardOutput()
    for entry in try Archive.dictionary(at: location.path) {
      if json {
        try output.write(JSONLine().encode(DictionaryRow(words: entry.words)))
      } else {
        try output.write(VisibleText.line(entry.words.joined(separator: " = ")) + "\n")
      }
    }
    try output.flush()
  }
}

struct DictImpactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "impact",
    abstract: "Show what a word in the dictionary does, or would do.",
    discussion: """
      How an unquoted query of the word is cut, what it finds and how it ranks,
      without the word in the dictionary and with it. Nothing is changed.

      Example:
        xunwen dict impact 新质生产力

      Exit status: 0, 2 on error.
      """)

  @Argument(help: ArgumentHelp("The word.", valueName: "word"))
  var word: String

  @OptionGroup var location: IndexLocation

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let impact = try location.open().impact(of: word)
    let output = StandardOutput()
    if json {
      try output.write(JSONLine().encode(WordImpactRow(impact)))
    } else {
      try output.write(WordImpactText.text(of: impact))
    }
    try output.flush()
  }
}
