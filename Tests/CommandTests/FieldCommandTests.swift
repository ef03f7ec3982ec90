import TestSupport
import Testing

/// Tests of declared fields and of the fields of policy documents in every command that takes a
/// query.
@Suite struct FieldCommandTests {
  private let program = Program()

  init() {
    program.folder.makeDirectory("corpus")
    program.write(
      #"""
      {"id":"a","title":"养老服务通知","text":"各县应当完善养老服务，保障经费。","date":"2023-05-20","level":"省级","pages":12,"发文机关":"江省人民政府","发文字号":"江政发[2023] 5号","成文日期":"2023年5月12日","有效性":"有效"}
      {"id":"b","title":"养老补贴通知","text":"养老服务补贴扩面，社区食堂开放。","date":"2022-03-15","level":["市级","GDP"],"pages":"1,200页","发文字号":"沪府办〔2022〕12号","成文日期":"2022-03"}
      {"id":"c","title":"托育消息","text":"托育服务与养老服务同步发展。","date":"2021","category":"民生","level":"gdp"}

      """#, to: "corpus/a.jsonl")
  }

  private func index(_ arguments: String...) -> ProcessResult {
    let words = ["index", "--jobs", "1"] + arguments
    return program.run(bytes: words.map { Array($0.utf8) })
  }

  /// The ids of the hits of a query.
  private func ids(_ query: String) -> [String] {
    let result = program.run("export", "-", "--query", query)
    #expect(result.errors.isEmpty || result.status == 1, "\(query): \(result.errors)")
    return result.lines.compactMap { line in
      line.split(separator: "\"id\":\"").dropFirst().first?.split(separator: "\"").first
        .map(String.init)
    }.sorted()
  }

  private func declared() {
    let result = index("--field", "level:keyword", "--field", "pages:number")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("misfits     pages: 1 value of another type\n"))
  }

  @Test func `queries find values`() {
    declared()
    #expect(ids("level:省级") == ["a"])
    #expect(ids("level:GDP") == ["b", "c"])
    #expect(ids("养老 -LEVEL：ｇｄｐ") == ["a"])
    #expect(ids("pages:10..20") == ["a"] && ids("pages:1200") == [])
    #expect(ids("文号:江政发【2023】5号") == ["a"] && ids("机关:*政府") == ["a"])
    #expect(ids("成文:2022..2023-04") == ["b"] && ids("发布：2021") == ["c"])
    #expect(ids("效力:有效 OR level:市级") == ["a", "b"])
  }

  @Test func `every command with a query takes fields`() {
    declared()
    for command in ["kwic", "collocates", "keywords", "timeline", "ngrams"] {
      let result = program.run(command, "养老 level:市级")
      // An article has no frequent words.
      #expect([0, 1].contains(result.status) && result.errors.isEmpty, "\(command)")
      #expect(result.output.contains("1 article"), "\(command): \(result.output)")
    }
    #expect(program.run("kwic", "养老 level:市级").output.contains("扩面"))
    let batch = program.run(
      "batch", "-", "--input-format", "jsonl", "--format", "csv", "--quiet",
      input: #"{"id":"q","query":"养老 level:gdp","source":null}"# + "\n")
    #expect(batch.output.contains("\r\nq,1,b,") && batch.output.contains("\r\nq,2,c,"))
    #expect(program.run("batch", "-", "--lint", input: "q\t养老 level:gdp\n").status == 0)
    #expect(program.run("batch", "-", "--lint", input: "q\t养老 levle:gdp\n").status == 2)
    #expect(program.run("audit", "养老 level:gdp").status == 0)
    let why = program.run("why", "a", "养老 level:市级")
    #expect(why.status == 1 && why.output.contains("省级"), "\(why.output)")
    let reading = program.run("search", "养老 pages:>=10", "--explain-query")
    #expect(reading.output.contains("(pages 10..)"), "\(reading.output)")
    let none = program.run("search", "养老 level:县级")
    #expect(none.status == 1 && none.errors.contains("level:县级"), "\(none.errors)")
    #expect(program.run("delete", "--query", "level:省级").status == 0)
    #expect(ids("养老") == ["b", "c"])
  }

  @Test func `facets and statistics have fields`() {
    declared()
    let facets = program.run(
      "search", "养老", "-n", "0", "--facet", "level", "--facet", "文号", "--facet", "成文", "--json")
    #expect(
      facets.lines.dropLast().joined(separator: "\n") == """
        {"distinct":3,"facet":"level","type":"facet","unknown":0,"values":[{"articles":2,"value":"GDP"},{"articles":1,"value":"市级"},{"articles":1,"value":"省级"}]}
        {"distinct":2,"facet":"发文字号","type":"facet","unknown":1,"values":[{"articles":1,"value":"江政发〔2023〕5号"},{"articles":1,"value":"沪府办〔2022〕12号"}]}
        {"distinct":2,"facet":"成文日期","type":"facet","unknown":1,"values":[{"articles":1,"value":"2022"},{"articles":1,"value":"2023"}]}
        """)
    let unknown = program.run("search", "养老", "--facet", "color")
    #expect(unknown.status == 2)
    #expect(
      unknown.errors.hasPrefix(
        "error: unknown field 'color' (fields: source, year, month, tag, 发文机关,"))
    let text = program.run("stats").output
    #expect(text.contains("level     keyword         3         3\n"), "\(text)")
    let json = program.run("stats", "--json").output
    #expect(json.contains(#"{"articles":1,"name":"pages","type":"number","values":1}"#), "\(json)")
  }

  @Test func `an unknown field is an error that lists the fields`() {
    declared()
    let result = program.run("search", "--strict", "养老 levle:省级")
    #expect(result.status == 2)
    #expect(result.errors.contains("unknown field 'levle' (fields: title, body, source"))
    #expect(result.errors.contains("有效性, level, pages); quote the text"))
    let lenient = program.run("search", "养老 levle:省级")
    #expect(lenient.errors.contains("warning: unknown field 'levle'"))
    let hint = program.run("search", "养老 栏目:民生")
    #expect(hint.errors.contains("hint: 栏目: is read as text; the fields are title"))
    #expect(!program.run("search", "--strict", "养老 比分3:2").errors.contains("error"))
  }

  @Test func `declarations are kept, changed and removed`() {
    #expect(index().status == 0)
    #expect(program.run("search", "--strict", "level:省级").status == 2)
    let declared = index("--field", "level")
    #expect(declared.errors.contains("reindexed   3, because the declared fields changed\n"))
    #expect(ids("level:省级") == ["a"])
    #expect(index("--rebuild").status == 0 && ids("level:省级") == ["a"])
    // The member is the section of the article, so that the file is read again.
    #expect(index("--field", "category").status == 0)
    #expect(ids("category:民生") == ["c"])
    #expect(program.run("show", "c").output.contains("category"))
    #expect(index("--field", "level:none").status == 0)
    #expect(program.run("search", "--strict", "level:省级").status == 2)
    #expect(program.run("check", "--level", "content").status == 0)
    program.write("{\"text\":\"养老\",\"文号\":\"甲[2020]1号\",\"级别\":\"县级\"}\n", to: "corpus/b.jsonl")
    #expect(index("--field", "级", "--map", "文号=发文字号", "级别=级").status == 0)
    #expect(ids("文号:甲〔2020〕1号 级:县级").count == 1)
  }

  @Test(arguments: [
    ("title:keyword", "every index has a field of this name"),
    ("文号", "every index has a field of this name"), ("a b", "a name has letters, digits, _ and -"),
    ("level:text", "there is no type 'text'; the types are keyword, number, date, docnumber, none"),
    ("12", "a name is no number"), (":keyword", "the name is empty"), ("a:b:c", "write NAME:TYPE"),
  ])
  func `a wrong declaration is refused`(argument: String, problem: String) {
    let result = index("--field", argument)
    #expect(result.status == 2 && result.errors.contains("--field '\(argument)': \(problem)"))
    #expect(program.run("stats").status == 2, "no index was made")
  }

  @Test func `an export is read back with its values`() {
    declared()
    let exported = program.run("export", "-").output
    let words = ["index", "-", "--index", "copy", "--field", "level"]
    let copy = program.run(bytes: words.map { Array($0.utf8) }, input: Array(exported.utf8))
    #expect(copy.status == 0, "\(copy.errors)")
    let again = program.run(
      "export", "-", "--query", "文号:江政发〔2023〕5号 level:省级 机关:江省*", "--index", "copy")
    #expect(again.lines.count == 1 && again.lines[0].contains("江政发[2023] 5号"))
  }
}
