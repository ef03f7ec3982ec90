import FoundationEssentials
import TestSupport
import Testing

@testable import Wire

/// Compares the writer with the encoder and the parser of Foundation.
@Suite struct JSONWriterTests {
  @Test func `texts equal those of Foundation`() throws {
    var random = SplitMix64(seed: 20)
    let scalars: [Unicode.Scalar] = [
      "\u{0}", "\u{8}", "\t", "\n", "\u{B}", "\u{C}", "\r", "\u{1B}", "\u{1F}", " ", "\"", "\\",
      "/",
      "a", "~", "é", "养", "老", "、", "…", "😀", "\u{FFFD}", "\u{FEFF}", "ؠ", "₂",
    ]
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    for _ in 0..<2000 {
      var text = ""
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        text.unicodeScalars.append(scalars.randomElement(using: &random) ?? "a")
      }
      #expect(
        FieldValue.text(text).json == Array(try encoder.encode(text)), "\(text.debugDescription)")
    }
  }

  @Test func `numbers equal those of Foundation`() throws {
    var random = SplitMix64(seed: 21)
    let encoder = JSONEncoder()
    let special = [
      0, -0.0, 1, -1, 0.1, 1e15, 1e16, 1e17, 1e-5, 123_456.789, .pi, .leastNonzeroMagnitude,
    ]
    let numbers = special + (0..<2000).map { _ in Double(bitPattern: random.next()) }
    for number in numbers where number.isFinite {
      #expect(FieldValue.number(number).json == Array(try encoder.encode(number)), "\(number)")
    }
    #expect(FieldValue.number(.nan).json == Array("null".utf8))
    #expect(throws: EncodingError.self) { try JSONWriter.line(["a": .number(.infinity)]) }
  }

  @Test func `hidden characters are escaped everywhere`() throws {
    for value in (0..<UInt32(0x3000)) where VisibleText.isHidden(value) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let digits = String(value, radix: 16)
      let escape = "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      let row: DataRow = ["k\(scalar)": .text("a\(scalar)b"), "l": .encoded(["\(scalar)"])]
      #expect(
        String(decoding: try JSONWriter.line(row), as: UTF8.self)
          == "{\"k\(escape)\":\"a\(escape)b\",\"l\":[\"\(escape)\"]}\n")
    }
  }

  @Test func `controls are escaped and text is not`() {
    let json = FieldValue.list(["a/养\u{1B}\u{7F}\u{9B}\u{A0}é"]).json
    #expect(String(decoding: json, as: UTF8.self) == #"["a/养\u001b\u007f\u009b"# + "\u{A0}é\"]")
  }

  @Test func `marks that reorder text are escaped`() {
    let text = "\u{61C}\u{61B}\u{200E}\u{200F}\u{200D}\u{2028}\u{2029}\u{202E}\u{2066}\u{2069}"
    let json = FieldValue.list([.text(text + "\u{206A}")]).json
    #expect(
      String(decoding: json, as: UTF8.self)
        == #"["\u061c\#u{61B}\u200e\u200f\#u{200D}\u2028\u2029\u202e\u2066\u2069\#u{206A}"]"#)
  }

  @Test func `missing values are null`() throws {
    let line = try JSONWriter.line(["b": .null, "a": .integer(1)])
    #expect(String(decoding: line, as: UTF8.self) == "{\"a\":1,\"b\":null}\n")
  }

  @Test func `other characters are not escaped`() {
    let text = "é\u{A0}\u{61B}\u{200D}\u{2027}\u{202F}\u{2065}\u{206A}養"
    #expect(String(decoding: FieldValue.text(text).json, as: UTF8.self) == "\"\(text)\"")
  }

  @Test func `names are sorted, and the last of equal names counts`() throws {
    let row: DataRow = [
      "b": .integer(-1), "a_b": .flag(true), "a": .null, "B": .list([.integer(1), .list([])]),
      "ab": .object([:]),
    ]
    #expect(
      String(decoding: try JSONWriter.line(row.with(["b": "二", "a": .date(nil)])), as: UTF8.self)
        == #"{"B":[1,[]],"a":null,"a_b":true,"ab":{},"b":"二"}"# + "\n")
  }
}
