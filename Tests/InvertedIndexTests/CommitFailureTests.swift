#if DEBUG
  import Storage
  import TestSupport
  import TextAnalysis
  import Testing

  @testable import InvertedIndex

  /// A process that dies at any call that changes the disk.
  @Suite struct CommitFailureTests {
    let fixture: IndexFixture
    var directory: IndexDirectory { fixture.directory }

    init() throws { fixture = try IndexFixture() }

    private func replace(failingAfter count: Int, with segments: [[IndexDocument]]) -> Failpoint {
      let failpoint = Failpoint(passing: count)
      let error = Failpoint.$current.withValue(failpoint) {
        capture { try fixture.replace(with: segments) }
      }
      #expect((error != nil) == failpoint.wasReached)
      return failpoint
    }

    @Test func `a crash at any call leaves the old index or the new one, whole`() throws {
      let a = IndexFixture.documents("a", 3)
      let b = IndexFixture.documents("b", 2)
      // Duplicates, so that files of living documents are among what can be lost.
      let segments = [[[a[0], a[1], a[0]]], [[b[0]], [b[1], b[0], a[2]]]]
      let expected = [["a1", "a0"], ["b1", "b0", "a2"]]
      try fixture.replace(with: segments[0])
      var current = 0
      var crashes = 0
      while true {
        let next = 1 - current
        let isDead = replace(failingAfter: crashes, with: segments[next]).wasReached
        // What a reader sees now, and after the next writer has cleaned up.
        let found = try IndexFixture.contents(try IndexReader(directory))
        let isNew = found == expected[next]
        #expect(isNew || found == expected[current], "after \(crashes) calls: \(found)")
        _ = try IndexWriter(directory)
        let reader = try IndexReader(directory)
        #expect(try IndexFixture.contents(reader) == found, "after \(crashes) calls")
        try expectNothingElse(reader)
        if isNew { current = next }
        if !isDead {
          #expect(isNew)
          break
        }
        crashes += 1
      }
      #expect(crashes > 60)
    }

    @Test func `a crash at any call of the first build leaves no index or a whole one`() throws {
      var crashes = 0
      while true {
        let fixture = try IndexFixture()
        let failpoint = Failpoint(passing: crashes)
        let segments = [IndexFixture.documents("a", 2)]
        let error = Failpoint.$current.withValue(failpoint) {
          capture { try fixture.replace(with: segments) }
        }
        do {
          let found = try IndexFixture.contents(try IndexReader(fixture.directory))
          #expect(found == ["a0", "a1"], "after \(crashes) calls")
        } catch {
          #expect(error as? StorageError == .notFound(path: fixture.directory.path))
        }
        // The folder is usable again.
        try fixture.replace(with: segments)
        try expectNothingElse(try IndexReader(fixture.directory))
        if error == nil { break }
        crashes += 1
      }
      #expect(crashes > 30)
    }

    @Test func `a writer whose commit failed can commit again`() throws {
      try fixture.replace(with: [IndexFixture.documents("a", 1)])
      var crashes = 0
      while true {
        let writer = try IndexWriter(directory)
        var change = IndexChange()
        change.replacesAll = true
        change.added = [
          try IndexFixture.build(IndexFixture.documents("b", 2), writer, fixture.analyzer)
        ]
        func commit() throws { _ = try writer.publish(change) }
        let failpoint = Failpoint(passing: crashes)
        let error = Failpoint.$current.withValue(failpoint) { capture { try commit() } }
        if error == nil { break }
        try commit()
        let reader = try IndexReader(directory)
        #expect(try IndexFixture.contents(reader) == ["b0", "b1"], "after \(crashes) calls")
        try expectNothingElse(reader)
        crashes += 1
      }
      // Of the pending commit: create, write, sync, close; then directory, rename, directory.
      #expect(crashes == 7)
    }

    @Test func `cleaning up after a failed commit takes nothing that a commit needs`() throws {
      try fixture.replace(with: [IndexFixture.documents("a", 1)])
      for crashes in 0..<20 {
        try leaveCommitInDoubt(crashes)
        // A crash anywhere in the cleaning.
        for calls in 0..<12 {
          let failpoint = Failpoint(passing: calls)
          _ = Failpoint.$current.withValue(failpoint) { capture { try IndexWriter(directory) } }
          let found = try IndexFixture.contents(try IndexReader(directory))
          #expect(found.count == 1, "after \(crashes) and \(calls) calls")
        }
      }
    }

    /// A writer that fails while committing, and then removes in part what it holds for unreferenced.
    private func leaveCommitInDoubt(_ crashes: Int) throws {
      let writer = try IndexWriter(directory)
      var change = IndexChange()
      change.replacesAll = true
      change.added = [
        try IndexFixture.build(IndexFixture.documents("b", 1), writer, fixture.analyzer)
      ]
      _ = Failpoint.$current.withValue(Failpoint(passing: crashes)) {
        capture { _ = try writer.publish(change) }
      }
      for calls in 0..<4 {
        _ = Failpoint.$current.withValue(Failpoint(passing: calls)) {
          capture { try writer.removeUnreferencedFiles() }
        }
        let found = try IndexFixture.contents(try IndexReader(directory))
        #expect(found.count == 1, "after \(crashes) and \(calls) calls")
      }
    }

    private func expectNothingElse(_ reader: IndexReader) throws {
      let segments = reader.commit.segments.map(\.name)
      let generation = String(reader.commit.generation, radix: 36)
      for name in try directoryFiles(reader) {
        let isOfSegment = segments.contains {
          name.hasPrefix("\($0).") || name == "\($0)_\(generation).liv"
        }
        #expect(isOfSegment || name == "segments_\(generation)", "\(name) is left")
      }
      try reader.directory.verifyEveryFile()
    }

    private func directoryFiles(_ reader: IndexReader) throws -> [String] {
      try reader.directory.indexFiles()
    }
  }
#endif
