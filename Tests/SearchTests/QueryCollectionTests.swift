import FoundationEssentials
import Search
import Testing

/// Questions and keywords written by people all parse.
@Suite struct QueryCollectionTests {
  private struct Record: Decodable {
    let text: String
  }

  @Test(arguments: ["cmrc2018", "xwlb-keywords"])
  func `every query parses`(collection: String) throws {
    let path = Self.sharedFolder + "/data/retrieval/\(collection)/queries.jsonl"
    guard let data = FileManager.default.contents(atPath: path) else {
      print("Skipped: \(collection) is not next to this checkout.")
      return
    }
    var parsed = 0
    let decoder = JSONDecoder()
    for line in data.split(separator: UInt8(ascii: "\n")) {
      let text = try decoder.decode(Record.self, from: Data(line)).text
      do {
        #expect(try (QueryParser.parse(text) == nil) == text.isEmpty, "\(text)")
        parsed += 1
      } catch {
        Issue.record("\(error)\n\(error.rendered(query: text))")
      }
    }
    print("\(collection): \(parsed) queries parsed.")
    #expect(parsed > 0)
  }

  /// The folder `shared` next to the checkout of this package.
  private static var sharedFolder: String {
    var folder = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    folder.removeLast(4)
    return folder.joined(separator: "/") + "/shared"
  }
}
