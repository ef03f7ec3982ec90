import Articles
import Calendar
import TestSupport
import Testing

struct DateReaderTests {
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
  func `a printed date is read`(text: String, expected: String) {
    #expect(CivilDateTime(iso: text)?.description == expected)
  }

  @Test(arguments: [
    "", "abc", "2023-13", "2023-02-29", "2023-00-10", "2023-07-02 24:00", "2023-07-02 14:60",
    "1900-02-29", "2023-07-02x", "202307021", "0000-01-01", "2023-07-32", "13812345678", "20231301",
    "2023-07-02 1453", "2023--07", "99999999999999999999",
  ])
  func `other text is no date`(text: String) {
    #expect(CivilDateTime(iso: text) == nil)
  }

  @Test func `the description of a date is read back`() throws {
    let seed: UInt64 = 11
    var random = SplitMix64(seed: seed)
    for _ in 0..<2000 {
      let month = Int.random(in: 0...12, using: &random)
      let day = month == 0 ? 0 : Int.random(in: 0...31, using: &random)
      let time =
        day == 0 || Bool.random(using: &random) ? 0 : UInt32.random(in: 1...86_400, using: &random)
      let packed = UInt32(
        Int.random(in: 1...9999, using: &random) * 10_000 + month * 100 + day)
      guard let date = CivilDateTime(packedDate: packed, packedTime: time) else {
        #expect(day > 28, "seed \(seed)")
        continue
      }
      #expect(CivilDateTime(iso: date.description) == date, "seed \(seed): \(date)")
    }
  }
}
