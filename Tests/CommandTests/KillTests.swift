import TestSupport
import Testing

/// Commands killed at random moments. The index is always a whole commit, and the next command
/// continues from it.
@Suite struct KillTests {
  /// A folder that changes in each round, and commands that are killed while they change its index.
  private struct Rounds {
    let program = Program()
    var random: SplitMix64
    /// The texts of the records of each file.
    private var files: [[String]] = Array(repeating: [], count: 6)
    private var version = 0
    /// The longest time of a complete command in milliseconds.
    private var usual = 40.0
    private(set) var kills = 0

    init(seed: UInt64) {
      random = SplitMix64(seed: seed)
      program.folder.makeDirectory("corpus")
    }

    /// Changes some files.
    mutating func change() {
      version += 1
      for number in files.indices where Int.random(in: 0..<2, using: &random) == 0 {
        files[number] = (0..<Int.random(in: 1...40, using: &random)).map {
          "第\(version)版，养老服务与医保改革第\($0)号"
        }
        let records = files[number].enumerated().map { index, text in
          "{\"id\":\"\(number)-\(index)\",\"text\":\"\(text)\"}\n"
        }
        program.write(records.joined(), to: "corpus/\(number).jsonl")
      }
    }

    /// Starts a command, and kills it at a random moment.
    mutating func killOne() {
      let commands = [
        ["index", "--prune", "--commit-every", "30", "--memory", "16M"], ["index", "--quiet"],
        ["merge", "--force"],
        ["delete", "--query", "养老 \(Int.random(in: 0..<40, using: &random))号"],
        ["index", "--rebuild"],
      ]
      let command = commands[Int.random(in: 0..<commands.count, using: &random)]
      let process = program.start(command)
      let clock = ContinuousClock()
      let start = clock.now
      let moment = Double.random(in: 0...usual * 1.1, using: &random)
      pause(milliseconds: moment)
      process.kill()
      if process.wait().ending == .signalled(9) {
        kills += 1
      } else {
        usual = max(usual, min(500, (clock.now - start) / .milliseconds(1)))
      }
    }

    /// Expects an undamaged index.
    func check(_ note: String) {
      let exists = program.run("stats").status == 0
      guard exists else { return }
      let result = program.run("check", "--level", "content")
      #expect(result.status == 0, "\(note): \(result.output)\(result.errors)")
    }

    /// Expects that a complete command updates the index and leaves no unneeded files.
    func finish(_ note: String) {
      let result = program.run("index", "--prune", "--quiet")
      #expect(result.status == 0, "\(note): \(result.errors)")
      for (number, texts) in files.enumerated() where !texts.isEmpty {
        let last = texts.count - 1
        let found = program.run("show", "\(number)-\(last)").output
        #expect(found.contains(texts[last]), "\(note): \(number)-\(last) is \(found)")
      }
      let all = program.run("search", "--match", "all", "-n", "0", "\"养老服务与医保改革\"").output
      #expect(all.contains("\(files.joined().count) articles match"), "\(note): \(all)")
      #expect(program.run("check").output.contains("not needed") == false, "\(note)")
    }
  }

  @Test func `a killed command leaves a whole index`() {
    var rounds = Rounds(seed: 3)
    let count = TestScale.cases(20)
    rounds.change()
    for round in 0..<count {
      let note = "seed 3, round \(round)"
      rounds.change()
      rounds.killOne()
      rounds.check(note)
      // A rebuild restores the articles that were deleted by query.
      if round % 5 == 4 {
        #expect(rounds.program.run("index", "--rebuild", "--quiet").status == 0, "\(note)")
        rounds.finish(note)
      }
    }
    #expect(rounds.kills > count / 4, "\(rounds.kills) of \(count) were killed at work")
    print("note: \(rounds.kills) of \(count) were killed at work")
  }
}
