import TestSupport
import Testing
import Xunwen

@testable import Wire

@Suite struct ChartScaleTests {
  @Test(arguments: [
    (195.0, true, [0.0, 50, 100, 150, 200]), (1.0, true, [0, 1]), (3, true, [0, 1, 2, 3]),
    (8, true, [0, 1, 2, 3, 4, 5, 6, 7, 8]), (9, true, [0, 2, 4, 6, 8, 10]),
    (1017, true, [0, 200, 400, 600, 800, 1000, 1200]), (0, true, [0, 1]),
    (0.5, false, [0, 0.1, 0.2, 0.3, 0.4, 0.5]), (1, false, [0, 0.2, 0.4, 0.6, 0.8, 1]),
    (0.019, false, [0, 0.005, 0.01, 0.015, 0.02]),
  ])
  func `a value axis has round ticks`(most: Double, isWhole: Bool, ticks: [Double]) {
    let scale = ValueScale(most: most, isWhole: isWhole)
    #expect(scale.ticks.count == ticks.count)
    for (a, b) in zip(scale.ticks, ticks) { #expect(abs(a - b) < 1e-12) }
    #expect(scale.top >= most)
  }

  @Test func `a value axis has few ticks and covers every value`() {
    var random = SplitMix64(seed: 5)
    for _ in 0..<2000 {
      let most =
        Double.random(in: 0...1, using: &random)
        * ([1, 0.001, 1000, 1e6].randomElement(using: &random) ?? 1)
      for isWhole in [true, false] {
        let scale = ValueScale(most: most, isWhole: isWhole)
        #expect(
          (1...9).contains(scale.ticks.count - 1) && scale.top >= most * (1 - 1e-9), "\(most)")
        #expect(!isWhole || scale.step >= 1)
      }
    }
  }

  @Test(arguments: [
    (CalendarInterval.month, "2020-02-01", 12, 108, "0=2020-02 1=2020-03", 12),
    (.month, "2020-02-01", 30, 60, "5=2020-07 11=2021-01", 5),
    (.month, "2020-02-01", 120, 60, "11=2021 23=2022", 10),
    (.year, "2000-01-01", 60, 60, "0=2000 10=2010", 6),
    (.day, "2023-06-26", 20, 240, "0=2023-06-26 1=2023-06-27", 20),
    (.day, "2023-06-26", 20, 60, "0=2023-06-26 7=2023-07-03", 3),
    (.day, "2023-06-26", 200, 63, "5=2023-07 36=2023-08", 7),
    (.week, "2023-06-26", 20, 200, "0=2023-W26 1=2023-W27", 20),
    (.week, "2023-06-26", 20, 60, "0=2023-07 5=2023-08", 5),
  ])
  func `a time axis has ticks at beginnings`(
    interval: CalendarInterval, first: String, count: Int, room: Int, ticks: String, number: Int
  ) throws {
    let start = try #require(TimeBucket(interval, of: CivilDate(first))).ordinal
    let buckets = (start..<start + count).map { TimeBucket(interval, ordinal: $0) }
    let found = TimeScale(buckets, room: room).ticks.map { "\($0.bucket)=\($0.label)" }
    #expect(found.prefix(2).joined(separator: " ") == ticks)
    #expect(found.count == number, "\(found)")
  }
}
