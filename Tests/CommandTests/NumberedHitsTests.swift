import TestSupport
import Testing
import Xunwen

@testable import CommandLine

/// Numbers of hits in place of ids.
@Suite struct NumberedHitsTests {
  private let program = Program.indexed()
  private let state = TemporaryDirectory()

  private func run(_ arguments: String..., output: ProcessOutput = .file) -> ProcessResult {
    program.run(
      bytes: arguments.map { Array($0.utf8) }, output, ["XDG_STATE_HOME=\(state.path)/s"])
  }

  @Test func `a number is a hit of the last search`() {
    let search = run("search", "托育服务")
    #expect(search.output.contains(" 2. 社区托育服务圈建成"))
    #expect(run("show", "2").output == run("show", "childcare.txt").output)
    #expect(run("cite", "3", "1").output == run("cite", "r2", "gongbao 7").output)
    #expect(run("explain", "2", "托育").output.hasPrefix("childcare.txt matches 托育\n"))
    #expect(run("why", "2", "托育").output.hasPrefix("childcare.txt matches\n"))
    #expect(run("show", "2", "--json").output == run("show", "childcare.txt", "--json").output)
    // Similar articles are numbered, too.
    let similar = run("similar", "2")
    #expect(similar.output.contains(" 1. 关于完善"))
    #expect(run("show", "1").output == run("show", "gongbao 7").output)
    #expect(run("verify-quote", "养老服务补贴", "养老服务同步").status == 0)
    #expect(run("show", "1").output == run("show", "r2").output)
  }

  @Test func `numbers continue on the second page`() {
    _ = run("search", "服务", "--sort", "date", "--offset", "1", "-n", "2", "--json")
    #expect(run("show", "2").output == run("show", "eldercare.txt").output)
    let outside = run("show", "1")
    #expect(
      outside.errors == "no article has the id 1; the last search showed the hits 2 to 3\n")
    #expect(outside.status == 1 && outside.output.isEmpty)
    _ = run("search", "服务", "-n", "1")
    #expect(run("show", "2").errors.hasSuffix("the last search showed hit 1 only\n"))
    _ = run("search", "\"并无此语\"")
    #expect(run("show", "1").errors.hasSuffix("the last search showed no hits\n"))
  }

  @Test func `an id that is a number wins`() {
    program.write("{\"id\": \"2\", \"text\": \"托育服务。\"}\n", to: "corpus/number.jsonl")
    #expect(run("index").status == 0)
    _ = run("search", "社区", "--sort", "date")
    #expect(run("show", "2").output.contains("id        2\n"))
    #expect(run("show", "1").output.contains("id        eldercare.txt\n"))
  }

  @Test func `a hit that was removed is reported`() {
    _ = run("search", "托育服务")
    #expect(run("delete", "childcare.txt").status == 0)
    let result = run("show", "2")
    #expect(
      result.errors == "hit 2, the article childcare.txt, is no longer in the index\n")
    #expect(result.status == 1)
    // Articles are never removed by number.
    #expect(run("delete", "1").errors.hasPrefix("no article has the id 1\n"))
    #expect(run("show", "1").status == 0)
  }

  @Test func `each index has its own hits, outside of its folder`() {
    let before = program.folder.names(in: "index")
    _ = run("search", "托育服务")
    #expect(program.folder.names(in: "index") == before)
    #expect(run("index", "corpus", "--index", "other").status == 0)
    #expect(run("show", "1", "--index", "other").errors.hasPrefix("no article has the id 1\n"))
    _ = run("search", "补贴", "--index", "other")
    #expect(run("show", "1", "--index", "./other/../other").output.contains("eldercare.txt"))
    #expect(run("show", "2").output.contains("childcare.txt"))
    let files = state.names(in: "s/xunwen")
    #expect(files.count == 2)
    #expect(files.allSatisfy { state.mode(of: "s/xunwen/\($0)") == 0o600 })
    #expect(state.mode(of: "s/xunwen") == 0o700)
  }

  @Test func `without a state folder, searches work`() {
    for environment in [
      ["XDG_STATE_HOME=/proc/none"], ["XDG_STATE_HOME=relative"], ["HOME=/proc/none"], [],
    ] {
      let search = program.run("search", "托育服务", environment: environment)
      #expect(search.status == 0 && search.errors.isEmpty)
      let show = program.run("show", "1", environment: environment)
      #expect(show.status == 1 && show.errors.hasPrefix("no article has the id 1\n"))
    }
    #expect(!program.folder.names(in: ".").contains("relative"))
  }

  @Test func `searches at the same time store whole lists`() async {
    let environment = ["XDG_STATE_HOME=\(state.path)"]
    let program = self.program
    await withTaskGroup(of: Bool.self) { group in
      for number in 0..<40 {
        group.addTask {
          if number.isMultiple(of: 2) {
            let query = number.isMultiple(of: 4) ? "托育服务" : "社区"
            return program.run("search", query, environment: environment).status == 0
          }
          let errors = program.run("show", "1", environment: environment).errors
          return errors.isEmpty || errors.hasPrefix("no article has the id 1\n")
        }
      }
      for await isRight in group { #expect(isRight) }
    }
    #expect(state.names(in: "xunwen").count == 1)
    #expect(program.run("show", "1", environment: environment).status == 0)
  }

  @Test(arguments: [
    ("childcare", ["childcare.txt"]), ("chilcdare.txt", ["childcare.txt"]),
    ("Eldercare.TXT", ["eldercare.txt"]), ("care.txt", ["childcare.txt", "eldercare.txt"]),
    ("gongbao7", ["gongbao 7"]), ("r3", ["r2"]), ("托育", []), ("xyz", []),
  ])
  func `similar ids are suggested`(id: String, similar: [String]) {
    for arguments in [["show", id], ["cite", id], ["similar", id], ["why", id, "养老"]] {
      let result = program.run(bytes: arguments.map { Array($0.utf8) })
      let list = similar.joined(separator: "\n  ")
      let start = similar.count == 1 ? "did you mean: " : "did you mean:\n  "
      let hint = similar.isEmpty ? "" : start + list + "\n"
      #expect(result.errors == "no article has the id \(id)\n" + hint)
      #expect(result.status == 1)
    }
  }

  @Test func `stored hits can be read again`() {
    let hits = NumberedHits(index: "/tmp/none", query: "养老 \"a:b\"\n", [])
    #expect(NumberedHits(hits.bytes) == hits && hits.first == 1)
    #expect(
      NumberedHits(Array("13:xunwen-hits-11:/0:1:52:ab0:3:a:b".utf8))?.ids == ["ab", "", "a:b"])
    for count in 0..<hits.bytes.count { #expect(NumberedHits(Array(hits.bytes[..<count])) == nil) }
    for text in ["", ":", "-1:a", "99999999999999999999:a", "3:abc", "1:a1:b1:c1:d"] {
      #expect(NumberedHits(Array(text.utf8)) == nil)
    }
  }
}

