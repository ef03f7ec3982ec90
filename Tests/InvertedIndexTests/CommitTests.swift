import Storage
import TestSupport
import TextAnalysis
import Testing

@testable import InvertedIndex

@Suite struct CommitTests {
  let fixture: IndexFixture
  var directory: IndexDirectory { fixture.directory }

  init() throws { fixture = try IndexFixture() }

  @Test func `a new directory contains no index`() throws {
    #expect(capture { try IndexReader(directory) } == .notFound(path: directory.path))
    #expect(capture { try IndexReader(IndexDirectory("\(directory.path)/no")) } != nil)
  }

  @Test func `an index may have no segments`() throws {
    try fixture.replace(with: [])
    let reader = try IndexReader(directory)
    #expect(reader.segments.isEmpty && reader.liveCount == 0)
    #expect(reader.statistics.averageLength(of: .main) == 0)
    #expect(try reader.document(withID: "a") == nil)
  }

  @Test func `a commit consists of the files of its segments`() throws {
    try fixture.replace(with: [IndexFixture.documents("a", 3), IndexFixture.documents("b", 2)])
    let first = try IndexReader(directory)
    #expect(first.commit.generation == 1 && first.commit.nextSegment == 2)
    #expect(try IndexFixture.contents(first) == ["a0", "a1", "a2", "b0", "b1"])
    #expect(try first.document(withID: "b1").map { [$0.segment, Int($0.document)] } == [1, 1])
    try fixture.replace(with: [IndexFixture.documents("c", 1)])
    #expect(
      try directory.list() == [
        "_2.col", "_2.len", "_2.pos", "_2.pst", "_2.si", "_2.sto", "_2.trm", "segments_2",
        "write.lock",
      ])
    #expect(try IndexFixture.contents(try IndexReader(directory)) == ["c0"])
    try directory.verifyEveryFile()
  }

  @Test func `the segment's description lists the size and checksum of every file`() throws {
    try fixture.replace(with: [IndexFixture.documents("a", 3)])
    let segment = try IndexReader(directory).segments[0]
    #expect(
      segment.info.files.map(\.name)
        == ["trm", "pst", "pos", "len", "col", "sto"].map { "_0.\($0)" })
    for file in segment.info.files {
      let component = try #require(SegmentFormat.component(ofFile: file.name))
      let opened = try EnvelopedFile(
        directory: directory, name: file.name, component: component, segmentID: segment.info.id)
      #expect(opened.checksum == file.checksum && opened.file.byteCount == file.byteCount)
    }
    let written = try SegmentInfo(name: "_0", in: directory)
    #expect(segment.info == written)
  }

  @Test func `a reader keeps working after its files are removed`() throws {
    try fixture.replace(with: [IndexFixture.documents("a", 30)])
    let reader = try IndexReader(directory)
    try fixture.replace(with: [IndexFixture.documents("b", 2)])
    #expect(try directory.list().allSatisfy { !$0.hasPrefix("_0") })
    #expect(try IndexFixture.contents(reader) == (0..<30).map { "a\($0)" })
  }

  @Test func `opening a second writer throws an error that names the lock's holder`() throws {
    let writer = try IndexWriter(directory)
    guard case .locked(let path, let holder)? = capture({ try IndexWriter(directory) }) else {
      Issue.record("not refused")
      return
    }
    #expect(path == "\(directory.path)/write.lock")
    #expect(holder.split(separator: " ").count == 3 && Int(holder.prefix { $0 != " " }) != nil)
    withExtendedLifetime(writer) {}
  }

  @Test func `the last document with an id stays`() throws {
    let a = IndexFixture.documents("a", 4)
    let b = IndexFixture.documents("b", 2)
    let duplicates = try fixture.replace(with: [
      [a[0], a[1], a[0], a[2]], [b[0], a[1], a[3], a[1]], b,
    ])
    #expect(
      duplicates == [
        DuplicateID(id: "a0", count: 2, supersededFiles: []),
        DuplicateID(id: "a1", count: 3, supersededFiles: []),
        DuplicateID(id: "b0", count: 2, supersededFiles: []),
      ])
    let reader = try IndexReader(directory)
    #expect(try IndexFixture.contents(reader) == ["a0", "a2", "a3", "a1", "b0", "b1"])
    #expect(reader.liveCount == 6 && reader.statistics.documentCount == 10)
    #expect(reader.commit.segments.map(\.deletedCount) == [2, 2, 0])
    #expect(reader.commit.segments.map(\.liveGeneration) == [1, 1, 0])
    #expect(try reader.document(withID: "a0").map { [$0.segment, Int($0.document)] } == [0, 2])
    #expect(try reader.document(withID: "a1").map { [$0.segment, Int($0.document)] } == [1, 3])
    #expect(try directory.list().filter { $0.hasSuffix(".liv") } == ["_0_1.liv", "_1_1.liv"])
    try directory.verifyEveryFile()
  }

  @Test func `the same documents give the same bytes`() throws {
    var generator = DocumentGenerator(seed: 9)
    let documents = generator.documents(40) + IndexFixture.documents("d", 3)
    let other = try IndexFixture()
    for index in [fixture, other] {
      try index.replace(with: [IndexFixture.documents("e", 1) + documents, documents])
    }
    let names = try directory.indexFiles()
    #expect(names.count == 17)
    #expect(try other.directory.indexFiles() == names)
    for name in names {
      let isEqual = fixture.temporary.contents(of: name) == other.temporary.contents(of: name)
      #expect(isEqual, "\(name)")
    }
  }

  @Test func `a commit drops segments without live documents`() throws {
    let documents = IndexFixture.documents("a", 3)
    try fixture.replace(with: [documents])
    let writer = try IndexWriter(directory)
    var change = IndexChange()
    change.added = [try IndexFixture.build(documents, writer, fixture.analyzer)]
    let published = try writer.commit(change)
    #expect(
      published.replacedCount == 3 && published.removedCount == 0 && published.duplicates == [])
    let reader = try IndexReader(directory)
    #expect(reader.commit.segments.map(\.name) == ["_1"] && reader.liveCount == 3)
    var removal = IndexChange()
    removal.removed = ["_1": [0, 1, 2], "_7": [0]]
    #expect(try writer.commit(removal).removedCount == 3)
    #expect(try IndexReader(directory).segments.isEmpty)
    #expect(try directory.indexFiles() == ["segments_3"])
  }

  @Test func `successive commits accumulate changes`() throws {
    try fixture.replace(with: [IndexFixture.documents("a", 4), IndexFixture.documents("b", 2)])
    let old = try IndexReader(directory)
    let writer = try IndexWriter(directory)
    var change = IndexChange()
    let new = [IndexFixture.documents("a", 2)[1], IndexFixture.documents("c", 1)[0]]
    change.added = [try IndexFixture.build(new, writer, fixture.analyzer)]
    change.removed = ["_0": [3], "_1": [0]]
    let published = try writer.prepare(change)
    try writer.commit(published, ledger: [1, 2, 3])
    #expect(published.replacedCount == 1 && published.removedCount == 2)
    let reader = try IndexReader(directory, sharing: old)
    #expect(try IndexFixture.contents(reader) == ["a0", "a2", "b1", "a1", "c0"])
    #expect(try writer.ledger() == [1, 2, 3])
    // Deleted documents cannot be removed again. A commit without a ledger keeps the old one.
    var again = IndexChange()
    again.removed = change.removed
    #expect(try writer.commit(again).removedCount == 0)
    #expect(try writer.ledger() == [1, 2, 3])
    #expect(directory.exists("ledger_2"))
    #expect(try IndexFixture.contents(old) == ["a0", "a1", "a2", "a3", "b0", "b1"])
  }

  @Test func `a prepared commit changes nothing until it is committed`() throws {
    try fixture.replace(with: [IndexFixture.documents("a", 3)])
    let writer = try IndexWriter(directory)
    var change = IndexChange()
    change.added = [
      try IndexFixture.build(IndexFixture.documents("a", 1), writer, fixture.analyzer)
    ]
    change.removed = ["_0": [1]]
    let prepared = try writer.prepare(change)
    #expect(prepared.replacedCount == 1 && prepared.removedCount == 1)
    #expect(try IndexFixture.contents(try IndexReader(directory)) == ["a0", "a1", "a2"])
    #expect(directory.exists("_0_2.liv"))
    try writer.removeUnreferencedFiles()
    #expect(!directory.exists("_0_2.liv") && !directory.exists("_1.trm"))
    // The failed attempt's generation is not used again.
    change = IndexChange()
    change.removed = ["_0": [1]]
    try writer.commit(try writer.prepare(change))
    #expect(try IndexFixture.contents(try IndexReader(directory)) == ["a0", "a2"])
    #expect(directory.exists("_0_3.liv"))
  }

  @Test func `opening a writer removes leftover index files and no other files`() throws {
    try fixture.replace(with: [IndexFixture.documents("a", 1)])
    let foreign = [
      "_7.txt", "a.trm", "notes", "segments", "segments_1.bak", "segments_0A", "segments_",
      "_notes_old.pos", "_data-x.len", "_X.si", "_0_x-y.liv", "_7_03.liv", "_7-0.trm", "_.sto",
    ]
    for name in foreign { fixture.temporary.write([1], to: name) }
    for name in ["_7.trm", "_7-1.si", "_7_3.liv", "pending_segments_2"] {
      fixture.temporary.write([1], to: name)
    }
    _ = try IndexWriter(directory)
    let own = ["col", "len", "pos", "pst", "si", "sto", "trm"].map { "_0.\($0)" }
    #expect(
      try directory.list() == (own + foreign + ["segments_1", "write.lock"]).sorted())
    #expect(try IndexFixture.contents(try IndexReader(directory)) == ["a0"])
  }

  @Test func `segment names count in base 36`() {
    #expect(SegmentName.make(0) == "_0")
    #expect(SegmentName.make(35) == "_z")
    #expect(SegmentName.make(36, part: 2) == "_10-2")
  }
}
