import Testing

@testable import InvertedIndex

@Suite struct SalvageRaceTests {
  @Test func `a salvage opens the newer commit when a writer has removed the files`() throws {
    let fixture = try IndexFixture()
    let directory = fixture.directory
    try fixture.replace(with: [IndexFixture.documents("a", 1)])
    let stale = try CommitPoint.latest(in: directory).generation
    let documents = IndexFixture.documents("b", 1)
    try fixture.replace(with: [documents])
    var salvage = try IndexSalvage(
      directory, generation: stale, records: KnownRecords(documents))
    #expect(salvage.nextBlock()?.map(\.id) == ["b0"] && salvage.nextBlock() == nil)
    #expect(salvage.losses == [] && salvage.withoutDeletions == [])
  }
}
