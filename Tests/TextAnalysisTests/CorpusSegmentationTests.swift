import FoundationEssentials
import Testing

@testable import TextAnalysis

/// The dictionary's words are ICU's on every article that comes with the project.
@Suite struct CorpusSegmentationTests {
  @Test func everyArticleIsCutAsByICU() throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let corpus = "/\(root)/corpus"
    var words = 0
    for name in try FileManager.default.subpathsOfDirectory(atPath: corpus).sorted()
    where name.hasSuffix(".txt") || name.hasSuffix(".jsonl") {
      guard let data = FileManager.default.contents(atPath: "\(corpus)/\(name)") else {
        Issue.record("\(name) cannot be read")
        continue
      }
      let bytes = [UInt8](data)
      var normalizer = try Normalizer()
      var chunk = NormalizedChunk()
      normalizer.normalize(bytes.span, 0..<bytes.count, into: &chunk)
      var reference = chunk
      var walking = try WordSegmenter()
      walking.markWords(in: &chunk)
      var icu = try WordSegmenter(usesDictionary: false)
      icu.markWords(in: &reference)
      #expect(chunk.classes == reference.classes, "\(name)")
      words += chunk.classes.count { $0 & CharacterClass.wordStart != 0 }
    }
    #expect(words > 10_000)
  }
}
