import TestSupport
import Testing

@testable import TextAnalysis

@Suite struct NormalizerTests {
  @Test func `every scalar is normalized as by ICU, and its form is stable`() throws {
    var normalizer = try Normalizer()
    let model = try NaiveModel()
    for scalar in (UInt32(0)...0x10_FFFF).lazy.compactMap(Unicode.Scalar.init) {
      let text = String(scalar)
      let found = normalize(text, &normalizer)
      let expected = model.normalize(text)
      if !found.utf8.elementsEqual(expected.utf8) {
        Issue.record("U+\(String(scalar.value, radix: 16)): \(found), not \(expected)")
      }
      if found.utf8.elementsEqual(text.utf8) { continue }
      let again = normalize(found, &normalizer)
      if !again.utf8.elementsEqual(found.utf8) {
        Issue.record("U+\(String(scalar.value, radix: 16)): \(found), then \(again)")
      }
    }
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `random strings are normalized as by ICU, and their forms are stable`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var normalizer = try Normalizer()
    let model = try NaiveModel()
    for round in 0..<10 {
      // Odd rounds mix characters of all of Unicode, because ICU reorders marks.
      let text =
        round % 2 == 0
        ? randomText(awkwardAlphabet, length: 60, &random)
        : String(
          String.UnicodeScalarView(
            (0..<30).compactMap { _ in
              Unicode.Scalar(UInt32.random(in: 0...0x3_2000, using: &random))
            }))
      let once = normalize(text, &normalizer)
      #expect(
        Array(once.unicodeScalars) == Array(model.normalize(text).unicodeScalars), "seed \(seed)")
      let twice = normalize(once, &normalizer)
      #expect(Array(twice.unicodeScalars) == Array(once.unicodeScalars), "seed \(seed)")
    }
  }

  @Test func `width, case, compatibility forms and script variants are folded`() throws {
    var normalizer = try Normalizer()
    let cases = [
      ("ＡＢＣ１２３", "abc123"), ("ﾊﾟﾅｿﾆｯｸ", "パナソニック"), ("か\u{3099}", "が"), ("㎡", "m2"), ("ﬁ", "fi"),
      ("Straße", "strasse"), ("E\u{301}", "e"), ("中\u{FE00}国", "中国"), ("a\u{AD}b\u{200B}c", "abc"),
      ("發展中國家", "发展中国家"), ("⼤⾏", "大行"), ("豈", "岂"), ("！？；", "!?;"),
      ("\u{1112}\u{1161}\u{11AB}", "한"),
      ("😀", "😀"), ("", ""), ("\u{200D}", ""), ("𠮷野家", "吉野家"),
    ]
    for (text, expected) in cases {
      #expect(normalize(text, &normalizer).unicodeScalars.elementsEqual(expected.unicodeScalars))
    }
  }

  /// Unicode 15.0 assigns U+1E030 (a raised а), Unicode 16.0 the two others.
  @Test(arguments: ["\u{1E030}", "\u{A7DC}", "\u{1CCD6}"])
  func `a code point of a later version of Unicode stays as it is before a mark`(
    text: String
  ) throws {
    var normalizer = try Normalizer()
    let normalized = normalize(text + "\u{301}", &normalizer)
    #expect(normalized.unicodeScalars.elementsEqual(text.unicodeScalars))
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `ill-formed UTF-8 reads as in the standard library`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var normalizer = try Normalizer()
    for _ in 0..<20 {
      var bytes = Array(randomText(awkwardAlphabet, length: 20, &random).utf8)
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let i = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.insert(UInt8.random(in: 0x80...0xFF, using: &random), at: i)
        case 1 where i < bytes.count: bytes.remove(at: i)
        case 2 where i < bytes.count: bytes[i] = UInt8.random(in: 0...0xFF, using: &random)
        default: break
        }
      }
      let expected = normalize(String(decoding: bytes, as: UTF8.self), &normalizer)
      #expect(normalize(bytes, &normalizer).utf8.elementsEqual(expected.utf8), "seed \(seed)")
    }
  }

  @Test func `examples of ill-formed UTF-8`() throws {
    var normalizer = try Normalizer()
    let cases: [([UInt8], String)] = [
      ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"), ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xE4, 0xB8], "\u{FFFD}"), ([0xF0, 0x9F, 0x98, 0x61], "\u{FFFD}a"),
      ([0xFF, 0x61], "\u{FFFD}a"),
      ([0xF4, 0x90, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"), ([0x80], "\u{FFFD}"),
      ([0xE0, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
    ]
    for (bytes, expected) in cases { #expect(normalize(bytes, &normalizer) == expected) }
  }
}
