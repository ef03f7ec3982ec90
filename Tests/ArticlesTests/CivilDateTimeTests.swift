import Articles
import TestSupport
import Testing

struct CivilDateTimeTests {
  @Test(arguments: [
    ("2023", "2023"), ("2023-07", "2023-07"), ("2023年7月", "2023-07"), ("2023-7-2", "2023-07-02"),
    ("20230702", "2023-07-02"), ("2023/07/02", "2023-07-02"), ("2023.07.02", "2023-07-02"),
    ("2023年07月02日", "2023-07-02"), ("2023 年 7 月 2 日", "2023-07-02"),
    ("2023-07-02 14:53:51", "2023-07-02T14:53:51"), ("2023-07-02T14:53", "2023-07-02T14:53:00"),
    ("2023-07-02T14:53:51Z", "2023-07-02T14:53:51"),
    ("2023-07-02T14:53:51.123+08:00", "2023-07-02T14:53:51"),
    ("２０２３－０７－０２ １４：５３", "2023-07-02T14:53:00"),
    ("2023年7月2日 星期日 下午2:53", "2023-07-02T14:53:00"),
    ("2023年7月2日14时53分51秒", "2023-07-02T14:53:51"), ("民國112年7月2日", "2023-07-02"),
    ("2024-02-29", "2024-02-29"), (" 2023-07-02 ", "2023-07-02"),
  ])
  func reads(text: String, expected: String) {
    #expect(CivilDateTime(iso: text)?.description == expected)
  }

  @Test(arguments: [
    "", "abc", "2023-13", "2023-02-29", "2023-00-10", "2023-07-02 24:00", "2023-07-02 14:60",
    "1900-02-29",
    "2023-07-02x", "202307021", "0000-01-01", "2023-07-32", "13812345678", "20231301",
    "2023-07-02 1453",
    "2023--07", "99999999999999999999",
  ])
  func refuses(text: String) {
    #expect(CivilDateTime(iso: text) == nil)
  }

  @Test func partsMustFitTogether() {
    #expect(CivilDateTime(year: 2023, month: 0, day: 5) == nil)
    #expect(CivilDateTime(year: 2023, month: 7, secondsOfDay: 5) == nil)
    #expect(CivilDateTime(year: 2023, month: 7, day: 2, secondsOfDay: 86_400) == nil)
    #expect(CivilDateTime(year: 10_000) == nil)
    #expect(CivilDateTime(year: 2023, month: 7)?.packedDate == 20_230_700)
  }

  @Test func ordersByDateThenTimeUnknownFirst() throws {
    let texts = [
      "2022-12-31", "2023", "2023-07", "2023-07-02", "2023-07-02 00:00", "2023-07-02 00:01",
    ]
    let dates = try texts.map { try #require(CivilDateTime(iso: $0)) }
    #expect(dates.shuffled().sorted() == dates)
  }

  @Test func readsItsOwnDescription() throws {
    let seed: UInt64 = 11
    var random = SplitMix64(seed: seed)
    for _ in 0..<2000 {
      let month = Int.random(in: 0...12, using: &random)
      let day = month == 0 ? 0 : Int.random(in: 0...31, using: &random)
      let time =
        day == 0 || Bool.random(using: &random) ? nil : Int.random(in: 0..<86_400, using: &random)
      let year = Int.random(in: 1...9999, using: &random)
      guard let date = CivilDateTime(year: year, month: month, day: day, secondsOfDay: time) else {
        #expect(day > 28, "seed \(seed)")
        continue
      }
      #expect(CivilDateTime(iso: date.description) == date, "seed \(seed): \(date)")
    }
  }
}
