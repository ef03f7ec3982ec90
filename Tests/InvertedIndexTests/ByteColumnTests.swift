import Storage
import TestSupport
import Testing
import TextAnalysis

@testable import InvertedIndex

@Suite struct ByteColumnTests {
  private let temporary = TemporaryDirectory()
  private static let component = FileComponent(tag: "TEST", version: 1)

  /// Writes a file of several columns and opens it.
  private func file(_ columns: [[UInt32]]) throws -> EnvelopedFile {
    let directory = IndexDirectory(temporary.path)
    var writer = try FileWriter(
      directory: directory, name: "f", component: Self.component, segmentID: 0)
    for column in columns { try writer.append(column: column) }
    _ = try writer.finish()
    return try EnvelopedFile(
      directory: directory, name: "f", component: Self.component, segmentID: 0)
  }

  private static let edges: [(values: [UInt32], width: Int)] = [
    ([], 0), ([0], 0), ([0, 0, 0], 0), ([1], 1), ([0, 255], 1), ([256, 0], 2), ([65_535], 2),
    ([65_536, 1], 3), ([1 << 24 - 1, 0, 3], 3), ([1 << 24], 4), ([.max, 0], 4),
  ]

  /// Each column is the last of its file; only the page table and the footer follow.
  @Test(arguments: edges) func `a column is as wide as its largest value`(
    values: [UInt32], width: Int
  ) throws {
    #expect(FileWriter.columnWidth(of: values) == width)
    let opened = try file([values])
    let column = ByteColumn(at: opened.payload.lowerBound, width: UInt8(width))
    #expect(column.byteCount(values.count) == width * values.count)
    #expect(opened.payload.count == width * values.count)
    let mapped = opened.file
    #expect(values.indices.map { column.value(mapped.bytes, $0) } == values)
    for (index, value) in values.enumerated() {
      for byte in 0..<width {
        let offset = opened.payload.lowerBound + width * index + byte
        #expect(mapped.bytes.uint8(at: offset) == UInt8(truncatingIfNeeded: value >> (8 * byte)))
      }
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func `columns follow one another`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let columns = (0..<40).map { _ in
      let top = UInt32(truncatingIfNeeded: UInt64.max >> UInt64.random(in: 32...64, using: &random))
      let count = Int.random(in: 0...70, using: &random)
      return (0..<count).map { _ in UInt32.random(in: 0...top, using: &random) }
    }
    let opened = try file(columns)
    let mapped = opened.file
    var start = opened.payload.lowerBound
    for values in columns {
      let column = ByteColumn(at: start, width: FileWriter.columnWidth(of: values))
      #expect(values.indices.map { column.value(mapped.bytes, $0) } == values, "seed \(seed)")
      start += column.byteCount(values.count)
    }
    #expect(start == opened.payload.upperBound)
  }

  /// Lengths are read one at a time and in blocks.
  @Test(
    arguments: [
      [], [0], [0, 0, 0], [7, 0, 255], [256], [70_000, 3], [1 << 24 + 5, 1], [.max, 0],
    ]
      as [[UInt32]]) func `lengths of every width are read back`(lengths: [UInt32]) throws
  {
    let documents = Array(0..<UInt32(lengths.count))
    let model = PostingsModel(
      term: Array("g".utf8), documents: documents, titles: documents.map { _ in 0 },
      positions: documents.map { _ in [0] })
    let reader = try PostingsFixture(lengths.isEmpty ? [] : [model], lengths: lengths).reader
    #expect(reader.documentCount == lengths.count)
    for (document, length) in zip(documents, lengths) {
      #expect(reader.length(of: document, in: .main) == length)
      #expect(reader.length(of: document, in: .tail) == length)
      #expect(reader.titleExtent(of: document) == 0)
    }
    guard let cursor = reader.cursor(for: model.term) else { return }
    var found: [UInt32] = []
    cursor.forEachBlock(before: .max) { _, _, _, lengths in
      for index in lengths.indices { found.append(lengths[index]) }
    }
    #expect(found == lengths)
  }

  /// The columns are empty, so that the size of the file does not reveal the width.
  @Test func `values of more than four bytes are refused`() throws {
    let fixture = try PostingsFixture([], lengths: [])
    let widths = (0..<3).map { ("_0.len", 32 + $0) } + (0..<5).map { ("_0.col", 48 + $0) }
    for (name, offset) in widths {
      for width in [5, 8, 255] as [UInt8] {
        let error = capture { try fixture.damaged(name) { $0[offset] = width } }
        guard case .corrupt(name, _, _) = error else {
          Issue.record("\(name), byte \(offset): \(String(describing: error))")
          continue
        }
      }
      #expect(capture { try fixture.damaged(name) { $0[offset] = 4 } } == nil)
    }
  }
}
