public import Calendar

extension CivilDateTime {
  /// Reads a date of a record's field.
  ///
  /// * a printed date, perhaps with a time: `2026-07-14 08:30`, `2026/7/14`, `2026年7月14日`,
  ///   `2026-07`, `2026`
  /// * digits only: `20260714`, `202607140830`, `20260714083000`
  /// * a date in English words: `Tue, 14 Jul 2026 08:30:00 +0800` (RFC 822), `July 14, 2026`
  /// * seconds, milliseconds, microseconds or nanoseconds since 1970, for times from 1980 to 2100
  ///
  /// A time with an offset or a zone is an instant, and is converted to China Standard Time. A time
  /// without one is read as printed. Returns nil for any other text.
  public init?(recorded text: String) {
    guard text.utf8.count <= 64 else { return nil }
    if Self.isNumber(text) {
      guard let value = Self.number(text) else { return nil }
      self = value
      return
    }
    guard let value = Self.printed(text) else { return nil }
    self = value
  }

  private static func printed(_ text: String) -> CivilDateTime? {
    let scalars = PrintedText.folded(text.unicodeScalars)
    if scalars.allSatisfy({ PrintedText.isDigit($0) || $0 == " " }), let digits = digits(scalars) {
      return compact(digits)
    }
    return zoned(scalars) ?? EnglishDate.read(scalars)
  }

  /// The civil time in China of an instant, in seconds since 1970; nil outside the years 1 to 9999.
  init?(secondsSince1970 seconds: Int) {
    let (local, overflows) = seconds.addingReportingOverflow(TimeZoneOffset.china)
    let day = local >= 0 ? local / 86_400 : -((86_399 - local) / 86_400)
    guard !overflows, -719_162...2_932_896 ~= day else { return nil }
    self.init(CivilDate(daysSince1970: day), secondsOfDay: local - day * 86_400)
  }

  /// The same time in China, of a time with an offset from UTC in seconds.
  func inChina(offset: Int) -> CivilDateTime? {
    guard let secondsOfDay else { return nil }
    return CivilDateTime(secondsSince1970: date.daysSince1970 * 86_400 + secondsOfDay - offset)
  }

  /// True for a text with the characters of numbers and spaces only.
  private static func isNumber(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: " "): true
      case UInt8(ascii: "e"), UInt8(ascii: "E"): true
      default: false
      }
    }
  }

  /// Reads digits, or a number of seconds since 1970.
  private static func number(_ text: String) -> CivilDateTime? {
    guard let digits = digits(text.unicodeScalars) else { return printed(text) ?? epoch(text) }
    // Ten digits may be seconds of the years after 2030, or yyyymmddhh.
    let hour = digits.count == 10 ? compact(digits + [0, 0]) : nil
    if let hour, 1900...2100 ~= hour.date.year { return nil }
    return compact(digits) ?? epoch(text)
  }

  /// Returns the digits of a text that has nothing else but spaces at its ends.
  private static func digits(_ text: some Sequence<Unicode.Scalar>) -> [Int]? {
    var digits: [Int] = []
    var isAtEnd = false
    for scalar in text {
      if PrintedText.isDigit(scalar), !isAtEnd {
        digits.append(Int(scalar.value - 48))
      } else if scalar == " " {
        isAtEnd = !digits.isEmpty
      } else {
        return nil
      }
    }
    return digits.isEmpty ? nil : digits
  }

  /// Reads the digits of a year, of yyyymmdd, yyyymmddhhmm or yyyymmddhhmmss.
  private static func compact(_ digits: [Int]) -> CivilDateTime? {
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
    switch digits.count {
    case 4: return CivilDate(year: number(0..<4)).map { CivilDateTime($0) }
    case 8, 12, 14:
      let month = number(4..<6)
      let day = number(6..<8)
      guard month > 0, day > 0,
        let date = CivilDate(year: number(0..<4), month: month, day: day)
      else { return nil }
      if digits.count == 8 { return CivilDateTime(date) }
      let (hour, minute) = (number(8..<10), number(10..<12))
      let second = digits.count == 14 ? number(12..<14) : 0
      guard hour < 24, minute < 60, second < 60 else { return nil }
      return CivilDateTime(date, secondsOfDay: hour * 3600 + minute * 60 + second)
    default: return nil
    }
  }

  /// The years 1980 to 2100 in seconds since 1970. In these bounds, the ranges of the units do not
  /// overlap.
  private static let plausibleEpoch = 315_532_800..<4_133_980_800

  private static func epoch(_ text: String) -> CivilDateTime? {
    guard let value = Double(text.filter { $0 != " " }) else { return nil }
    for unit in [1, 1e3, 1e6, 1e9] {
      let seconds = (value / unit).rounded(.down)
      if Double(plausibleEpoch.lowerBound) <= seconds, seconds < Double(plausibleEpoch.upperBound) {
        return CivilDateTime(secondsSince1970: Int(seconds))
      }
    }
    return nil
  }

  /// Reads a printed date. A zone may follow its time.
  private static func zoned(_ scalars: [Unicode.Scalar]) -> CivilDateTime? {
    let colon = scalars.firstIndex(of: ":") ?? scalars.firstIndex(of: "T") ?? scalars.endIndex
    let isZone: (Unicode.Scalar) -> Bool = {
      $0 == "+" || $0 == "-" || PrintedText.isLatin($0)
    }
    guard let start = scalars[colon...].dropFirst().firstIndex(where: isZone) else {
      return basic(scalars) ?? DateReader.wholeDate(scalars)
    }
    let printed = Array(scalars[..<start])
    guard let offset = TimeZoneOffset.read(scalars[start...]),
      let value = basic(printed) ?? DateReader.wholeDate(printed)
    else { return nil }
    return value.inChina(offset: offset)
  }

  /// Reads ISO 8601's basic format, `20260714T083000`.
  private static func basic(_ scalars: [Unicode.Scalar]) -> CivilDateTime? {
    guard scalars.count >= 13, scalars[8] == "T" || scalars[8] == " " else { return nil }
    var text = String.UnicodeScalarView(scalars)
    text.remove(at: text.index(text.startIndex, offsetBy: 8))
    return digits(text).flatMap(compact)
  }
}

