import Calendar
import TestSupport
import Testing

@Suite struct TimeBucketTests {
  @Test(arguments: [
    ("2021-01-03", "2020-W53"), ("2021-01-04", "2021-W01"), ("2024-12-29", "2024-W52"),
    ("2024-12-30", "2025-W01"), ("2016-01-01", "2015-W53"), ("2008-12-29", "2009-W01"),
    ("2023-08-04", "2023-W31"), ("2017-01-01", "2016-W52"), ("1969-12-29", "1970-W01"),
    ("1969-12-28", "1969-W52"), ("2024-02-29", "2024-W09"), ("0001-01-01", "0001-W01"),
  ])
  func `weeks have their names of ISO 8601`(date: String, name: String) {
    #expect(TimeBucket(.week, of: CivilDate(date))?.description == name)
  }

  @Test func `buckets follow one another as in a list of all days`() throws {
    let calendar = StepCalendar(years: 1896...2105)
    for interval in CalendarInterval.allCases {
      let modelInterval = try #require(StepCalendar.Interval(rawValue: interval.rawValue))
      var last: (bucket: TimeBucket, name: String)?
      for (index, day) in calendar.days.enumerated() {
        let date = try #require(CivilDate(packed: day.packed))
        let bucket = try #require(TimeBucket(interval, of: date))
        let name = calendar.name(modelInterval, ofDay: index)
        #expect(bucket.description == name, "\(date)")
        if let last {
          let isNew = name != last.name
          #expect(bucket.ordinal == last.bucket.ordinal + (isNew ? 1 : 0), "\(date)")
          if isNew { #expect(CivilDate(daysSince1970: bucket.firstDay) == date, "\(interval)") }
        }
        #expect(TimeBucket.containing(day: bucket.firstDay, by: interval) == bucket)
        last = (bucket, name)
      }
    }
  }

  @Test(
    arguments: [
      (nil, []), ("2023", [.year]), ("2023-06", [.month, .year]),
      ("2023-06-01", [.day, .week, .month, .year]),
    ] as [(String?, [CalendarInterval])])
  func `a date that is too short for an interval is in no bucket`(
    date: String?, intervals: [CalendarInterval]
  ) {
    for interval in CalendarInterval.allCases {
      let bucket = TimeBucket(interval, of: date.flatMap { CivilDate($0) })
      #expect((bucket != nil) == intervals.contains(interval), "\(interval)")
    }
  }
}
