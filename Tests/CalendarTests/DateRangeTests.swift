import Calendar
import TestSupport
import Testing

@Suite struct DateRangeTests {
  @Test func `a month contains its days and dates without a day`() {
    let june = DateRange(from: CivilDate("2023-06"), through: CivilDate("2023-06"))
    #expect(june.contains(packed: 2023_0600) && june.contains(packed: 2023_0630))
    #expect(!june.contains(packed: 2023_0531) && !june.contains(packed: 2023_0701))
    #expect(!june.contains(packed: 2023_0000))
    #expect(june.contains(CivilDate("2023-06-30")) && !june.contains(CivilDate("2023")))
  }

  @Test func `a range contains a month or year when it contains all its days`() throws {
    let year = DateRange(from: CivilDate("2023-01-01"), through: CivilDate("2023-12-31"))
    #expect(year.contains(CivilDate("2023")) && year.contains(CivilDate("2023-01")))
    let most = DateRange(from: CivilDate("2023-01-02"), through: CivilDate("2023-12-31"))
    #expect(!most.contains(CivilDate("2023")) && !most.contains(CivilDate("2023-01")))
    #expect(most.contains(CivilDate("2023"), .include))
    #expect(most.contains(CivilDate("2023-01"), .include) && most.contains(CivilDate("2023-02")))
    #expect(!DateRange(through: CivilDate("2023-06")).contains(CivilDate("2023")))
    #expect(
      !DateRange().isEmpty && DateRange().contains(nil, .include) && !most.contains(nil, .include))
  }

  /// A period and a range are sets of days.
  @Test(arguments: [51, 52] as [UInt64])
  func `containment and overlap equal the relations of sets of days`(seed: UInt64) throws {
    let days = StepCalendar(years: 2022...2024).days.map(\.packed)
    var random = SplitMix64(seed: seed)
    func date() -> UInt32 {
      let day = days.randomElement(using: &random) ?? 0
      return [day, day, day / 100 * 100, day / 10_000 * 10_000].randomElement(using: &random) ?? 0
    }
    func period(_ date: UInt32) -> Set<UInt32> {
      Set(
        days.filter {
          date % 100 != 0
            ? $0 == date
            : date % 10_000 != 0 ? $0 / 100 == date / 100 : $0 / 10_000 == date / 10_000
        })
    }
    var (contained, overlapping) = (0, 0)
    for _ in 0..<2_000 {
      let (lower, upper) = (CivilDate(packed: date()), CivilDate(packed: date()))
      let first = try #require(lower)
      let last = try #require(upper)
      let ranges: [(DateRange, (UInt32) -> Bool)] = [
        (
          DateRange(from: first, through: last),
          { $0 >= first.firstDay.packed && $0 <= last.lastDay.packed }
        ),
        (DateRange(from: first), { $0 >= first.firstDay.packed }),
        (DateRange(through: last), { $0 <= last.lastDay.packed }),
        (DateRange(after: first), { $0 > first.lastDay.packed }),
        (DateRange(before: last), { $0 < last.firstDay.packed }),
      ]
      let published = date()
      let all = period(published)
      for (range, isInside) in ranges {
        let inside = all.filter(isInside)
        let note = "seed \(seed): \(published) in \(range)"
        #expect(range.contains(packed: published) == (inside == all), "\(note)")
        #expect(range.contains(packed: published, .include) == !inside.isEmpty, "\(note)")
        contained += inside == all ? 1 : 0
        overlapping += !inside.isEmpty && inside != all ? 1 : 0
      }
    }
    #expect(contained > 1_000 && overlapping > 300)
  }

  @Test func `only the unbounded range contains an unknown date`() {
    #expect(!DateRange(through: CivilDate("2023-06")).contains(packed: 0))
    #expect(!DateRange(from: CivilDate("2023")).contains(nil))
    #expect(DateRange().contains(packed: 0) && DateRange().contains(nil))
  }

  @Test(arguments: [
    ("2023", "20240000..", "2024", "..20229999", "2022"),
    ("2023-12", "20231300..", "2024", "..20231199", "2023-11"),
    ("2023-06", "20230700..", "2023-07", "..20230599", "2023-05"),
    ("2023-06-30", "20230631..", "2023-07", "..20230629", "2023-06-29"),
    ("2023-06-01", "20230602..", "2023-06-02", "..20230600", "2023-06"),
  ])
  func `ranges after and before a date exclude all its days`(
    text: String, after: String, lower: String, before: String, upper: String
  ) throws {
    let date = try #require(CivilDate(text))
    let (later, earlier) = (DateRange(after: date), DateRange(before: date))
    #expect(later.description == after && earlier.description == before)
    #expect(later.lower?.description == lower && later.upper == nil)
    #expect(earlier.upper?.description == upper && earlier.lower == nil)
    #expect(!later.contains(date.firstDay) && !later.contains(date.lastDay))
    #expect(!earlier.contains(date.firstDay) && !earlier.contains(date.lastDay))
    #expect(later.contains(date.lastDay.adding(days: 1)))
    #expect(earlier.contains(date.firstDay.adding(days: -1)))
    #expect(DateRange(after) == later && DateRange(before) == earlier)
  }

  @Test func `the bounds of two ranges make a range`() {
    let range = DateRange(from: DateRange("20230000.."), through: DateRange("20210000..20219999"))
    #expect(range.description == "20230000..20219999" && range.isEmpty)
    #expect(!DateRange(from: DateRange("20230000.."), through: nil).isEmpty)
  }

  @Test(arguments: ["", "2023", "..2023x", "a..b", "..20230000..", "020230000.."])
  func `only the form of a description is read back`(text: String) {
    #expect(DateRange(text) == nil)
  }
}
