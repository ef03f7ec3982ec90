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
        withUnsafeBytes(of: occurrence.position.littleEndian) { digest.add($0) }
      }
    }
    return digest.value
  }

  @Test func `every code point has the terms that it always had`() throws {
    let blocks = stride(from: UInt32(0), to: 0x11_0000, by: 256).filter { block in
      // The ideographic planes and the private planes have no other rules than their first blocks.
      block < 0x2_1000 || (0x2_F800..<0x2_FB00).contains(block) || block == 0x3_0000
        || (0xE_0000..<0xE_1000).contains(block) || block == 0xF_0000
    }
    let texts = blocks.lazy.map { block in
      (block..<block + 256).compactMap(Unicode.Scalar.init)
        .map { "\($0)a\($0)1\($0)中\($0)\u{301} " }.joined()
    }
    #expect(try Self.digest(texts) == 0)
  }

  @Test func `random text has the terms that it always had`() throws {
    var random = SplitMix64(seed: 72)
    let texts = (0..<500).map { _ in randomText(awkwardAlphabet, length: 60, &random) }
    #expect(try Self.digest(texts) == 0)
  }
}
