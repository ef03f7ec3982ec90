import Calendar
import Testing

@testable import Search

@Suite struct QueryDateTests {
  @Test(
    arguments: [
      ("2023", "20230000..20239999"),
      ("2023年", "20230000..20239999"),
      ("2023-6", "20230600..20230699"),
      ("2023/06", "20230600..20230699"),
      ("2023.06", "20230600..20230699"),
      ("202306", "20230600..20230699"),
      ("2023年6月", "20230600..20230699"),
      ("2023-06-01", "20230601..20230601"),
      ("2023.6.1", "20230601..20230601"),
      ("20230601", "20230601..20230601"),
      ("2023年06月01日", "20230601..20230601"),
      ("２０２３－０６－０１", "20230601..20230601"),
      ("2024-02-29", "20240229..20240229"),
      ("2000-02-29", "20000229..20000229"),
      ("2023-06..2023-07", "20230600..20230799"),
      ("2023.06..2023.07", "20230600..20230799"),
      ("2023．．2024", "20230000..20249999"),
      ("2023年6月..2023年7月5日", "20230600..20230705"),
      ("2023-06-15..2023-06", "20230615..20230699"),
      ("2023-01..", "20230100.."),
      ("..2023-07", "..20230799"),
    ])
  func `every form of a date is read`(text: String, expected: String) throws {
    #expect(try DateRange(parsing: text).description == expected)
  }

  @Test(
    arguments: [
      "", "..", "...", "a", "23", "20231", "2023-", "2023-06-", "2023-06/01", "2023-006",
      "2023-06-01-02",
      "2023-00", "2023-13", "2023-06-00", "2023-06-31", "2023-02-29", "1900-02-29", "20231301",
      "0000", "2023年6", "2023年6月1", "2023-6月", "2023..2022", "2023...2024", "2023..2024..2025",
      "2023-06-01 ", "99999999999999999999", "2023-99999999999",
    ])
  func `malformed dates are errors`(text: String) throws {
    let error = try #require(throws: QuerySyntaxError.self) { try DateRange(parsing: text) }
    #expect(error.range.upperBound <= text.unicodeScalars.count)
  }

  @Test func `every day from 1999 to 2025 is read in each form`() throws {
    var days = 0
    for year in 1999...2025 {
      for month in 1...12 {
        for day in 1...31 {
          let packed = UInt32(year * 10_000 + month * 100 + day)
          let forms = ["\(year)-\(month)-\(day)", "\(year)年\(month)月\(day)日", "\(packed)"]
          let parsed = forms.map { try? DateRange(parsing: $0) }
          if parsed.contains(nil) {
            #expect(parsed.allSatisfy { $0 == nil } && day > 28, "\(packed)")
          } else {
            days += 1
            #expect(parsed.allSatisfy { $0 == DateRange(packedLower: packed, packedUpper: packed) })
          }
        }
      }
    }
    #expect(days == 27 * 365 + 7)
  }

  /// Each row is a written range, and its value on 31 March 2024.
  @Test(
    arguments: [
      ("1d", "20240331..20240331"), ("7d", "20240325..20240331"), ("２w", "20240318..20240331"),
      ("1m", "20240301..20240331"), ("3m", "20240101..20240331"), ("1y", "20230401..20240331"),
      ("30d", "20240302..20240331"), (">=2023-06", "20230600.."), (">2023-06", "20230700.."),
      ("<=2023", "..20239999"), ("<2023-06-01", "..20230600"),
      ("[20230601 TO 20230731]", "20230601..20230731"), ("[* TO 2023]", "..20239999"),
    ])
  func `relative dates and comparisons are read`(text: String, range: String) throws {
    let today = CivilDate(year: 2024, month: 3, day: 31)
    #expect(try DateRange(parsing: text, today: today).description == range)
  }
}
