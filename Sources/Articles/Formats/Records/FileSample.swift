/// The first bytes of a file, from which formats recognize it.
enum FileSample {
  /// Endings of names that say nothing about the format.
  private static let endings: Set<String> = ["txt", "dat", "data", "out", "log"]
  private static let longestEnding = 8

  /// Endings of pages, whose first bytes are not looked at. Looking into a million unchanged files
  /// takes longer than the rest of an update.
  private static let pageEndings: Set<String> = [
    "html", "htm", "xhtml", "shtml", "xht", "md", "markdown",
  ]

  /// True for a name, in lower case, of a file that may be a document, such as PDF.
  static func canBeDocument(name: String) -> Bool {
    guard let dot = name.lastIndex(of: ".") else { return true }
    return !pageEndings.contains(String(name[name.index(after: dot)...]))
  }

  /// True for a name, in lower case, that says nothing about the format of the file.
  static func canHaveAnyFormat(name: String) -> Bool {
    guard let dot = name.lastIndex(of: ".") else { return true }
    // Systems export tables and pages under the names of office documents.
    return endings.contains(String(name[name.index(after: dot)...]))
      || BinaryDocumentName.isBinary(name)
  }

  /// True when the first byte that is not blank is one of some ASCII characters. In a sample in
  /// UTF-16, every byte may be.
  ///
  /// This test spares most files the decoding of their sample.
  static func mayBegin(_ sample: [UInt8], with characters: StaticString) -> Bool {
    let mark = ByteOrderMark.of(sample)
    if let mark, mark.encoding != "UTF-8" { return true }
    guard let first = sample.dropFirst(mark?.bytes.count ?? 0).first(where: { $0 > 0x20 }) else {
      return false
    }
    return characters.description.utf8.contains(first)
  }

  /// Returns the text of a sample in UTF-8, without a byte order mark and without a character that
  /// the end of the sample cuts. Malformed sequences become the byte 0xFF.
  static func text(of sample: [UInt8]) -> [UInt8] {
    let mark = ByteOrderMark.of(sample)
    let bytes = Array(sample.dropFirst(mark?.bytes.count ?? 0))
    var name = mark?.encoding ?? UTF16Detector.encoding(of: bytes) ?? "UTF-8"
    if mark == nil, name == "UTF-8", let offset = UTF8Validity.firstInvalid(in: bytes),
      offset + 3 < bytes.count
    {
      name = "GB18030"
    }
    guard name != "UTF-8", let converter = CharsetConverter(name: name) else { return bytes }
    var text: [UInt8] = []
    converter.convert(bytes, isLast: false, appendingTo: &text)
    return text
  }
}
