import Calendar

/// A parser of dates in English words, such as `Tue, 14 Jul 2026 08:30:00 +0800` (RFC 822),
/// `Tue Jul 14 08:30:00 CST 2026` and `July 14, 2026 8:30 AM`.
///
/// The words may have any order. Each part occurs once, and there is no other word.
struct EnglishDate {
  private var year: Int?
  private var month: Int?
  private var day: Int?
  private var seconds: Int?
  /// 0 for AM, 12 for PM.
  private var half: Int?
  private var offset: Int?

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]
  private static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  /// Returns the date if it is the whole text, in folded code points. A time with a zone is
  /// converted to China Standard Time.
  static func read(_ text: [Unicode.Scalar]) -> CivilDateTime? {
    guard text.contains(where: PrintedText.isLatin) else { return nil }
    var date = EnglishDate()
    let words = text.split { $0 == " " || $0 == "," || $0 == "(" || $0 == ")" }
    for word in words {
      guard date.add(String(String.UnicodeScalarView(word)), word) else { return nil }
    }
    return date.value
  }

  private var value: CivilDateTime? {
    guard let year, let month, let day,
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    guard var seconds else { return half == nil && offset == nil ? CivilDateTime(date) : nil }
    if let half {
      guard 3600..<13 * 3600 ~= seconds else { return nil }
      seconds = seconds % (12 * 3600) + half * 3600
    }
    guard let value = CivilDateTime(date, secondsOfDay: seconds) else { return nil }
    return offset.map { value.inChina(offset: $0) } ?? value
  }

  /// Adds a word; returns false if it has no meaning, or repeats a part.
  private mutating func add(_ word: String, _ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    let lower = word.lowercased().filter { $0 != "." }
    if PrintedText.isLatin(scalars[scalars.startIndex]) {
      if let found = Self.index(of: lower, in: Self.months) { return Self.set(&month, found + 1) }
      if Self.index(of: lower, in: Self.weekdays) != nil { return true }
      if lower == "am" || lower == "pm" { return Self.set(&half, lower == "pm" ? 12 : 0) }
      // A zone may follow its offset: `+0800 CST`, `+0000 (UTC)`.
      guard let zone = TimeZoneOffset.read(scalars) else { return false }
      return offset != nil || Self.set(&offset, zone)
    }
    if scalars.contains(":"), scalars.first.map(PrintedText.isDigit) ?? false {
      return Self.time(scalars).map { Self.set(&seconds, $0) } ?? false
    }
    if let number = Int(lower), scalars.allSatisfy(PrintedText.isDigit) {
      switch scalars.count {
      case 1, 2: return day == nil ? Self.set(&day, number) : Self.set(&year, Self.century(number))
      case 4: return Self.set(&year, number)
      default: return false
      }
    }
    return TimeZoneOffset.read(scalars).map { Self.set(&offset, $0) } ?? false
  }

  private static func set(_ part: inout Int?, _ value: Int) -> Bool {
    guard part == nil else { return false }
    part = value
    return true
  }

  /// The year of two digits, as RFC 2822 reads it.
  private static func century(_ year: Int) -> Int { year + (year < 50 ? 2000 : 1900) }

  /// Returns the index of a name, or of its abbreviation of three or four letters.
  private static func index(of word: String, in names: [String]) -> Int? {
    names.firstIndex { $0 == word || 3...4 ~= word.count && $0.hasPrefix(word) }
  }

  private static func time(_ text: ArraySlice<Unicode.Scalar>) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { part in
      part.count <= 2 && part.allSatisfy(PrintedText.isDigit)
        ? Int(String(String.UnicodeScalarView(part))) : nil
    }
    guard 2...3 ~= parts.count, let hour = parts[0], let minute = parts[1], hour < 24, minute < 60,
      let second = parts.count == 3 ? parts[2] : 0, second <= 60
    else { return nil }
    return hour * 3600 + minute * 60 + min(second, 59)
  }
}
