/// A reader of the rows of a sheet of an Excel workbook.
final class SheetParser: XMLHandler {
  var events = SheetEventQueue()
  /// An error of reading a shared string.
  private(set) var error: ArticleError?

  private let strings: SharedStrings
  private let formats: CellFormats
  private let limit: Int

  private enum Kind {
    case number, shared, text, boolean, error
  }

  private var row: SheetRow?
  private var number = 0
  private var column = 0
  private var kind = Kind.number
  private var style = 0
  private var value: [UInt8] = []
  /// Number of bytes of the value above the limit.
  private var dropped = 0
  private var isInValue = false
  /// True within the readings of characters.
  private var isInReading = false

  init(strings: SharedStrings, formats: CellFormats, limit: Int) {
    (self.strings, self.formats, self.limit) = (strings, formats, limit)
  }

  func start(_ name: String, _ attributes: XMLAttributes) {
    switch name {
    case "row":
      number = max(number + 1, min(attributes.number("r") ?? 0, Int(Int32.max)))
      row = SheetRow(number: number, limit: limit)
      column = -1
    case "c":
      column = attributes["r"].flatMap(Self.column) ?? column + 1
      style = attributes.number("s") ?? 0
      (value, dropped) = ([], 0)
      switch attributes["t"] {
      case "s": kind = .shared
      case "inlineStr", "str", "d": kind = .text
      case "b": kind = .boolean
      case "e": kind = .error
      default: kind = .number
      }
    case "v", "t": isInValue = row != nil && !isInReading
    case "rPh": isInReading = true
    default: break
    }
  }

  func text(_ bytes: [UInt8]) {
    guard isInValue else { return }
    if value.count <= limit { value += bytes } else { dropped += bytes.count }
  }

  func end(_ name: String) {
    switch name {
    case "v", "t": isInValue = false
    case "rPh": isInReading = false
    case "c": if let text = cellText { row?.add(text, at: column, dropped: dropped) }
    case "row":
      if let row, !row.isBlank { events.append(.row(row)) }
      row = nil
    default: break
    }
  }

  /// The text of the cell; nil for an empty one and for an error of a formula.
  private var cellText: [UInt8]? {
    guard !value.isEmpty else { return nil }
    switch kind {
    case .text: return value
    case .error: return nil
    case .boolean: return Array((value == [UInt8(ascii: "0")] ? "FALSE" : "TRUE").utf8)
    case .number: return Array(formats.text(String(decoding: value, as: UTF8.self), style).utf8)
    case .shared:
      guard let index = Int(String(decoding: value, as: UTF8.self)) else { return nil }
      do throws(ArticleError) {
        return try strings.text(index)
      } catch {
        self.error = self.error ?? error
        return nil
      }
    }
  }

  /// Returns the number of the column in a reference such as `BC12`, from 0.
  private static func column(_ reference: String) -> Int? {
    var number = 0
    for byte in reference.utf8 {
      guard UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte & 0xDF else { break }
      number = number * 26 + Int(byte & 0xDF) - 64
      if number > SheetRow.maximumColumns { return SheetRow.maximumColumns }
    }
    return number > 0 ? number - 1 : nil
  }
}
