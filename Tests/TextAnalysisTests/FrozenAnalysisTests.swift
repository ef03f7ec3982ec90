import TestSupport
import Testing

@testable import TextAnalysis

/// The terms of a text are the same with every version of ICU, except for dictionary words.
///
/// A digest that differs means that indexes of other systems cannot be read as intended. After a
/// deliberate change of the analyzer, increase `AnalysisVersion.normalizer` and replace the digest.
@Suite struct FrozenAnalysisTests {
  /// The 64-bit FNV-1a hash.
  private struct Digest {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ bytes: some Sequence<UInt8>) {
      for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
  }

  private static func digest(_ texts: some Sequence<String>) throws -> UInt64 {
    let analyzer = try Analyzer()
    var digest = Digest()
    for text in texts {
      for occurrence in analyzer.index(text) where occurrence.term.kind != .word {
        digest.add(occurrence.term.bytes)
        digest.add([UInt8](String(occurrence.position).utf8))
      }
    }
    return digest.value
  }

  /// True for a block of 256 code points. The ideographic planes and the private planes have the
  /// same rules throughout.
  private static func isTested(_ block: UInt32) -> Bool {
    block < 0x210 || (0x2F8..<0x2FB).contains(block) || block == 0x300
      || (0xE00..<0xE10).contains(block) || block == 0xF00
  }

  @Test func `every code point has the terms that it always had`() throws {
    var texts: [String] = []
    for block in UInt32(0)..<0x1100 where Self.isTested(block) {
      var text = String.UnicodeScalarView()
      for scalar in (block * 256..<block * 256 + 256).compactMap(Unicode.Scalar.init) {
        let pieces: [Unicode.Scalar] = [
          scalar, "a", scalar, "1", scalar, "中", scalar, "\u{301}", " ",
        ]
        text.append(contentsOf: pieces)
      }
      texts.append(String(text))
    }
    let digest = try Self.digest(texts)
    #expect(digest == 5_353_737_763_336_095_003)
  }

  @Test func `random text has the terms that it always had`() throws {
    var random = SplitMix64(seed: 72)
    let texts = (0..<500).map { _ in randomText(awkwardAlphabet, length: 60, &random) }
    let digest = try Self.digest(texts)
    #expect(digest == 1_007_512_177_228_321_445)
  }
}
