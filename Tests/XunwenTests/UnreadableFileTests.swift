import TestSupport
import Testing
import Xunwen

/// Tests of checks and repairs of indexes with files that exist and cannot be read.
@Suite struct UnreadableFileTests {
  @Test func `a check tells unreadable files from damaged files`() async throws {
    let library = try await CheckTests.library(121, articles: 20)
    for name in library.indexFiles() {
      let bytes = library.contents(of: name)
      library.makeUnreadable(name)
      for level in CheckLevel.allCases {
        let report = try await Archive.check(at: library.path(), level: level)
        #expect(report.findings == [], "\(name): \(report.findings)")
        #expect(report.unreadable.map(\.file) == [name] && !report.isClean)
      }
      library.removeIndexFile(name)
      library.writeIndex(bytes, to: name)
    }
    #expect(try await Archive.check(at: library.path()).isClean)
  }

  @Test func `a repair begins only when the files can be read`() async throws {
    let library = try await CheckTests.library(122, articles: 20)
    for name in ["segments_2", "_0.si", "_0.col", "_0.sto", "_0_2.liv"] {
      let bytes = library.contents(of: name)
      library.makeUnreadable(name)
      let error = await #expect(throws: XunwenError.self) {
        try await Archive.repair(at: library.path(), to: library.path("new"))
      }
      guard case .unreadable(let files) = error else {
        Issue.record("\(name): \(String(describing: error))")
        return
      }
      #expect(files.map(\.file) == [name] && library.indexFiles("new") == [])
      library.removeIndexFile(name)
      library.writeIndex(bytes, to: name)
    }
  }

  @Test func `unreadable stored articles can be skipped`() async throws {
    let library = try await CheckTests.library(123, articles: 20)
    let live = try RepairTests.articles(library.path())
    library.makeUnreadable("_1.sto")
    let report = try await Archive.repair(
      at: library.path(), to: library.path("new"), skipsUnreadable: true)
    #expect(report.losses.map(\.reason) == [.unreadable])
    #expect(report.unreadable.map(\.file) == ["_1.sto"])
    #expect(report.saved + report.lost == live.count && report.lost == 21)
  }

  @Test func `deletions in an unreadable file are inferred or reported`() async throws {
    let library = try await CheckTests.library(124, articles: 20)
    let live = try RepairTests.articles(library.path())
    library.makeUnreadable("_0_2.liv")
    // The second segment replaces exactly the deleted articles.
    let exact = try await Archive.repair(
      at: library.path(), to: library.path("exact"), skipsUnreadable: true)
    #expect(exact.isExact && exact.unreadable.map(\.file) == ["_0_2.liv"])
    #expect(try RepairTests.articles(library.path("exact")) == live)
  }

  @Test func `articles deleted by a command do not return silently`() async throws {
    let library = try await CheckTests.library(125, articles: 20)
    let deleted = try ArchiveWriter.delete(ids: ["2"], at: library.path())
    #expect(deleted.removed == 1)
    library.makeUnreadable("_0_3.liv")
    let report = try await Archive.repair(
      at: library.path(), to: library.path("new"), skipsUnreadable: true)
    #expect(report.withoutDeletions == ["_0"] && report.isComplete && !report.isExact)
  }
}
