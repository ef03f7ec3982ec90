/// A reader of the rows of a sheet of an Excel workbook.
final class SheetParser: XMLHandler {
  var events = SheetEventQueue()

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

  init(formats: CellFormats, limit: Int) { (self.formats, self.limit) = (formats, limit) }

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
    case "c": addCell()
    case "row":
      if let row, !row.isBlank { events.append(.row(row)) }
      row = nil
    default: break
    }
  }

  /// Adds the cell to the row, unless it is empty or has an error of a formula.
  private func addCell() {
    guard !value.isEmpty else { return }
    switch kind {
    case .text: row?.add(value, at: column, dropped: dropped)
    case .error: break
    case .boolean:
      row?.add(Array((value == [UInt8(ascii: "0")] ? "FALSE" : "TRUE").utf8), at: column)
    case .number:
      let text = formats.text(String(decoding: value, as: UTF8.self), style)
      row?.add(Array(text.utf8), at: column, dropped: dropped)
    case .shared:
      if let index = Int(String(decoding: value, as: UTF8.self)) {
        row?.add(sharedString: index, at: column)
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
