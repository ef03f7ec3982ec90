import Articles
import CraftedFiles
import Storage
import TestSupport
import Testing

@testable import Xunwen

/// Files with correct checksums that no writer makes. Commands answer or fail with an error.
@Suite struct CraftedIndexTests {
  @Test func `every command ends on a crafted index`() async throws {
    let (corpus, folder) = (TemporaryDirectory(), TemporaryDirectory())
    let index = try await CraftedIndex(corpus: corpus, articles: 140)
    let commands = IndexCommand.allCases
    let folders = IndexCommand.Folders(folder, corpus: corpus)
    for command in commands {
      CraftedIndex.write(index.files, to: folder, "index")
      #expect(try await command.run(folders), "\(command) on the intact index")
    }
    var failures = 0
    let cases = TestScale.cases(2 * commands.count)
    for seed in 0..<UInt64(cases) {
      CraftedIndex.write(index.mutant(SplitMix64(seed: seed)).files, to: folder, "index")
      let command = commands[Int(seed) % commands.count]
      if (try? await command.run(folders)) != true { failures += 1 }
    }
    #expect(failures > cases / 4, "changes reach the decoders")
  }

  @Test func `a check finds nearly every change of a crafted index`() async throws {
    let (corpus, folder) = (TemporaryDirectory(), TemporaryDirectory())
    let index = try await CraftedIndex(corpus: corpus)
    var found = 0
    let cases = TestScale.cases(150)
    for seed in 0..<UInt64(cases) {
      CraftedIndex.write(index.mutant(SplitMix64(seed: seed)).files, to: folder, "index")
      let folders = IndexCommand.Folders(folder, corpus: corpus)
      if (try? await IndexCommand.checkStructure.run(folders)) != true { found += 1 }
    }
    // The rest has no effect, or the new value is as possible as the old one.
    #expect(found * 10 >= cases * 9, "\(found) of \(cases)")
  }

  private static let article = Article(
    id: "a", published: nil, source: "", section: "", url: "", tags: [], extras: [], encoding: "",
    text: Array("养老服务".utf8), originals: [Original(name: "o", start: 0)],
    zones: [Zone(kind: .title, range: 0..<6), Zone(kind: .body, range: 6..<12)])

  /// A change of an article that no input has.
  enum Change: CaseIterable {
    case badText, overlap, descent, emptyZone, cutCharacter, originals, zoneAfterEnd

    func apply(to article: Article) -> Article {
      var article = article
      switch self {
      case .badText: article.text[11] = 0xE5
      case .overlap: article.zones[1].range = 3..<12
      case .descent: article.zones.reverse()
      case .emptyZone: article.zones[1].range = 6..<6
      case .cutCharacter: article.zones[1].range = 6..<11
      case .originals: article.originals.insert(Original(name: "p", start: 3), at: 0)
      case .zoneAfterEnd: article.zones[1].range = 6..<13
      }
      return article
    }
  }

  @Test func `a well-formed record is decoded`() throws {
    let decoded = try ArticleRecord.decode(ArticleRecord.encode(Self.article), name: "r")
    #expect(decoded == Self.article)
  }

  @Test(arguments: Change.allCases) func `an article that no input has is damage`(change: Change) {
    let record = ArticleRecord.encode(change.apply(to: Self.article))
    #expect(throws: StorageError.self) { try ArticleRecord.decode(record, name: "r") }
  }

  @Test func `a file of the ledger has a size`() throws {
    var ledger = FileLedger()
    let root = ledger.index(ofRoot: "/corpus", isWhole: true)
    let place = FilePlace(root: root, name: "a.txt")
    ledger.files["a.txt"] = FileState(place: place, stamp: FileStamp(byteCount: 5), reading: 1)
    var bytes = ledger.encoded()
    #expect(try FileLedger(bytes) == ledger)
    // The size is the varint after the name and the root: 2⁶³.
    let size = try #require(bytes.firstRange(of: Array("a.txt".utf8))).upperBound + 1
    bytes.replaceSubrange(size..<size + 1, with: [UInt8](repeating: 0x80, count: 9) + [1])
    #expect(throws: StorageError.self) { try FileLedger(bytes) }
  }
}
