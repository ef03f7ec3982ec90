import Testing

@testable import TextAnalysis

/// ICU's words, including the oddities of its dictionary. They affect ranking, never matching.
@Suite struct SegmentationTests {
  @Test(arguments: [
    "5g|网络", "3|岁|以下|婴|幼儿", "2023|年|7|月|2|日", "二|〇|二|三年", "国务院|办公|厅", "张|桂|梅|校长",
    "习|近平|总书记", "碳|达|峰|碳|中|和", "新冠|肺炎|疫|情", "粤|港澳|大湾|区", "一带|一路", "研究|生命|起源", "研究生",
    "南京市|长江|大|桥", "农民|工|工资", "上海|自|贸|区", "第十|四届|全国", "公|积|金", "不动|产|登记", "第|3|号令", "三百六十|五",
    "a|股", "3d|打印", "发展|中|国家", "全国|人民|代表|大会|常务|委员|会", "乌鲁木齐", "泽|连|斯|基", "1,234.5",
  ])
  func `words of examples`(expected: String) throws {
    let text = expected.split(separator: "|").joined()
    #expect(try Analyzer().analyze(text).segmented == expected)
  }

  @Test func `punctuation separates words`() throws {
    let analyzer = try Analyzer()
    #expect(analyzer.analyze("COVID-19").segmented == "covid|19")
    #expect(analyzer.analyze("二○二三年").segmented == "二|〇|二|三年")
    #expect(analyzer.analyze("發展中國家").segmented == "发展|中|国家")
    #expect(analyzer.analyze("国发〔2023〕5号").segmented == "国|发|2023|5|号")
    #expect(analyzer.analyze("50%").segmented == "50")
    #expect(analyzer.analyze("50㎡").segmented == "50|m2")
    #expect(analyzer.analyze("2020，2021；2022").segmented == "2020|2021|2022")
    #expect(analyzer.analyze("1,234；a：b").segmented == "1,234|a|b")
    #expect(analyzer.analyze("１．５").segmented == "1.5")
  }

  /// The segmenter joins stretches with line breaks, and must find the words of each stretch alone.
  @Test func `no word spans two stretches`() throws {
    let analyzer = try Analyzer()
    let stretches = [
      "研究生", "命起源", "中", "国人民", "カタカナ", "の", "한국", "ㄅㄆ", "全国人民代表大会常务委员会", "𠀀", "〇", "三年", "張桂梅",
    ]
    for a in stretches {
      for b in stretches {
        let apart = analyzer.analyze(a).segmented + "|" + analyzer.analyze(b).segmented
        for separator in ["，", " ", "\n", " 。 "] {
          #expect(analyzer.analyze(a + separator + b).segmented == apart)
        }
      }
    }
  }
}
