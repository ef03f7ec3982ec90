/// Articles that are equal on every machine. Their words follow Zipf's law and fill many posting
/// blocks, and grams occur across words as in real text.
struct SyntheticArticles {
  private static let words = """
    发展 经济 的 和 在 了 服务 工作 社会 建设 企业 国家 政策 管理 是 对 与 地区 问题 改革 市场 技术 项目 公司 教育 生活 农业 人民 医院 学校
    城市 农村 居民 政府 创新 生产 质量 安全 制度 标准 规划 投资 产业 消费 收入 就业 养老 托育 住房 公积金 保险 医疗保险 环境 生态 保护 能源 电力
    交通 铁路 高速公路 运输 物流 贸易 出口 进口 海关 金融 银行 贷款 利率 税收 财政 预算 补贴 监督 检查 执法 法律 法院 检察院 公安 消防 应急
    防汛 气象 地震 水利 灌溉 粮食 小麦 水稻 蔬菜 水果 畜牧 渔业 林业 旅游 文化 博物馆 图书馆 体育 运动会 科学 研究 大学 教师 学生 考试 毕业生
    青年 妇女 儿童 老年人 残疾人 志愿者 社区 街道 乡镇 村民 合作社 扶贫 振兴 网络 数据 信息 互联网 人工智能 平台 电子商务 通信 卫星 航空 机场 港口
    船舶 汽车 新能源 电池 充电 钢铁 煤炭 石油 天然气 化工 材料 制造业 机械 设备 食品 药品 疫苗 病毒 疫情 防控 健康 护理 中医药 会议 代表 委员会
    书记 主席 部长 总理 记者 报道 新闻 电视台 北京 上海 广东 四川 浙江 江苏 山东 河南 湖北 湖南 中国 美国 日本 俄罗斯 欧洲 非洲 世界 国际 合作 外交
    我们 他们 可以 已经 进一步 加强 推进 提高 实现 开展 组织 参加 表示 认为 通过 进行 根据 按照 目前 今年 去年 同比 增长 下降 万 亿 元 年 月 日 第一 2020 2021 covid
    """.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) }

  // SplitMix64, because the standard library's generator cannot be seeded.
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func number(below limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) >> 33) % limit
  }

  /// Returns consecutive words with a full stop after every twelfth.
  mutating func text(words count: Int) -> [UInt8] {
    var text: [UInt8] = []
    for word in 1...count {
      // The product of uniform random numbers approximates the distribution of words.
      let rank = number(below: Self.words.count) * number(below: Self.words.count)
      text += Self.words[rank / Self.words.count]
      if word % 12 == 0 { text += "。".utf8 }
    }
    return text
  }
}
