import FoundationEssentials
import Testing

@testable import TextAnalysis

/// Compares the dictionary segmenters with ICU's rules on the demo corpus, or on the folder
/// given to `make verify-segmenter`.
@Suite struct CorpusSegmentationTests {
  private static let corpus: String = {
    if let named = ProcessInfo.processInfo.environment["XUNWEN_VERIFY_CORPUS"] { return named }
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return "/\(root)/corpus"
  }()

  private var normalizer: Normalizer
  private var scanner: UnitScanner
  private var segmenter: WordSegmenter
  private var units = 0
  private var words = 0
  private var differences = 0

  init() throws {
    normalizer = try Normalizer()
    scanner = UnitScanner()
    segmenter = try WordSegmenter()
  }

  @Test mutating func `every article has the words of ICU's rules`() throws {
    for name in try FileManager.default.subpathsOfDirectory(atPath: Self.corpus).sorted()
    where name.hasSuffix(".txt") || name.hasSuffix(".jsonl") {
      guard let data = FileManager.default.contents(atPath: "\(Self.corpus)/\(name)") else {
        Issue.record("\(name) cannot be read")
        continue
      }
      let before = differences
      compare([UInt8](data).span)
      #expect(differences == before, "\(name)")
    }
    print("\(units) units, \(words) words, \(differences) chunks that differ")
    #expect(words > 10_000)
  }

  private mutating func compare(_ text: Span<UInt8>) {
    var start = 0
    while start < text.count {
      let end = ChunkCutter.end(of: text, from: start, normalizer: &normalizer)
      var chunk = NormalizedChunk()
      normalizer.normalize(text, start..<end, into: &chunk)
      scanner.scan(&chunk)
      var reference = chunk
      segmenter.markWords(in: &reference, scanner.events, by: .rules)
      for method in [WordSegmenter.Method.dictionary, .trie] {
        var marked = chunk
        segmenter.markWords(in: &marked, scanner.events, by: method)
        if marked.classes != reference.classes { differences += 1 }
      }
      chunk = reference
      units += chunk.units.count
      words += chunk.classes.count { $0 & CharacterClass.wordStart != 0 }
      start = end
    }
  }
}
