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

  /// The mapping in a form for fast look-ups. Every start of the program makes it.
  struct Map {
    private static var limits: Range<UInt32> { 0x3400..<0xA000 }
    private static var isRare: UInt16 { 0xFFFF }
    /// The targets of characters within the limits; 0 for a character without one, `isRare` for a
    /// character in `rare`.
    private var common = [UInt16](repeating: 0, count: limits.count)
    /// The pairs with a character outside the limits or a target outside the BMP. The last pair of
    /// a character counts. A dictionary would take longer to make than all look-ups take.
    private var rare: [(scalar: UInt32, target: UInt32)] = []

    init() {
      forEachPair(in: ScriptVariantTable.pairs) { add($0, target: $1) }
      forEachPair(in: ScriptVariants.added) { add($0, target: $1) }
      for scalar in ScriptVariants.removed.unicodeScalars where scalar.value > 0x20 {
        add(scalar.value, target: scalar.value)
      }
    }

    /// Adds a pair, which replaces another target of the character.
    private mutating func add(_ scalar: UInt32, target: UInt32) {
      let unit = UInt16(exactly: target)
      let isCommon = Self.limits.contains(scalar)
      if isCommon { common[Int(scalar - Self.limits.lowerBound)] = unit ?? Self.isRare }
      if !isCommon || unit == nil { rare.append((scalar, target)) }
    }

    /// Returns the Simplified form of a scalar, which maps to itself, or the scalar.
    func simplified(_ scalar: UInt32) -> UInt32 {
      if scalar < Self.limits.lowerBound { return scalar }
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
      if Self.limits.contains(scalar) {
        let target = common[Int(scalar - Self.limits.lowerBound)]
        if target != Self.isRare { return target == 0 ? scalar : UInt32(target) }
      }
      return rare.last { $0.scalar == scalar }?.target ?? scalar
    }
  }
}
