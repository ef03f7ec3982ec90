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

  private func read(_ bytes: [UInt8], encoding: String? = nil) -> Outcome {
    let folder = TemporaryDirectory()
    folder.write(bytes, to: "r.jsonl")
    let file = CorpusFile(
      path: folder.path(of: "r.jsonl"), relativePath: "r.jsonl", format: JSONRecords())
    var outcome = Outcome()
    do {
      var lines = try RecordLines(file, decoder: TextDecoder(forced: encoding))
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
    #expect(read(Array(utf16.dropFirst(2))).errors.count == 1)
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
