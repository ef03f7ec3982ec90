import TestSupport
import Testing

@testable import Articles

@Suite struct ByteScanTests {
  /// Returns random bytes: the bytes that are searched for and their neighbours.
  private static func bytes(_ count: Int, _ random: inout SplitMix64) -> [UInt8] {
    let kinds: [UInt8] = [
      0x00, 0x09, 0x0A, 0x0B, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x5B, 0x5C, 0x5D, 0x7F, 0x80, 0x8A,
      0xA0, 0xA2, 0xDC, 0xFF,
    ]
    return (0..<count).map { _ in kinds.randomElement(using: &random) ?? 0 }
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `a scan finds the byte that a loop finds`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var bytes = Self.bytes(Int(seed), &random)
    // Most bytes are not searched for, so that matches are far away.
    for index in bytes.indices where Int.random(in: 0..<8, using: &random) > 0 {
      bytes[index] = 0x61
    }
    for start in 0...bytes.count {
      let rest = bytes[start...]
      #expect(
        ByteScan.lineFeed(in: bytes.span, from: start) == rest.firstIndex(of: 0x0A),
        "\(bytes) from \(start)")
      #expect(
        ByteScan.endOfPlain(in: bytes.span, from: start)
          == rest.firstIndex { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C } ?? bytes.count,
        "\(bytes) from \(start)")
      #expect(
        ByteScan.control(in: bytes.span, from: start)
          == rest.firstIndex { $0 < 0x20 || $0 == 0x7F } ?? bytes.count, "\(bytes) from \(start)")
      #expect(
        ByteScan.nonASCII(in: bytes.span, from: start)
          == rest.firstIndex { $0 >= 0x80 } ?? bytes.count, "\(bytes) from \(start)")
    }
  }

  /// Returns the offset of the first ill-formed sequence, found by the standard library.
  private static func firstInvalid(_ bytes: [UInt8]) -> Int? {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
      return nil
    } catch {
      return error.byteOffsets.lowerBound
    }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `ill-formed UTF-8 is found where the standard library finds it`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let pieces = [
      "a", "text", "é", "中", "国", "\u{0800}", "\u{0FFF}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "𠮷",
      "\u{10FFFF}", "\u{10000}", "\u{80}", "\u{7FF}",
    ].map { Array($0.utf8) }
    for _ in 0..<300 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...30, using: &random) {
        bytes += pieces.randomElement(using: &random) ?? []
      }
      #expect(UTF8Validity.firstInvalid(in: bytes) == nil, "\(bytes)")
      // Change or remove a byte, or cut the text off.
      guard !bytes.isEmpty else { continue }
      let index = Int.random(in: bytes.indices, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes[index] = UInt8.random(in: 0x78...0xFF, using: &random)
      case 1: bytes.remove(at: index)
      default: bytes.removeLast(bytes.count - index)
      }
      #expect(UTF8Validity.firstInvalid(in: bytes) == Self.firstInvalid(bytes), "\(bytes)")
    }
    // Every first byte of a sequence, with a random second byte.
    for first in 0...UInt8.max {
      let second = UInt8.random(in: 0...255, using: &random)
      for bytes in [
        [first, second, 0x80, 0x80], [first, second, 0xBF, 0x61, 0x61], [first, second],
      ] {
        #expect(UTF8Validity.firstInvalid(in: bytes) == Self.firstInvalid(bytes), "\(bytes)")
      }
    }
  }
}
