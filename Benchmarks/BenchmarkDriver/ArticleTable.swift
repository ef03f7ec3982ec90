import FoundationEssentials

/// A table of articles. A line has number, date, source, title and body, separated by tabs.
enum ArticleTable {
  /// Returns a folder with the table as JSON Lines. The folder is created next to the table, before
  /// any measurement, unless it exists and is newer.
  static func recordFolder(of table: String) throws -> String {
    let folder = table + ".xunwen"
    let records = folder + "/articles.jsonl"
    let files = FileManager.default
    func date(_ path: String) -> Date? {
      (try? files.attributesOfItem(atPath: path))?[.modificationDate] as? Date
    }
    guard let written = date(table) else { throw UsageError(message: "no file \(table)") }
    if let made = date(records), made >= written { return folder }
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let bytes = try Data(contentsOf: URL(filePath: table))
    var output = Data()
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let fields = line.split(
        separator: UInt8(ascii: "\t"), maxSplits: 4, omittingEmptySubsequences: false)
      guard fields.count == 5 else { throw UsageError(message: "\(table): not five fields") }
      for (name, value) in zip(
        [
          "{\"id\":\"", "\",\"date\":\"", "\",\"source\":\"",
          "\",\"title\":\"", "\",\"text\":\"",
        ], fields)
      {
        output.append(contentsOf: name.utf8)
        appendEscaped(value, to: &output)
      }
      output.append(contentsOf: "\"}\n".utf8)
    }
    try output.write(to: URL(filePath: records + ".new"))
    _ = try? files.removeItem(atPath: records)
    try files.moveItem(atPath: records + ".new", toPath: records)
    return folder
  }

  private static func appendEscaped(_ value: Data, to output: inout Data) {
    for byte in value {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        output.append(UInt8(ascii: "\\"))
        output.append(byte)
      case 0..<0x20: output.append(UInt8(ascii: " "))
      default: output.append(byte)
      }
    }
  }
}
