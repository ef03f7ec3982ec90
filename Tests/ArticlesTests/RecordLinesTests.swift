import Articles
import TestSupport
import Testing

struct RecordLinesTests {
  private struct Outcome: Equatable {
    var lines: [String] = []
    var numbers: [Int] = []
    var encodings: Set<String> = []
    var errors: [ArticleError] = []
  }

  private func read(
    _ bytes: [UInt8], encoding: String? = nil, limit: Int = ArticleLimits.defaultBytes
  ) -> Outcome {
    let folder = TemporaryDirectory()
    folder.write(bytes, to: "r.jsonl")
    let file = CorpusFile(
      path: folder.path(of: "r.jsonl"), relativePath: "r.jsonl", format: JSONRecords())
    var outcome = Outcome()
    do {
      var lines = try RecordLines(
        file, decoder: TextDecoder(forced: encoding, maximumBytes: limit))
      while true {
        do throws(ArticleError) {
          guard let line = try lines.next() else { break }
          outcome.lines.append(String(decoding: line.bytes, as: UTF8.self))
          outcome.numbers.append(line.number)
          outcome.encodings.insert(line.encoding)
        } catch {
          outcome.errors.append(error)
        }
      }
    } catch {
      outcome.errors.append(error)
    }
    return withExtendedLifetime(folder) { outcome }
  }

  @Test func `blank lines are skipped`() {
    let outcome = read(Array("{}\r\n\n  \n{\"a\":1}".utf8))
    #expect(outcome.lines == ["{}\r", "{\"a\":1}"])
    #expect(outcome.numbers == [1, 4])
    #expect(read([]).lines == [])
    #expect(read(Array("\n\n".utf8)) == Outcome())
  }

  @Test func `byte order marks give the encoding`() {
    let text = "{\"text\":\"托育\"}\n{}\n"
    #expect(read([0xEF, 0xBB, 0xBF] + Array(text.utf8)).lines.first == "{\"text\":\"托育\"}")
    let utf16 = ("\u{FEFF}" + text).utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let outcome = read(utf16)
    #expect(outcome.lines == ["{\"text\":\"托育\"}", "{}"])
    #expect(outcome.encodings == ["UTF-16LE"])
    #expect(read(Array(utf16.dropFirst(2)), encoding: "UTF-16LE").lines == outcome.lines)
    #expect(read(Array(utf16.dropFirst(2))) == outcome)
  }

  @Test func `the first line that is not ASCII decides the encoding`() {
    let gb = Encoded.gb18030.filter { $0 != 0x0A }
    let outcome = read(Array("{}\n".utf8) + gb + [0x0A] + Encoded.shortGB18030)
    #expect(outcome.errors == [])
    #expect(outcome.lines.last == "托育服务")
    #expect(outcome.numbers == [1, 2, 3])
    let mixed = read(Array("托育\n".utf8) + gb + Array("\n服务".utf8))
    #expect(mixed.lines == ["托育", "服务"])
    #expect(mixed.errors.map(\.line) == [2])
    #expect(mixed.errors.first?.reason == .undecodable(encoding: "UTF-8", offset: 0))
    #expect(read(gb, encoding: "GB18030").lines.count == 1)
  }

