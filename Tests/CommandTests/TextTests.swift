import ArgumentParser
import TestSupport
import Testing

@testable import CommandLine
@testable import Wire

@Suite struct LineWrapperTests {
  private func wrap(_ text: String, _ columns: Int) -> [String] {
    let glyphs = text.unicodeScalars.map { Glyph(scalar: $0, isMatch: false) }
    return LineWrapper(columns: columns).lines(of: glyphs).map {
      String(String.UnicodeScalarView(glyphs[$0].map(\.scalar)))
    }
  }

  @Test(arguments: [
    ("托育服务走进社区", 8, ["托育服务", "走进社区"]),
    ("托育服务走进社区", 7, ["托育服", "务走进", "社区"]),
    ("托育服务，走进社区", 8, ["托育服", "务，走进", "社区"]),
    ("说：「托育」服务", 8, ["说：「托", "育」服务"]),
    ("about childcare now", 10, ["about", "childcare", "now"]),
    ("COVID-19疫情", 8, ["COVID-19", "疫情"]),
    ("internationalization", 8, ["internat", "ionaliza", "tion"]),
    ("托育 服务", 4, ["托育", "服务"]),
    ("", 10, []),
  ])
  func `lines break between characters`(text: String, columns: Int, lines: [String]) {
    #expect(wrap(text, columns) == lines)
  }

  @Test func `lines fit the width and lose only spaces`() {
    let seed: UInt64 = 7
    var random = SplitMix64(seed: seed)
    let alphabet = Array("托育服务，。「」 ab1-e\u{301}".unicodeScalars)
    for _ in 0..<2000 {
      let count = Int.random(in: 0...60, using: &random)
      let scalars = (0..<count).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      let text = VisibleText.line(String(String.UnicodeScalarView(scalars)))
      let columns = Int.random(in: 2...20, using: &random)
      let lines = wrap(text, columns)
      let shown = lines.joined().unicodeScalars.filter { $0 != " " }
      #expect(
        shown.elementsEqual(text.unicodeScalars.filter { $0 != " " }), "seed \(seed): \(text)")
      for line in lines {
        let width = line.unicodeScalars.reduce(0) {
          $0 + ($1.value >= 0x2E80 ? 2 : $1.value == 0x301 ? 0 : 1)
        }
        #expect(width <= columns && !line.isEmpty, "seed \(seed): \(text) at \(columns)")
      }
    }
  }
}

@Suite struct TextColumnsTests {
  @Test func `bars have eighths, and every part above zero is visible`() {
    #expect(TextColumns.bar(0, columns: 8) == "" && TextColumns.bar(0.0001, columns: 8) == "▏")
    #expect(TextColumns.bar(0.5, columns: 3) == "█▌" && TextColumns.bar(1, columns: 3) == "███")
    #expect(TextColumns.bar(0.99, columns: 10) == "█████████▉")
  }

  @Test func `tables are aligned by width`() {
    #expect(TextColumns.table([["a", "养老", "x"], ["bbb", "y"]]) == "a    养老  x\nbbb  y\n")
  }

  @Test(arguments: [
    ("16M", 16 << 20), ("512m", 512 << 20), ("2G", 2 << 30), ("20000K", 20000 << 10),
    ("16777216", 16 << 20), ("64MB", 64 << 20), ("1gib", 1 << 30),
  ])
  func `memory sizes have units`(text: String, bytes: Int) throws {
    #expect(try MemoryBudget.bytes(text) == bytes)
  }

  @Test(arguments: [
    "", "M", "15M", "-1G", "1.5G", "１６M", "9999999999G", "1T", "16 M", "0x10G", "B",
  ])
  func `other texts are not memory sizes`(text: String) {
    #expect(throws: ValidationError.self) { try MemoryBudget.bytes(text) }
  }
}

@Suite struct LineReaderTests {
  @Test func `lines are read across buffers`() throws {
    let seed: UInt64 = 11
    var random = SplitMix64(seed: seed)
    let folder = TemporaryDirectory()
    for _ in 0..<20 {
      let lines = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        [UInt8](
          repeating: 0x61,
          count: Int.random(in: 0...1 << Int.random(in: 0...15, using: &random), using: &random))
      }
      let endsWithBreak = Bool.random(using: &random)
      folder.write(Array(lines.joined(separator: [0x0A])) + (endsWithBreak ? [0x0A] : []), to: "f")
      var reader = try LineReader(folder.path(of: "f"))
      var found: [LineReader.Line] = []
      while let line = try reader.next() { found.append(line) }
      var expected = lines.map { LineReader.Line.bytes($0) }
      // There is no line after the last line break.
      if !endsWithBreak, lines.last?.isEmpty == true { expected.removeLast() }
      if endsWithBreak, lines.isEmpty { expected = [.bytes([])] }
      #expect(found == expected, "seed \(seed)")
    }
  }

  @Test func `long lines are skipped`() throws {
    let folder = TemporaryDirectory()
    let long = [UInt8](repeating: 0x61, count: LineReader.maximumLength + 1)
    folder.write(long + [0x0A] + long.dropLast() + [0x0A, 0x62], to: "f")
    var reader = try LineReader(folder.path(of: "f"))
    #expect(try reader.next() == .tooLong)
    #expect(try reader.next() == .bytes(long.dropLast()))
    #expect(try reader.next() == .bytes([0x62]))
    #expect(try reader.next() == nil)
  }
}
