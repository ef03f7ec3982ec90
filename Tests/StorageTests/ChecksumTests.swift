@testable import Storage
import TestSupport
import Testing

@Suite struct ChecksumTests {
  @Test func `CRC-32C agrees with published values`() {
    // The check value of the Catalogue of Parametrised CRC Algorithms, and RFC 3720, B.4.
    #expect(CRC32C.update(0, Array("123456789".utf8).span) == 0xE306_9283)
    #expect(CRC32C.update(0, [UInt8](repeating: 0, count: 32).span) == 0x8A91_36AA)
    #expect(CRC32C.update(0, [UInt8](repeating: 0xFF, count: 32).span) == 0x62A8_AB43)
    #expect(CRC32C.update(0, Array(UInt8(0)..<32).span) == 0x46DD_794E)
    #expect(CRC32C.update(0, Array((UInt8(0)..<32).reversed()).span) == 0x113F_DB5C)
    #expect(CRC32C.update(0, [UInt8]().span) == 0)
  }

  @Test func `CRC-32C agrees with a bitwise remainder, wherever the bytes are split`() {
    let seed: UInt64 = 7
    var random = SplitMix64(seed: seed)
    for count in 0..<100 {
      let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      var naive = UInt32.max
      for byte in bytes {
        naive ^= UInt32(byte)
        for _ in 0..<8 { naive = naive >> 1 ^ (naive & 1 == 1 ? 0x82F6_3B78 : 0) }
      }
      let cut = Int.random(in: 0...count, using: &random)
      let first = CRC32C.update(0, Array(bytes[..<cut]).span)
      #expect(CRC32C.update(0, bytes.span) == ~naive, "seed \(seed)")
      #expect(CRC32C.update(first, Array(bytes[cut...]).span) == ~naive, "seed \(seed)")
      let second = CRC32C.update(0, Array(bytes[cut...]).span)
      #expect(CRC32C.combine(first, second, byteCount: count - cut) == ~naive, "seed \(seed)")
      let tables = unsafe CRC32C.updateByTables(first, Array(bytes[cut...]).span.bytes)
      #expect(tables == ~naive, "seed \(seed)")
    }
  }

  @Test func `XXH64 agrees with published values`() {
    #expect(XXH64.hash([UInt8]().span) == 0xEF46_DB37_51D8_E999)
    #expect(XXH64.hash(Array("a".utf8).span) == 0xD24E_C4F1_A98C_6E5B)
    #expect(XXH64.hash(Array("abc".utf8).span) == 0x44BC_2CF5_AD77_0999)
    let sentence = Array("Nobody inspects the spammish repetition".utf8)
    #expect(XXH64.hash(sentence.span) == 0xFBCE_A83C_8A37_8BF1)
  }

  @Test(
    arguments: [
      (0, 0xEF46_DB37_51D8_E999, 0xAC75_FDA2_929B_17EF),
      (1, 0xE934_A84A_DB05_2768, 0x5014_6076_43A9_B4C3),
      (4, 0x9136_A0DC_A574_57EE, 0xCAAB_286B_D8E9_FDB5),
      (14, 0x8282_DCC4_994E_35C8, 0xC3BD_6BF6_3DEB_6DF0),
      (222, 0xB641_AE8C_B691_C174, 0x20CB_8AB7_AE10_C14A),
    ] as [(Int, UInt64, UInt64)])
  func `XXH64 agrees with the reference implementation`(
    count: Int, unseeded: UInt64, seeded: UInt64
  ) {
    let prime32: UInt64 = 2_654_435_761
    var generator = prime32
    let bytes = (0..<count).map { _ in
      let byte = UInt8(generator >> 56)
      generator &*= 11_400_714_785_074_694_797
      return byte
    }
    #expect(XXH64.hash(bytes.span) == unseeded)
    #expect(XXH64.hash(bytes.span, seed: prime32) == seeded)
  }
}
