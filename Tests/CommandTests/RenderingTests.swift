import TestSupport
import ArgumentParser
import Testing

@testable import CommandLine

@Suite struct VisibleTextTests {
  @Test(arguments: [
    ("养老\u{3000}\n 服务 ", "养老 服务"),
    ("a\u{1B}[31mb\u{7}", "a␛[31mb␇"),
    ("\u{7F}\u{9B}31m", "␡\u{FFFD}31m"),
    ("\u{202E}倒\u{2066}序", "\u{FFFD}倒\u{FFFD}序"),
    ("e\u{301}👨‍👩‍👧", "e\u{301}👨‍👩‍👧"),
    ("", ""),
  ])
  func line(text: String, shown: String) {
    #expect(VisibleText.line(text) == shown)
  }

  @Test func linesKeepLineBreaks() {
    #expect(VisibleText.lines("一\r\n二\n\n\t三\r") == "一\n二\n\n\t三␍")
  }

  @Test func nothingCommandsTheTerminal() {
    let controls = (0...0x10FFFF).lazy.compactMap { Unicode.Scalar(UInt32($0)) }
      .filter { VisibleText.visible($0).properties.generalCategory == .control }
    #expect(Array(controls) == [])
  }
}

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
  func breaks(text: String, columns: Int, lines: [String]) {
    #expect(wrap(text, columns) == lines)
  }

  @Test func linesAreNeverTooLongAndLoseOnlySpaces() {
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

@Suite struct NumberTests {
  @Test(arguments: [
    (12.345, 2, "12.35"), (0.005, 2, "0.01"), (-0.5, 1, "-0.5"), (0, 2, "0.00"), (7, 0, "7"),
    (99.999, 2, "100.00"),
  ])
  func fixed(value: Double, digits: Int, text: String) {
    #expect(Decimal.fixed(value, digits: digits) == text)
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")])
  func grouped(value: Int, text: String) {
    #expect(Decimal.grouped(value) == text)
  }

  @Test(arguments: [
    (0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (99_949, "99.9 kB"), (99_951, "100 kB"),
    (999_600, "1.0 MB"), (1_500_000_000, "1.5 GB"),
  ])
  func bytes(count: Int, text: String) {
    #expect(Decimal.bytes(count) == text)
  }

  @Test func tablesAlignByWidth() {
    #expect(Columns.table([["a", "养老", "x"], ["bbb", "y"]]) == "a    养老  x\nbbb  y\n")
  }

  @Test(arguments: [
    ("16M", 16 << 20), ("512m", 512 << 20), ("2G", 2 << 30), ("20000K", 20000 << 10),
    ("16777216", 16 << 20), ("64MB", 64 << 20), ("1gib", 1 << 30),
  ])
  func memorySizes(text: String, bytes: Int) throws {
    #expect(try MemorySize.bytes(text) == bytes)
  }

  @Test(arguments: [
    "", "M", "15M", "-1G", "1.5G", "１６M", "9999999999G", "1T", "16 M", "0x10G", "B",
  ])
  func notMemorySizes(text: String) {
    #expect(throws: ValidationError.self) { try MemorySize.bytes(text) }
  }
}

@Suite struct JSONLineTests {
  @Test func controlsAreEscapedAndTextIsNot() throws {
    let line = try JSONLine().encode(["a/养\u{1B}\u{7F}\u{9B}\u{A0}é"])
    #expect(String(decoding: line, as: UTF8.self) == #"["a/养\u001b\u007f\u009b"# + "\u{A0}é\"]\n")
  }

  @Test func missingValuesAreNull() throws {
    let line = try JSONLine().encode(["b": Nullable<Int>(nil), "a": Nullable(1)])
    #expect(String(decoding: line, as: UTF8.self) == "{\"a\":1,\"b\":null}\n")
  }
}

@Suite struct TRECFormatTests {
  @Test(arguments: [
    ("q1", "q1"), ("a b\t养", "a%20b%09养"), ("\u{3000}", "%E3%80%80"), ("100%", "100%25"),
    ("\u{1B}", "%1B"),
  ])
  func fields(name: String, field: String) {
    #expect(TRECFormat.field(name) == field)
  }
}

@Suite struct LineReaderTests {
  @Test func readsLinesAcrossBuffers() throws {
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
      // Nothing follows the last line break.
      if !endsWithBreak, lines.last?.isEmpty == true { expected.removeLast() }
      if endsWithBreak, lines.isEmpty { expected = [.bytes([])] }
      #expect(found == expected, "seed \(seed)")
    }
  }

  @Test func passesOverLongLines() throws {
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
