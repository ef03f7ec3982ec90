import ArgumentParser
import Server
import Wire
import Xunwen

struct ModelContextCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mcp",
    abstract: "Answer an assistant by the Model Context Protocol.",
    usage: "xunwen mcp [<options>]",
    discussion: """
      Gives an assistant the tools search, get_article, count_over_time, kwic,
      verify_quote, cite and list_indexes. Their answers are the JSON rows of the
      commands, with ids and offsets, in pages. Messages are JSON-RPC 2.0, one a line,
      on standard input and output; the assistant starts and ends the command. New
      commits are followed. xunwen serve answers the same at /mcp. See
      docs/SERVER.md.

      Example, in the configuration of an assistant:
        "command": "xunwen",
        "args": ["mcp", "--index", "news=/data/news.index"]

      Example:
        xunwen mcp --index news=news.index --index policy=policy.index

      Exit status: 0 at the end of standard input, 2 on error.
      """)

  @OptionGroup var indexes: ServedFolders
  @OptionGroup var threads: AnsweringThreads

  func run() async throws {
    var options = ServerOptions(indexes: indexes.list)
    options.threads = threads.count
    try ModelContextServer(options).run()
  }
}
