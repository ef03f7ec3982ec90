import ArgumentParser
import Xunwen

struct DictStopWordsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop-words",
    abstract: "Print the built-in list of stop words.",
    discussion: """
      Prints the list in the form of a file for --stop-words, so that you can change
      it.

      Example:
        xunwen dict stop-words >stop.txt
        xunwen keywords 养老 --stop-words stop.txt

      Exit status: 0, 2 on error.
      """)

  func run() throws {
    let output = StandardOutput()
    try output.write(StopWords.builtIn.words.map { $0 + "\n" }.joined())
    try output.flush()
  }
}
