import TestSupport
import Testing

/// An index with several segments, deletions and words, a corpus that has changed since, and the
/// program in their folder. The index can be restored after each command.
final class DisturbedScene {
  /// The articles and the words of an index, or the error of the command that reads them.
  struct State: Equatable {
    var articles: Set<String> = []
    var words = ""
    var failure = ""
    /// The report of `check` when it finds damage.
    var damage = ""
  }

  /// A command's undisturbed result, and the state that it leaves.
  struct Expectation {
    let result: ProcessResult
    /// The result of the same command again.
    let repeated: ProcessResult
    let before: State
    let after: State
    /// The state of the new index.
    let new: State?
    let output: String?
    let names: Set<String>
  }

  let program = Program()
  private var expectations: [String: Expectation] = [:]
  private var results: [String: ProcessResult] = [:]
  /// The files of the index before the commands.
  private var saved: [String: [UInt8]] = [:]
  /// The states of indexes by a hash of their files.
  private var states: [Int: State] = [:]

  /// The files and folders that commands may change and `restore()` restores.
  private static let products = ["index", "new", "saved", "copy", "articles.jsonl", "hits.tsv"]
  private static let inputs = ["corpus", "queries.tsv", "answers.jsonl", "hits.run", "qrels"]

  init() {
    program.folder.makeDirectory("corpus")
    for file in 0..<4 { writeRecords(0..<10, of: file) }
    program.write(
      """
      居家养老服务补贴扩面
      发布时间：2022年3月15日 08:20  来源：临江日报

      养老服务补贴今年扩大到七十岁以上老人，社区食堂同时开放。
      """, to: "corpus/page.txt")
    program.write("q1\t养老 服务\nq2\t\"医保改革\"\n", to: "queries.tsv")
    program.write("q1 0 1-3 1\nq2 0 2-2 1\n", to: "qrels")
    for arguments in [["index"], ["dict", "add", "托育服务圈"], ["delete", "0-1"]] {
      prepare(arguments)
    }
    prepare(["index", "-"], input: "{\"id\":\"s1\",\"text\":\"从标准输入来的养老服务。\"}\n")
    program.write(
      prepare(["search", "--json", "--manifest", "养老"]).output, to: "answers.jsonl")
    program.write(
      prepare(["batch", "queries.tsv", "--format", "trec", "--quiet"]).output, to: "hits.run")
    saved = files(of: "index")
    writeRecords(0..<11, of: 0)
    writeRecords(0..<6, of: 4)
    program.folder.remove("corpus/3.jsonl")
  }

  private func writeRecords(_ numbers: Range<Int>, of file: Int) {
    let lines = numbers.map { number in
      #"{"id":"\#(file)-\#(number)","title":"标题\#(file)\#(number)","date":"2023-0\#(file + 1)-1"#
        + #"\#(number % 10)","source":"\#(number % 2 == 0 ? "工人日报" : "新华社")","text":"#
        + #""托育服务与养老服务同步发展，第\#(file)号第\#(number)篇。医保改革深入推进。"}"# + "\n"
    }
    program.write(lines.joined(), to: "corpus/\(file).jsonl")
  }

  @discardableResult
  private func prepare(_ arguments: [String], input: String = "") -> ProcessResult {
    let result = run(arguments, input: input)
    #expect(result.status == 0, "\(arguments): \(result.errors)")
    return result
  }

  func run(_ arguments: [String], input: String = "") -> ProcessResult {
    program.run(bytes: arguments.map { Array($0.utf8) }, input: Array(input.utf8))
  }

  /// Restores the index, and removes everything else that a command has made.
  func restore() {
    let folder = program.folder
    for name in folder.names(in: ".")
    where Self.products.contains(name) || name.hasSuffix(".partial") { folder.remove(name) }
    folder.makeDirectory("index")
    for (name, bytes) in saved { folder.write(bytes, to: "index/\(name)") }
  }

  /// The files of an index except the lock, whose text names a process.
  private func files(of index: String) -> [String: [UInt8]] {
    let names = program.folder.names(in: index).filter { $0 != "write.lock" }
    return Dictionary(
      uniqueKeysWithValues: names.map { ($0, program.folder.contents(of: "\(index)/\($0)")) })
  }

