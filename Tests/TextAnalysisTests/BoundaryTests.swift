import TestSupport
import Testing

@testable import TextAnalysis

@Suite struct BoundaryTests {
  static func ends(_ text: String, _ analyzer: Analyzer) -> String {
    let analyzed = analyzer.analyze(text)
    return "s\(analyzed.sentenceEnds) p\(analyzed.paragraphEnds)"
  }

  @Test(arguments: [
    ("中。国！人？", "s[0, 2, 4] p[]"),
    ("中……国", "s[0] p[]"),
    ("中；国;人", "s[0] p[]"),
    ("a. b.c d!", "s[0, 3] p[]"),
    ("3.5. 中", "s[0] p[]"),
    ("。中", "s[] p[]"),
    ("中\n国", "s[] p[]"),
    ("中\n\n国", "s[] p[0]"),
    ("中\r\n国", "s[] p[]"),
    ("中\r\n\r\n国", "s[] p[0]"),
    ("中\n \u{3000}\n国", "s[] p[0]"),
    ("中。\n国", "s[0] p[0]"),
    ("中。”\n国", "s[0] p[0]"),
    ("中”\n国", "s[] p[0]"),
    ("中。 \n国", "s[0] p[0]"),
    ("中，\n国", "s[] p[]"),
    ("a.\nb", "s[0] p[0]"),
    ("中\u{2029}国", "s[] p[0]"),
    ("中。\n\n\n国。", "s[0, 2] p[0]"),
    ("中!", "s[0] p[]"),
    ("中！国", "s[0] p[]"),
    ("\n\n", "s[] p[]"),
  ])
  func `ends of examples`(text: String, expected: String) throws {
    #expect(BoundaryTests.ends(text, try Analyzer()) == expected)
  }

  /// The rules of `BoundaryDetector`, applied to lines and characters of the original.
  static func model(_ text: String) -> (sentences: Set<UInt32>, paragraphs: Set<UInt32>) {
    var sentences: Set<UInt32> = []
    var paragraphs: Set<UInt32> = []
    let scalars = Array(text.unicodeScalars)
    var position: UInt32 = 0
    var last: UInt32?
    var wasGap = false
    for (i, scalar) in scalars.enumerated() {
      switch scalar {
      case "中", "国":
        last = position
        position += 1
        wasGap = false
      case " ": break
      case "\n":
        let line = scalars[..<i].lastIndex(of: "\n").map { scalars[($0 + 1)..<i] }
        let isBlank = line.map { $0.allSatisfy { $0 == " " } } ?? false
        let follows = scalars[..<i].last { $0 != " " }
        let ends = follows.map { "。！….?”".unicodeScalars.contains($0) } ?? false
        if isBlank || ends, let last { paragraphs.insert(last) }
      default:
        if !wasGap { position += 1 }
        wasGap = true
        let endsAlways = "。！…".unicodeScalars.contains(scalar)
        let mayEnd = ".?".unicodeScalars.contains(scalar)
        let isFollowed = i + 1 == scalars.count || scalars[i + 1] == " " || scalars[i + 1] == "\n"
        if endsAlways || mayEnd && isFollowed, let last { sentences.insert(last) }
      }
    }
    return (sentences, paragraphs)
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func `ends in random text agree with the model`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let analyzer = try Analyzer()
    let alphabet = ["中", "国", "。", "！", "…", ".", "?", "”", "，", " ", "\n", "中", "国"]
    for _ in 0..<40 {
      let text = randomText(alphabet, length: 25, &random)
      let analyzed = analyzer.analyze(text)
      let expected = BoundaryTests.model(text)
      #expect(
        analyzed.sentenceEnds == expected.sentences.sorted(),
        "seed \(seed): \(text.debugDescription)")
      #expect(
        analyzed.paragraphEnds == expected.paragraphs.sorted(),
        "seed \(seed): \(text.debugDescription)")
    }
  }
}
