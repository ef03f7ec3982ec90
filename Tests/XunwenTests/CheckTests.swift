import CraftedFiles
import TestSupport
import Testing
import Xunwen

/// Tests of checks, with intact and damaged indexes.
@Suite struct CheckTests {
  /// Returns several hundred articles with all kinds of terms. The second of two commits replaces
  /// half of them.
  static func library(_ seed: UInt64, articles: Int = 300) async throws -> Library {
    var generator = ArticleGenerator(seed: seed)
    let library = Library()
    for round in 0..<2 {
      var records = ""
      for number in 0..<articles {
        records += generator.article(id: "\(number + round * articles / 2)", length: 100).record
      }
      library.write(records, to: "\(round).jsonl")
      let text = "一篇网页的标题\n时间：2023-07-02 14:53 来源：工人日报\n\n养老服务走进社区。\n\n标签：养老\n"
      library.write(text, to: "page\(round).txt")
      _ = try await library.build(rebuild: false) { $0.merges = false }
    }
    return library
  }

  @Test(arguments: CheckLevel.allCases)
  func `a check of an intact index finds nothing`(level: CheckLevel) async throws {
    let library = try await Self.library(61)
    let report = try await Archive.check(at: library.path(), level: level, jobs: 2)
    #expect(report.findings == [], "\(report.findings.prefix(3))")
    #expect(report.isClean && report.segments == 2 && report.unneeded == [])
    #expect(report.articles == (try Archive(at: library.path()).statistics).articles)
  }

  @Test func `any damage to any file is found at every level`() async throws {
    let library = try await Self.library(62, articles: 60)
    var random = SplitMix64(seed: 62)
    for name in library.indexFiles() {
      let bytes = library.contents(of: name)
      for round in 0..<TestScale.cases(4) {
        let changed = Damage(of: bytes, round: round, &random)
        library.writeIndex(changed.bytes, to: name)
        let level = CheckLevel.allCases[round % 3]
        let report = try await Archive.check(at: library.path(), level: level)
        #expect(!report.isClean, "\(name), \(changed)")
        #expect(report.findings.contains { $0.file == name }, "\(name), \(changed)")
      }
      library.removeIndexFile(name)
      if !name.hasPrefix("segments_") {
        let report = try await Archive.check(at: library.path(), level: .files)
        #expect(report.findings.map(\.problem).contains("is missing"), "\(name)")
      }
      library.writeIndex(bytes, to: name)
    }
    #expect(try await Archive.check(at: library.path(), level: .content).isClean)
  }

  @Test func `every damaged file and every unneeded file is reported`() async throws {
    let library = try await Self.library(63, articles: 60)
    for name in ["_0.pst", "_0.sto", "_1.col"] {
      var bytes = library.contents(of: name)
      bytes[bytes.count / 2] ^= 1
      library.writeIndex(bytes, to: name)
    }
    library.removeIndexFile("_1.len")
    library.writeIndex([1], to: "_9.trm")
    library.writeIndex([1], to: "readme")
    let report = try await Archive.check(at: library.path())
    #expect(report.findings.map(\.file) == ["_0.pst", "_0.sto", "_1.len", "_1.col"])
    #expect(report.findings.map(\.articles) == [61, 61, 61, 61])
    #expect(report.unneeded == ["_9.trm", "readme"])
  }

  @Test func `checking a folder without an index is an error`() async throws {
    let library = Library()
    await #expect(throws: XunwenError.self) { try await Archive.check(at: library.path()) }
  }

  @Test func `a check during a write sees a complete commit`() async throws {
    let library = try await Self.library(64, articles: 40)
    let path = library.path()
    let writing = library.keepWriting(rounds: TestScale.cases(9), mergingEvery: 4)
    for round in 0..<TestScale.cases(9) {
      let report = try await Archive.check(at: path, level: CheckLevel.allCases[round % 3])
      #expect(report.isClean, "\(report.findings)")
    }
    try await writing.value
  }
}

/// Random damage to a file.
struct Damage: CustomStringConvertible {
  let bytes: [UInt8]
  let description: String

  init(of bytes: [UInt8], round: Int, _ random: inout SplitMix64) {
    var bytes = bytes
    let index = Int.random(in: 0..<bytes.count, using: &random)
    switch round % 4 {
    case 0:
      bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      description = "flipped bit in byte \(index)"
    case 1:
      bytes.removeLast(bytes.count - index)
      description = "truncated to \(index) bytes"
    case 2:
      let end = min(bytes.count, index + 1 + Int.random(in: 0..<4096, using: &random))
      for damaged in index..<end { bytes[damaged] = ~bytes[damaged] }
      description = "inverted bytes \(index)..<\(end)"
    default:
      bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
      description = "inserted byte at \(index)"
    }
    self.bytes = bytes
  }
}
