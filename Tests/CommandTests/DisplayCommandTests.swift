import FoundationEssentials
import TestSupport
import Testing

/// show, stats and analyze.
@Suite struct DisplayCommandTests {
  private let program = Program.indexed()

  @Test func `show prints headline, facts and body`() {
    let result = program.run("show", "childcare.txt")
    #expect(
      result.output == """
        社区托育服务圈建成

        id        childcare.txt
        date      2023-07-02T14:53:51
        source    工人日报
        encoding  UTF-8

        托育服务走进社区，家长步行十五分钟就能到达托育中心。

        市总工会介绍，全市新增托育服务点六十四处，普惠托位二百一十个。

        """)
    #expect(result.errors.isEmpty)
    #expect(result.status == 0)
  }

  @Test func `show prints unknown members of a record`() {
    let result = program.run("show", "gongbao 7")
    #expect(
      result.output == """
        关于完善␛[31m托育服务␇的通知

        id        gongbao 7
        date      2021-04-20
        source    政务公报
        url       https://example.org/7
        tags      托育
        wenhao    "江政发〔2021〕7号"
        encoding  UTF-8

        各县应当完善托育服务，保障经费。

        """)
  }

  @Test func `show --zones prints every zone`() {
    let result = program.run("show", "childcare.txt", "--zones")
    #expect(
      result.output == """
        id        childcare.txt
        date      2023-07-02T14:53:51
        source    工人日报
        encoding  UTF-8

        [header] file 0-6
          天天热资讯!

        [title] file 6-15
          社区托育服务圈建成

        [header] file 16-45
          时间:2023-07-02 14:53:51来源:工人日报

        [body] file 47-106
          托育服务走进社区，家长步行十五分钟就能到达托育中心。

          市总工会介绍，全市新增托育服务点六十四处，普惠托位二百一十个。

        [tail] file 108-140
          标签：托育 社区

          责任编辑：张三
          相关阅读
          养老金上调方案公布

        """)
  }

  @Test func `show --json has the whole article`() throws {
    let result = program.run("show", "gongbao 7", "--json")
    #expect(
      result.output == #"""
        {"content_hash":"662a1366327b95fd","date":"2021-04-20","document":2,"encoding":"UTF-8","extras":[{"json":"\"江政发〔2021〕7号\"","key":"wenhao"}],"id":"gongbao 7","matches":null,"originals":[{"name":"title","text":"关于完善\u001b[31m托育服务\u0007的通知"},{"name":"text","text":"各县应当完善托育服务，保障经费。"}],"path":"records.jsonl","section":null,"segment":"_0","source":"政务公报","tags":["托育"],"title":"关于完善\u001b[31m托育服务\u0007的通知","url":"https://example.org/7","zones":[{"end":17,"kind":"title","original":"title","start":0},{"end":16,"kind":"body","original":"text","start":0}]}

        """#)
  }

  @Test func `show reports a missing article`() {
    let result = program.run("show", "no\u{1B}such")
    #expect(result.errors == "no article has the id no␛such\n")
    #expect(result.output.isEmpty)
    #expect(result.status == 1)
  }

  @Test func `stats prints counts and sources`() {
    let result = program.run("stats")
    #expect(
      result.output.hasPrefix(
        """
        articles       4
        deleted        0
        dates          2021-04-20 to 2023-07-02
        undated        1

        """
      ))
    #expect(result.output.hasSuffix("\n  1  (none)\n  1  临江日报\n  1  工人日报\n  1  政务公报\n"))
    #expect(result.status == 0)
  }

  @Test func `stats --json has all counts`() throws {
    struct Statistics: Decodable {
      struct Source: Decodable, Equatable {
        let name: String
        let count: Int
      }

      let articles: Int
      let undated: Int
      let first_date: String?
      let sources: [Source]
      let index_bytes: Int
      let files: [[String: FileValue]]
    }
    enum FileValue: Decodable {
      case name(String)
      case bytes(Int)

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let bytes = try? container.decode(Int.self) {
          self = .bytes(bytes)
        } else {
          self = .name(try container.decode(String.self))
        }
      }
    }
    let result = program.run("stats", "--json")
    let statistics = try JSONDecoder().decode(Statistics.self, from: Data(result.outputBytes))
    #expect(statistics.articles == 4 && statistics.undated == 1)
    #expect(statistics.first_date == "2021-04-20")
    #expect(statistics.sources.map(\.count) == [1, 1, 1, 1])
    let sum = statistics.files.reduce(0) { sum, file in
      if case .bytes(let bytes) = file["bytes"] { sum + bytes } else { sum }
    }
    #expect(sum == statistics.index_bytes)
    #expect(result.lines.count == 1)
  }

  @Test func `analyze prints a row for each position`() {
    let result = program.run("analyze", "用人單位，托育服務", "２０２３年。Ａ")
    #expect(
      result.output == """
        position  text      normalized  word  terms
               0  用        用          用人  gram 用人
               1  人        人                gram 人单
               2  單        单          单位  gram 单位
               3  位        位                edge 位
               4                              gap
               5  托        托          托    gram 托育, word 托
               6  育        育          育    gram 育服, word 育
               7  服        服          服务  gram 服务
               8  務        务                edge 务
               9  ２０２３  2023        2023  token 2023
              10  年        年          年    sentence end, edge 年, word 年
              11                              gap
              12  Ａ        a           a     token a

        """)
    #expect(result.status == 0)
  }

  @Test func `analyze --json has units, words and terms`() {
    let result = program.run("analyze", "單位,ok", "--json")
    #expect(
      result.output == #"""
        {"gaps":[2],"terms":[{"kind":"gram","position":0,"text":"单位"},{"kind":"edge","position":1,"text":"位"},{"kind":"boundary","position":2,"text":"g"},{"kind":"token","position":3,"text":"ok"}],"text":"單位,ok","units":[{"kind":"han","normalized":"单","original":"單","position":0},{"kind":"han","normalized":"位","original":"位","position":1},{"kind":"token","normalized":"ok","original":"ok","position":3}],"words":[{"end":2,"start":0,"text":"单位"},{"end":3,"start":2,"text":"ok"}]}

        """#)
  }
}
