import Storage
import TestSupport
import TextAnalysis
import Testing

@testable import InvertedIndex

@Suite struct CommitRaceTests {
  private static let commits = 150

  /// Replaces an index of two documents many times.
  private static func write(_ directory: IndexDirectory) throws {
    let analyzer = try Analyzer()
    for number in 1...commits {
      try IndexFixture.replace(
        directory, with: [IndexFixture.documents("v\(number)-", 2)], analyzer)
    }
  }

  @Test(.timeLimit(.minutes(10)))
  func `a writer never makes opening fail`() async throws {
    let fixture = try IndexFixture()
    let directory = fixture.directory
    try fixture.replace(with: [IndexFixture.documents("v0-", 2)])
    async let writing: Void = Self.write(directory)
    var last = 0
    while last < Self.commits {
      // Ends the test when the writer fails.
      try Task.checkCancellation()
      let reader = try IndexReader(directory)
      let version = Int(reader.commit.generation) - 1
      #expect(version >= last)
      last = version
      #expect(try IndexFixture.contents(reader) == ["v\(version)-0", "v\(version)-1"])
    }
    try await writing
    withExtendedLifetime(fixture) {}
  }
}
