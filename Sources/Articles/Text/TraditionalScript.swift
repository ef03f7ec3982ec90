/// The Traditional forms of the characters in the labels and marks of pages.
enum TraditionalScript {
  /// Pairs of a Simplified and a Traditional character.
  private static let pairs = """
    与與 专專 业業 两兩 个個 为爲 举舉 乐樂 习習 书書 于於 云雲 产產 仅僅 们們 众衆 会會 传傳 体體 关關 兴興 内內 册冊 写寫
    军軍 准準 击擊 创創 删刪 别別 办辦 务務 动動 区區 协協 单單 历歷 参參 发發 号號 听聽 员員 国國 图圖 场場 坛壇
    声聲 处處 备備 复復 头頭 夹夾 娱娛 宝寶 实實 审審 对對 寻尋 导導 属屬 帮幫 广廣 开開 当當 录錄 态態 戏戲
    户戶 扫掃 护護 报報 担擔 摄攝 数數 无無 时時 暂暫 术術 机機 杂雜 权權 条條 来來 构構 标標 栏欄 楼樓 欢歡 气氣 没沒
    济濟 浏瀏 湾灣 滚滾 点點 热熱 独獨 环環 现現 电電 监監 码碼 碍礙 笔筆 签籤 简簡 类類 纠糾 约約 纳納 线線 组組 细細
    终終 经經 结結 给給 络絡 继繼 续續 维維 综綜 编編 缩縮 网網 联聯 腾騰 荐薦 营營 见見 观觀 视視 览覽 触觸 订訂 认認 让讓
    训訓 议議 讯訊 记記 许許 论論 设設 访訪 证證 评評 识識 诉訴 词詞 试試 话話 详詳 语語 说說 请請 读讀 调調 负負 财財 责責
    贴貼 资資 赏賞 赛賽 赞贊 车車 转轉 载載 辑輯 达達 还還 进進 违違 选選 递遞 邮郵 钉釘 链鏈 错錯 键鍵 门門 闭閉 问問 间間
    闻聞 阅閱 际際 陆陸 险險 隐隱 页頁 顶頂 频頻 题題 风風 馈饋
    """

  private static let traditional = Dictionary(
    uniqueKeysWithValues: pairs.split(whereSeparator: \.isWhitespace).compactMap {
      pair -> (Unicode.Scalar, Unicode.Scalar)? in
      guard let simplified = pair.unicodeScalars.first, let other = pair.unicodeScalars.last else {
        return nil
      }
      return (simplified, other)
    })

  /// Returns a label in Traditional script; a character that is not in the table stays.
  static func convert(_ label: [Unicode.Scalar]) -> [Unicode.Scalar] {
    label.map { traditional[$0] ?? $0 }
  }
}
