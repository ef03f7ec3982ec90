import Calendar
import Testing

@Suite struct DateRangeTests {
  @Test func `a month contains its days and dates without a day`() {
    let june = DateRange(from: CivilDate("2023-06"), through: CivilDate("2023-06"))
    #expect(june.contains(packed: 2023_0600) && june.contains(packed: 2023_0630))
    #expect(!june.contains(packed: 2023_0531) && !june.contains(packed: 2023_0701))
    #expect(!june.contains(packed: 2023_0000))
    #expect(june.contains(CivilDate("2023-06-30")) && !june.contains(CivilDate("2023")))
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
