/// A file that appears under its name when it is complete.
final class OutputFile {
  private let path: String
  private let partial: String
  private let descriptor: Int32
  private var isFinished = false

  init(_ path: String) throws(CommandFailure) {
    self.path = path
    partial = path + ".partial"
    do {
      descriptor = try Descriptor.openForWriting(partial)
    } catch {
      throw CommandFailure("\(path): \(error)")
    }
  }

  deinit {
    Descriptor.closeFile(descriptor)
    if !isFinished { Descriptor.removeFile(partial) }
  }

  func write(_ bytes: [UInt8]) throws(CommandFailure) {
    do {
      try Descriptor.writeAll(bytes, to: descriptor)
    } catch {
      throw CommandFailure("\(path): \(error)")
    }
  }

  /// Waits until everything is on the disk, and gives the file its name.
  func finish() throws(CommandFailure) {
    do {
      try Descriptor.sync(descriptor)
      try Descriptor.renameFile(partial, to: path)
      isFinished = true
    } catch {
      throw CommandFailure("\(path): \(error)")
    }
  }
}
