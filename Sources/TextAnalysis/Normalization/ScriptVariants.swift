/// The mapping from Traditional and variant characters to one form, code point by code point.
///
/// `ScriptVariantTable` stores the pairs of ICU's "Traditional-Simplified" transliterator for
/// single characters: for a string, ICU looks at neighbours, and another version could change
/// matches. `added` and `removed` correct ICU's pairs. The mapping serves matching, not display.
///
/// Where Simplified text writes one character for several Traditional ones, all of them are one:
/// 后後, 云雲, 余餘, 发發髮, 里裏裡, 台臺檯颱, 干乾幹, 钟鐘鍾. Simplified text does not distinguish them,
/// and 乾隆 still finds 乾隆, because query and article are mapped alike. Characters that Simplified
/// text distinguishes stay apart, even if one may replace the other in some words:
///
/// - 画 and 划: 計畫 is 计划, but 画家 and 划船 must not meet. So also 覆 and 复 (答覆, 覆盖), 链 and 炼
///   (項鍊, 鍛鍊), 镕 and 熔 (朱鎔基, 鎔化), 锻 and 煅, 仇 and 雠, 呐 and 讷, 镟 and 旋.
/// - Words that differ by region, not by script: 份 and 分 (身分), 硅 and 矽, 唯 and 惟, 菇 and 菰.
/// - Characters of names that the list of 1955 merged and that of 2013 restored, when readers know
///   the name by its spelling: 喆 and 哲, 堃 and 坤, 淼 and 渺, 頫 and 俯, 寔 and 实, 勣 and 绩.
/// - Pronouns other than 妳 and 牠, whose only other forms are 你 and 它: 祂, 她, 您.
enum ScriptVariants {
  /// Pairs "variant, standard" that replace ICU's, separated by white space.
  ///
  /// 着 maps to 著, against ICU's 著 to 着: Simplified text has both (看着, 著名), Traditional text only
  /// 著, and ICU's dictionary has nearly all their words with 著. 甚 is 什 in 甚麼 (ICU has only the
  /// whole word). ICU's dictionary also decides where both forms are common: 帐 maps to 账, so
  /// that 账户 and 账目 remain words.
  static let added = [
    "着著 甚什", ScriptVariantAdditions.regional, ScriptVariantAdditions.printed,
    ScriptVariantAdditions.japanese, ScriptVariantAdditions.variants,
    ScriptVariantAdditions.analogies,
  ].joined(separator: " ")

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
      corrections.reserveCapacity(1200)
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
