import TestSupport
import Testing

/// Tests of compressed standard input.
@Suite struct CompressedInputTests {
  private let program = Program()
  private static let archives =
    TestFile.folder(above: #filePath, levels: 2) + "/ArticlesTests/Fixtures/Archives/"

  private func bytes(_ name: String) throws -> [UInt8] {
    try #require(TestFile.bytes(Self.archives + name))
  }

  private func index(_ input: [UInt8], _ arguments: String...) -> ProcessResult {
    program.run(bytes: (["index", "-"] + arguments).map { Array($0.utf8) }, input: input)
  }

  @Test(arguments: ["gz", "bz2", "xz", "zst"])
  func `compressed records are those of the file`(ending: String) throws {
    let name = "records.jsonl.\(ending)"
    #expect(index(try bytes(name)).status == 0)
    let file = program.run("index", Self.archives + name, "--index", "other")
    #expect(file.status == 0)
    let (found, expected) = (
      program.run("export").output, program.run("export", "--index", "other").output
    )
    #expect(!found.isEmpty && found.count { $0 == "\n" } == expected.count { $0 == "\n" })
  }

  @Test(arguments: ["news.tar", "news.tar.gz", "news.tar.zst", "news.zip", "news.7z", "nested.zip"])
  func `archives are refused`(name: String) throws {
    let result = index(try bytes(name))
    #expect(result.status == 2, "\(result.errors)")
    #expect(result.errors.contains("give the file instead of -"), "\(result.errors)")
  }

  @Test func `a bomb is refused`() throws {
    let bomb = index(try bytes("bomb.jsonl.gz.gz"))
    #expect(bomb.status == 2 && bomb.errors.contains("expands"), "\(bomb.errors)")
    // Frames of zstd whose blocks repeat one byte: 80 MB of spaces after a record.
    var frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x38]
    let record = Array("{\"id\":\"a\",\"text\":\"养老\"}\n".utf8)
    func append(_ bytes: [UInt8], kind: Int, count: Int) {
      let header = count << 3 | kind << 1
      frame += [UInt8(header & 255), UInt8(header >> 8 & 255), UInt8(header >> 16)] + bytes
    }
    append(record, kind: 0, count: record.count)
    for _ in 0..<640 { append([0x20], kind: 1, count: 128 << 10) }
    frame += [1, 0, 0]
    let spaces = index(frame)
    #expect(spaces.status == 3 && spaces.errors.contains("expands"), "\(spaces.errors)")
    #expect(program.run("export").output.contains("\"a\""))
  }

  @Test func `damaged input keeps the records before the damage`() throws {
    let whole = try bytes("records.jsonl.gz")
    for count in stride(from: 0, to: whole.count, by: 7) {
      let result = index(Array(whole[..<count]))
      #expect([2, 3].contains(result.status), "\(count): \(result.status) \(result.errors)")
    }
    var flipped = whole
    flipped[whole.count / 2] ^= 0x10
    #expect([0, 2, 3].contains(index(flipped).status))
    #expect(index(whole + [1, 2, 3]).status != 2)
  }
}
