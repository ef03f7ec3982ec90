import TestSupport
import Testing

/// System calls that fail while a command reads an index: the command gives the complete answer, or
/// an error that names the file.
///
/// The tests disturb random calls. `make faults` disturbs every call of every command.
@Suite(.enabled(if: Disturbance.isPossible)) struct ReadFaultTests {
  private let scene = DisturbedScene()

  @Test func `a call that fails gives no other answer`() {
    var runs = 0
    if FaultScale.isComplete {
      for command in DisturbedCommand.reading {
        for kind in FaultKind.all {
          for number in 1...max(1, scene.callCount(of: command, kind.calls)) {
            expectAnswerOrError(command, kind, number)
            runs += 1
          }
        }
      }
    } else {
      var random = SplitMix64(seed: 8)
      for _ in 0..<TestScale.cases(12) {
        guard let command = DisturbedCommand.reading.randomElement(using: &random),
          let kind = FaultKind.all.randomElement(using: &random)
        else { continue }
        // An index of this size is opened by about ninety calls, of which 20 map files.
        let limit = kind.calls.contains("fstat") ? 90 : 20
        expectAnswerOrError(command, kind, Int.random(in: 1...limit, using: &random))
        runs += 1
      }
    }
    print("note: \(runs) disturbed commands")
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
}
