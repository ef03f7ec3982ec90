import Testing
import TextAnalysis

@testable import Search

@Suite struct SimilarShapeTests {
  @Test func `every set has distinct normalized characters`() throws {
    let analyzer = try Analyzer()
    let sets = SimilarShapes.sets.split(whereSeparator: \.isWhitespace).map {
      Array($0.unicodeScalars)
    }
    #expect(sets.count >= 60)
    for set in sets {
      #expect(set.count >= 2 && Set(set).count == set.count, "\(set)")
      for scalar in set {
        #expect(analyzer.folded(String(scalar)) == String(scalar), "\(scalar)")
        #expect(scalar.properties.isIdeographic, "\(scalar)")
      }
    }
    #expect(Set(sets.map { Set($0) }).count == sets.count)
  }

  @Test func `similarity is symmetric`() {
    #expect(SimilarShapes.others(lookingLike: "巳") == ["己", "已"])
    #expect(SimilarShapes.others(lookingLike: "龘") == [])
    for scalar in SimilarShapes.sets.unicodeScalars where !scalar.properties.isWhitespace {
      let others = SimilarShapes.others(lookingLike: scalar)
      #expect(!others.isEmpty && !others.contains(scalar) && Set(others).count == others.count)
      for other in others {
        #expect(SimilarShapes.others(lookingLike: other).contains(scalar), "\(scalar) \(other)")
      }
    }
  }
}
