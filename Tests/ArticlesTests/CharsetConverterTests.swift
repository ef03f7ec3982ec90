import Testing

@testable import Articles

/// Texts that are converted in pieces.
struct CharsetConverterTests {
  private static let names = [
    "GB18030", "Big5", "EUC-TW", "EUC-JP", "EUC-KR", "Shift_JIS", "UTF-8", "UTF-16LE", "UTF-16BE",
    "CESU-8", "UTF-32",
  ]

  /// Texts with characters that are cut, and with bytes that no character begins with.
  private static let texts: [[UInt8]] = [
    // The LF follows the first half of a character.
    [0xCD, 0xD0, 0xD3, 0xFD, 0xCD, 0x0A, 0x61, 0xCD],
    [0x81, 0x30, 0x81, 0x0A, 0x61, 0x81, 0x30, 0x80, 0xFF, 0x80, 0x62],
    // From a generated input: a NUL follows a lone byte of UTF-8.
    [0xFF, 0xFF, 0xE6, 0x89, 0x98, 0xFF, 0xE6, 0x00, 0xE6, 0x89, 0x98, 0xE8, 0x82, 0xB2],
    [0xF0, 0xA0, 0xAE, 0x0A, 0xED, 0xA0, 0x80, 0xED, 0xB0, 0x80, 0xE6, 0x89],
    [0x00, 0xD8, 0x0A, 0x00, 0x3D, 0xD8, 0x00, 0xDE, 0x61],
  ]

  @Test(arguments: names) func `pieces give the same text as the whole`(name: String) throws {
    for text in Self.texts {
      let expected = try Self.converted([text[...]], name)
      for middle in 0...text.count {
        let pieces = [text[..<middle], text[middle...]]
        #expect(try Self.converted(pieces, name) == expected, "\(text) at \(middle)")
      }
      let bytes = text.indices.map { text[$0...$0] }
      #expect(try Self.converted(bytes, name) == expected, "\(text)")
    }
  }

  @Test func `the line end behind half a character is kept`() throws {
    let converted = try Self.converted([[0xCD, 0xD0, 0xCD], [0x0A, 0x61]], "GB18030")
    #expect(converted == Array("托".utf8) + [0xFF, 0x0A, 0x61])
  }

  private static func converted(
    _ pieces: [ArraySlice<UInt8>], _ name: String
  ) throws -> [UInt8] {
    let converter = try #require(CharsetConverter(name: name))
    var result: [UInt8] = []
    for (number, piece) in pieces.enumerated() {
      converter.convert(
        Array(piece), isLast: number == pieces.count - 1, appendingTo: &result)
    }
    return result
  }
}
