#if DEBUG
  import Storage
  import TestSupport
  import Testing

  @Suite struct FailpointTests {
    /// Writes a file under a temporary name and renames it, as a commit does.
    static func commit(_ directory: IndexDirectory, _ payload: [UInt8]) throws(StorageError) {
      let component = FileComponent(tag: "test", version: 1)
      var writer = try FileWriter(
        directory: directory, name: "pending", component: component, segmentID: 0)
      try writer.append(payload)
      _ = try writer.finish()
      try directory.rename("pending", to: "current")
      try directory.sync()
    }

    @Test func `a crash at any call leaves the old file or the new one`() throws {
      let temporary = TemporaryDirectory()
      let directory = IndexDirectory(temporary.path)
      let component = FileComponent(tag: "test", version: 1)
      try Self.commit(directory, [1])
      var crashes = 0
      while true {
        let failpoint = Failpoint(passing: crashes)
        let error = Failpoint.$current.withValue(failpoint) {
          capture { try Self.commit(directory, [2, 2]) }
        }
        let file = try EnvelopedFile(
          directory: directory, name: "current", component: component, segmentID: 0)
        try file.verifyChecksum()
        #expect(file.payload.count == 1 || file.payload.count == 2)
        #expect((error != nil) == failpoint.wasReached)
        if error == nil {
          #expect(file.payload.count == 2)
          break
        }
        crashes += 1
      }
      // open, write, write of the checksum, fsync, rename, fsync of the directory
      #expect(crashes == 6)
    }
  }
#endif
