import InvertedIndex
import TestSupport
import Testing

@testable import Search

/// Compares the filter on rows of positions with sets of positions.
@Suite struct PositionFilterTests {
  /// Positions in rows, as a positions reader returns them.
  private struct Lists {
    var rows: [PositionRow] = []
    var ends: [UInt32] = []

    init(_ lists: [[UInt32]]) {
      for list in lists {
        for start in stride(from: 0, to: list.count, by: 4) {
          rows.append(PositionRow((0..<4).map { list[min(start + $0, list.count - 1)] }))
        }
        ends.append(UInt32(rows.count))
      }
    }
  }

  private static func list(_ random: inout SplitMix64) -> [UInt32] {
    let count = [1, 1, 1, 2, 4, 5, 9, 40].randomElement(using: &random) ?? 1
    let limit = [count + 3, 3 * count + 9, 2000].randomElement(using: &random) ?? 2000
    return (0..<UInt32(limit)).shuffled(using: &random).prefix(count).sorted()
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `positions are kept if every other list has a position at its distance`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for count in [1, 2, 30, 256] {
      let lists = (0..<count).map { _ in Self.list(&random) }
      var documents = Array(0..<UInt32(count))
      var kept = Lists(lists)
      // The remaining positions after each of the other lists.
      var expected = lists
      for _ in 0..<3 {
        let distance = Int.random(in: -4...4, using: &random)
        let others = lists.map { list in
          // Sometimes a position that makes a match.
          let near = list.map { Int($0) + distance }.filter {
            $0 >= 0 && Bool.random(using: &random)
          }
          return Set(Self.list(&random) + near.map { UInt32($0) }).sorted()
        }
        let read = Lists(documents.map { others[Int($0)] })
        PositionFilter.keep(
          &documents, &kept.rows, &kept.ends, at: UInt32(truncatingIfNeeded: distance),
          read.rows, read.ends)
        for index in expected.indices {
          expected[index].removeAll { position in
            !others[index].contains { Int($0) == Int(position) + distance }
          }
        }
        let left = expected.indices.filter { !expected[$0].isEmpty }
        #expect(documents == left.map { UInt32($0) }, "seed \(seed), \(count) documents")
        for (number, index) in left.enumerated() {
          let rows = kept.rows[
            (number > 0 ? Int(kept.ends[number - 1]) : 0)..<Int(kept.ends[number])]
          let positions = rows.flatMap { row in (0..<4).map { row[$0] } }.filter { $0 < 1 << 30 }
          #expect(Set(positions) == Set(expected[index]), "seed \(seed), document \(index)")
        }
      }
    }
  }
}
