import Articles
import Calendar
import Testing

/// Tests of the extraction from whole pages and from odd headers. All texts are invented.
struct ExtractionTests {
  private static let title = "临江市出台托育服务补助办法"
  private static let prose = [
    "临江市近日出台托育服务补助办法，对普惠托位按月给予补助，家庭每月可少支出六百元以上。",
    "补助由区级财政按季度拨付，街道核实托位和在托人数，弄虚作假的三年内不得再次申请补助资金。",
    "业内人士认为，普惠托育要走得远，关键在于保育人员的收入和培训能否跟得上，这需要长期投入。",
    "“离家近，价格也能接受。”一位家长说，孩子入托之后，老人终于能够回乡照看自己的果园了。",
  ]

  private struct Page {
    let title: String
    let time: String
    let source: String
    let body: String

    init(_ text: String) {
      let bytes = Array(text.utf8)
      let layout = PageLayout.extract(bytes)
      func joined(_ kind: ZoneKind) -> String {
        layout.zones.filter { $0.kind == kind }
          .map { String(decoding: bytes[$0.range], as: UTF8.self) }.joined(separator: "\n")
      }
      (title, body) = (joined(.title), joined(.body))
      time = layout.published?.description ?? ""
      source = layout.source
    }
  }

  /// Reads a page with title, the given lines and two paragraphs.
  private func page(header: String) -> Page {
    Page("\(Self.title)\n\(header)\n\n\(Self.prose[0])\n\n\(Self.prose[1])\n")
  }

  @Test(arguments: [
    ("2016年06月30日09时30分 来源：临江网", "2016-06-30T09:30:00"),
    ("2023-07-02 2:53 PM 来源：临江网", "2023-07-02T14:53:00"),
    ("2023年7月2日中午12:05 来源：临江网", "2023-07-02T12:05:00"),
    ("2023年7月2日晚8点30分 来源：临江网", "2023-07-02T20:30:00"),
    ("2023年7月2日晚8时 来源：临江网", "2023-07-02T20:00:00"),
    ("时间：2023年7月2日凌晨1:05\n来源：临江网", "2023-07-02T01:05:00"),
    ("发布时间：18-03-08 23:16 来源：临江网", "2018-03-08T23:16:00"),
    ("2019-09-3007:42 来源：临江网", "2019-09-30T07:42:00"),
    ("2023\n11/17\n20:52:15\n来源：临江网", "2023-11-17T20:52:15"),
    ("2023-07-02\n14:53:51\n来源：临江网", "2023-07-02T14:53:51"),
    ("日期：2023年7月 来源：临江网", "2023-07"),
    ("来源：临江网 1898年9月21日", "1898-09-21"),
    ("时间:2999-07-02 来源:临江网", ""),
    ("时间:1970-01-01 08:00:00 来源:临江网", ""),
    ("发布时间：\n2023年07月02日\n来源：\n临江网", "2023-07-02"),
  ])
  func `times are read in all forms`(header: String, time: String) {
    let page = page(header: header)
    #expect(page.time == time)
    #expect(page.source == "临江网")
    #expect(page.title == Self.title)
    #expect(page.body == Self.prose[0] + "\n\n" + Self.prose[1])
  }

  @Test(arguments: [
    "更新时间：2023-07-05 09:00\n发布时间：2023-07-02",
    "更新时间：2023-07-05 09:00 发布时间：2023-07-02",
    "发布时间：2023-07-02 更新时间：2023-07-05 09:00",
    "成文日期：2023-06-20\n发布日期：2023-07-02",
    "索引号：\n0000/2023-1\n成文日期：\n2023年06月20日\n发布日期：\n2023年07月02日",
    "报名截止时间：2023-08-01\n时间：2023-07-02",
    "时间：2023-07-02\n活动时间：2023-08-01",
  ])
  func `times are ranked by their labels`(header: String) {
    #expect(page(header: header).time == "2023-07-02")
  }

