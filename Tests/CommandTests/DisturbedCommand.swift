/// A command that the tests of faults disturb.
struct DisturbedCommand: CustomStringConvertible {
  let arguments: [String]
  var input = ""
  /// The folder of the index that the command makes; nil for other commands.
  var newIndex: String?
  /// The file that the command writes; nil for other commands.
  var output: String?
  /// True when the command may commit several times, so that a fault may leave a part of its work.
  var hasSeveralCommits = false

  init(
    _ arguments: String..., input: String = "", newIndex: String? = nil, output: String? = nil,
    hasSeveralCommits: Bool = false
  ) {
    self.arguments = arguments
    self.input = input
    (self.newIndex, self.output) = (newIndex, output)
    self.hasSeveralCommits = hasSeveralCommits
  }

  var description: String { arguments.joined(separator: " ") }

  /// The commands that only read the index.
  static let reading = [
    DisturbedCommand("search", "养老 服务"), DisturbedCommand("search", "\"养老服务同步\" 医保"),
    DisturbedCommand("search", "--scan", "/第.号/"), DisturbedCommand("batch", "queries.tsv"),
    DisturbedCommand("rerun", "answers.jsonl"), DisturbedCommand("similar", "1-3"),
    DisturbedCommand("kwic", "养老"), DisturbedCommand("collocates", "养老"),
    DisturbedCommand("ngrams"), DisturbedCommand("keywords", "医保"),
    DisturbedCommand("timeline", "养老"), DisturbedCommand("stats"), DisturbedCommand("export"),
    DisturbedCommand("check"), DisturbedCommand("check", "--level", "content"),
    DisturbedCommand("show", "1-3"), DisturbedCommand("cite", "1-3"),
    DisturbedCommand("why", "1-3", "养老"), DisturbedCommand("explain", "1-3", "养老"),
    DisturbedCommand("verify-quote", "养老服务补贴"), DisturbedCommand("audit", "养老"),
    DisturbedCommand("suggest", "养劳"), DisturbedCommand("eval", "hits.run", "qrels"),
    DisturbedCommand("dict", "list"),
    DisturbedCommand("dict", "impact", "医保改革"), DisturbedCommand("dict", "candidates"),
    DisturbedCommand("delete", "--query", "养老", "--dry-run"),
  ]

  /// The commands that change the index, or write a file or another index.
  static let writing = [
    DisturbedCommand("index", "--quiet"),
    DisturbedCommand(
      "index", "--prune", "--quiet", "--commit-every", "4", hasSeveralCommits: true),
    DisturbedCommand("index", "--rebuild", "--quiet"),
    DisturbedCommand(
      "index", "--rebuild", "--quiet", "--commit-every", "4", hasSeveralCommits: true),
    DisturbedCommand("index", "-", "--quiet", input: "{\"id\":\"s2\",\"text\":\"第二篇养老\"}\n"),
    DisturbedCommand("index", "--index", "new", "--quiet", newIndex: "new"),
    DisturbedCommand("merge", "--force", "--quiet"), DisturbedCommand("delete", "1-1", "2-2"),
    DisturbedCommand("delete", "--query", "医保 第5篇"),
    DisturbedCommand("repair", "saved", newIndex: "saved"),
    DisturbedCommand("snapshot", "copy", newIndex: "copy"),
    DisturbedCommand("dict", "add", "医保改革"),
    DisturbedCommand("dict", "synonym", "职教", "职业教育"),
    DisturbedCommand("dict", "remove", "托育服务圈"),
    DisturbedCommand("export", "articles.jsonl", output: "articles.jsonl"),
    DisturbedCommand("batch", "queries.tsv", "--output", "hits.tsv", output: "hits.tsv"),
    DisturbedCommand("batch", "queries.tsv", "--resume", "hits.tsv", output: "hits.tsv"),
  ]
}
