import TestSupport
import Testing

/// dict, and its effect on search.
@Suite struct DictCommandTests {
  private let program = Program.indexed()

  @Test func `words are added, listed and removed`() {
    let added = program.run("dict", "add", "托育服务", "普惠托位")
    #expect(added.errors == "2 words added\n" && added.output.isEmpty && added.status == 0)
    let again = program.run("dict", "add", "托育服務", "--index", "index")
    #expect(again.errors == "“托育服務” is already in the dictionary\n0 words added\n")
    #expect(again.status == 0)
    #expect(program.run("dict", "synonym", "托育", "保育").errors == "2 synonyms added\n")
    #expect(
      program.run("dict", "synonym", "保育", "托育").errors == "they are already in the dictionary\n")
    #expect(program.run("dict", "list").output == "托育服务\n普惠托位\n托育 = 保育\n")
    #expect(
      program.run("dict", "list", "--json").output
        == #"{"words":["托育服务"]}"# + "\n" + #"{"words":["普惠托位"]}"# + "\n"
        + #"{"words":["托育","保育"]}"# + "\n")
    let removed = program.run("dict", "remove", "普惠托位", "没有")
    #expect(removed.errors == "“没有” is not in the dictionary\n1 word removed\n")
    #expect(removed.status == 1)
    #expect(program.run("dict", "remove", "托育").status == 0)
    #expect(
      String(decoding: program.folder.contents(of: "index/words.txt"), as: UTF8.self) == "托育服务\n")
  }

  @Test func `wrong words are errors`() {
    for (arguments, message) in [
      (["add", "托"], "“托” is one character, but a word has two or more"),
      (["add", "托育=保育"], "“托育=保育” contains punctuation, which is not part of a word"),
      (["add", "GDP"], "“GDP” is a single word already and is never split"),
      (["synonym", "托育", "托育"], "“托育” is its own synonym"),
      (["impact", "？"], "“？” has neither letters nor digits"),
    ] {
      let result = program.run(bytes: (["dict"] + arguments).map { Array($0.utf8) })
      #expect(result.errors == "error: \(message)\n")
      #expect(result.status == 2 && result.output.isEmpty)
    }
    for arguments in [["synonym", "托育"], ["add"], ["remove"], ["impact"]] {
      let result = program.run(bytes: (["dict"] + arguments).map { Array($0.utf8) })
      let help = "See 'xunwen dict \(arguments[0]) --help'.\n"
      #expect(result.errors.hasSuffix("\n" + help) && result.status == 2)
    }
    #expect(!program.folder.names(in: "index").contains("words.txt"))
    program.write("# 词\n托育，服务\n", to: "index/words.txt")
    let warning =
      "warning: index/words.txt:2: “托育，服务” contains punctuation, which is not part of a word; "
      + "it is ignored\n"
    for arguments in [["search", "托育"], ["stats"], ["dict", "list"], ["show", "r2"]] {
      let result = program.run(bytes: arguments.map { Array($0.utf8) })
      #expect(result.errors == warning && result.status == 0, "\(arguments)")
    }
    #expect(program.run("dict", "add", "普惠托位").errors == warning + "1 word added\n")
    let check = program.run("check")
    #expect(check.output.contains("damaged: words.txt: line 2: ") && check.status == 1)
    let repair = program.run("repair", "new")
    #expect(repair.output.hasPrefix("left out: words.txt:2: ") && repair.status == 0)
    #expect(program.run("check", "--index", "new").status == 0)
    program.folder.write(
      Array(repeatElement([0xFF, 0x0A], count: 9).joined()), to: "index/words.txt")
    let many = program.run("stats")
    #expect(many.errors.split(separator: "\n").count == 6 && many.status == 0)
    #expect(many.errors.hasSuffix("warning: index/words.txt: 4 more lines ignored\n"))
    #expect(
      program.run("dict", "list", "--index", "none").errors.hasPrefix("error: no index at none"))
  }

  @Test func `search uses the dictionary`() {
    _ = program.run("dict", "synonym", "保育", "托育")
    let found = program.run("search", "保育", "--json")
    #expect(found.lines.count == 4 && found.status == 0)
    #expect(found.lines[0].contains(#""highlights":["#))
    let plain = program.run("search", "保育", "--no-dictionary")
    #expect(plain.output.contains("no article matches") && plain.status == 1)
    let batch = program.run("batch", "-", "--format", "trec", input: "1\t保育\n")
    #expect(batch.lines.count == 3)
    let without = program.run(
      "batch", "-", "--format", "trec", "--no-dictionary", input: "1\t保育\n")
    #expect(without.lines.isEmpty)
  }

  @Test func `interpretations show synonyms`() {
    _ = program.run("dict", "synonym", "保育", "托育")
    let text = program.run("search", "保育 -普惠", "--explain-query").output
    #expect(text.contains("\ndictionary  also\n保育        托育\n"))
    #expect(text.contains("托育  gram  main      2.0         3\n"))
    let json = program.run("search", "养老 -保育", "--explain-query", "--json").output
    #expect(
      json.contains(#""dictionary":[{"excluded":true,"synonyms":["托育"],"word":"保育"}]"#))
    #expect(
      program.run("search", "养老 -保育", "--explain-query", "--json", "--no-dictionary").output
        .contains(#""dictionary":[]"#))
  }

  @Test func `impact compares a query without and with a word`() {
    let result = program.run("dict", "impact", "养老服务补贴")
    #expect(
      result.output.replacing(#/ +[0-9]+\.[0-9]{2}/#, with: " S") == """
        养老服务补贴 is not in the dictionary; 1 article contains it

                  without             with
        asks for  养老 · 服务 · 补贴  养老服务补贴
        articles  1                   1

        term          kind  without  with
        养老          gram  2.0      1.0
        老服          gram  0.5      1.0
        服务          gram  2.0      1.0
        务补          gram  0.5      1.0
        补贴          gram  2.0      1.0
        养老服务补贴  word           1.0

        best without
          1. S           居家养老服务补贴扩面
          2. S  in part  无日期的消息
          3. S  in part  关于完善␛[31m托育服务␇的通知
          4. S  in part  社区托育服务圈建成

        best with
          1. S           居家养老服务补贴扩面
          2. S  in part  无日期的消息
          3. S  in part  关于完善␛[31m托育服务␇的通知
          4. S  in part  社区托育服务圈建成

        """)
    #expect(result.status == 0 && result.errors.isEmpty)
    let json = program.run("dict", "impact", "养老服务补贴", "--json").output
    #expect(json.contains(#""exact_articles":1,"listed":false"#))
    #expect(json.contains(#"{"kind":"gram","term":"老服","with":1,"without":0.5}"#))
  }
}
