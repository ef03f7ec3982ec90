import Articles
import Calendar
import Testing

struct HeaderLineTests {
  /// What a page says whose second line is `line`, through the public interface: the test module
  /// cannot import Foundation and, by way of `@testable`, this project's ICU at once, since the two
  /// ICU headers clash.
  private func page(_ line: String) -> Page {
    let body = "临江市近日出台托育服务补助办法，对普惠托位按月给予补助，家庭每月可少支出六百元以上。"
    return PageExtractor.extract(Array("标题在此处\n\(line)\n\(body)\n".utf8))
  }

  @Test(arguments: [
    ("时间:2023-07-02 14:53:51来源:工人日报", "2023-07-02T14:53:51", "工人日报"),
    ("发布时间：2023年7月2日 14:53　来源：新华社　作者：张三", "2023-07-02T14:53:00", "新华社"),
    ("来源：人民日报 时间：2023/07/02", "2023-07-02", "人民日报"),
    ("来源:人民日报2023-07-02 08:00", "2023-07-02T08:00:00", "人民日报"),
    ("来源:人民日报发布时间:2023-07-02", "2023-07-02", "人民日报"),
    ("时间：２０２３－０７－０２　１４：５３：５１　来源：工人日报", "2023-07-02T14:53:51", "工人日报"),
    ("發佈時間：2023年7月2日 來源：港島時報", "2023-07-02", "港島時報"),
    ("日期:2023.07.02 稿源:中国新闻网 责任编辑:李四", "2023-07-02", "中国新闻网"),
    ("2023-07-02 14:53 来源：China Daily 字号：大 中 小", "2023-07-02T14:53:00", "China Daily"),
    ("2023年07月02日 07:40 新华网", "2023-07-02T07:40:00", "新华网"),
    ("来源：《光明日报》（2023年7月2日）", "2023-07-02", "光明日报"),
    ("（2023年7月2日 来源：新华社）", "2023-07-02", "新华社"),
    ("来源 : 央视网", "", "央视网"),
    ("更新时间: 2023-07-02", "2023-07-02", ""),
    ("2025-07-29 19:09", "2025-07-29T19:09:00", ""),
    ("来源：经济日报-中国经济网 浏览次数：128", "", "经济日报-中国经济网"),
  ])
  func reads(line: String, date: String, source: String) {
    let page = page(line)
    #expect(page.published?.description ?? "" == date)
    #expect(page.source == source)
  }

  @Test(arguments: [
    "2023年7月2日，浙江省总工会召开会议。", "资金来源:财政拨款", "记者从会上获悉", "13812345678",
    "2023-02-30", "据2023年7月2日发布的数据，全省已建成57家。", "",
    "编号 20230702145351", "坚持多措并举 鼓励多元发展",
  ])
  func refuses(line: String) {
    let page = page(line)
    #expect(page.published == nil)
    #expect(page.source == "")
  }

  @Test(arguments: [
    ("天天热资讯!坚持多措并举 鼓励多元发展", "坚持多措并举 鼓励多元发展"),
    ("环球微动态丨临江市调整公积金政策", "临江市调整公积金政策"),
    ("今日热闻!垃圾分类条例施行首周", "垃圾分类条例施行首周"),
    ("每日看点:小区门禁要不要刷脸?", "小区门禁要不要刷脸?"),
    ("世界快看点丨开学第一餐", "开学第一餐"),
    ("焦点速讯:职工医保方案公布", "职工医保方案公布"),
    ("今日熱聞!靖港定下減碳路線圖", "靖港定下減碳路線圖"),
    ("零线火线地线都有电|环球视讯", "零线火线地线都有电"),
    ("坚持献血19年!西安这位“熊猫侠”医生藏不住了_通讯", "坚持献血19年!西安这位“熊猫侠”医生藏不住了"),
    ("顶楼第三季最终大结局是什么? 世界通讯", "顶楼第三季最终大结局是什么?"),
    ("[视频]李强会见突尼斯总统", "李强会见突尼斯总统"),
    ("【大美中国】黑龙江", "【大美中国】黑龙江"),
    ("人口高质量发展:从哪里入手", "人口高质量发展:从哪里入手"),
    ("今天!新学期开学第一课", "今天!新学期开学第一课"),
    ("观察:乡村教师为何留得住", "观察:乡村教师为何留得住"),
    ("农村电商 带来新消息", "农村电商 带来新消息"),
  ])
  func headline(line: String, expected: String) {
    let text = Array(line.utf8)
    let zones = PageExtractor.extract(text).zones.filter { $0.kind == .title }
    #expect(zones.map { String(decoding: text[$0.range], as: UTF8.self) } == [expected])
  }
}
