/// A date, perhaps with a time of day, as a publisher prints it: civil time without a zone.
///
/// Month and day may be unknown (0). Values order by date, then time; an unknown part comes first.
public struct CivilDateTime: Sendable, Hashable {
  /// 1...9999.
  public let year: Int
  /// 1...12, or 0 when unknown.
  public let month: Int
  /// 1...31, or 0 when unknown.
  public let day: Int
  /// Seconds since midnight, 0..<86,400, or nil when unknown.
  public let secondsOfDay: Int?

  /// Creates a date after checking it against the Gregorian calendar.
  ///
  /// Nil when there is no such date, when a day comes without a month, or a time without a day.
  public init?(year: Int, month: Int = 0, day: Int = 0, secondsOfDay: Int? = nil) {
    guard 1...9999 ~= year, 0...12 ~= month, day >= 0 else { return nil }
    guard day <= (month == 0 ? 0 : Self.days(of: month, in: year)) else { return nil }
    if let secondsOfDay {
      guard day > 0, 0..<86_400 ~= secondsOfDay else { return nil }
    }
    self.year = year
    self.month = month
    self.day = day
    self.secondsOfDay = secondsOfDay
  }

  /// Reads `2023`, `2023-07`, `2023-07-02`, `20230702`, each of the last two with a time if there
  /// is one.
  ///
  /// Also takes `/`, `.` and 年月日 between the parts. A zone after the time is accepted and ignored,
  /// since the time counts as printed. Nil when the text is anything else.
  public init?(iso text: String) {
    guard text.utf8.count <= 64 else { return nil }
    let scalars = PrintedText.folded(text.unicodeScalars)
    guard let found = DateReader.wholeDate(scalars) else { return nil }
    self = found
  }

  /// The date and time as `packedDate` and `packedTime` give them; nil without a date.
  public init?(packedDate: UInt32, packedTime: UInt32) {
    let date = Int(packedDate)
    self.init(
      year: date / 10_000, month: date / 100 % 100, day: date % 100,
      secondsOfDay: packedTime > 0 ? Int(packedTime) - 1 : nil)
  }

  /// Seconds since midnight plus one; 0 without a time.
  public var packedTime: UInt32 { secondsOfDay.map { UInt32($0 + 1) } ?? 0 }

  /// The date as the decimal number yyyymmdd; unknown parts are 00.
  public var packedDate: UInt32 {
    UInt32(year * 10_000 + month * 100 + day)
  }

  private static func days(of month: Int, in year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension CivilDateTime: Comparable {
  public static func < (a: Self, b: Self) -> Bool {
    (a.packedDate, a.secondsOfDay ?? -1) < (b.packedDate, b.secondsOfDay ?? -1)
  }
}

extension CivilDateTime: CustomStringConvertible {
  /// ISO 8601 without a zone, as far as the parts are known: `2023-07-02T14:53:51`, `2023-07-02`,
  /// `2023-07`, `2023`.
  public var description: String {
    func padded(_ n: Int, _ width: Int) -> String {
      let digits = String(n)
      return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
    var result = padded(year, 4)
    if month > 0 { result += "-" + padded(month, 2) }
    if day > 0 { result += "-" + padded(day, 2) }
    if let s = secondsOfDay {
      result += "T" + padded(s / 3600, 2) + ":" + padded(s / 60 % 60, 2) + ":" + padded(s % 60, 2)
    }
    return result
  }
}