  @Test(arguments: [
    ("2023-07-02 来源：临江日报 记者 张三", "临江日报"),
    ("来源：临江日报记者张三 2023-07-02", "临江日报"),
    ("2023-07-02 临江日报 记者张三", "临江日报"),
    ("来源：新华社北京7月2日电 2023-07-02", "新华社"),
    ("来源：综合新华社、临江新闻 2023-07-02", "综合新华社、临江新闻"),
    ("来 源：临江日报　　时 间：2023.7.2", "临江日报"),
    ("转载自：临江日报 2023-07-02", "临江日报"),
    ("发表于2023-07-02| 116次阅读| 来源某网| 0 条评论| 作者王某", "某网"),
    ("临江日报 | 2023-07-02 10:00 | 要闻", "临江日报"),
    ("原创 临江人文 2023-07-02 10:00:00", "临江人文"),
    ("某某中文站2023年07月02日07:17", "某某中文站"),
    ("2023-07-02 09:11 21世纪某报道", "21世纪某报道"),
    ("2023年07月02日 临江传媒 时政新闻 1665 0", "临江传媒"),
    ("王某/临江青年报\n2023-07-02 10:00", "临江青年报"),
    ("临江日报\n2023-07-02 14:53", "临江日报"),
    ("2023-07-02 14:53\n临江日报", "临江日报"),
    ("《临江日报》（2023年7月2日 第04版）", "临江日报"),
    ("《 临江日报 》（ 2023年07月02日   第 04 版）", "临江日报"),
    ("发布机构：临江市卫生健康委员会 发布日期：2023-07-02 来源：", "临江市卫生健康委员会"),
    ("来源： 作者：张三 发布时间：2023-07-02", ""),
    ("来源：\n作者：张三\n发布时间：2023-07-02", ""),
    ("2023-07-02 14:53 张三", ""),
    ("2023-07-02 14:53\n张三", ""),
    ("2023-07-02 文/张三", ""),
  ])
  func `sources are read in all forms`(header: String, source: String) {
    let page = page(header: header)
    #expect(page.source == source)
    #expect(page.time.hasPrefix("2023-07-02"))
  }

  @Test(arguments: ["图片来源：某某图库", "（图片来源：某某图库）", "（图/某某图库）", "资金来源：财政拨款", "图源：临江日报"])
  func `credits of pictures are no sources`(line: String) {
    let page = Page(
      "\(Self.title)\n2023-07-02\n\(Self.prose[0])\n\(line)\n\(Self.prose[1])\n\(line)")
    #expect(page.source == "")
    #expect(page.body.contains(Self.prose[0]) && page.body.contains(Self.prose[1]))
  }

  @Test(arguments: [
    ("2025年1月1日起临江市提高托育补助标准", "发布时间：2024-12-20", "2024-12-20"),
    ("2025年1月1日起临江市提高托育补助标准", "来源：临江日报", ""),
    ("关于2023年7月2日临江市停水的公告", "2023-06-30", "2023-06-30"),
  ])
  func `a date in the headline is no time`(title: String, header: String, time: String) {
    let page = Page("\(title)\n\(header)\n\(Self.prose[0])\n\(Self.prose[1])")
    #expect(page.title == title)
    #expect(page.time == time)
  }

  private static let menu = """
    登录
    注册
    首页
    今天是2024年5月1日 星期三
    新闻
    财经
    体育
    政务公开
    办事服务
    互动交流
    """

  @Test(arguments: [
    "首页 > 新闻 > 正文", "您当前的位置：新闻中心 > 临江", "搜索 网站地图 设置首页", "• 客户端",
    (0..<130).map { "菜单项\($0)" }.joined(separator: "\n"),
  ])
  func `the headline is found below the navigation`(last: String) {
    let page = Page(
      """
      \(Self.menu)
      \(last)
      \(Self.title)
      2023-07-02 14:53 来源：临江日报 举报
      326
      分享到：
      • 微信
      • QQ空间
      • 更多
      用微信扫码二维码
      听新闻
      字号：大 中 小
      T + -
      \(Self.prose[0])
      \(Self.prose[1])
      责任编辑：王某
      相关阅读
      • 别处的新闻标题一条在此
      • 另一处的新闻标题在此
      """)
    #expect(page.title == Self.title)
    #expect(page.time == "2023-07-02T14:53:00")
    #expect(page.source == "临江日报")
    #expect(page.body == Self.prose[0] + "\n" + Self.prose[1])
  }

  @Test func `the clock of a portal is no time`() {
    let page = Page("\(Self.menu)\n\(Self.title)\n来源：临江日报\n\(Self.prose[0])\n\(Self.prose[1])")
    #expect(page.title == Self.title)
    #expect(page.time == "")
  }