  /// Runs a command, and disturbs its calls that concern its inputs and products.
  func run(
    _ command: DisturbedCommand, _ disturbance: Disturbance
  ) -> (result: ProcessResult, log: DisturbanceLog) {
    program.folder.write([], to: "log")
    let result = program.run(
      bytes: command.arguments.map { Array($0.utf8) }, input: Array(command.input.utf8), .file,
      environment(of: disturbance))
    return (result, DisturbanceLog(program.folder.contents(of: "log")))
  }

  func environment(of disturbance: Disturbance) -> [String] {
    let paths = (Self.products + Self.inputs + ["articles.jsonl.partial"])
    return disturbance.environment(
      paths: paths.map(program.folder.path), log: program.folder.path(of: "log"))
  }

  /// The number of a command's calls that count for a kind of fault, from a restored index on.
  func callCount(of command: DisturbedCommand, _ calls: [String]) -> Int {
    let counting = Disturbance(calls: calls, number: 0, action: .kill)
    return run(command, counting).log.callCount ?? 0
  }

  /// The state of an index; nil without one.
  func state(of index: String = "index") -> State? {
    let files = files(of: index)
    guard files.keys.contains(where: { $0.hasPrefix("segments_") }) else { return nil }
    if let known = states[files.hashValue] { return known }
    let export = run(["export", "--index", index])
    let check = run(["check", "--index", index])
    var state = State()
    state.articles = Set(export.lines.map(String.init))
    state.words = String(decoding: files["words.txt"] ?? [], as: UTF8.self)
    if export.status != 0 { state.failure = "\(export.ending) \(export.errors)" }
    if check.status != 0 { state.damage = "\(check.ending) \(check.output)\(check.errors)" }
    states[files.hashValue] = state
    return state
  }

  /// The result of a command that only reads. The index is not changed.
  func result(of command: DisturbedCommand) -> ProcessResult {
    if let known = results["\(command)"] { return known }
    let result = run(command.arguments)
    results["\(command)"] = result
    return result
  }

  /// The effects of a command on the restored index.
  func expectation(of command: DisturbedCommand) -> Expectation {
    if let known = expectations["\(command)"] { return known }
    restore()
    let before = state() ?? State()
    let result = run(command.arguments, input: command.input)
    let repeated =
      isRepeatable(command) ? run(command.arguments, input: command.input) : result
    let expectation = Expectation(
      result: result, repeated: repeated, before: before, after: state() ?? State(),
      new: command.newIndex.flatMap { state(of: $0) }, output: output(of: command), names: names)
    expectations["\(command)"] = expectation
    return expectation
  }

  /// False for a command that refuses a folder with an index.
  private func isRepeatable(_ command: DisturbedCommand) -> Bool {
    command.newIndex == nil || command.arguments.first == "index"
  }

  func output(of command: DisturbedCommand) -> String? {
    guard let name = command.output, program.folder.names(in: ".").contains(name) else {
      return nil
    }
    return Self.masked(String(decoding: program.folder.contents(of: name), as: UTF8.self))
  }

  /// The paths of all files. Numbers in the names of index files are left out, because failed
  /// attempts use up numbers.
  var names: Set<String> {
    var names: Set<String> = []
    for name in program.folder.names(in: ".") where name != "log" {
      let inner = program.folder.names(in: name)
      if inner.isEmpty { names.insert(name) }
      names.formUnion(
        inner.map { "\(name)/" + (name == "corpus" ? $0 : $0.replacing(/_[0-9a-z]+/, with: "_N")) })
    }
    return names
  }

  /// Text with masked times.
  static func masked(_ text: String) -> String {
    text.replacing(/\(in [0-9.]+ m?s\)/, with: "(in T)").replacing(/[0-9.]+ m?s\b/, with: "T")
      .replacing(/"(elapsed_ms|latency_ms|time_ms)":[0-9.e-]+/, with: "T")
  }
}