  @Test func `a binary file is one error`() {
    #expect(
      read([0x1F, 0x8B, 8, 0, 0x0A, 0x0A, 0xFF]).errors.map(\.reason) == [.notText(offset: 3)])
  }

  @Test func `a missing file is an error`() {
    for format in InputFormats.all {
      let file = CorpusFile(path: "/nonexistent/x", relativePath: "x", format: format)
      let error = #expect(throws: ArticleError.self) { try file.articles() }
      #expect(error?.description == "/nonexistent/x: No such file or directory")
    }
  }

  @Test func `random bytes are lines of UTF-8 or errors`() {
    var random = SplitMix64(seed: 8)
    for _ in 0..<60 {
      let count = Int.random(in: 0...300, using: &random)
      let bytes = (0..<count).map { _ in UInt8.random(in: 1...255, using: &random) }
      let outcome = read(Array("{}\n".utf8) + bytes)
      #expect(outcome.lines.first == "{}")
      #expect(outcome.lines.allSatisfy { !$0.unicodeScalars.contains("\u{FFFD}") })
      _ = read(bytes)
    }
  }

  private func utf16(_ text: String) -> [UInt8] {
    ("\u{FEFF}" + text).utf16.flatMap {
      [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
    }
  }

  /// The lengths are below and above the chunks in which files are read, and above the length of a
  /// line that takes the memory of the buffer.
  @Test(arguments: [(false, 1001), (true, 1001), (false, 1_048_577), (true, 600_000)])
  func `long lines are skipped, and their lengths are reported`(isUTF16: Bool, length: Int) {
    let long = String(repeating: "a", count: length)
    let short = String(repeating: "托", count: 333) + "b"
    let text = "{1}\n\(long)\n\(short)\n\n{5}\n\(long)\n\(long)"
    func read(limit: Int) -> Outcome {
      self.read(isUTF16 ? utf16(text) : Array(text.utf8), limit: limit)
    }
    let outcome = read(limit: 1000)
    #expect(outcome.lines == ["{1}", short, "{5}"])
    #expect(outcome.numbers == [1, 3, 5])
    #expect(outcome.errors.map(\.line) == [2, 6, 7])
    #expect(outcome.errors.allSatisfy { $0.reason == .tooLarge(bytes: length, limit: 1000) })
    #expect(read(limit: length).lines.map(\.utf8.count) == [3, length, 1000, 3, length, length])
    #expect(read(limit: length - 1).lines == outcome.lines)
  }

  @Test func `a line that takes the memory of the buffer is followed by other lines`() {
    let text = "{1}\n" + String(repeating: "a", count: 4_200_000) + "\n{3}\n{4}"
    let outcome = read(Array(text.utf8))
    #expect(outcome.lines.map(\.utf8.count) == [3, 4_200_000, 3, 3])
    #expect(outcome.lines.suffix(2) == ["{3}", "{4}"])
  }

  @Test func `the text of a line counts, not its bytes in another encoding`() {
    let gb = Encoded.gb18030.filter { $0 != 0x0A }
    let count = read(gb, encoding: "GB18030").lines.first?.utf8.count ?? 0
    #expect(count > gb.count)
    #expect(read(gb, encoding: "GB18030", limit: count).lines.count == 1)
    let outcome = read(gb + Array("\n{}".utf8), encoding: "GB18030", limit: count - 1)
    #expect(outcome.lines == ["{}"])
    #expect(outcome.errors.map(\.reason) == [.tooLarge(bytes: count, limit: count - 1)])
  }

  /// The text is longer than a chunk, and a chunk may end within a pair of surrogates.
  @Test(arguments: 0..<2 as Range<UInt64>)
  func `lines of UTF-16 are split as lines of UTF-8`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let part = (0..<997).map { _ in
      ["a", "托", "𠀀", "育", "\n"].randomElement(using: &random) ?? ""
    }.joined()
    let text = String(repeating: part, count: 500)
    let expected = read(Array(text.utf8))
    let outcome = read([0xFF, 0xFE, 0x20] + utf16(" " + text).dropFirst(3))
    #expect(outcome.lines.count > 10_000 && outcome.errors.isEmpty, "seed \(seed)")
    #expect(
      outcome.lines.map { $0.drop { $0 == " " } } == expected.lines.map { $0[...] },
      "seed \(seed)")
  }

  @Test(arguments: [10, 600_000])
  func `a malformed character of UTF-16 refuses its line only`(count: Int) {
    let start = utf16("{1}\n" + String(repeating: "托", count: count) + "\n{3}\n{4")
    let bare = { (text: String) in self.utf16(text).dropFirst(2) }
    // A trailing surrogate without a leading one.
    let outcome = read(start + [0x00, 0xDC] + bare("}\n{5}\n"))
    #expect(outcome.numbers == [1, 2, 3, 5])
    #expect(outcome.errors.map(\.line) == [4])
    #expect(outcome.errors.map(\.reason) == [.undecodable(encoding: "UTF-16LE", offset: 2)])
    // A leading surrogate without a trailing one, and half of a character at the end.
    let second = read(start + [0x00, 0xD8] + bare("}\n{5}\n{6") + [0x61])
    #expect(second.numbers == [1, 2, 3, 5])
    #expect(second.errors.map(\.line) == [4, 6])
  }

  /// Some lines are longer than the chunks in which files are read.
  @Test(arguments: 0..<4 as Range<UInt64>)
  func `lines are split as by the standard library`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var text = ""
    for _ in 0..<40 {
      let length =
        Int.random(in: 0...10, using: &random) == 0
        ? 700_000 : Int.random(in: 0...40, using: &random)
      text +=
        String(repeating: ["a", "托", "𠀀"].randomElement(using: &random) ?? "", count: length) + "\n"
    }
    let expected = text.split(separator: "\n", omittingEmptySubsequences: true).map { String($0) }
    #expect(read(Array(text.utf8)).lines == expected, "seed \(seed)")
  }
}
