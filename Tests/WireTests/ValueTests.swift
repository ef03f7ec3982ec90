import TestSupport
import Testing

@testable import Wire

@Suite struct VisibleTextTests {
  @Test(arguments: [
    ("养老\u{3000}\n 服务 ", "养老 服务"),
    ("a\u{1B}[31mb\u{7}", "a␛[31mb␇"),
    ("\u{7F}\u{9B}31m", "␡\u{FFFD}31m"),
    ("\u{202E}倒\u{2066}序", "\u{FFFD}倒\u{FFFD}序"),
    ("e\u{301}👨‍👩‍👧", "e\u{301}👨‍👩‍👧"),
    ("", ""),
  ])
  func `a line has folded white space and no controls`(text: String, shown: String) {
    #expect(VisibleText.line(text) == shown)
  }

  @Test func `lines keep their line breaks`() {
    #expect(VisibleText.lines("一\r\n二\n\n\t三\r") == "一\n二\n\n\t三␍")
  }

  @Test func `data on a terminal has visible controls`() {
    func shown(_ text: String) -> String {
      String(decoding: VisibleText.bytes(Array(text.utf8)), as: UTF8.self)
    }
    #expect(shown("a,\"\u{1B}[31m\u{202E}\"\r\n\tb\rc\n") == "a,\"␛[31m\u{FFFD}\"\r\n\tb␍c\n")
    #expect(shown("养老👨‍👩‍👧e\u{301}") == "养老👨‍👩‍👧e\u{301}")
  }

  @Test func `no control character remains`() {
    let controls = (0...0x10FFFF).lazy.compactMap { Unicode.Scalar(UInt32($0)) }
      .filter { VisibleText.visible($0).properties.generalCategory == .control }
    #expect(Array(controls) == [])
  }

  @Test func `text is cut at a width`() {
    func prefix(_ text: String, _ columns: Int) -> String {
      VisibleText.prefix(of: text, columns: columns)
    }
    func suffix(_ text: String, _ columns: Int) -> String {
      VisibleText.suffix(of: text, columns: columns)
    }
    #expect(prefix("养老服务", 8) == "养老服务" && prefix("养老服务", 7) == "养老服…")
    #expect(prefix("养老服务", 6) == "养老…" && prefix("abc", 2) == "a…")
    #expect(suffix("养老服务", 7) == "…老服务" && suffix("养老服务", 6) == "…服务")
    #expect(suffix("ae\u{301}bc", 3) == "…bc")
  }

  @Test func `XML text is escaped`() {
    #expect(
      VisibleText.xml("<a b=\"c\">&'\u{1B}\u{0}\u{FFFF}养")
        == "&lt;a b=&quot;c&quot;&gt;&amp;&#39;␛␀\u{FFFD}养")
  }
}

@Suite struct NumberTests {
  @Test(arguments: [
    (12.345, 2, "12.35"), (0.005, 2, "0.01"), (-0.5, 1, "-0.5"), (0, 2, "0.00"), (7, 0, "7"),
    (99.999, 2, "100.00"),
  ])
  func `numbers have fixed digits`(value: Double, digits: Int, text: String) {
    #expect(NumberText.fixed(value, digits: digits) == text)
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")])
  func `digits are grouped`(value: Int, text: String) {
    #expect(NumberText.grouped(value) == text)
  }

  @Test(arguments: [
    (0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (99_949, "99.9 kB"), (99_951, "100 kB"),
    (999_600, "1.0 MB"), (1_500_000_000, "1.5 GB"),
  ])
  func `bytes have decimal units`(count: Int, text: String) {
    #expect(NumberText.bytes(count) == text)
  }
}
