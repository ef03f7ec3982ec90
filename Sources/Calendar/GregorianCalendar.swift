/// The proleptic Gregorian calendar: month lengths and day numbers, for any year.
///
/// A day number counts the days since 1970-01-01. The conversions are `days_from_civil` and
/// `civil_from_days` of H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013): years
/// begin in March, so that a leap day is the last day of its year.
enum GregorianCalendar {
  private static let daysPer400Years = 146_097

  static func isLeap(_ year: Int) -> Bool {
    year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
  }

  static func dayCount(year: Int, month: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let cycle = year.flooredQuotient(by: 400)
    let yearOfCycle = year - 400 * cycle
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
    return cycle * daysPer400Years + dayOfCycle - 719_468
  }

  static func date(ofDay number: Int) -> (year: Int, month: Int, day: Int) {
    let days = number + 719_468
    let cycle = days.flooredQuotient(by: daysPer400Years)
    let dayOfCycle = days - cycle * daysPer400Years
    let yearOfCycle =
      (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
    let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
    let fromMarch = (5 * dayOfYear + 2) / 153
    let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
    let year = yearOfCycle + 400 * cycle + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * fromMarch + 2) / 5 + 1)
  }
}

extension Int {
  /// The quotient rounded down, also for negative numbers.
  func flooredQuotient(by divisor: Int) -> Int {
    let quotient = self / divisor
    return quotient * divisor > self ? quotient - 1 : quotient
  }

  /// At least `width` decimal digits, with leading zeros.
  func padded(to width: Int) -> String {
    let digits = String(self)
    return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
  }
}
