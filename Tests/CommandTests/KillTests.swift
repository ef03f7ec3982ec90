import TestSupport
import Testing

/// The program killed at random moments, as a power button or an impatient administrator would: the index is always
/// that of a commit, whole, and the next run goes on from there.
@Suite struct KillTests {
  /// A folder that changes from round to round, and commands that are killed while they work on its index.
  private struct Rounds {
    let program = Program()
    var random: SplitMix64
    /// By file, the texts of its records.
    private var files: [[String]] = Array(repeating: [], count: 6)
    private var version = 0
    /// Milliseconds that a command takes when nobody kills it: the longest so far.
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
        let records = files[number].enumerated().map { place, text in
          "{\"id\":\"\(number)-\(place)\",\"text\":\"\(text)\"}\n"
        }
        program.write(records.joined(), to: "corpus/\(number).jsonl")
      }
    }

    /// Starts a command, and kills it at some moment of its life.
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

    /// What is there is whole.
    func check(_ note: String) {
      let exists = program.run("stats").status == 0
      guard exists else { return }
      let result = program.run("check", "--level", "content")
      #expect(result.status == 0, "\(note): \(result.output)\(result.errors)")
    }

    /// A run that nobody kills brings the index up to date, and nothing is left of those before.
    func finish(_ note: String) {
      let result = program.run("index", "--prune", "--quiet")
      #expect(result.status == 0, "\(note): \(result.errors)")
      for (number, texts) in files.enumerated() where !texts.isEmpty {
        let place = texts.count - 1
        let found = program.run("show", "\(number)-\(place)").output
        #expect(found.contains(texts[place]), "\(note): \(number)-\(place) is \(found)")
      }
      let all = program.run("search", "--match", "all", "-n", "0", "\"养老服务与医保改革\"").output
      #expect(all.contains("\(files.joined().count) articles match"), "\(note): \(all)")
      #expect(program.run("check").output.contains("not needed") == false, "\(note)")
    }
  }

  @Test func `a killed program leaves a whole index`() {
    var rounds = Rounds(seed: 3)
    let count = TestScale.cases(20)
    rounds.change()
    for round in 0..<count {
      let note = "seed 3, round \(round)"
      rounds.change()
      rounds.killOne()
      rounds.check(note)
      // A page that was deleted by query stays away, so that a rebuild comes first.
      if round % 5 == 4 {
        #expect(rounds.program.run("index", "--rebuild", "--quiet").status == 0, "\(note)")
        rounds.finish(note)
      }
    }
    #expect(rounds.kills > count / 4, "\(rounds.kills) of \(count) were killed at work")
    print("note: \(rounds.kills) of \(count) were killed at work")
  }
}
