import CICU
import Glibc
import Testing

@testable import TextAnalysis

/// Compares `ScriptVariantTable` with ICU 72, and generates it.
///
/// Other versions of ICU have more pairs. To generate the table with another version, run
///
///     XUNWEN_WRITE_VARIANTS=/path/of/ScriptVariantTable.swift swift test --filter
///     ScriptVariantTests
///
/// and increase `AnalysisVersion.normalizer`, because matches may change.
@Suite struct ScriptVariantTests {
  /// Returns the pairs of the running ICU: Traditional, Simplified, … Its pairs below Han are
  /// quotation marks.
  static func pairsOfICU() -> String {
    var status: Int32 = 0
    let id = Array("Traditional-Simplified".utf16)
    let transliterator = unsafe cicu_utrans_open(id, Int32(id.count), &status)
    defer { unsafe cicu_utrans_close(transliterator) }
    var pairs = String.UnicodeScalarView()
    for scalar in (UInt32(0x3400)...0x3_FFFF).compactMap(Unicode.Scalar.init) {
      var units = Array(String(scalar).utf16) + [0, 0, 0, 0]
      var length = Int32(units.count - 4)
      unsafe cicu_utrans_transUChars(
        transliterator, &units, &length, Int32(units.count), &status)
      let text = String(decoding: units[..<Int(length)], as: UTF16.self)
      if let target = text.unicodeScalars.first, target != scalar { pairs += [scalar, target] }
    }
    return String(pairs)
  }

  static func source(of pairs: String) -> String {
    let scalars = Array(pairs.unicodeScalars)
    let lines = stride(from: 0, to: scalars.count, by: 90).map {
      "    " + String(String.UnicodeScalarView(scalars[$0..<min($0 + 90, scalars.count)])) + "\n"
    }
    return """
      // Generated from ICU's "Traditional-Simplified" transliterator by `ScriptVariantTests`.
      // Do not edit it; corrections belong in `ScriptVariants`.

      enum ScriptVariantTable {
        /// Traditional, Simplified, Traditional, Simplified …, in code point order.
        static let pairs = \"\"\"
      \(lines.joined())    \"\"\"
      }

      """
  }

  private static let table = NaiveModel.pairs(in: ScriptVariantTable.pairs)

  @Test(.enabled(if: AnalysisVersion.icuVersion.hasPrefix("72.")))
  func `the table has the pairs of ICU 72`() {
    let pairs = ScriptVariantTests.pairsOfICU()
    if let path = unsafe getenv("XUNWEN_WRITE_VARIANTS"), let file = unsafe fopen(path, "w") {
      unsafe fputs(ScriptVariantTests.source(of: pairs), file)
      unsafe fclose(file)
      return
    }
    #expect(ScriptVariantTests.table == NaiveModel.pairs(in: pairs))
  }

  @Test func `the table ascends`() {
    let scalars = ScriptVariantTable.pairs.unicodeScalars.filter { $0.value > 0x20 }.map(\.value)
    let sources = stride(from: 0, to: scalars.count, by: 2).map { scalars[$0] }
    #expect(zip(sources, sources.dropFirst()).allSatisfy(<))
  }

  @Test func `every target maps to itself`() {
    let map = ScriptVariants.Map()
    for scalar in UInt32(0)...0x3_FFFF {
      let target = map.simplified(scalar)
      #expect(map.simplified(target) == target)
    }
  }

  @Test func `the table needs every correction`() {
    for (source, target) in NaiveModel.pairs(in: ScriptVariants.added) {
      #expect(ScriptVariantTests.table[source] != target, "\(source)")
    }
    for scalar in ScriptVariants.removed.unicodeScalars where scalar != " " {
      #expect(ScriptVariantTests.table[scalar] != nil, "\(scalar)")
    }
  }

  @Test(arguments: [
    ("發展中國家", "发展中国家"), ("後來的皇后", "后来的皇后"), ("這裏那裡", "这里那里"), ("甚麼", "什么"), ("看著", "看着"),
    ("著名", "着名"), ("姊妹俱樂部", "姊妹俱乐部"), ("麪包", "面包"), ("臺灣", "台湾"), ("乾杯", "干杯"), ("薴苧", "苎苎"),
  ])
  func `variants have the same terms`(traditional: String, simplified: String) throws {
    let analyzer = try Analyzer()
    #expect(analyzer.index(traditional) == analyzer.index(simplified))
  }
}
