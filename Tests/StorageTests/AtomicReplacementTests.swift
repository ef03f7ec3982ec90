import FaultInjection
import Storage
import Testing

@Suite struct AtomicReplacementTests {
  private static let component = FileComponent(tag: "test", version: 1)

  /// Writes a file under a temporary name and renames it, as a commit does.
  private static func commit(
    _ directory: IndexDirectory, _ payload: [UInt8]
  ) throws(StorageError) {
    var writer = try FileWriter(
      directory: directory, name: "pending", component: component, segmentID: 0)
    try writer.append(payload)
    _ = try writer.finish()
    try directory.rename("pending", to: "current")
    try directory.sync()
  }

  @Test func `after any failure, the file has the old or the new contents`() async throws {
    let operations = try await FaultSweep(powerCuts: 40).run { directory in
      try Self.commit(directory, [1])
    } scenario: { directory in
      try Self.commit(directory, [2, 2])
    } check: { directory, outcome in
      let file = try EnvelopedFile(
        directory: directory, name: "current", component: Self.component, segmentID: 0)
      try file.verifyChecksum()
      let isNew = file.payload.count == 2
      #expect(isNew || (file.payload.count == 1 && outcome.error != nil), "\(outcome)")
    }
    // open, write, write of the checksum, fsync, rename, fsync of the directory
    #expect(operations == 6)
  }

  @Test func `the sweep finds a missing sync`() async throws {
    for isSynced in [false, true] {
      var losses = 0
      try await FaultSweep(powerCuts: 40).run { directory in
        try Self.commit(directory, [1])
      } scenario: { directory in
        // One of the syncs is missing: of the contents or of the name.
        let file = try directory.disk.open("\(directory.path)/pending", .emptied)
        let bytes: [UInt8] = [2, 2]
        // Safe: bytes have no padding.
        try file.write(unsafe bytes.span.bytes, at: 0)
        if isSynced { try file.sync() }
        try directory.rename("pending", to: "current")
        if !isSynced { try directory.sync() }
      } check: { directory, outcome in
        let size = try? directory.fileSize("current")
        if outcome.error == nil, size != 2 { losses += 1 }
      }
      #expect(losses > 0)
    }
  }
}
