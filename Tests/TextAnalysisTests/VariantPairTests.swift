import Testing

@testable import TextAnalysis

/// Pairs of characters that a reader takes for one, and pairs that must stay apart.
@Suite struct VariantPairTests {
  private static func pairs(_ text: String) -> [(Unicode.Scalar, Unicode.Scalar)] {
    text.split(whereSeparator: \.isWhitespace).compactMap { pair in
      let scalars = Array(pair.unicodeScalars)
      #expect(scalars.count == 2, "\(pair)")
      return scalars.count == 2 ? (scalars[0], scalars[1]) : nil
    }
  }

  @Test(arguments: [
    // Traditional and Simplified, also where Simplified has one character for several.
    """
    后後 云雲 余餘 余馀 发發 发髮 里裏 里裡 台臺 台檯 台颱 干乾 干幹 干榦 钟鐘 钟鍾 钟锺 历歷 历曆 历厤 只祇 只衹 只隻
    才纔 么麼 么麽 系係 系繫 向嚮 向曏 复復 复複 尽盡 尽儘 汇匯 汇彙 当當 当噹 恶惡 恶噁 获獲 获穫 须須 须鬚 脏臟 脏髒
    谷穀 丑醜 姜薑 郁鬱 松鬆 卷捲 面麵 面麪 冲衝 冲沖 采採 准準 叶葉 御禦 征徵 致緻 制製 术術 朮術 表錶 借藉 舍捨 注註
    游遊 周週 升昇 升陞 夸誇 欲慾 占佔 布佈 雇僱 家傢 仆僕 仇讐 签簽 签籤 坛壇 坛罈 坛墰 摆擺 摆襬 苹蘋 沈瀋 咸鹹 線线
    """,
    // Forms of Taiwan, Hong Kong and Macao.
    """
    諮咨 谘咨 鉅巨 钜巨 妳你 牠它 衞卫 衛卫 擡抬 糉粽 糭粽 枱台 鰛鳁 鰮鳁 轀辒 輼辒 緼缊 縕缊 嫺娴 嫻娴 託托 讬托 颺扬
    飏扬 拚拼 痲麻 碁棋 痺痹 蔘参 衕同 衚胡 揹背 閤合 垻坝 壩坝 祐佑 逕径 飆飙 飈飙 脩修 袴裤 彷仿 髣仿 髴佛 彿佛 帳账
    帐账 賬账 彊强 踫碰 襉裥 閙闹 鬧闹 豓艳 豔艳 鬉鬃 騣鬃 鯗鲞 鷴鹇 鶿鹚 膕腘 巹卺 璿璇 蹠跖 錼镎 鎶鿔 譌讹 訛讹 菸烟
    煙烟 週周 麪面 啓启 啟启 羣群 裏裡 爲为 為为 僞伪 偽伪 牀床 峯峰 衆众 眾众 祕秘 竈灶 喫吃 癡痴 皁皂 繮缰 韁缰 溼湿
    簷檐 洩泄 脣唇 覈核 踴踊 鉢钵 缽钵 鍼针 着著 甚什 敍叙 敘叙 黏粘 佈布 慼戚 陜陕 陝陕 朮术 鮎鲇 鯰鲇
    """,
    // Older print, and Japanese forms in names.
    """
    靑青 値值 塡填 尙尚 屛屏 愼慎 顚颠 姸妍 甁瓶 淸清 晩晚 緖绪 呉吴 吳吴 鄕乡 鄉乡 戶户 戸户 槪概 卽即 既旣 教敎 眞真
    黒黑 黃黄 內内 說说 悅悦 產产 銳锐 歩步 毎每 収收 増增 巻卷 徳德 恵惠 壊坏 頼赖 霊灵 﨑崎 広广 図图 団团 囲围 桜樱
    沢泽 滝泷 駅驿 竜龙 亀龟 辺边 変变 楽乐 気气 検检 鉄铁 関关 県县 対对 戦战 経经 続续 読读 売卖 歯齿 斎斋 斉齐 渋涩
    髙高 嶋岛 邉边 渇渴 𠮷吉 栄荣 仏佛 両两 円圆 発发 髪发 処处 拠据 剣剑 薬药 転转 軽轻 顕显 験验 塩盐 鶏鸡 弐贰 壱壹 仮假 様样 権权 歳岁 浄净
    """,
    // Variants that mainland China abolished, and analogies of 2013.
    """
    隣邻 鄰邻 邨村 疎疏 躭耽 覩睹 迺乃 廼乃 遶绕 陁陀 隂阴 鴈雁 鞵鞋 鞾靴 飡餐 湌餐 餻糕 餹糖 餧喂 餵喂 饍膳 駞驼 駮驳
    騐验 鵞鹅 鵶鸦 鸎莺 齩咬 鬦斗 鬭斗 鬪斗 辠罪 躱躲 輭软 趂趁 蹔暂 豘豚 賍赃 賔宾 諠喧 讌宴 詶酬 酧酬 覔觅 襃褒 衇脉
    蟁蚊 虵蛇 蘂蕊 蕚萼 葢盖 荅答 臙胭 脇胁 胷胸 翺翱 羴膻 羮羹 繙翻 飜翻 緜绵 紬绸 綑捆 糺纠 粬曲 簒篡 筭算 窓窗 窰窑
    穽阱 稉粳 秔粳 砦寨 碪砧 矙瞰 皷鼓 畧略 畱留 畊耕 甎砖 瓈璃 瑠琉 猨猿 犂犁 牐闸 煖暖 煮煑 災烖 澂澄 潄漱 洶汹
    汚污 汙污 毘毗 欝郁 槑梅 楳梅 桮杯 盃杯 栢柏 枏楠 朶朵 暎映 昬昏 旹时 攷考 撦扯 揑捏 挐拿 扞捍 懽欢 憇憩 慙惭 恠怪
    徃往 徧遍 廵巡 帬裙 帋纸 峩峨 寃冤 冦寇 宼寇 孼孽 姉姊 妬妒 夣梦 壻婿 塲场 堦阶 坵丘 囘回 嘷嗥 唫吟 呪咒 呑吞 厰厂
    刧劫 刦劫 剏创 凢凡 儁俊 偪逼 倐倏 竝并 幷并 頫𫖯 鄩𬩽 噁𫫇 勣𪟝 䥑鿏 鱇𩾌 綝𬘭 驎𬴊 暐𬀩 顗𫖮
    """,
  ])
  func `both characters map to one`(pairs: String) {
    let map = ScriptVariants.Map()
    for (a, b) in VariantPairTests.pairs(pairs) {
      #expect(map.simplified(a.value) == map.simplified(b.value), "\(a)\(b)")
    }
  }

