/// The header of a message or record: lines `Name: value`, as in RFC 5322, HTTP and WARC.
struct HeaderFields {
  private var values: [(name: String, value: [UInt8])] = []

  /// Further fields are ignored.
  private static let maximumCount = 1000

  /// Reads lines up to a blank line or the end. A line that begins with a space or tab continues
  /// the one before it. Lines of any other form are ignored.
  init(_ lines: ArraySlice<UInt8>) {
    for line in lines.split(separator: 0x0A, omittingEmptySubsequences: false) {
      let line = line.last == 0x0D ? line.dropLast() : line
      guard let first = line.first else { break }
      if first == 0x20 || first == 0x09 {
        if !values.isEmpty { values[values.count - 1].value += line }
        continue
      }
      guard let (name, value) = Self.field(line), values.count < Self.maximumCount else { continue }
      values.append((name, value))
    }
    for index in values.indices { values[index].value = Self.trimmed(values[index].value[...]) }
  }

  /// Returns the name of a field in lower case and its value; nil for a line of another form.
  static func field(_ line: ArraySlice<UInt8>) -> (name: String, value: [UInt8])? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
      return nil
    }
    // Old programs write a space before the colon.
    let name = trimmed(line[..<colon])
    guard !name.isEmpty, name.allSatisfy({ 0x21...0x7E ~= $0 }) else { return nil }
    return (String(decoding: name, as: UTF8.self).lowercased(), Array(line[(colon + 1)...]))
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var bytes = bytes
    while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    return Array(bytes)
  }

  /// The bytes of the first field with a name in lower case.
  func bytes(_ name: String) -> [UInt8]? { values.first { $0.name == name }?.value }

  /// The first field with a name in lower case; malformed UTF-8 is replaced.
  func text(_ name: String) -> String? {
    bytes(name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The names in lower case.
  var names: [String] { values.map(\.name) }
}
