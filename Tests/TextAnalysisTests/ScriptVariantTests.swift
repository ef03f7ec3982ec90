import Glibc
import Testing

@testable import TextAnalysis

/// Compares `ScriptVariantTable` with the running ICU, and generates it.
///
/// To generate the table again after a deliberate change of the ICU version, run
///
///     XUNWEN_WRITE_VARIANTS=/path/of/ScriptVariantTable.swift swift test --filter
///     ScriptVariantTests
///
/// and increase `AnalysisVersion.normalizer`, because matches may change.
@Suite struct ScriptVariantTests {
  /// Returns the pairs of the running ICU: Traditional, Simplified, … Its pairs below Han are
  /// quotation marks.
  static func pairsOfICU() throws -> String {
    let model = try NaiveModel()
    var pairs = String.UnicodeScalarView()
    for scalar in (UInt32(0x3400)...0x3_FFFF).compactMap(Unicode.Scalar.init) {
      let target = model.transliterate(scalar)
      if target != scalar { pairs += [scalar, target] }
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
        static let count = \(scalars.count / 2)

        /// Traditional, Simplified, Traditional, Simplified …, in code point order.
        static let pairs = \"\"\"
      \(lines.joined())    \"\"\"
      }

      """
  }

  /// The characters whose pairs differ in other versions of ICU. The table is from 72.1.
  static let knownDifferences: Set<Unicode.Scalar> = []

  @Test func `the table has the pairs of ICU`() throws {
    let pairs = try ScriptVariantTests.pairsOfICU()
    if let path = unsafe getenv("XUNWEN_WRITE_VARIANTS"), let file = unsafe fopen(path, "w") {
      unsafe fputs(ScriptVariantTests.source(of: pairs), file)
      unsafe fclose(file)
      return
    }
    let table = ScriptVariantTable.pairs.unicodeScalars.filter { $0.value > 0x20 }
    #expect(table.count == ScriptVariantTable.count * 2)
    func map(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar: Unicode.Scalar] {
      var map: [Unicode.Scalar: Unicode.Scalar] = [:]
      for i in stride(from: 0, to: scalars.count, by: 2) { map[scalars[i]] = scalars[i + 1] }
      return map
    }
    let (ours, theirs) = (map(Array(table)), map(Array(pairs.unicodeScalars)))
    for scalar in Set(ours.keys).union(theirs.keys).subtracting(Self.knownDifferences) {
      #expect(ours[scalar] == theirs[scalar], "\(scalar)")
    }
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

  @Test func `ICU needs every correction`() throws {
    let model = try NaiveModel()
    for pair in ScriptVariants.added.split(whereSeparator: \.isWhitespace) {
      let scalars = Array(pair.unicodeScalars)
      #expect(scalars.count == 2)
      #expect(model.transliterate(scalars[0]) != scalars[1], "\(pair) is already in ICU")
    }
    for scalar in ScriptVariants.removed.unicodeScalars where scalar != " " {
      #expect(model.transliterate(scalar) != scalar, "\(scalar) is not in ICU")
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
