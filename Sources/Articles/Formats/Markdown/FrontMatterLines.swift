/// Front matter of simple lines: a name, `:` or `=`, and a value on the same line.
///
/// It reads the usual front matter in TOML, and YAML with mistakes in values.
enum FrontMatterLines {
  static func values(
    _ source: ArraySlice<UInt8>, separator: Unicode.Scalar
  ) throws(FrontMatterFault) -> FrontMatterValues {
    let text = Array(source)
    var values = FrontMatterValues()
    let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      guard let range = Blanks.trimmed(text, line.indices), let first = text[range].first,
        first != UInt8(ascii: "#")
      else { continue }
      // The tables of TOML are ignored: their names and values are read like the others.
      if separator == "=", first == UInt8(ascii: "[") { continue }
      guard range.lowerBound == line.startIndex || separator == "=",
        let mark = text[range].firstIndex(of: UInt8(ascii: separator)),
        let key = Blanks.trimmed(text, range.lowerBound..<mark)
      else {
        throw FrontMatterFault(line: index + 2, problem: "neither a name nor a value")
      }
      guard let value = Blanks.trimmed(text, (mark + 1)..<range.upperBound) else { continue }
      add(Array(text[key]), Array(text[value]), to: &values)
    }
    return values
  }

  private static func add(
    _ key: [UInt8], _ value: [UInt8], to values: inout FrontMatterValues
  ) {
    if value.first == UInt8(ascii: "["), value.last == UInt8(ascii: "]") {
      values.add(unquoted(key), list: TagText.tags(in: value))
    } else {
      values.add(unquoted(key), text: unquoted(value))
    }
  }

  private static func unquoted(_ text: [UInt8]) -> [UInt8] {
    guard let first = text.first, [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(first),
      text.last == first, text.count > 1
    else { return text }
    return Array(text.dropFirst().dropLast())
  }
}