  @Test func `characters that Simplified text tells apart stay apart`() {
    let pairs = """
      后候 沈沉 份分 唯惟 惟维 连联 連聯 阪坂 咤吒 跤交 俱具 姊姐 画划 畫劃 覆复 芸艺 浜滨 沪滤 缶罐 欠缺 糸丝 弁辩 弁办 予余
      予豫 哲喆 坤堃 渺淼 俯頫 实寔 绩勣 镕熔 鎔熔 煅锻 链炼 鍊鏈 镟旋 仇雠 呐讷 澹淡 彬斌 弈奕 岗冈 腭颚 他她 他祂 你您 硅矽
      菇菰 周賙 幺么 舵柁 采彩 部布 著箸 乾坤 仝同 埼碕 咲笑 衿襟 漢汗 儆警 翦剪 已己 巳已 未末 土士 戊戌 侯候 徹澈 气炁 苎芋
      炙灸 祗只 祗祇 氏氐 汆氽 刺剌 荼茶 赢羸 博搏 籍藉 晰皙 磬罄 萍坪 冼洗 昊吴 干于 朮木 術木 广厂 庄压 叶协 听斤
      """
    let map = ScriptVariants.Map()
    for (a, b) in VariantPairTests.pairs(pairs) {
      #expect(map.simplified(a.value) != map.simplified(b.value), "\(a)\(b)")
    }
  }

  @Test(arguments: [
    ("諮詢委員會", "咨询委员会"), ("祇有這樣", "只有这样"), ("鉅額資金", "巨额资金"), ("妳好", "你好"), ("衞生署", "卫生署"),
    ("白朮", "白术"), ("帳戶", "账户"), ("彷彿", "仿佛"), ("打拚", "打拼"), ("人蔘", "人参"), ("錢鍾書", "钱锺书"),
    ("趙孟頫", "赵孟𫖯"), ("香菸", "香烟"), ("宮﨑", "宫崎"), ("桜井", "樱井"), ("乾隆皇帝", "乾隆皇帝"), ("骨灰罈", "骨灰坛"),
  ])
  func `words in both scripts have the same terms`(traditional: String, simplified: String) throws {
    let analyzer = try Analyzer()
    #expect(analyzer.index(traditional) == analyzer.index(simplified))
  }

  @Test func `no character is listed twice`() {
    let pairs = VariantPairTests.pairs(ScriptVariants.added)
    #expect(Set(pairs.map(\.0)).count == pairs.count)
    let removed = Set(ScriptVariants.removed.unicodeScalars)
    #expect(pairs.allSatisfy { $0 != $1 && !removed.contains($0) })
  }
}

@Suite struct RadicalTableTests {
  private static let pairs: [(radical: Unicode.Scalar, ideograph: Unicode.Scalar)] = {
    let scalars = Array(RadicalTable.pairs.unicodeScalars.filter { $0.value > 0x20 })
    return stride(from: 0, to: scalars.count - 1, by: 2).map { (scalars[$0], scalars[$0 + 1]) }
  }()

  @Test func `the table has every radical that has an ideograph`() {
    let radicals = RadicalTableTests.pairs.map(\.radical.value)
    #expect(radicals.count == RadicalTable.count)
    // U+2E80 has no ideograph, U+2E9A is not assigned.
    #expect(radicals == Array(0x2E81...0x2E99) + Array(0x2E9B...0x2EF3) + Array(0x2F00...0x2FD5))
  }

  @Test func `the ideographs are Han characters, and those of NFKC where it has one`() throws {
    let model = try NaiveModel()
    for (radical, ideograph) in RadicalTableTests.pairs {
      #expect(NaiveModel.isHan(ideograph) && !(0x2E80...0x2FDF).contains(ideograph.value))
      let normalized = model.normalize(String(radical))
      if normalized != String(radical) { #expect(normalized == model.normalize(String(ideograph))) }
    }
  }
}
