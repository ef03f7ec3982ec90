import TestSupport
import Testing

/// Failed system calls that were once taken for the absence of a file. Each could lose something.
@Suite(.enabled(if: Disturbance.isPossible)) struct HiddenErrorTests {
  private let program = Program.indexed()
  private var folder: TemporaryDirectory { program.folder }

  /// Runs a command in which all calls of some kinds fail with EIO for some paths.
  private func run(
    _ arguments: [String], failing calls: [String], at paths: String...
  ) -> ProcessResult {
    let failure = Disturbance(calls: calls, number: 1, isLasting: true, action: .failure(5))
    return program.run(
      bytes: arguments.map { Array($0.utf8) }, .file,
      failure.environment(paths: paths.map(folder.path), log: folder.path(of: "log")))
  }

  private func expectError(_ result: ProcessResult, _ file: String) {
    #expect(result.status == 2 && result.errors.contains(file), "\(result.errors)")
    #expect(result.errors.contains("Input/output error"), "\(result.errors)")
  }

  @Test func `a rebuild needs the old index when a file of the corpus cannot be read`() {
    folder.remove("corpus/eldercare.txt")
    folder.makeDirectory("corpus/eldercare.txt")
    let names = folder.names(in: "index")
    for file in ["index/ledger_1", "index/_0.col", "index/_0.sto"] {
      expectError(run(["index", "--rebuild"], failing: ["open"], at: file), file)
      #expect(folder.names(in: "index") == names)
    }
    #expect(program.run("index", "--rebuild", "--quiet").status == 3)
    #expect(program.run("show", "eldercare.txt").output.contains("居家养老"))
  }

  @Test func `a rebuild keeps the articles of a file that may exist, and reports it`() {
    folder.remove("corpus/eldercare.txt")
    for call in ["stat", "access"] {
      let result = run(["index", "--rebuild"], failing: [call], at: "corpus/eldercare.txt")
      let isKept = program.run("show", "eldercare.txt").status == 0
      #expect(result.status == (isKept ? 3 : 0), "\(result.errors)")
      #expect(result.errors.contains("eldercare.txt") == isKept, "\(result.errors)")
    }
  }

  @Test func `queries are no output when they cannot be compared`() {
    program.write("q\t养老\n", to: "queries.tsv")
    let result = run(
      ["batch", "queries.tsv", "--output", "queries.tsv"], failing: ["stat"], at: "queries.tsv")
    expectError(result, "queries.tsv")
    #expect(folder.contents(of: "queries.tsv") == Array("q\t养老\n".utf8))
  }

  @Test func `an index is no folder of outputs when it cannot be listed`() {
    let bytes = folder.contents(of: "index/_0.sto")
    for call in ["opendir", "readdir", "realpath"] {
      let result = run(["export", "index/_0.sto"], failing: [call], at: "index")
      #expect(result.status == 2 && result.errors.contains("Input/output error"))
      #expect(folder.contents(of: "index/_0.sto") == bytes)
    }
  }

  @Test func `a file whose link cannot be resolved is neither replaced nor pruned`() {
    program.write("old", to: "target")
    folder.makeLink("link", to: "target")
    expectError(run(["export", "link"], failing: ["realpath"], at: "link"), "link")
    #expect(folder.contents(of: "target") == Array("old".utf8))
    program.write("养老床位。", to: "corpus/.hidden")
    folder.makeLink("corpus/linked.txt", to: ".hidden")
    #expect(program.run("index", "--quiet").status == 0)
    #expect(program.run("show", ".hidden").status == 0)
    for call in ["realpath", "stat"] {
      let pruned = run(["index", "--prune", "--quiet"], failing: [call], at: "corpus/linked.txt")
      #expect(pruned.status == 3 && pruned.errors.contains("linked.txt"), "\(pruned.errors)")
      #expect(program.run("show", ".hidden").status == 0, "\(call)")
    }
  }

  /// The next command would remove a complete index with the mark of an incomplete one.
  @Test func `a repair that succeeds leaves no mark of an incomplete index`() {
    let failure = Disturbance(calls: ["unlink"], number: 1, action: .failure(5))
    let result = program.run(
      bytes: ["repair", "saved"].map { Array($0.utf8) }, .file,
      failure.environment(
        paths: [folder.path(of: "saved/pending_index")], log: folder.path(of: "log")))
    #expect(DisturbanceLog(folder.contents(of: "log")).disturbed != nil)
    #expect(result.status == 0 && !folder.names(in: "saved").contains("pending_index"))
  }

  /// A link to a disk that is absent is no empty index.
  @Test func `a commit file that leads nowhere stops the writer`() {
    let names = folder.names(in: "index")
    folder.move("index/segments_1", to: "elsewhere")
    folder.makeLink("index/segments_1", to: "../absent")
    let result = program.run("index")
    #expect(result.status == 2 && result.errors.contains("segments_1"), "\(result.errors)")
    #expect(folder.names(in: "index") == names)
    folder.move("elsewhere", to: "index/segments_1")
    #expect(program.run("check").status == 0)
  }

  @Test func `a killed rebuild keeps the articles of files that cannot be read`() {
    folder.remove("corpus/eldercare.txt")
    folder.makeDirectory("corpus/eldercare.txt")
    // The second rename makes the second of two commits.
    for number in 1...3 {
      let kill = Disturbance(calls: ["rename"], number: number, action: .kill)
      let result = program.run(
        bytes: ["index", "--rebuild", "--commit-every", "1"].map { Array($0.utf8) }, .file,
        kill.environment(paths: [folder.path(of: "index")], log: folder.path(of: "log")))
      #expect((result.ending == .signalled(9)) == (number < 3), "\(number): \(result.errors)")
      let found = program.run("export").output
      #expect(found.contains("居家养老") && found.contains("gongbao 7"), "\(number)")
      #expect(program.run("check").status == 0, "\(number)")
    }
    #expect(program.run("export").lines.count == 4)
  }
}
