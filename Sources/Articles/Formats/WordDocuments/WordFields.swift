/// Removes the instructions of fields from the output of catdoc, such as the address of a link in
/// `HYPERLINK "https://…"`, and the lines of page numbers.
///
/// Word marks the beginning of a field, the end of the instruction and the end of the field. catdoc
/// prints a space for each mark.
enum WordFields {
  private static let link = Array(" HYPERLINK ".utf8)
  private static let page = Array(" PAGE ".utf8)

  static func removed(from text: [UInt8]) -> [UInt8] {
    guard ByteScan.first(link, in: text[...]) != nil || ByteScan.first(page, in: text[...]) != nil
    else { return text }
    var result: [UInt8] = []
    var rest = text[...]
    while !rest.isEmpty {
      let line = rest.prefix { $0 != 0x0A }
      rest = rest[min(line.endIndex + 1, rest.endIndex)...]
      if !isPageNumber(line) { result += withoutLinks(line) + [0x0A] }
    }
    return result
  }

  private static func withoutLinks(_ line: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var rest = line
    while let start = ByteScan.first(link, in: rest),
      let end = endOfArguments(rest[(start + link.count)...])
    {
      // The space of the first mark, and the one that begins the instruction.
      result += rest[..<(rest[..<start].last == 0x20 ? start - 1 : start)]
      rest = rest[end...]
      // The text of the link ends with the space of the third mark.
      if let space = rest.firstIndex(of: 0x20) {
        result += rest[..<space]
        rest = rest[(space + 1)...]
      }
    }
    return result + rest
  }

  /// Returns the index behind texts in quotation marks, switches such as `\o`, and spaces.
  private static func endOfArguments(_ text: ArraySlice<UInt8>) -> Int? {
    var rest = text
    while let first = rest.first {
      switch first {
      case 0x20: rest = rest.dropFirst()
      case UInt8(ascii: "\\"): rest = rest.dropFirst().drop { $0 != 0x20 }
      case UInt8(ascii: "\""):
        guard let end = rest.dropFirst().firstIndex(of: first) else { return nil }
        rest = rest[(end + 1)...]
      default: return rest.startIndex
      }
    }
    return rest.endIndex
  }

  private static let longestPageNumber = 100
  private static let words: Set<Substring> = ["PAGE", "NUMPAGES", "MERGEFORMAT", "Arabic", "\\*"]

  /// True for a line such as `— PAGE \* MERGEFORMAT 1 —`.
  private static func isPageNumber(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.count <= longestPageNumber, ByteScan.first(page, in: line) != nil else {
      return false
    }
    return String(decoding: line, as: UTF8.self).split(separator: " ").allSatisfy { word in
      words.contains(word) || word.unicodeScalars.allSatisfy(PageNumber.isPart)
    }
  }
}
