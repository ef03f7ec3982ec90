import TestSupport
import Testing

/// Commands that open an index while a writer adds articles, merges all segments and removes the
/// old files. A command answers from the old commit or from the new one.
@Suite(.enabled(if: Disturbance.isPossible)) struct HeldReaderTests {
  private let scene = DisturbedScene()
  private static let calls = ["open", "opendir", "stat"]
  private static let commands =
    DisturbedCommand.reading.filter { !["eval", "batch", "rerun"].contains($0.arguments[0]) } + [
      DisturbedCommand("batch", "queries.tsv"), DisturbedCommand("rerun", "answers.jsonl"),
      DisturbedCommand("repair", "saved", newIndex: "saved"),
      DisturbedCommand("snapshot", "copy", newIndex: "copy"),
      DisturbedCommand("export", "articles.jsonl", output: "articles.jsonl"),
    ]

  /// The results of a command with one of the two commits.
  private struct Expectation {
    let results: [(status: Int32?, output: String)]
    /// The states of the new index or the index.
    let states: [DisturbedScene.State?]
    let files: [String?]
  }

  @Test func `a command held at any call answers from a whole commit`() {
    var random = SplitMix64(seed: 10)
    var runs = 0
    let commands =
      FaultScale.isComplete
      ? Self.commands
      : (0..<TestScale.cases(2)).compactMap { _ in Self.commands.randomElement(using: &random) }
    for command in commands {
      let expected = expectation(of: command)
      scene.restore()
      let count = max(1, scene.callCount(of: command, Self.calls))
      for number in FaultScale.isComplete ? 1...count : one(of: count, &random) {
        expectWholeCommit(command, number, expected)
        runs += 1
      }
    }
    print("note: \(runs) held commands")
  }

  private func one(of count: Int, _ random: inout SplitMix64) -> ClosedRange<Int> {
    let number = Int.random(in: 1...count, using: &random)
    return number...number
  }

  /// Commits an article, and merges all segments.
  private func write() {
    for (arguments, input) in [
      (["index", "-", "--quiet"], "{\"id\":\"new\",\"text\":\"新的养老服务。\"}\n"),
      (["merge", "--force", "--quiet"], ""),
    ] {
      let result = scene.run(arguments, input: input)
      #expect(result.status == 0, "\(arguments): \(result.errors)")
    }
  }

  private func expectation(of command: DisturbedCommand) -> Expectation {
    var results: [(status: Int32?, output: String)] = []
    var (states, files) = ([DisturbedScene.State?](), [String?]())
    for isChanged in [false, true] {
      scene.restore()
      if isChanged { write() }
      let result = scene.run(command.arguments)
      results.append((result.status, DisturbedScene.masked(result.output)))
      states.append(command.newIndex.map { scene.state(of: $0) } ?? nil)
      files.append(scene.output(of: command))
    }
    return Expectation(results: results, states: states, files: files)
  }

  private func expectWholeCommit(
    _ command: DisturbedCommand, _ number: Int, _ expected: Expectation
  ) {
    scene.restore()
    let folder = scene.program.folder
    folder.remove("go")
    folder.write([], to: "log")
    let hold = Disturbance(
      calls: Self.calls, number: number, action: .hold(until: folder.path(of: "go")))
    let process = scene.program.start(
      command.arguments, environment: scene.environment(of: hold))
    // The command is held, or has ended without as many calls.
    while folder.contents(of: "log").isEmpty { pause(milliseconds: 1) }
    write()
    folder.write([], to: "go")
    let result = process.wait()
    let note = "\(command) held at \(number): \(result.ending) \(result.errors)"
    let output = DisturbedScene.masked(result.output)
    // Files that the writer has merged or removed meanwhile are in neither count.
    let isReport = ["check", "repair", "snapshot", "stats"].contains(command.arguments[0])
    #expect(
      expected.results.contains { $0.status == result.status && (isReport || $0.output == output) },
      "\(note)\(output)")
    if let index = command.newIndex {
      let state = scene.state(of: index)
      #expect(expected.states.contains { $0 == state } && state?.damage == "", "\(note)")
    }
    let file = scene.output(of: command)
    #expect(expected.files.contains { $0 == file }, "\(note)")
  }

  /// An opening is delayed, and a writer commits and merges all the time.
  @Test func `delayed commands answer while a writer merges`() {
    var random = SplitMix64(seed: 11)
    let folder = scene.program.folder
    scene.restore()
    folder.remove("stop")
    let writer = scene.program.startShell(
      """
      n=0
      while [ ! -e stop ]; do
        n=$((n+1))
        echo "{\\"id\\":\\"w$n\\",\\"text\\":\\"第$n份养老服务\\"}" | "$0" index - --quiet || exit 1
        "$0" merge --force --quiet || exit 1
      done
      """)
    let commands =
      FaultScale.isComplete
      ? Self.commands + Self.commands + Self.commands
      : (0..<TestScale.cases(2)).compactMap { _ in Self.commands.randomElement(using: &random) }
    for command in commands {
      for name in ["saved", "copy"] { folder.remove(name) }
      let delay = Disturbance(
        calls: ["open"], number: Int.random(in: 1...20, using: &random),
        action: .delay(milliseconds: Int.random(in: 20...50, using: &random)))
      let (result, _) = scene.run(command, delay)
      let isComplete = result.status == 0 || (result.status == 1 && command.mayFindNothing)
      #expect(isComplete, "\(command): \(result.ending) \(result.errors)")
      let isCounted = command.newIndex != nil || command.output != nil
      guard isCounted else { continue }
      let index = command.newIndex ?? "index"
      #expect(scene.run(["check", "--index", index]).status == 0, "\(command)")
      // The articles of the writer are complete up to some number.
      let lines =
        command.output.map { String(decoding: folder.contents(of: $0), as: UTF8.self) }
        ?? scene.run(["export", "--index", index]).output
      let numbers = Set(lines.matches(of: /"id":"w([0-9]+)"/).compactMap { Int($0.output.1) })
      #expect(numbers == Set(1..<numbers.count + 1), "\(command): \(numbers.sorted())")
      #expect(lines.contains("\"id\":\"1-3\""), "\(command)")
    }
    folder.write([], to: "stop")
    let end = writer.wait()
    #expect(end.status == 0, "\(end.errors)")
  }
}

extension DisturbedCommand {
  /// True when the command may end with 1, because the index has other articles than before.
  fileprivate var mayFindNothing: Bool {
    ["rerun", "keywords", "suggest"].contains(arguments[0]) || arguments == ["dict", "candidates"]
  }
}
