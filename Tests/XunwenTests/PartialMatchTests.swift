import TestSupport
import Testing
import Xunwen

/// Partial matches extend a short list of hits to ten.
@Suite struct PartialMatchTests {
  /// An archive of articles that match in full and articles with one of the two words.
  private func archive(full: Int, partial: Int) async throws -> Archive {
    let library = Library()
    var records = ""
    for number in 0..<full + partial {
      let text = number < full ? "养老和医保" : number % 2 == 0 ? "养老" : "医保"
      records += "{\"id\": \"\(number)\", \"text\": \"\(text)\(number)。\"}\n"
    }
    library.write(records, to: "a.jsonl")
    return try await library.build().archive
  }

  /// - Returns: the numbers of full and partial hits, and the two totals.
  private func counts(_ archive: Archive, _ change: (inout SearchOptions) -> Void) throws -> [Int] {
    var options = SearchOptions()
    change(&options)
    let response = try archive.search("养老 医保", options: options)
    #expect(response.partialShown == response.hits.count { $0.isPartial })
    return [
      response.hits.count { !$0.isPartial }, response.partialShown, response.total,
      response.partialTotal,
    ]
  }

  @Test func `partial matches fill the list to ten`() async throws {
    let few = try await archive(full: 4, partial: 30)
    #expect(try counts(few) { $0.limit = 100_000 } == [4, 6, 4, 30])
    #expect(try counts(few) { $0.limit = 10 } == [4, 6, 4, 30])
    #expect(try counts(few) { $0.limit = 5 } == [4, 1, 4, 30])
    // Enough articles match in full.
    #expect(try counts(few) { $0.limit = 4 } == [4, 0, 4, 0])
    #expect(try counts(few) { $0.limit = 3 } == [3, 0, 4, 0])
    #expect(try counts(few) { $0.limit = 0 } == [0, 0, 4, 0])
    #expect(try counts(few) { $0.sort = .date } == [4, 0, 4, 0])
    let many = try await archive(full: 10, partial: 30)
    #expect(try counts(many) { $0.limit = 100_000 } == [10, 0, 10, 0])
    let none = try await archive(full: 0, partial: 3)
    #expect(try counts(none) { $0.limit = 100 } == [0, 3, 0, 3])
  }

  @Test func `the length of the list can be changed`() async throws {
    let few = try await archive(full: 4, partial: 30)
    func counts(_ partialLimit: Int, limit: Int) throws -> [Int] {
      try self.counts(few) {
        $0.partialLimit = partialLimit
        $0.limit = limit
      }
    }
    #expect(try counts(.max, limit: 100) == [4, 30, 4, 30])
    #expect(try counts(.max, limit: 20) == [4, 16, 4, 30])
    #expect(try counts(0, limit: 20) == [4, 0, 4, 0])
    #expect(try counts(-1, limit: 20) == [4, 0, 4, 0])
    #expect(try counts(7, limit: 20) == [4, 3, 4, 30])
  }

  @Test(arguments: [1, 3, 4, 5, 7, 10, 20])
  func `pages are slices of one list`(limit: Int) async throws {
    let archive = try await archive(full: 4, partial: 30)
    var whole = SearchOptions()
    whole.limit = 10
    let list = try archive.search("养老 医保", options: whole).hits.map(\.id)
    let expected = limit > 4 ? list : Array(list.prefix(4))
    var found: [String] = []
    for page in 0..<12 {
      var options = SearchOptions()
      options.limit = limit
      options.offset = page * limit
      let response = try archive.search("养老 医保", options: options)
      found += response.hits.map(\.id)
      #expect(response.total == 4 && response.partialTotal == (limit > 4 ? 30 : 0))
      #expect(response.hits.first.map { $0.rank == options.offset + 1 } ?? true)
    }
    #expect(found == expected)
  }
}
