import Calendar

/// The formats of cells in an Excel workbook, which tell dates from numbers.
final class CellFormats: XMLHandler {
  private enum Kind {
    case number, date, time
  }

  private var codes: [Int: Kind] = [:]
  /// The kinds of the formats to which cells refer.
  private var kinds: [Kind] = []
  private var isInCellFormats = false
  private let startsIn1904: Bool

  private static let maximumCount = 1 << 16

  init(_ document: [UInt8]?, startsIn1904: Bool) {
    self.startsIn1904 = startsIn1904
    if let document { _ = XMLDocument.parse(document, into: self) }
  }

  /// - Parameters:
  ///   - codes: the codes of formats by their numbers.
  ///   - formats: the numbers of the formats to which cells refer.
  init(codes: [Int: String], formats: [Int], startsIn1904: Bool) {
    self.startsIn1904 = startsIn1904
    let codes = codes.mapValues(Self.kind)
    kinds = formats.map { codes[$0] ?? Self.usualKind($0) }
  }

  func start(_ name: String, _ attributes: XMLAttributes) {
    switch name {
    case "numFmt":
      if let id = attributes.number("numFmtId"), codes.count < Self.maximumCount {
        codes[id] = Self.kind(attributes["formatCode"] ?? "")
      }
    case "cellXfs": isInCellFormats = true
    case "xf" where isInCellFormats && kinds.count < Self.maximumCount:
      let id = attributes.number("numFmtId") ?? 0
      kinds.append(codes[id] ?? Self.usualKind(id))
    default: break
    }
  }

  func end(_ name: String) {
    if name == "cellXfs" { isInCellFormats = false }
  }

  func text(_ bytes: [UInt8]) {}

  /// The formats that have a number instead of a code. The formats of East Asia begin at 27.
  private static func usualKind(_ id: Int) -> Kind {
    switch id {
    case 14...17, 22, 27...31, 36, 50...54, 57, 58: .date
    case 18...21, 32...35, 45...47, 55, 56: .time
    default: .number
    }
  }

  /// Returns the kind of a format such as `yyyy"年"m"月"d"日"` or `[$-804]h:mm`.
  private static func kind(_ code: String) -> Kind {
    var kind = Kind.number
    var isQuoted = false
    var isEscaped = false
    var bracket: String?
    for character in code.lowercased() {
      if isEscaped {
        isEscaped = false
      } else if isQuoted {
        isQuoted = character != "\""
      } else if let text = bracket {
        if character == "]" {
          if ["h", "hh", "m", "mm", "s", "ss"].contains(text), kind == .number { kind = .time }
          bracket = nil
        } else {
          bracket = text + String(character)
        }
      } else {
        switch character {
        case "\"": isQuoted = true
        case "\\", "_", "*": isEscaped = true
        case "[": bracket = ""
        case "y", "d": kind = .date
        case "h", "s": if kind == .number { kind = .time }
        // Further sections are for negative numbers and texts.
        case ";": return kind
        case "g" where code.lowercased().hasPrefix("general"): return .number
        default: break
        }
      }
    }
    return kind
  }

  // MARK: Numbers

  /// Returns the text of a number in a format.
  func text(_ value: String, _ format: Int) -> String {
    let kind = kinds.indices.contains(format) ? kinds[format] : .number
    guard let number = Double(value), number.isFinite else { return value }
    if kind == .number { return Self.plain(number, value) }
    return date(number, kind) ?? Self.plain(number, value)
  }

  /// Returns a number with the shortest digits that mean it. Excel stores 0.1 with 17 digits.
  private static func plain(_ number: Double, _ value: String) -> String {
    guard value.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") })
    else { return value }
    return number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
  }

  /// Days from day 0 of Excel's calendar to 1970. Its day 60 is 29 February 1900, which did not
  /// exist.
  private static let daysBefore1970 = 25_569
  private static let daysFrom1900To1904 = 1462

  /// Returns a date as `2026-07-14` or `2026-07-14 08:30:00`, and a time as `08:30:00`.
  private func date(_ number: Double, _ kind: Kind) -> String? {
    guard 0..<2_958_466 ~= number else { return nil }
    var seconds = Int((number * 86_400).rounded())
    let day = seconds / 86_400
    seconds %= 86_400
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let time = "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    if kind == .time, day == 0 { return time }
    let first = startsIn1904 ? Self.daysFrom1900To1904 : day < 60 ? 1 : 0
    let date = CivilDate(daysSince1970: day + first - Self.daysBefore1970)
    return seconds == 0 ? "\(date)" : "\(date) \(time)"
  }
}
