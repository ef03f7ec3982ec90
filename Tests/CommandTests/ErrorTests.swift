import TestSupport
import Testing

/// Errors are lines on standard error. The exit status is 2, and standard output is empty.
@Suite struct ErrorTests {
  private let program = Program.indexed()

  private func expectError(
    _ arguments: [String], _ message: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let result = program.run(bytes: arguments.map { Array($0.utf8) })
    #expect(result.errors == message, sourceLocation: sourceLocation)
    #expect(result.output.isEmpty, sourceLocation: sourceLocation)
    #expect(result.status == 2, sourceLocation: sourceLocation)
  }

  @Test func `syntax errors show their position`() {
    expectError(
      ["search", "--strict", "养老", "(医保 OR"],
      """
      error: this parenthesis is never closed
      养老 (医保 OR
           ^

      """)
    expectError(
      ["search", "--strict", "作者x:张三 author:张三"],
      """
      error: unknown field 'author' (fields: title, body, source, tag, date, id, in, 发文机关, \
      发文字号, 成文日期, 索引号, 主题分类, 有效性); \
      quote the text to search for it
      作者x:张三 author:张三
                 ^~~~~~

      """)
  }

  @Test func `mistakes are treated as text, with a warning`() {
    let result = program.run("search", "养老 AND (服务 OR", "--json")
    let expected = program.run("search", "养老 AND 服务", "--json")
    #expect(
      result.errors == """
        warning: nothing after OR
        养老 AND (服务 OR
                       ^~
        warning: this parenthesis is never closed
        养老 AND (服务 OR
                 ^

        """ || result.errors.contains("never closed"))
    #expect(
      result.output.split(separator: "\n").dropLast()
        == expected.output.split(separator: "\n").dropLast())
    #expect(result.status == expected.status)
  }

  @Test(arguments: [
    ("(((", "this parenthesis is never closed"), ("title:", "title: needs a word"),
    ("/[/", "not a regular expression"), ("。", "nothing in the query can be looked up"),
  ]) func `the first mistake of an unusable query is reported`(query: String, message: String) {
    let result = program.run("search", query)
    #expect(result.errors.hasPrefix("error: " + message) && result.status == 2, "\(result.errors)")
  }

  @Test func `an empty query is an error`() {
    let result = program.run("search", "")
    #expect(result.errors.hasPrefix("error: "))
    #expect(result.status == 2)
  }

  @Test func `control characters of queries are not printed`() {
    for query in ["(\u{1B}[31m", "\u{7F}(", "(\u{9B}31m"] {
      let result = program.run("search", "--strict", query)
      #expect(result.status == 2)
      #expect(
        !result.errors.unicodeScalars.contains {
          $0 != "\n" && $0.properties.generalCategory == .control
        })
    }
  }

  @Test(arguments: [
    (["search"], "Missing expected argument '<query> ...'"),
    (
      ["search", "养老", "--sorce", "x"],
      "Unknown option '--sorce'; did you mean '--source'?"
    ),
    (["search", "养老", "--limt=5"], "Unknown option '--limt=5'; did you mean '--limit'?"),
    (["search", "养老", "--wording"], "Unknown option '--wording'"),
    (["stats", "--from", "2023"], "Unknown option '--from'"),
    (["stats", "--undat"], "Unknown option '--undat'; did you mean '--undated'?"),
    (["search", "养老", "-limit", "5"], "Unknown option '-limit'; did you mean '--limit'?"),
    (["kwic", "养老", "-format=csv"], "Unknown option '-format=csv'; did you mean '--format'?"),
    (
      ["search", "养老", "-x"],
      "Unknown option '-x'; to exclude the word x, end with '-- -x'"
    ),
    (
      ["search", "养老", "--sort", "newest"],
      "The value 'newest' is invalid for '--sort <sort>'. "
        + "Please provide one of 'score', 'date' or '-date'."
    ),
    (["search", "养老", "-n", "many"], "The value 'many' is invalid for '-n <count>'"),
    (["search", "养老", "-n", "9999999"], "--limit must be between 0 and 1000000"),
    (["search", "养老", "--b", "1.5"], "--b must be between 0.0 and 1.0"),
    (["search", "养老", "--k1", "nan"], "--k1 must be between 0.0 and 1000.0"),
    (
      ["search", "养老", "--from", "2023-13"],
      "The value '2023-13' is invalid for '--from <date>': there is no month 13"
    ),
    (
      ["search", "养老", "--to", "2022..2023"],
      "The value '2022..2023' is invalid for '--to <date>': one date, not a range"
    ),
    (["search", "养老", "--from", "2024", "--to", "2023"], "--from is later than --to"),
    (["batch"], "Missing expected argument '<queries>'"),
    (["batch", "-", "--run-tag", "a b"], "--run-tag must not be empty or contain white space"),
    (["batch", "-", "--jobs", "0"], "--jobs must be between 1 and 1024"),
    (["index", "--memory", "1M"], "The value '1M' is invalid for '--memory <size>': 16M or more"),
    (["search", "养老", "-n", "-1"], "--limit must be between 0 and 1000000"),
    (["search", "养老", "--b", "-0.1"], "--b must be between 0.0 and 1.0"),
    (["show"], "Missing expected argument '<id>'"),
    (["show", "a", "b"], "Unexpected argument 'b'"),
    (["analyze"], "Missing expected argument '<text> ...'"),
  ])
  func `wrong usage is an error`(arguments: [String], message: String) {
    expectError(arguments, "error: \(message)\nSee 'xunwen \(arguments[0]) --help'.\n")
  }

  @Test func `the options of a subcommand are suggested`() {
    expectError(
      ["dict", "candidates", "--frm", "2023"],
      "error: Unknown option '--frm'; did you mean '--from'?\n"
        + "See 'xunwen dict candidates --help'.\n")
  }

  @Test func `an unknown command is an error`() {
    expectError(["serch"], "error: Unexpected argument 'serch'\nSee 'xunwen --help'.\n")
  }

  @Test(arguments: ["search", "show", "batch"])
  func `a missing index is an error`(command: String) {
    let argument = command == "batch" ? "corpus/childcare.txt" : "养老"
    expectError(
      [command, argument, "--index", "nowhere"],
      "error: no index at nowhere; make one with `xunwen index FOLDER --index nowhere`\n")
  }

  @Test func `arguments must be UTF-8`() {
    let result = program.run(bytes: [Array("search".utf8), [0xD1, 0xF8, 0xC0, 0xCF]])
    #expect(result.errors == "error: argument 2 is not valid UTF-8\n")
    #expect(result.output.isEmpty)
    #expect(result.status == 2)
  }

  /// By default, SIGPIPE ends the program. When it is ignored, the program ends itself with the
  /// status that a shell reports for the signal. Neither prints anything.
  @Test(arguments: [
    ["search", "服务"], ["stats"], ["show", "childcare.txt"], ["search", "--help"],
  ])
  func `a closed pipe ends the program silently`(arguments: [String]) {
    let result = program.run(bytes: arguments.map { Array($0.utf8) }, .closedPipe)
    #expect(result.ending == .signalled(13) || result.ending == .exited(141))
    #expect(result.errors.isEmpty)
  }

  /// Otherwise the next open file, such as the lock, has the number of a standard file.
  @Test func `text for closed standard files goes into no other file`() {
    let folder = program.folder
    var shell = ChildProcess("/bin/sh")
    shell.directory = folder.path
    let xunwen = TestFile.executable("xunwen")
    program.write("{\"id\":\"new\",\"text\":\"新的一篇\"}\n", to: "corpus/new.jsonl")
    #expect(shell.run("-c", "exec \(xunwen) index corpus <&- >&- 2>&-").status == 0)
    let lock = String(decoding: folder.contents(of: "index/write.lock"), as: UTF8.self)
    #expect(lock.split(separator: "\n").count == 1 && lock.hasSuffix("Z\n"), "\(lock)")
    #expect(program.run("check", "--level", "content").status == 0)
    let export = shell.run("-c", "exec \(xunwen) export all.jsonl <&- >&- 2>&-")
    #expect(export.status == 0)
    #expect(folder.contents(of: "all.jsonl") == program.run("export").outputBytes)
    let unwritten = shell.run("-c", "exec \(xunwen) stats >&-")
    #expect(unwritten.errors == "error: standard output: Bad file descriptor\n")
    #expect(unwritten.status == 2)
    let unread = shell.run("-c", "exec \(xunwen) batch - <&-")
    #expect(unread.errors == "error: standard input: Bad file descriptor\n")
    #expect(unread.status == 2)
  }

  #if os(Linux)
    /// Swift finds the arguments in `/proc/self/maps`. Runs in its own mount namespace.
    @Test func `arguments are read without the folder proc`() {
      var shell = ChildProcess("/bin/bash")
      shell.directory = program.folder.path
      let mount = "mount -t tmpfs none /proc"
      let namespaces = ["unshare --mount", "unshare --user --map-root-user --mount"]
      let namespace = namespaces.first {
        shell.run("-c", "\($0) bash -c '\(mount)'").errors.isEmpty
      }
      guard let namespace else {
        print("Not tested: arguments without /proc, because this process cannot cover it.")
        return
      }
      let xunwen = TestFile.executable("xunwen")
      let result = shell.run("-c", "\(namespace) bash -c '\(mount); exec \(xunwen) show r2'")
      #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
      #expect(result.output == program.run("show", "r2").output)
      let wrong = shell.run("-c", "\(namespace) bash -c '\(mount); exec \(xunwen) serch'")
      #expect(wrong.status == 2 && wrong.errors.hasPrefix("error: Unexpected argument 'serch'"))
    }

    @Test func `output that cannot be written is an error`() {
      var shell = ChildProcess("/bin/sh")
      shell.directory = program.folder.path
      let result = shell.run("-c", "\(TestFile.executable("xunwen")) stats > /dev/full")
      #expect(result.errors == "error: standard output: No space left on device\n")
      #expect(result.status == 2)
    }
  #endif

  @Test func `a damaged index is an error`() {
    program.folder.makeDirectory("damaged")
    program.write("not a commit", to: "damaged/segments_1")
    let result = program.run("search", "养老", "--index", "damaged")
    #expect(result.errors.hasPrefix("error: "))
    #expect(result.errors.split(separator: "\n").count == 1)
    #expect(result.status == 2)
  }
}
