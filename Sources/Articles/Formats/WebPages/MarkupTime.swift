import Calendar

extension CivilDateTime {
  /// Reads a time of markup: ISO 8601 or a number of seconds or milliseconds since 1970.
  ///
  /// A time in another zone is converted to China Standard Time, which articles are printed in.
  /// Returns nil for any other text and for a time without a day.
  init?(markup text: String) {
    let text = text.foldingWhitespace()
    if text.utf8.count == 10 || text.utf8.count == 13, let number = Int64(text), number > 0 {
      self.init(secondsSince1970: Int(text.utf8.count == 13 ? number / 1000 : number))
      return
    }
    guard let printed = CivilDateTime(iso: text), printed.date.day != nil,
      1900...2100 ~= printed.date.year
    else { return nil }
    guard let time = printed.secondsOfDay, let offset = Self.zoneOffset(text) else {
      self = printed
      return
    }
    self.init(secondsSince1970: printed.date.daysSince1970 * 86_400 + time - offset)
  }

  private static let chinaOffset = 8 * 3600

  private init?(secondsSince1970 seconds: Int) {
    let (days, time) = (seconds + Self.chinaOffset).quotientAndRemainder(dividingBy: 86_400)
    guard time >= 0 else { return nil }
    self.init(CivilDate(daysSince1970: days), secondsOfDay: time)
  }

  /// Returns the seconds by which the zone at the end of a text is ahead of UTC, or nil.
  private static func zoneOffset(_ text: String) -> Int? {
    if text.hasSuffix("Z") || text.hasSuffix("z") { return 0 }
    // A sign before the time belongs to the date.
    let bytes = Array(text.utf8.suffix(6))
    guard let sign = bytes.lastIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }),
      text.utf8.contains(UInt8(ascii: ":"))
    else { return nil }
    let digits = bytes[(sign + 1)...].filter { $0 != UInt8(ascii: ":") }
    guard digits.count == 2 || digits.count == 4,
      let number = Int(String(decoding: digits, as: UTF8.self))
    else { return nil }
    let (hours, minutes) = digits.count == 2 ? (number, 0) : (number / 100, number % 100)
    let offset = hours * 3600 + minutes * 60
    return bytes[sign] == UInt8(ascii: "-") ? -offset : offset
  }
}