@Suite struct PagerTests {
  private let program: Program

  init() {
    program = Program()
    program.folder.makeDirectory("corpus")
    let lines = (1...60).map { "第\($0)行讲养老。" + ($0 == 40 ? "这里有托育服务。" : "") }
    program.write(
      "标题\n时间:2023-07-02来源:甲\n\n" + lines.joined(separator: "\n\n"), to: "corpus/long.txt")
    program.write("短文\n时间:2023-07-02来源:甲\n\n这里有托育服务。\n", to: "corpus/short.txt")
    #expect(program.run("index").status == 0)
    program.write("#!/bin/sh\necho \"$@\" > arguments\ncat > paged\nexit 3\n", to: "less")
  }

  private func show(
    _ arguments: String..., output: ProcessOutput = .terminal, environment: [String] = []
  ) -> ProcessResult {
    program.run(
      bytes: ["show"].map { Array($0.utf8) } + arguments.map { Array($0.utf8) }, output,
      ["PAGER=/bin/sh ./less"] + environment)
  }

  private func paged() -> String? {
    defer {
      program.folder.remove("paged")
      program.folder.remove("arguments")
    }
    return program.folder.names(in: ".").contains("paged")
      ? String(decoding: program.folder.contents(of: "paged"), as: UTF8.self) : nil
  }

  @Test func `a long article is paged on a terminal`() throws {
    let result = show("long.txt")
    #expect(result.status == 0 && result.output.isEmpty)
    let text = try #require(paged())
    #expect(text.hasPrefix("标题\n\nid        long.txt\n") && text.hasSuffix("第60行讲养老。\n"))
    _ = show("long.txt", "--zones", "--highlight", "托育")
    #expect(try #require(paged()).contains("\u{1B}[1;31m托育\u{1B}[0m"))
  }

  @Test func `other output is not paged`() {
    #expect(show("short.txt").output.contains("这里有托育服务。"))
    #expect(show("long.txt", "--json").output.hasPrefix("{"))
    #expect(show("long.txt", output: .file).output.contains("第60行"))
    for environment in [["PAGER=cat"], ["PAGER="], ["TERM=dumb"], ["PAGER=no-such-pager-1"]] {
      #expect(show("long.txt", environment: environment).output.contains("第60行"))
    }
    #expect(paged() == nil)
  }

  @Test func `a number shows the words of the search`() throws {
    let state = TemporaryDirectory()
    let environment = ["XDG_STATE_HOME=\(state.path)"]
    #expect(program.run("search", "托育服务 -短文", environment: environment).status == 0)
    _ = show("1", environment: environment)
    #expect(try #require(paged()).contains("\u{1B}[1;31m托育服务\u{1B}[0m"))
    _ = show("1", environment: environment + ["NO_COLOR=1"])
    let plain = try #require(paged())
    #expect(!plain.contains("\u{1B}") && !plain.contains("[["))
    _ = show("1", "--highlight", "养老", environment: environment)
    #expect(!(try #require(paged()).contains("\u{1B}[1;31m托育")))
  }

  @Test(arguments: [
    ("less", "less -R +10g"), ("/usr/bin/less -S", "/usr/bin/less -S -R +10g"),
    ("more", "more +10"),
    ("most", "most"), ("less | cat", "less | cat"), ("sh -c 'less $1'", "sh -c 'less $1'"),
  ]) func `less and more begin at the first match`(pager: String, command: String) {
    #expect(Pager.command(pager, showing: 12) == command)
    #expect(Pager.command(nil, showing: 1).contains("less -R +1g"))
  }
}
