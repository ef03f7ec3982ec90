/// Sets of Chinese characters that are often confused because they look alike. They come from pairs
/// that school books warn of, and from mistakes in scanned and hastily typed text.
enum SimilarShapes {
  static let sets = """
    己已巳 未末 土士 日曰 人入八 天夭 戊戌戍戎 侯候 治冶 晴睛清请情 辩辨辫瓣 拔拨 折拆析 干千于 午牛 大太犬 木本术 王玉主
    刀力 九丸 几凡 儿几 田由甲申 目且旦 白自 鸟乌 乒乓 兔免 贝见 矢失夫 处外 今令 厂广 风凤 仓仑 抡抢 沦沧 爪瓜 勿匆
    幻幼 历厉励 弋戈 市币巾 喝渴竭褐 跑抱饱炮泡 狼狠很恨 搏博膊 薄簿 徒徙陡 粟栗 茶荼 崇祟 毫亳 肓盲 赢羸嬴 杨扬 抗杭坑
    侍待持恃 住往佳 准淮 孤狐弧 暖援缓 缘绿 裁栽载戴 蓝篮 梁粱 暮幕墓慕 燥躁噪操澡 撤撒 拴栓 挣睁 傅缚博 密蜜 稳隐 郎朗
    即既 冒昌 官宫 宣宜 宇字 旱早 血皿 师帅 农衣 乘乖 享亨 哀衰衷 券卷 刺剌 束柬 巨臣 昂卯卵 买卖 史吏 各名 右石 户尸尺
    斤斥 代伐 坏怀环 技枝 档挡 坡披玻 摸模膜漠 棉绵锦 桐铜 钓钩钧 陪倍培 陕峡狭 颖颍 礼札 仿访妨 幅副福 偏遍编 欧殴 蜡腊
    壁璧 尝赏 厕侧测 灸炙 延廷 迁迂 逐遂 汨汩 泊怕 洒酒 汗汁 优忧扰 贪贫 贷货 责贵 侵浸 估佑 伴拌 绕浇烧晓 护户沪
    """

  private static let others: [Unicode.Scalar: [Unicode.Scalar]] = {
    var others: [Unicode.Scalar: [Unicode.Scalar]] = [:]
    for set in sets.split(whereSeparator: \.isWhitespace) {
      for scalar in set.unicodeScalars {
        let rest = set.unicodeScalars.filter { $0 != scalar }
        others[scalar, default: []] += rest.filter { !(others[scalar] ?? []).contains($0) }
      }
    }
    return others
  }()

  static func others(lookingLike character: Unicode.Scalar) -> [Unicode.Scalar] {
    others[character] ?? []
  }
}
