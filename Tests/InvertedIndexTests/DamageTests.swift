import CraftedFiles
import Storage
import TestSupport
import Testing

@testable import InvertedIndex

/// Tests of a small index with one defect: opening it throws or succeeds, but never traps, and
/// checksums find the defect.
///
/// A trap ends the test run.
@Suite struct DamageTests {
  let fixture: IndexFixture
  let damaged = TemporaryDirectory()
  let names: [String]

  init() throws {
    fixture = try IndexFixture()
    // A duplicate, so that the index has a `.liv` file.
    let documents = ExampleIndex.documents + [ExampleIndex.documents[0]]
    try fixture.replace(with: [documents])
    names = try fixture.directory.indexFiles()
    for name in names { damaged.write(fixture.temporary.contents(of: name), to: name) }
  }

  private var directory: IndexDirectory { IndexDirectory(damaged.path) }

  @Test func `the copy is intact`() throws {
    #expect(names.count == 9)
    #expect(try IndexReader(directory).liveCount == 2)
    try directory.verifyEveryFile()
  }

  @Test func `opening detects every truncation`() throws {
    for name in names {
      let bytes = fixture.temporary.contents(of: name)
      for count in 0..<bytes.count {
        damaged.write(Array(bytes.prefix(count)), to: name)
        #expect(capture { try IndexReader(directory) } != nil, "\(name), \(count) bytes")
      }
      damaged.write(bytes, to: name)
    }
  }

  @Test func `opening detects every missing file`() throws {
    for name in names {
      try directory.remove(name)
      let missing = name.hasPrefix("segments_") ? "" : "/\(name)"
      #expect(capture { try IndexReader(directory) } == .notFound(path: damaged.path + missing))
      damaged.write(fixture.temporary.contents(of: name), to: name)
    }
  }

  @Test func `every flipped byte is detected without a trap`() throws {
    for name in names {
      let bytes = fixture.temporary.contents(of: name)
      let component = try #require(SegmentFormat.component(ofFile: name))
      var undetected: [Int] = []
      for index in bytes.indices {
        var flipped = bytes
        flipped[index] ^= 1 << (index % 8)
        damaged.write(flipped, to: name)
        if capture({ try IndexReader(directory) }) != nil { continue }
        let checking = capture {
          try EnvelopedFile(
            directory: directory, name: name, component: component, segmentID: nil
          ).verifyChecksum()
        }
        if checking == nil { undetected.append(index) }
      }
      #expect(undetected == [], "\(name)")
      damaged.write(bytes, to: name)
    }
  }

  @Test func `small files are verified when they are opened`() throws {
    for name in names where ["segments_1", "_0.si", "_0_1.liv"].contains(name) {
      let bytes = fixture.temporary.contents(of: name)
      for index in bytes.indices {
        var flipped = bytes
        flipped[index] ^= 0x10
        damaged.write(flipped, to: name)
        #expect(capture { try IndexReader(directory) } != nil, "\(name), byte \(index)")
      }
      damaged.write(bytes, to: name)
    }
  }

  /// The counts and offsets that opening reads get extreme values and matching checksums.
  @Test func `opening detects counts that exceed the file`() throws {
    for (name, offsets) in [
      ("_0.trm", [-16, -8]), ("_0.sto", [-16, -12, -8]), ("_0.col", [0, 4, 8, 12, 16]),
      ("_0.len", [0]), ("_0_1.liv", [0]), ("_0.si", [0]),
    ] {
      let bytes = fixture.temporary.contents(of: name)
      for offset in offsets {
        for value in [0xFFFF_FFFF, 0x7FFF_FFFF, 0x1000_0000] as [UInt32] {
          var forged = bytes
          let start = offset < 0 ? bytes.count - 20 + offset : 32 + offset
          for byte in 0..<4 {
            forged[start + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte))
          }
          forged.seal()
          damaged.write(forged, to: name)
          damaged.list(name, forged, from: fixture.temporary)
          let error = capture { try IndexReader(directory) }
          guard case .corrupt = error else {
            Issue.record("\(name) \(offset) \(value): \(String(describing: error))")
            continue
          }
        }
      }
      damaged.restore(name, from: fixture.temporary)
    }
  }

  @Test func `files with another number of documents are refused`() throws {
    // Five documents need the same number of words as three.
    var live = fixture.temporary.contents(of: "_0_1.liv")
    live[32] = 5
    // Two documents, in columns of one byte.
    var lengths = fixture.temporary.contents(of: "_0.len")
    #expect(lengths[32..<35] == [1, 1, 1])
    lengths.removeSubrange(40..<43)
    for (name, forged) in [("_0_1.liv", live), ("_0.len", lengths)] {
      var forged = forged
      forged.seal()
      damaged.write(forged, to: name)
      func isRefused(_ reason: String) -> Bool {
        capture { try IndexReader(directory) }.map { "\($0)".contains(reason) } == true
      }
      if name == "_0.len" { #expect(isRefused("not the file that _0.si lists")) }
      damaged.list(name, forged, from: fixture.temporary)
      #expect(isRefused("not 3 documents"))
      damaged.restore(name, from: fixture.temporary)
    }
  }

  @Test func `files of another segment are refused`() throws {
    let other = try IndexFixture()
    try other.replace(with: [IndexFixture.documents("a", 3)])
    for name in try other.directory.indexFiles() where name.hasPrefix("_0") {
      let own = fixture.temporary.contents(of: name)
      damaged.write(other.temporary.contents(of: name), to: name)
      #expect(capture { try IndexReader(directory) } != nil, "\(name)")
      damaged.write(own, to: name)
    }
  }

  @Test func `a later version of a component is not reported as damage`() throws {
    for name in names {
      let own = fixture.temporary.contents(of: name)
      var later = own
      later[12] += 7
      later.seal()
      damaged.write(later, to: name)
      let component = try #require(SegmentFormat.component(ofFile: name))
      #expect(
        capture { try IndexReader(directory) }
          == .unsupportedVersion(
            file: name, found: UInt32(later[12]), supported: component.readable))
      damaged.write(own, to: name)
    }
  }
}
