import TestSupport
import Testing

/// Commands on an index in which pipes and folders are in place of files, and on empty paths.
@Suite struct OddFileTests {
  private let program = Program.indexed()

  private func run(_ arguments: [String]) -> ProcessResult {
    program.run(bytes: arguments.map { Array($0.utf8) })
  }

  private static let commands = [
    ["search", "托育"], ["stats"], ["show", "r2"], ["export"], ["check"], ["repair", "new"],
    ["snapshot", "copy"], ["merge", "--force"], ["delete", "r2"], ["index"],
  ]

  /// The test ends with its time limit when a command waits for a pipe.
  @Test(.timeLimit(.minutes(10)), arguments: [false, true])
  func `a pipe or a folder in place of a file is reported`(isPipe: Bool) {
    let names = program.folder.names(in: "index").filter { $0 != "write.lock" }
    #expect(names.count == 9)
    for name in names {
      program.folder.remove("index/\(name)")
      if isPipe {
        program.folder.makePipe("index/\(name)")
      } else {
        program.folder.makeDirectory("index/\(name)")
      }
      let found = "found a \(isPipe ? "device, pipe" : "folder")"
      for command in Self.commands {
        let result = run(command)
        let isFine = result.status == 0 || result.status == 1
        // A ledger concerns only updates.
        #expect(
          isFine || result.errors.contains(found) && result.errors.contains(name),
          "\(name), \(command): \(result.errors)")
        #expect(result.status != nil)
        if command[0] == "check" {
          #expect(result.status == 1 && result.output.contains(found), "\(name)")
        }
        for target in ["new", "copy"] { program.folder.remove(target) }
      }
      #expect(run(["search", "托育"]).status == (name.hasPrefix("ledger") ? 0 : 2), "\(name)")
      program.folder.remove("index")
      program.folder.remove("corpus")
      program.writeCorpus()
      #expect(run(["index", "--quiet"]).status == 0)
    }
  }

  @Test func `an empty path of an index is refused`() {
    for command in Self.commands + [["dict", "list"], ["dict", "add", "托育服务"]] {
      let result = run(command + ["--index", ""])
      #expect(result.status == 2, "\(command)")
      #expect(result.errors.hasPrefix("error: the path of a folder is empty\n"), "\(command)")
    }
    for command in ["repair", "snapshot"] {
      let result = run([command, ""])
      #expect(result.status == 2 && result.errors.hasPrefix("error: the path of a folder is empty"))
    }
    #expect(program.folder.names(in: "") == ["corpus", "index"])
  }

  @Test func `a killed repair can be repeated`() {
    for name in ["pending_index", "write.lock", "_0.sto", "_1.trm", "words.txt"] {
      if name == "pending_index" { program.folder.makeDirectory("new") }
      program.write("x", to: "new/\(name)")
    }
    #expect(run(["repair", "new"]).status == 0)
    #expect(run(["check", "--index", "new", "--level", "content"]).output.hasPrefix("no damage"))
    #expect(run(["repair", "new"]).status == 2, "a complete index is left alone")
    program.folder.makeDirectory("locked")
    program.write("", to: "locked/write.lock")
    #expect(run(["repair", "locked"]).status == 0)
  }
}
