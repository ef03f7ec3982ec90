import TestSupport
import Testing

/// System calls that fail, and SIGKILL, while a command writes. The index has the old or the new
/// state, and the same command succeeds when it is run again and leaves no other files than an
/// undisturbed command.
///
/// The tests disturb random calls. `make faults` disturbs every call of every command, and
/// `make kills` kills each command many times.
@Suite(.enabled(if: Disturbance.isPossible)) struct WriteFaultTests {
  private let scene = DisturbedScene()

  @Test func `a call that fails leaves the old or the new state`() {
    FaultScale.forEachFault(of: DisturbedCommand.writing, samples: 2) { command, kind in
      scene.restore()
      return scene.callCount(of: command, kind.calls)
    } _: { command, kind, number in
      expectWholeState(command, kind, number)
    }
  }

  @Test func `a killed command leaves the old or the new state`() {
    var random = SplitMix64(seed: 9)
    let rounds = TestFile.environment("XUNWEN_KILL_ROUNDS").flatMap { Int($0) }
    for command in DisturbedCommand.writing {
      if rounds == nil, Int.random(in: 0..<6, using: &random) > 0 { continue }
      let kinds = Self.kills.compactMap { kind in
        scene.restore()
        let count = scene.callCount(of: command, kind.calls)
        return count > 0 ? (kind: kind, count: count) : nil
      }
      var kills = 0
      for _ in 0..<(rounds ?? TestScale.cases(1)) {
        guard let (kind, count) = kinds.randomElement(using: &random) else { continue }
        if expectWholeState(command, kind, Int.random(in: 1...count, using: &random)) {
          kills += 1
        }
      }
      if let rounds { print("note: \(kills) of \(rounds) killed at work: \(command)") }
    }
  }

  /// Most calls of a command read, so that the calls that write are also killed by themselves.
  private static let kills = [
    FaultKind(name: "kill", calls: Disturbance.reading + Disturbance.writing, action: .kill),
    FaultKind(name: "kill", calls: Disturbance.writing, action: .kill),
    FaultKind(name: "tear", calls: ["write", "pwrite"], action: .tear),
  ]

  /// Returns true when the command made enough calls to be disturbed.
  @discardableResult
  private func expectWholeState(
    _ command: DisturbedCommand, _ kind: FaultKind, _ number: Int
  ) -> Bool {
    let expected = scene.expectation(of: command)
    scene.restore()
    let (result, log) = scene.run(
      command, Disturbance(calls: kind.calls, number: number, action: kind.action))
    let note = "\(command), \(kind.name) at \(number), \(log.disturbed?.path ?? "none")"
    switch kind.action {
    case .kill, .tear: break
    default: expectSuccessOrError(result, log, command, expected, note)
    }
    let state = scene.state()
    #expect(state?.damage == "" && state?.failure == "", "\(note): \(String(describing: state))")
    // An update goes on when it cannot read a file of the corpus, and exits with 3.
    if !command.hasSeveralCommits, result.status != 3 {
      #expect(state == expected.before || state == expected.after, "\(note)")
    } else if let state {
      let (before, after) = (expected.before.articles, expected.after.articles)
      #expect(state.articles.isSuperset(of: before.intersection(after)), "\(note)")
      #expect(state.articles.isSubset(of: before.union(after)), "\(note)")
      #expect(state.words == expected.before.words, "\(note)")
    }
    // A command that was killed at its end has made the index, which is then not replaced.
    let isMade =
      command.arguments[0] != "index"
      && command.newIndex.map { index in
        !scene.program.folder.names(in: index).contains("pending_index")
          && scene.state(of: index) == expected.new
      } ?? false
    if !isMade { expectRepetition(command, expected, note) }
    #expect(command.newIndex.flatMap { scene.state(of: $0) } == expected.new, "\(note)")
    #expect(scene.output(of: command) == expected.output, "\(note)")
    let names = scene.names
    #expect(names == expected.names, "\(note): \(names.symmetricDifference(expected.names))")
    return log.disturbed != nil
  }

  private func expectSuccessOrError(
    _ result: ProcessResult, _ log: DisturbanceLog, _ command: DisturbedCommand,
    _ expected: DisturbedScene.Expectation, _ note: String
  ) {
    if result.status == expected.result.status {
      #expect(scene.state() == expected.after, "\(note)")
    } else {
      let isError = result.status == 2 || (result.status == 3 && command.arguments[0] == "index")
      #expect(isError, "\(note): \(result.ending) \(result.errors)")
      // The message names the file that the command was to write.
      let name = log.fileName.map { $0.replacing(".partial", with: "") }
      #expect(name.map(result.errors.contains) == true, "\(note): \(result.errors)")
    }
  }

  /// Expects that the same command succeeds and leaves the new state.
  private func expectRepetition(
    _ command: DisturbedCommand, _ expected: DisturbedScene.Expectation, _ note: String
  ) {
    let again = scene.run(command.arguments, input: command.input)
    let statuses = [expected.result.status, expected.repeated.status]
    #expect(statuses.contains(again.status), "\(note): again: \(again.ending) \(again.errors)")
    #expect(scene.state() == expected.after, "\(note): again")
  }
}
