import FoundationEssentials
import TestSupport
import Testing

/// check, repair, snapshot and export.
@Suite struct SafekeepingCommandTests {
  private let program = Program.indexed()

  /// Output with masked times and sizes.
  private func masked(_ result: ProcessResult) -> String {
    result.output.replacing(/\(in [0-9.]+ s\)/, with: "(in T s)")
      .replacing(/"elapsed_ms":[0-9.e-]+/, with: #""elapsed_ms":T"#)
      .replacing(/[0-9.]+ kB/, with: "N kB").replacing(/"bytes":[0-9]+/, with: #""bytes":N"#)
  }

  private func damage(_ file: String) {
    var bytes = program.folder.contents(of: "index/\(file)")
    bytes[40] ^= 1
    program.folder.write(bytes, to: "index/\(file)")
  }

  @Test func `check finds no damage in a whole index`() {
    for level in ["files", "structure", "content"] {
      let result = program.run("check", "--level", level, environment: ["COLUMNS=120"])
      #expect(
        masked(result)
          == "no damage: generation 1, 4 articles in 1 segment, 9 files of N kB, level \(level) (in T s)\n"
      )
      #expect(result.errors.isEmpty && result.status == 0)
    }
    #expect(program.run("check").output.contains("level\nstructure"))
    #expect(
      masked(program.run("check", "--json")) == #"""
        {"articles":4,"bytes":N,"clean":true,"elapsed_ms":T,"files":9,"findings":[],"foreign_words":[],"generation":1,"level":"structure","omitted":0,"segments":1,"unneeded":[],"unreadable":[]}

        """#)
  }

  @Test func `check lists the damage`() {
    damage("_0.trm")
    program.folder.remove("index/_0.len")
    program.write("", to: "index/no\u{1B}te")
    let result = program.run("check", environment: ["COLUMNS=120"])
    let text = masked(result).replacing(/checksum of .*, expected [0-9a-f]+/, with: "CHECKSUM")
    #expect(
      text == """
        damaged: _0.trm byte 0: CHECKSUM (4 articles)
        damaged: _0.len: is missing (4 articles)
        not needed: no␛te
        2 findings: generation 1, 4 articles in 1 segment, 9 files of N kB, level structure (in T s)

        """)
    #expect(result.errors.isEmpty && result.status == 1)
    let json = program.run("check", "--json")
    #expect(
      json.output.contains(
        #"{"articles":4,"end":null,"file":"_0.len","problem":"is missing","start":null}"#))
    #expect(json.status == 1 && json.lines.count == 1)
  }

  @Test func `check shows its progress on a terminal`() {
    let result = program.run("check", "--level", "content", output: .terminal)
    #expect(result.status == 0)
    #expect(result.output.contains("]   0%  ") && result.output.contains(" left"))
    #expect(!program.run("check").errors.contains("\r"))
  }

  @Test func `repair saves readable articles`() {
    damage("_0.trm")
    let result = program.run("repair", "new")
    #expect(masked(result) == "4 articles saved, none lost (in T s)\n")
    #expect(result.errors.isEmpty && result.status == 0)
    #expect(program.run("check", "--index", "new", "--level", "content").status == 0)
    #expect(
      program.run("search", "托育", "--index", "new", "--json").output.replacing(
        /"elapsed_ms":[0-9.]+/, with: "")
        == Program.indexed().run("search", "托育", "--json").output.replacing(
          /"elapsed_ms":[0-9.]+/, with: ""))
    damage("_0.sto")
    let worse = program.run("repair", "worse")
    #expect(
      masked(worse).replacing(/bytes [0-9]+-[0-9]+/, with: "BYTES") == """
        lost: _0.sto: 4 articles, BYTES
        lost: _0.sto: article childcare.txt
        lost: _0.sto: article eldercare.txt
        lost: _0.sto: article gongbao 7
        lost: _0.sto: article r2
        0 articles saved, 4 lost (in T s)

        """)
    #expect(worse.status == 1)
    let json = program.run("repair", "json", "--json")
    #expect(
      masked(json).replacing(/"end":[0-9]+/, with: #""end":N"#) == #"""
        {"complete":false,"deleted":0,"dictionary_faults":[],"elapsed_ms":T,"fields_known":true,"foreign":[],"losses":[{"articles":4,"bytes":[{"end":N,"start":32}],"file":"_0.sto","ids":["childcare.txt","eldercare.txt","gongbao 7","r2"],"missing":false,"reason":"damaged"}],"lost":4,"replaced":0,"saved":0,"unreadable":[],"without_deletions":[]}

        """#)
    #expect(json.status == 1)
    let refused = program.run("repair", "index")
    #expect(refused.errors == "error: index: create: Directory not empty\n")
    #expect(refused.status == 2)
  }

  @Test func `files that cannot be read are not reported as damaged or lost`() {
    program.folder.remove("index/_0.sto")
    program.folder.makeLink("index/_0.sto", to: "_0.sto")
    let problem = "index/_0.sto: open: Too many levels of symbolic links"
    let check = program.run("check", environment: ["COLUMNS=200"])
    #expect(check.lines.first == "cannot be checked: \(problem)" && check.status == 2)
    #expect(check.output.contains("no damage in the other files, 1 file unchecked: generation 1"))
    let refused = program.run("repair", "new")
    #expect(
      refused.errors
        == "error: \(problem); make it readable, or use --skip-unreadable to save only the readable articles\n"
    )
    #expect(refused.output.isEmpty && refused.status == 2)
    let skipped = program.run("repair", "new", "--skip-unreadable")
    #expect(skipped.lines.first == "lost: _0.sto: 4 articles, the file cannot be read")
    #expect(skipped.output.contains("\nnot read: \(problem)\n") && skipped.status == 1)
  }

  @Test func `snapshot copies an index`() {
    let result = program.run("snapshot", "copy")
    #expect(
      masked(result)
        == "generation 1: 4 articles in 1 segment, N kB; 8 files linked, 1 written\n")
    #expect(result.errors.isEmpty && result.status == 0)
    #expect(program.run("check", "--index", "copy", "--level", "content").status == 0)
    #expect(
      masked(program.run("snapshot", "deep/copy", "--json"))
        == #"{"articles":4,"bytes":N,"files":9,"generation":1,"linked_files":8,"segments":1}"#
        + "\n")
    let refused = program.run("snapshot", "copy")
    #expect(refused.errors == "error: copy: create: Directory not empty\n")
    #expect(refused.output.isEmpty && refused.status == 2)
  }

  @Test func `export writes articles that can be indexed again`() {
    let result = program.run("export")
    #expect(
      result.lines.last == #"""
        {"id":"r2","title":"无日期的消息","text":"托育服务与养老服务同步发展。","xunwen":{"version":1,"encoding":"UTF-8","originals":[["title",0],["text",18]],"zones":[["title",0,18],["body",18,42]]}}
        """#)
    #expect(result.lines.count == 4 && result.status == 0 && result.errors.isEmpty)
    #expect(!result.output.contains("\u{1B}"))
    program.folder.makeDirectory("again")
    let file = program.run("export", "again/all.jsonl")
    #expect(file.errors == "4 articles in again/all.jsonl\n" && file.output.isEmpty)
    #expect(program.folder.names(in: "again") == ["all.jsonl"])
    #expect(program.folder.contents(of: "again/all.jsonl") == result.outputBytes)
    #expect(program.run("index", "again", "--index", "second").status == 0)
    #expect(program.run("export", "--index", "second").output == result.output)
    let shown = program.run("show", "childcare.txt", "--zones", "--index", "second")
    #expect(shown.output == program.run("show", "childcare.txt", "--zones").output)
    let some = program.run("export", "-", "--query", "养老 服务 -同步")
    #expect(some.lines.count == 1 && some.lines[0].hasPrefix(#"{"id":"eldercare.txt""#))
  }

  @Test func `export reports its errors`() {
    let query = program.run("export", "--query", "(养老")
    #expect(query.errors.hasPrefix("error: this parenthesis is never closed\n(养老\n"))
    #expect(query.status == 2)
    let unread = program.run("export", output: .closedPipe)
    #expect(unread.ending == .signalled(13) || unread.ending == .exited(141))
    let nowhere = program.run("export", "no/where.jsonl")
    #expect(nowhere.errors == "error: no/where.jsonl: No such file or directory\n")
    #expect(nowhere.status == 2)
    damage("_0.sto")
    let damaged = program.run("export", "out.jsonl")
    #expect(damaged.errors.hasPrefix("error: _0.sto: corrupt at byte 0: "))
    #expect(damaged.status == 2 && !program.folder.names(in: ".").contains { $0.hasPrefix("out") })
  }

  @Test(arguments: [["check"], ["repair", "new"], ["snapshot", "new"], ["export"]])
  func `a missing index is an error`(arguments: [String]) {
    let result = Program().run(bytes: arguments.map { Array($0.utf8) })
    #expect(
      result.errors
        == "error: no index at index; make one with `xunwen index FOLDER --index index`\n")
    #expect(result.output.isEmpty && result.status == 2)
  }
}
