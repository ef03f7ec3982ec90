import TestSupport
import Testing

/// System calls that fail while a command reads an index: the command gives the complete answer, or
/// an error that names the file.
///
/// The tests disturb random calls. `make faults` disturbs every call of every command.
@Suite(.enabled(if: Disturbance.isPossible)) struct ReadFaultTests {
  private let scene = DisturbedScene()

  @Test func `a call that fails gives no other answer`() {
    FaultScale.forEachFault(of: DisturbedCommand.reading, samples: 12) { command, kind in
      if FaultScale.isComplete { return scene.callCount(of: command, kind.calls) }
      // An index of this size is opened by about ninety calls, of which 20 map files.
      return kind.calls.contains("fstat") ? 90 : 20
    } _: { command, kind, number in
      expectAnswerOrError(command, kind, number)
    }
  }

  private func expectAnswerOrError(
    _ command: DisturbedCommand, _ kind: FaultKind, _ number: Int
  ) {
    let expected = scene.result(of: command)
    let names = scene.program.folder.names(in: "index")
    let (result, log) = scene.run(
      command, Disturbance(calls: kind.calls, number: number, action: kind.action))
    let note = "\(command), \(kind.name) at \(number), \(log.disturbed?.path ?? "none")"
    if result.status == expected.status {
      let output = DisturbedScene.masked(result.output)
      #expect(output == DisturbedScene.masked(expected.output), "\(note)")
    } else {
      #expect(result.status == 2, "\(note): \(result.ending) \(result.errors)")
      let text = result.errors + result.output
      #expect(log.fileName.map(text.contains) == true, "\(note): \(text)")
    }
    #expect(scene.program.folder.names(in: "index") == names, "\(note)")
  }
}

/// The amount of faults that the tests cause.
enum FaultScale {
  /// True to cause every kind of fault at every call, as `make faults` does.
  static let isComplete = TestFile.environment("XUNWEN_FAULTS") == "all"

  /// Calls `body` with every kind of fault at every call of every command, or with a sample.
  ///
  /// - Parameters:
  ///   - samples: the size of the sample, multiplied by the test scale.
  ///   - callCount: returns the number of calls of a command that a kind of fault can affect.
  static func forEachFault(
    of commands: [DisturbedCommand], samples: Int,
    callCount: (DisturbedCommand, FaultKind) -> Int,
    _ body: (DisturbedCommand, FaultKind, _ number: Int) -> Void
  ) {
    var runs = 0
    if isComplete {
      for command in commands {
        for kind in FaultKind.all {
          for number in 1...max(1, callCount(command, kind)) {
            body(command, kind, number)
            runs += 1
          }
        }
      }
    } else {
      var random = SplitMix64(seed: 8)
      for _ in 0..<TestScale.cases(samples) {
        guard let command = commands.randomElement(using: &random),
          let kind = FaultKind.all.randomElement(using: &random)
        else { continue }
        let count = max(1, callCount(command, kind))
        body(command, kind, Int.random(in: 1...count, using: &random))
        runs += 1
      }
    }
    print("note: \(runs) disturbed commands")
  }
}
