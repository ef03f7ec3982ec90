import TestSupport
import Testing

/// The reasons that search prints when nothing matches.
@Suite struct EmptyAnswerCommandTests {
  private let program = Program.indexed()

  private func search(_ arguments: String...) -> ProcessResult {
    program.run(bytes: (["search"] + arguments).map { Array($0.utf8) })
  }

  @Test func `each clause has its count`() {
    let result = search("通知", "\"七十岁\"", "--match", "all")
    #expect(
      result.errors
        == """
        clause    articles  articles without the clause
        通知             1                            1
        "七十岁"         1                            1
        each clause matches, but no article matches all of them; without 通知, 1 article
        matches

        """.replacing("article\nmatches", with: "article matches"))
    #expect(result.status == 1)
    let unknown = search("通知", "并无此语", "-补贴", "--match", "all")
    #expect(unknown.errors.contains("\n并无此语         0                            1\n"))
    #expect(unknown.errors.contains("\n-补贴            1                            0\n"))
  }

  @Test func `words of a text without a match have counts`() {
    let result = search("托育高速铁路", "--match", "all")
    #expect(
      result.errors == """
        clause        articles
        托育高速铁路         0
          托育               3
          高速               0
          铁路               0

        """)
  }

  @Test func `words of a quotation have counts, also without its signs`() {
    #expect(
      search("\"服务托育\"").errors == """
        clause      articles
        "服务托育"         0
          服务             4
          托育             3

        """)
    #expect(
      search("\"托育%\"").errors == """
        clause   articles
        "托育%"         0
          托育          3

        """)
    #expect(search("\"并无\"").errors == "\"并无\" matches no article\n")
  }

  @Test func `partial matches come with the reasons`() {
    let result = search("托育", "并无")
    #expect(result.status == 0 && result.output.contains("no article matches; 3 match in part"))
    #expect(
      result.errors == """
        clause  articles  articles without the clause
        托育           3                            0
        并无           0                            3

        """)
  }

  @Test func `a source or date of both options and query is reported once`() {
    let result = search(
      "source:央视", "date:2030", "--source", "央视", "--from", "2030", "--to", "2030")
    let lines = result.errors.split(separator: "\n")
    #expect(lines.count { $0.contains("no article has the source 央视") } == 1)
    #expect(lines.count { $0.contains("no article is dated 2030") } == 1)
  }

  @Test func `an unknown source is reported with similar ones`() {
    let result = search("托育", "--source", "日报")
    #expect(
      result.errors
        == """
        托育 matches 3 articles of other sources or dates
        no article has the source 日报; similar sources: 临江日报 (1 article), 工人日报 (1
        article)

        """.replacing("(1\narticle)", with: "(1 article)"))
    #expect(search("托育", "来源：央视").errors.contains("no article has the source 央视; `xunwen stats`"))
    #expect(search("托育", "--source", "工 人日报").errors.contains("similar sources: 工人日报 (1 article)"))
  }

  @Test func `dates without articles are reported`() {
    let result = search("托育", "--from", "2030")
    #expect(
      result.errors == """
        托育 matches 3 articles of other sources or dates
        no article is dated 2030 or later; the archive has dates from 2021-04-20 to 2023-07-02

        """)
    #expect(search("托育 date:2019").errors.contains("no article is dated 2019; the archive"))
    #expect(
      search("托育", "--source", "工人日报", "--from", "2021", "--to", "2022").errors
        .contains("no article of these sources has these dates\n"))
  }

  @Test func `ignored text is reported`() {
    #expect(
      search("并无此语", "？").errors.contains("ignored, because it has only punctuation: ？\n"))
    let long = search(String(repeating: "x", count: 65_600))
    #expect(long.errors.contains("the query is longer than 65536 characters") && long.status == 1)
  }

  @Test func `JSON has a row with the reasons`() throws {
    let result = search("通知", "并无此语", "？", "(", "--source", "日报", "--from", "2030", "--json")
    #expect(
      result.lines.first == #"""
        {"clauses":[{"articles":1,"articles_in_scope":0,"articles_without":0,"excluded":false,"parts":[],"query":"通知"},{"articles":0,"articles_in_scope":0,"articles_without":0,"excluded":false,"parts":[{"articles":0,"articles_in_scope":0,"articles_without":null,"excluded":false,"parts":[],"query":"并无"},{"articles":0,"articles_in_scope":0,"articles_without":null,"excluded":false,"parts":[],"query":"此语"}],"query":"并无此语"}],"empty_dates":[{"first":"2021-04-20","from":"2030","last":"2023-07-02","to":null}],"ignored":["？"],"mistakes":[{"end":11,"message":"this parenthesis is never closed","start":10}],"scope_articles":0,"type":"no_hits","unknown_sources":[{"name":"日报","similar":[{"articles":1,"name":"临江日报"},{"articles":1,"name":"工人日报"}]}]}
        """#)
    #expect(!search("托育", "--json").output.contains("no_hits"))
  }
}