  @Test(arguments: [
    "\(title)_临江新闻", "\(title)--时政--临江网", "\(title) - 临江日报网", "\(title) | 临江日报",
    "\(title)-新闻频道-临江网",
  ])
  func `the names of sites are no part of the title`(line: String) {
    #expect(Page("\(line)\n2023-07-02\n\(Self.prose[0])").title == Self.title)
    let repeated = Page("\(line)\n首页\n时政\n\(Self.title)\n2023-07-02\n\(Self.prose[0])")
    #expect(repeated.title == Self.title)
  }

  @Test(arguments: [
    "新冠病毒变异株XBB-1抵达临江市", "临江市召开大会 部署托育工作", "操盘必读｜央行部署加大信贷投放；美股涨跌不一",
    "把孩子托付给你们的街坊们终于可以放心去上班了。", "第十届中国-东盟论坛",
  ])
  func `marks are part of the title`(title: String) {
    #expect(Page("\(title)\n时间:2023-07-02来源:临江日报\n\n\(Self.prose[0])").title == title)
  }

  @Test(arguments: [
    "责任编辑：王某", "（责任编辑：王某）", "关键词：托育；补助", "【关键词】托育 补助", "标签：托育", "特别提示：申请人应当携带身份证原件。",
    "郑重声明：近日有人冒用我馆名义收费。", "分享到：", "评论", "上一篇", "相关阅读：临江市托育机构名单公布", "版权所有 临江日报社",
    "【资料图】", "热门推荐", "更多",
  ])
  func `prose that follows a marker is body`(marker: String) {
    let page = Page(
      """
      \(Self.title)
      时间:2023-07-02来源:临江日报
      \(Self.prose[0])
      \(marker)
      \(Self.prose[1])
      \(Self.prose[2])
      \(Self.prose[3])
      """)
    for paragraph in Self.prose { #expect(page.body.contains(paragraph)) }
  }

  @Test(arguments: [
    "收藏\n举报\n4,786 条评论\n评论\n夜空中的星 12小时前\n这不光看到了担当也看到了责任感，我觉得这里的风气很正，人也都很好。\n回复 ⋅ 12条回复 1375",
    "我要反馈\n229条评论|5,874人参与网友评论\n登录|注册\n最热评论 刷新\n某网友\n这不光看到了担当也看到了责任感，我觉得这里的风气很正，很感动。",
    "主办单位：临江市卫生健康委员会\n地址：临江市中山路1号 邮编：030001 电话：0351-1234567\n临ICP备05018911号 网站标识码：3300000020",
    "关于我们 | 联系我们 | 广告服务 | 网站地图\n临ICP备12345678号\n版权所有 临江日报社",
    "声明：本文仅代表作者个人观点，与本网无关。文中陈述文字和内容未经本站证实，请读者仅作参考，并请自行核实相关内容。",
    "特别声明：以上内容为用户上传。\nNotice: The content above is uploaded and posted by a user and only provides storage services.",
    "- THE END -\n转载请注明出处：某科技\n#天文航天#月球\n文章价值打分\n• 有价值\n• 没价值",
    "作者最新文章\n别处的新闻标题一条在此\n12-2718:40\n另一处的新闻标题一条在此\n12-2717:52\n相关文章",
    "• 别处的新闻标题一条在此\n• 还有一处新闻标题在此\n• 第三处的新闻标题在此\n• 第四处的新闻标题在此",
    (1..<6).map { "推荐新闻标题之\($0)在此\n这是另一篇文章的摘要，讲的是别的事情，读者点击之后可以看到全文。\n2023-07-0\($0)" }
      .joined(separator: "\n"),
  ])
  func `what follows the article is no body`(tail: String) {
    let article = "\(Self.title)\n时间:2023-07-02来源:临江日报\n\(Self.prose.joined(separator: "\n"))"
    let page = Page(article + "\n" + tail)
    #expect(page.body == Self.prose.joined(separator: "\n"))
    #expect(page.time == "2023-07-02")
  }

  @Test(arguments: [
    "申请时需要携带以下材料：\n• 身份证原件\n• 收入证明\n• 在托证明",
    "• 普惠托位每月补助六百元。\n• 申请人应在每季度首月提出申请。\n• 弄虚作假的，三年内不得申请。",
    "新闻发言人\n感谢各位记者朋友今天的到来\n今天的发布会到此就结束了谢谢",
  ])
  func `lines that end an article are body`(end: String) {
    let page = Page("\(Self.title)\n时间:2023-07-02来源:临江日报\n\(Self.prose[0])\n\(end)")
    #expect(page.body == Self.prose[0] + "\n" + end)
  }

  @Test func `a paper has an abstract and keywords above its text`() {
    let page = Page(
      """
      普惠托育政策研究
      来源：临江学刊 2023-07-02

      摘要：\(Self.prose[0])

      关键词：托育；补助；政策

      一、引言

      \(Self.prose[1])
      \(Self.prose[2])
      """)
    for paragraph in Self.prose[..<3] { #expect(page.body.contains(paragraph)) }
  }

  @Test func `a summary with a heading precedes the body`() {
    let page = Page(
      """
      [视频]\(Self.title)
      来源 : 临江网
      2023-07-02 19:09
      内容简介
      临江市出台托育服务补助办法。
      [视频]\(Self.title)
      简介
      来源：临江网    更新时间：2023年07月02日 19:09
      主要内容
      \(Self.prose[0])
      \(Self.prose[1])
      编辑：刘某
      """)
    #expect(page.title == Self.title)
    #expect(page.body == Self.prose[0] + "\n" + Self.prose[1])
  }

  @Test func `the time of an event in the text is no time of publication`() {
    let page = Page(
      "\(Self.title)\n\(Self.prose[0])\n时间：2023年8月1日 14:00\n地点：临江市图书馆\n\(Self.prose[1])\n\(Self.prose[2])"
    )
    #expect(page.time == "")
    #expect(page.body.contains(Self.prose[0]))
  }

  @Test(arguments: [
    ("来源：临江日报 责任编辑：张三", "", "临江日报"), ("（来源：临江日报）", "", "临江日报"),
    ("发布日期：2023-07-02 责任编辑：龙某", "2023-07-02", ""),
    ("《临江日报》（2023年07月02日 04 版）", "2023-07-02", "临江日报"),
    ("相关新闻\n别处的新闻标题一条在此 2024-05-06\n另一处的新闻标题在此 2024-05-07", "", ""),
  ])
  func `labels below the article give time and source`(line: String, time: String, source: String) {
    let page = Page("\(Self.title)\n\(Self.prose[0])\n\(Self.prose[1])\n\(line)")
    #expect(page.time == time)
    #expect(page.source == source)
  }

  @Test(arguments: [
    "记者：补助标准是多少？\n负责人：每个托位每月六百元。\n记者：如何申请？\n负责人：向街道提出申请，按季度发放。",
    "好雨知时节，\n当春乃发生。\n随风潜入夜，\n润物细无声。",
    "第三条　申请人应当提交下列材料：\n（一）身份证；\n（二）许可证；\n（三）版权登记证书。",
    "网络用户利用平台上传作品侵害他人著作权的，网站应当及时删除，并通知权利人，依法承担侵权责任。",
    "发来贺信的有：\n临江市市长 甲某\n海宁市市长 乙某\n江北市市长 丙某\n靖港市市长 丁某\n港岛市市长 戊某",
    "| 年份 | 托位 | 补助 |\n| 2021 | 100 | 300 |\n| 2022 | 200 | 600 |",
    "咨询电话：0351-1234567",
  ])
  func `dialogue, verse, laws, names and tables are body`(text: String) {
    let page = Page(
      "\(Self.title)\n时间:2023-07-02来源:临江日报\n\(Self.prose[0])\n\(text)\n\(Self.prose[1])")
    #expect(page.body == "\(Self.prose[0])\n\(text)\n\(Self.prose[1])")
  }

  @Test func `a report has every line with its zone, and every candidate with its rank`() throws {
    let text =
      "\(Self.title)\n更新时间：2023-07-05 发布时间：2023-07-02\n\(Self.prose[0])\n\n标签：托育\n2023-08-01"
    let bytes = Array(text.utf8)
    let report = ExtractionReport(bytes)
    #expect(report.layout == PageLayout.extract(bytes))
    #expect(report.lines.map(\.zone) == [.title, .header, .body, .tail, .tail])
    #expect(report.lines.map(\.kind) == ["plain", "header", "prose", "tags", "date"])
    #expect(report.times.map(\.value) == ["2023-07-02", "2023-07-05", "2023-08-01"])
    #expect(report.times.map(\.isChosen) == [true, false, false])
    #expect(report.times.map(\.line) == [1, 1, 4])
    #expect(report.sources.isEmpty)
    let title = try #require(report.titles.first)
    #expect(title.isChosen && title.line == 0 && title.reasons.contains("first line"))
  }
}
