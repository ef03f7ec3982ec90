import Articles
import TestSupport
import Testing

@testable import Xunwen

/// Tests of the recognition of unchanged files by size, times and inode.
@Suite struct UnchangedFileTests {
  private let library = Library()

  private func update() async throws -> IndexingSummary {
    try await library.build(rebuild: false).summary
  }

  @Test func `a replaced file of the same size and time is read again`() async throws {
    library.write("养老服务。", to: "a.txt", modified: 1000)
    library.write("医保服务。", to: "b.txt", modified: 1000)
    #expect(try await update().added == 2)
    #expect(try await update().files == 0)
    // Overwritten, with the old time restored.
    library.write("托育服务。", to: "a.txt", modified: 1000)
    let overwritten = try await update()
    #expect(overwritten.files == 1 && overwritten.changed == 1)
    // Replaced by another file, as `mv`, `rsync` and unpacking do.
    library.write("托幼服务。", to: "new", modified: 1000)
    library.move("new", to: "b.txt")
    let replaced = try await update()
    #expect(replaced.files == 1 && replaced.changed == 1)
    #expect(try await update().files == 0)
    #expect(try Archive(at: library.path()).search("\"托幼服务\"").total == 1)
  }

  @Test func `exchanged files are read again`() async throws {
    library.write("养老服务。", to: "a.txt", modified: 1000)
    library.write("医保服务。", to: "b.txt", modified: 1000)
    _ = try await update()
    library.move("a.txt", to: "c")
    library.move("b.txt", to: "a.txt")
    library.move("c", to: "b.txt")
    #expect(try await update().changed == 2)
  }

  /// Returns the number of unchanged files after some states of a ledger were changed.
  private func unchanged(_ change: (inout FileStamp, Int) -> Void) throws -> Int {
    var ledger = FileLedger()
    func plan() throws -> IngestPlan {
      try IngestPlan(
        scanning: library.corpusPath(""), &ledger, IndexingOptions(), index: library.path())
    }
    let first = try plan()
    for (number, id) in first.ids.sorted().enumerated() {
      ledger.files[id] = first.state(of: id)
      if var stamp = ledger.files[id]?.stamp {
        change(&stamp, number)
        ledger.files[id]?.stamp = stamp
      }
    }
    return try plan().unchanged
  }

  @Test func `every attribute counts`() throws {
    for number in 0..<40 { library.write("养老", to: "\(number).txt", modified: 1000) }
    #expect(try unchanged { _, _ in } == 40)
    #expect(try unchanged { $0.byteCount += $1 == 0 ? 1 : 0 } == 39)
    #expect(try unchanged { $0.modified += $1 == 0 ? 1 : 0 } == 39)
    #expect(try unchanged { $0.changed += $1 == 0 ? 1 : 0 } == 39)
    #expect(try unchanged { $0.inode += $1 == 0 ? 1 : 0 } == 39)
    #expect(try unchanged { $0.inode += $1 < 20 ? 1 : 0 } == 20)
  }

  @Test func `inodes are ignored on a file system that does not keep them`() throws {
    for number in 0..<40 { library.write("养老", to: "\(number).txt", modified: 1000) }
    #expect(try unchanged { stamp, _ in stamp.inode += 1 } == 40)
    #expect(try unchanged { $0.inode += $1 < 21 ? 1 : 0 } == 40)
    #expect(
      try unchanged {
        $0.inode += 1
        $0.changed += $1 == 0 ? 1 : 0
      } == 39)
  }

  @Test func `the inodes of a few files always count`() throws {
    for number in 0..<15 { library.write("养老", to: "\(number).txt", modified: 1000) }
    #expect(try unchanged { stamp, _ in stamp.inode += 1 } == 0)
  }
}
