import FoundationEssentials
import Search
import Storage
import TestSupport
import Testing
import TextAnalysis

/// A quotation from real text finds exactly the articles that contain it.
@Suite struct RealTextTests {
  private struct Record: Decodable {
    let id: String
    let title: String?
    let text: String
  }

  /// Samples the articles of `../shared/data/news`, or of the JSON Lines that `XUNWEN_CORPUS`
  /// names.
  @Test func scanEqual() throws {
    let seed: UInt64 = 81
    var generator = ArticleGenerator(seed: seed)
    guard let lines = try sample(200, &generator) else { return }
    let articles = try lines.enumerated().map { number, line in
      let record = try JSONDecoder().decode(Record.self, from: Data(line))
      var parts: [(part: RandomArticle.Part, text: String)] = [(.body, record.text)]
      if let title = record.title { parts.insert((.title, title), at: 0) }
      return RandomArticle(id: "\(number)", date: 0, time: 0, source: "", parts: parts)
    }
    let index = try ModelIndex(articles, segmentSizes: [articles.count / 3])
    for _ in 0..<TestScale.cases(300) {
      let place = try #require(RandomSubstring(of: index, &generator))
      let note = "seed \(seed): \(place.text.debugDescription) in article \(place.article)"
      let query = QueryZone.anywhere.written(place.text)
      var request = SearchRequest(try #require(try QueryParser.parse(query)))
      request.page.limit = .max
      let searcher = index.searcher()
      let result = try #require(try searcher.search(request), "\(note)")
      let found = Set(result.hits.map { index.article($0.segment, $0.document) })
      let wanted = try #require(index.phrase(place.text))
      #expect(found == index.scan(wanted, in: [.title, .body]), "\(note)")
      #expect(found.contains(place.article), "\(note)")
      let zone = index.articles[place.article].zones[place.zone]
      let matches = result.highlighter.matches(
        in: zone.analyzed, zone: place.part == .title ? .title : .body)
      #expect(matches.contains { $0.range == place.range }, "\(note)")
    }
  }

  private func sample(
    _ count: Int, _ generator: inout ArticleGenerator
  ) throws -> [[UInt8]]? {
    guard let bytes = try corpus() else { return nil }
    var lines: [[UInt8]] = []
    while lines.count < count {
      let middle = generator.number(0...bytes.count - 1)
      guard let start = bytes[..<middle].lastIndex(of: 0x0A) else { continue }
      guard let end = bytes[middle...].firstIndex(of: 0x0A), start + 1 < end else { continue }
      lines.append(Array(bytes[(start + 1)..<end]))
    }
    return lines
  }

  private func corpus() throws -> [UInt8]? {
    if let path = TestFile.environment("XUNWEN_CORPUS") { return TestFile.bytes(path) }
    let path =
      TestFile.folder(above: #filePath, levels: 4) + "/shared/data/news/xwlb.jsonl.zst"
    guard let file = try? MappedFile(path: path), file.byteCount > 0 else {
      print("note: no \(path), test passed over")
      return nil
    }
    guard let size = Self.contentSize(ofFrame: file.bytes) else {
      print("note: \(path) does not say how large its content is, test passed over")
      return nil
    }
    return try Zstd.decompress(file.bytes, decompressedSize: size, file: path)
  }

  /// The size in the header of a zstd frame (RFC 8878, section 3.1.1.1).
  private static func contentSize(ofFrame frame: RawSpan) -> Int? {
    func byte(_ offset: Int) -> Int {
      // Safe: a byte has no alignment, and the offset is checked.
      Int(unsafe frame.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
    }
    guard frame.byteCount > 18 else { return nil }
    let descriptor = byte(4)
    let isSingleSegment = descriptor & 0x20 != 0
    let offset = 5 + (isSingleSegment ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]
    let width = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6]
    guard width > 0 else { return nil }
    let value = (0..<width).reduce(0) { $0 | byte(offset + $1) << (8 * $1) }
    return width == 2 ? value + 256 : value
  }
}
