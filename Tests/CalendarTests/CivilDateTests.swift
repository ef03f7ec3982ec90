import Calendar
import TestSupport
import Testing

@Suite struct CivilDateTests {
  @Test func `a date must exist in the calendar`() {
    #expect(CivilDate(year: 2023, month: 0, day: 5) == nil)
    #expect(CivilDate(year: 2023, day: 5) == nil)
    #expect(CivilDate(year: 0) == nil && CivilDate(year: 10_000) == nil)
    #expect(CivilDate(year: 2023, month: 13) == nil)
    #expect(CivilDate(year: 1900, month: 2, day: 29) == nil)
    #expect(CivilDate(year: 2000, month: 2, day: 29) != nil)
    #expect(CivilDate(year: 2023, month: 7)?.packed == 20_230_700)
    #expect(CivilDate(packed: 20_230_005) == nil && CivilDate(packed: 0) == nil)
  }

  @Test func `a time needs a day and is less than 24 hours`() throws {
    let month = try #require(CivilDate("2023-07"))
    let day = try #require(CivilDate("2023-07-02"))
    #expect(CivilDateTime(month, secondsOfDay: 5) == nil)
    #expect(CivilDateTime(day, secondsOfDay: 86_400) == nil)
    #expect(CivilDateTime(day, secondsOfDay: 86_399)?.description == "2023-07-02T23:59:59")
    #expect(CivilDateTime(day, secondsOfDay: nil) == CivilDateTime(day))
  }

  @Test func `dates are ordered in time, unknown parts first`() throws {
    let texts = [
      "2022-12-31", "2023", "2023-07", "2023-07-02", "2023-07-02T00:00:00", "2023-07-02T00:01:00",
    ]
    let dates = try texts.map { try #require(CivilDateTime($0)) }
    #expect(dates.shuffled().sorted() == dates)
    #expect(dates.map(\.description) == texts)
  }

  @Test(arguments: [
    "", "23", "2023-7", "2023-07-2", "2023-13", "2023-02-29", "2023--1", "-2023", "2023-07-02-",
    "2023-07-02 14:53:51", "2023-07-02T14:53", "2023-07T14:53:51", "2023-07-02T24:00:00",
    "2023-07-02T14:60:00", "2023-07-02T", "20230702",
  ])
  func `only the form of a description is read back`(text: String) {
    #expect(CivilDateTime(text) == nil)
  }

  @Test func `every day has the next day number`() throws {
    var date = try #require(CivilDate("1899-12-31"))
    for _ in 0..<80_000 {
      let next = date.adding(days: 1)
      #expect(next.daysSince1970 == date.daysSince1970 + 1 && next > date)
      #expect(CivilDate(packed: next.packed) == next)
      #expect(CivilDate(next.description) == next)
      date = next
    }
    #expect(CivilDate("1970-01-01")?.daysSince1970 == 0)
  }

  @Test func `day numbers agree with a list of all days`() throws {
    let days = StepCalendar(years: 1896...2105).days
    let first = try #require(CivilDate(packed: days[0].packed)).daysSince1970
    for (index, day) in days.enumerated() {
      #expect(CivilDate(daysSince1970: first + index).packed == day.packed)
    }
  }

  @Test(arguments: [
    ("2000-02-29", 12, "2001-02-28"), ("2024-03-31", -1, "2024-02-29"),
    ("2024-01-15", -1, "2023-12-15"), ("2023-12-31", 2, "2024-02-29"),
    ("0001-03-05", -12, "0001-01-01"), ("9999-12-05", 1, "9999-12-31"),
  ])
  func `months are added by number`(date: String, months: Int, sum: String) {
    #expect(CivilDate(date)?.adding(months: months).description == sum)
  }

  @Test(arguments: [
    ("2023", "2023-01-01", "2023-12-31"), ("2024-02", "2024-02-01", "2024-02-29"),
    ("2023-06-15", "2023-06-15", "2023-06-15"),
  ])
  func `a month or year has a first and a last day`(date: String, first: String, last: String) {
    #expect(CivilDate(date)?.firstDay.description == first)
    #expect(CivilDate(date)?.lastDay.description == last)
  }

  @Test func `days outside the years 1 to 9999 are clamped`() throws {
    let last = try #require(CivilDate("9999-12-31"))
    #expect(last.adding(days: 1) == last)
    #expect(CivilDate(daysSince1970: -1_000_000).description == "0001-01-01")
  }

  @Test func `today lies in this century`() {
    #expect(2024...2123 ~= CivilDate.todayInChina.year && CivilDate.todayInChina.day != nil)
  }
}