/// Offsets of time zones from UTC, in seconds.
enum TimeZoneOffset {
  static let china = 8 * 3600

  /// Reads `Z`, `+0800`, `+08:00`, `+08`, `GMT`, or an offset with the name of its zone behind it.
  ///
  /// CST is China Standard Time, as in `Tue Jul 14 08:30:00 CST 2026`, which Java prints.
  static func read(_ text: ArraySlice<Unicode.Scalar>) -> Int? {
    let words = text.split(separator: " ")
    guard let first = words.first, words.count <= 2 else { return nil }
    if let sign = first.first, sign == "+" || sign == "-" {
      if words.count == 2, !isName(words[1]) { return nil }
      return offset(first.dropFirst()).map { sign == "-" ? -$0 : $0 }
    }
    return words.count == 1 ? named(first) : nil
  }

  private static func offset(_ text: ArraySlice<Unicode.Scalar>) -> Int? {
    let digits = text.filter { $0 != ":" }
    guard digits.allSatisfy(PrintedText.isDigit), digits.count == 2 || digits.count == 4,
      text.count <= 5
    else { return nil }
    let number = digits.reduce(0) { $0 * 10 + Int($1.value - 48) }
    let (hours, minutes) = digits.count == 2 ? (number, 0) : (number / 100, number % 100)
    guard hours <= 14, minutes < 60 else { return nil }
    return hours * 3600 + minutes * 60
  }

  private static func named(_ name: ArraySlice<Unicode.Scalar>) -> Int? {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: name)
    switch String(text).uppercased() {
    case "Z", "UT", "UTC", "GMT": return 0
    case "CST": return china
    case "EST": return -5 * 3600
    case "EDT": return -4 * 3600
    case "MST": return -7 * 3600
    case "MDT": return -6 * 3600
    case "CDT": return -5 * 3600
    case "PST": return -8 * 3600
    case "PDT": return -7 * 3600
    case "HKT", "SGT": return china
    case "JST", "KST": return 9 * 3600
    default: return nil
    }
  }

  private static func isName(_ word: ArraySlice<Unicode.Scalar>) -> Bool {
    let name = word.filter { $0 != "(" && $0 != ")" }
    return !name.isEmpty && name.allSatisfy(PrintedText.isLatin)
  }
}
