/// The text of header fields: encoded words (RFC 2047), and bytes that are not ASCII.
enum HeaderText {
  /// Returns a field in UTF-8. Encoded words are left as they are.
  ///
  /// - Parameter charset: the encoding that the message declares for its text.
  static func utf8(_ field: [UInt8], charset: String?) -> [UInt8] {
    if field.allSatisfy({ $0 < 0x80 }) { return field }
    return decoded(field, in: nil, or: charset)
  }

  /// Returns a field with its encoded words decoded.
  ///
  /// The bytes of adjacent words of one encoding are joined before they are decoded, because many
  /// programs divide characters between words.
  ///
  /// - Parameter field: a field in UTF-8.
  static func text(_ field: [UInt8]) -> String {
    var output: [UInt8] = []
    var run: (charset: String, bytes: [UInt8])?
    var rest = field[...]
    func flush() {
      if let words = run { output += decoded(words.bytes, in: words.charset, or: nil) }
      run = nil
    }
    while let start = ByteScan.first(Array("=?".utf8), in: rest) {
      guard let word = EncodedWord(rest[start...]) else {
        flush()
        output += rest[...(start + 1)]
        rest = rest[(start + 2)...]
        continue
      }
      let between = rest[..<start]
      // White space between encoded words is no text.
      let isAdjacent = run != nil && between.allSatisfy { $0 <= 0x20 }
      if !isAdjacent || run?.charset != word.charset { flush() }
      if !isAdjacent { output += between }
      if run == nil { run = (word.charset, []) }
      run?.bytes += word.bytes
      rest = rest[word.end...]
    }
    flush()
    output += rest
    return String(decoding: output, as: UTF8.self).foldingWhitespace { $0.isInvisible ? nil : $0 }
  }

  /// Returns bytes in UTF-8. A declaration that the bytes contradict is ignored.
  static func decoded(_ bytes: [UInt8], in declared: String?, or other: String?) -> [UInt8] {
    if bytes.allSatisfy({ $0 < 0x80 && $0 != 0x1B && $0 != UInt8(ascii: "~") }) { return bytes }
    let names = [declared, other].compactMap { $0.flatMap(CharsetName.canonical) }
    let isUTF8 = UTF8Validity.firstInvalid(in: bytes) == nil
    // A few characters in another encoding may be valid UTF-8 by chance.
    if isUTF8, names.first == nil || bytes.count >= 6 && bytes.contains(where: { $0 >= 0xE0 }) {
      return bytes
    }
    if declared != nil, let name = names.first, name != "UTF-8",
      case .success(let text)? = CharsetConverter(name: name)?.decode(bytes)
    {
      return text.utf8
    }
    if isUTF8 { return bytes }
    if case .success(let text)? = EncodingDetector.decode(
      bytes, declared: names.filter { $0 != "UTF-8" })
    {
      return text.utf8
    }
    return UTF8Validity.repaired(bytes).utf8
  }
}

/// An encoded word, such as `=?utf-8?B?5paw6Ze7?=`.
private struct EncodedWord {
  /// The name of the encoding in lower case.
  let charset: String
  let bytes: [UInt8]
  /// The index after the word.
  let end: Int

  /// A word has 75 bytes at most, by the standard. Some programs write a whole subject as one word.
  private static let longest = 8 << 10

  /// Reads the word at the beginning of some bytes.
  init?(_ text: ArraySlice<UInt8>) {
    let mark = UInt8(ascii: "?")
    let start = text.startIndex + 2
    guard let first = text[start...].prefix(60).firstIndex(of: mark), first > start,
      first + 2 < text.endIndex, text[first + 2] == mark,
      let last = ByteScan.first(Array("?=".utf8), in: text[(first + 3)...].prefix(Self.longest))
    else { return nil }
    // The language may follow the encoding.
    let name = text[start..<first].prefix { $0 != UInt8(ascii: "*") }
    guard name.allSatisfy({ 0x21...0x7E ~= $0 }) else { return nil }
    let content = text[(first + 3)..<last]
    var bytes: [UInt8] = []
    switch text[first + 1] | 0x20 {
    case UInt8(ascii: "b"):
      var decoder = Base64()
      decoder.decode(content, appendingTo: &bytes)
      decoder.finish(appendingTo: &bytes)
    case UInt8(ascii: "q"):
      let spaced = content.map { $0 == UInt8(ascii: "_") ? 0x20 : $0 }
      QuotedPrintable.decode(spaced[...], appendingTo: &bytes)
    default: return nil
    }
    charset = String(decoding: name, as: UTF8.self).lowercased()
    self.bytes = bytes
    end = last + 2
  }
}
