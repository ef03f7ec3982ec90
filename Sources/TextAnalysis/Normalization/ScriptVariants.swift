/// The mapping from Traditional to Simplified characters, code point by code point.
///
/// `ScriptVariantTable` stores the pairs of ICU's "Traditional-Simplified" transliterator for
/// single characters: for a string, ICU looks at neighbours, and another version could change
/// matches. The mapping serves matching, not display.
enum ScriptVariants {
  /// Pairs "variant, standard" that ICU's data for single characters lacks.
  ///
  /// 着 maps to 著, against ICU's 著 to 着: Simplified text has both (看着, 著名), Traditional text only
  /// 著, and ICU's dictionary has nearly all their words with 著. 甚 is 什 in 甚麼 (ICU has only the
  /// whole word). The others are variant forms in news of Taiwan and Hong Kong and in older
  /// typesetting (山峯, 麪包, 敍述, 牴觸, 盪鞦韆, 瞭望).
  static let added = """
    着著 甚什 冑胄 卽即 厤历 囌苏 噁恶 峯峰 嵗岁 嶽岳 廕荫 彔录 捱挨 敎教 敍叙 旣既 枴拐 柺拐 査查 棊棋 榘矩 榦干
    殭僵 殻壳 泝溯 淩凌 滙汇 濛蒙 犛牦 牴抵 甦苏 甯宁 畵画 矇蒙 硃朱 篠筿 簑蓑 糉粽 舘馆 菴庵 蓴莼 薹苔 譭毁
    遡溯 醣糖 鈅钥 鈡钟 鉆钻 鍼针 鎌镰 鎭镇 靆叇 靉叆 鞦秋 韆千 餈糍 麪面 麫面 麴曲 鵰雕 暸瞭
    """

  /// Characters that ICU maps although they are not a Traditional form of the target.
  ///
  /// Simplified text uses both characters of such a pair (俱乐部, 摔跤, 姊妹, 大阪, 叱吒). ICU maps 苎
  /// and 苧 to each other; here 苧 and 薴 map to 苎.
  static let removed = "著 俱 跤 姊 阪 吒 苎"

  /// The table in a form for look-ups: two arrays, because every start of the program loads it.
  struct Map {
    private var sources: [UInt32] = []
    private var targets: [UInt32] = []
    /// Overrides of the table. A removed character maps to itself.
    private var corrections: [UInt32: UInt32] = [:]

    init() {
      sources.reserveCapacity(ScriptVariantTable.count)
      targets.reserveCapacity(ScriptVariantTable.count)
      Map.forEachPair(in: ScriptVariantTable.pairs) { source, target in
        sources.append(source)
        targets.append(target)
      }
      Map.forEachPair(in: ScriptVariants.added) { corrections[$0] = $1 }
      for scalar in ScriptVariants.removed.unicodeScalars where scalar.value > 0x20 {
        corrections[scalar.value] = scalar.value
      }
    }

    /// Returns the Simplified form of a scalar, which maps to itself, or the scalar.
    func simplified(_ scalar: UInt32) -> UInt32 {
      if scalar < 0x3400 { return scalar }
      // A few pairs form short chains (暸 瞭 了). `removed` breaks the only cycle.
      var result = scalar
      for _ in 0..<8 {
        let next = step(result)
        if next == result { break }
        result = next
      }
      return result
    }

    private func step(_ scalar: UInt32) -> UInt32 {
      if let corrected = corrections[scalar] { return corrected }
      var (lower, upper) = (0, sources.count)
      while lower < upper {
        let middle = (lower + upper) / 2
        if sources[middle] < scalar { lower = middle + 1 } else { upper = middle }
      }
      return lower < sources.count && sources[lower] == scalar ? targets[lower] : scalar
    }

    private static func forEachPair(in text: String, _ body: (UInt32, UInt32) -> Void) {
      var source: UInt32?
      for scalar in text.unicodeScalars where scalar.value > 0x20 {
        if let first = source {
          body(first, scalar.value)
          source = nil
        } else {
          source = scalar.value
        }
      }
    }
  }
}
