import FoundationEssentials

// Days counted back from today: `7d`, `2w`, `3m`, `1y`.
//
// Today is the day in China: archives keep civil time as it was printed there.

extension DateRange {
  /// The last days, weeks, months or years, today included; nil for another form.
  ///
  /// - Parameter today: packed as yyyymmdd.
  static func relative(_ scalars: [Unicode.Scalar], today: UInt32) -> DateRange? {
    guard let unit = scalars.last, scalars.count <= 5 else { return nil }
    var count = 0
    for scalar in scalars.dropLast() {
      guard ("0"..."9").contains(scalar) else { return nil }
      count = count * 10 + Int(scalar.value) - 0x30
    }
    guard count > 0 else { return nil }
    let day = CivilDay(packed: today)
    let first: CivilDay
    switch unit {
    case "d", "D", "天": first = day.adding(days: 1 - count)
    case "w", "W", "周": first = day.adding(days: 1 - 7 * count)
    case "m", "M": first = day.adding(months: -count).adding(days: 1)
    case "y", "Y": first = day.adding(months: -12 * count).adding(days: 1)
    default: return nil
    }
    return DateRange(lower: first.packed, upper: today)
  }

  /// The day it is in China, packed as yyyymmdd.
  public static var today: UInt32 {
    let seconds = Date().timeIntervalSince1970 + 8 * 3600
    return CivilDay(daysSince1970: Int((seconds / 86_400).rounded(.down))).packed
  }
}

/// A day of the Gregorian calendar.
struct CivilDay {
  private let year: Int
  private let month: Int
  private let day: Int

  init(packed: UInt32) {
    (year, month, day) = (Int(packed / 10_000), Int(packed / 100 % 100), Int(packed % 100))
  }

  /// By the count of days in eras of 400 years that begin in March.
  init(daysSince1970 days: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let ofEra = shifted - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let fromMarch = (5 * ofYear + 2) / 153
    day = ofYear - (153 * fromMarch + 2) / 5 + 1
    month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  var packed: UInt32 { UInt32(max(0, year * 10_000 + month * 100 + day)) }

  var daysSince1970: Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let fromMarch = month > 2 ? month - 3 : month + 9
    let ofYear = (153 * fromMarch + 2) / 5 + day - 1
    let ofEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + ofYear
    return era * 146_097 + ofEra - 719_468
  }

  func adding(days: Int) -> CivilDay { CivilDay(daysSince1970: daysSince1970 + days) }

  /// The same day of another month, or its last.
  func adding(months: Int) -> CivilDay {
    let count = max(0, year * 12 + month - 1 + months)
    let newYear = UInt32(count / 12)
    let newMonth = UInt32(count % 12 + 1)
    let last = DateRange.dayCount(year: newYear, month: newMonth)
    return CivilDay(packed: newYear * 10_000 + newMonth * 100 + min(UInt32(day), last))
  }
}
