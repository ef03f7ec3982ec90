import TestSupport
import Testing

/// delete, merge, and the options of index that remove articles.
@Suite struct MaintenanceCommandTests {
  private let program = Program()

  init() {
    program.writeCorpus()
    _ = program.run("index", "--quiet")
  }

  @Test func `articles are deleted by id`() {
    program.write("{\"id\": \"x\", \"text\": \"独一无二\"}\n", to: "corpus/x.jsonl")
    #expect(program.run("index", "--quiet").status == 0)
    let result = program.run("delete", "x", "nowhere")
    #expect(result.errors == "no article has the id nowhere\n1 article removed\n")
    #expect(result.status == 1 && result.output.isEmpty)
    #expect(program.run("search", "独一无二").status == 1)
    #expect(program.run("delete", "x").errors == "no article has the id x\n0 articles removed\n")
  }

  @Test func `articles are deleted by query`() {
    let trial = program.run("delete", "--query", "养老", "--dry-run")
    #expect(trial.errors.hasSuffix("would be removed\n") && trial.status == 0)
    #expect(program.run("search", "养老").status == 0)
    #expect(program.run("delete", "--query", "养老").status == 0)
    #expect(program.run("search", "养老").status == 1)
    let nothing = program.run("delete", "--query", "养老")
    #expect(nothing.errors == "0 articles removed\n" && nothing.status == 1)
    let wrong = program.run("delete", "--query", "(养老")
    #expect(wrong.status == 2 && wrong.errors.contains("(养老\n^"))
  }

  @Test func `delete requires ids or a query`() {
    for arguments in [["delete"], ["delete", "x", "--query", "y"], ["delete", "x", "--dry-run"]] {
      let result = program.run(bytes: arguments.map { Array($0.utf8) })
      #expect(result.status == 2 && result.errors.contains("See 'xunwen delete --help'"))
    }
    #expect(program.run("delete", "x", "--index", "no").errors.hasPrefix("error: no index at no;"))
    #expect(program.run("merge", "--index", "no").errors.hasPrefix("error: no index at no;"))
  }

  @Test func `segments are merged`() {
    program.write("{\"id\": \"x\", \"text\": \"独一无二\"}\n", to: "corpus/x.jsonl")
    #expect(program.run("index", "--quiet").status == 0)
    #expect(program.run("merge").errors == "nothing to merge\n")
    let result = program.run("merge", "--force")
    #expect(result.errors.wholeMatch(of: /merging 2 segments, .*B\n/) != nil && result.status == 0)
    #expect(program.run("merge", "--force").errors == "nothing to merge\n")
    #expect(program.run("search", "独一无二").status == 0)
    #expect(program.run("stats").output.contains("segments       1\n"))
  }

  @Test func `pruning and rebuilding remove articles`() {
    program.folder.remove("corpus/x.jsonl")
    program.write("{\"id\": \"x\", \"text\": \"独一无二\"}\n", to: "corpus/x.jsonl")
    #expect(program.run("index").errors.contains("1 added, 0 changed"))
    program.folder.remove("corpus/x.jsonl")
    #expect(program.run("index").errors.contains("0 removed"))
    #expect(program.run("search", "独一无二").status == 0)
    #expect(program.run("index", "--prune").errors.contains("1 removed"))
    #expect(program.run("search", "独一无二").status == 1)
    let rebuilt = program.run("index", "--rebuild").errors
    #expect(rebuilt.contains("articles    4 in the index: 4 added, 0 changed, 0 unchanged"))
    for arguments in [
      ["index", "-", "--prune"], ["index", "--commit-every", "0"],
      ["index", "--strict", "--commit-every", "5"],
    ] {
      let result = program.run(bytes: arguments.map { Array($0.utf8) })
      #expect(result.status == 2 && result.errors.contains("See 'xunwen index --help'"))
    }
  }
}
