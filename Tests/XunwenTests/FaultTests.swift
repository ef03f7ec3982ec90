import FaultInjection
import Storage
import TestSupport
import Testing

@testable import Xunwen

/// Tests of indexing on a failing disk, with several threads and temporary runs.
@Suite struct FaultTests {
  private let library = Library()

  private func update(_ directory: IndexDirectory) async throws {
    var options = IndexingOptions()
    options.jobs = 2
    _ = try await ArchiveWriter(directory).update(
      from: .folder(library.corpusPath("")), options: options)
  }

  /// Returns the numbers of old articles, new articles, and all articles.
  private func totals(_ directory: IndexDirectory) throws -> [Int] {
    let archive = try Archive(at: directory.path)
    return try ["\"旧的\"", "\"新的\"", "养老"].map { try archive.search($0).total }
  }

  @Test func `after a failure the next update continues from a commit`() async throws {
    let sweep = FaultSweep(faults: [(.noSpace, false), (.crash, true)], powerCuts: 1)
    let operations = try await sweep.run { directory in
      library.write(
        #"{"id":"a","text":"旧的养老服务"}"# + "\n" + #"{"id":"b","text":"养老"}"#, to: "x.jsonl")
      try await update(directory)
      library.write(
        #"{"id":"a","text":"新的养老服务"}"# + "\n" + #"{"id":"c","text":"养老"}"#, to: "x.jsonl")
    } scenario: { directory in
      try await update(directory)
    } check: { directory, outcome in
      let found = try totals(directory)
      #expect(found == [0, 1, 3] || found == [1, 0, 2] && outcome.error != nil, "\(outcome)")
      // An update without changes also removes leftover files.
      do { try await update(directory) } catch XunwenError.nothingToIndex {}
      #expect(try totals(directory) == [0, 1, 3], "\(outcome)")
      let report = try await Archive.check(at: directory.path, level: .content)
      #expect(report.isClean && report.unneeded.isEmpty, "\(outcome): \(report)")
      let names = try directory.list()
      #expect(names.filter { $0.hasPrefix("segments_") }.count == 1, "\(outcome): \(names)")
      #expect(names.filter { $0.hasSuffix(".si") }.count == 2, "\(outcome): \(names)")
    }
    #expect(operations > 30)
  }

  /// After a repair, the ledger lists only the files that an update has read since.
  @Test(arguments: [(false, false), (true, false), (false, true)])
  func `after an update that ended early, pruning leaves the articles of the corpus`(
    rebuilds: Bool, isRepaired: Bool
  ) async throws {
    func change(
      _ directory: IndexDirectory, _ change: (inout IndexingOptions) -> Void = { _ in }
    ) async throws {
      var options = IndexingOptions()
      options.prunes = true
      change(&options)
      do {
        _ = try await ArchiveWriter(directory).update(
          from: .folder(library.corpusPath("")), options: options)
      } catch XunwenError.endedEarly(_, let reason) {
        throw StorageError.corrupt(file: reason, offset: 0, reason: "ended early")
      }
    }
    let sweep = FaultSweep(faults: [(.crash, true)], powerCuts: 0)
    let operations = try await sweep.run { directory in
      library.write(
        #"{"id":"a","text":"旧的养老服务"}"# + "\n" + #"{"id":"b","text":"养老"}"#, to: "x.jsonl",
        modified: 1000)
      library.write(#"{"id":"d","text":"养老"}"#, to: "y.jsonl", modified: 1000)
      if isRepaired {
        _ = try await library.build()
        library.remove("x.jsonl")
        _ = try await Archive.repair(at: library.path(), to: directory.path)
      }
      try await change(directory) { $0.prunes = false }
      library.write(
        #"{"id":"a","text":"新的养老服务"}"# + "\n" + #"{"id":"c","text":"养老"}"#, to: "x.jsonl",
        modified: 1001)
    } scenario: { directory in
      try await change(directory) {
        $0.rebuilds = rebuilds
        $0.commitEvery = 1
      }
    } check: { directory, outcome in
      do { try await change(directory) } catch XunwenError.nothingToIndex {}
      #expect(try totals(directory) == [0, 1, 3], "\(outcome)")
    }
    #expect(operations > 30)
  }
}
