/// Where the records of a batch go. A file is there under its name from the beginning, so that a batch that is ended can go
/// on in it.
struct BatchOutput {
  let output: StandardOutput
  private let descriptor: Int32?

  /// Standard output.
  init() {
    output = StandardOutput()
    descriptor = nil
  }

  /// A file.
  ///
  /// - Parameter length: bytes that stay of it; nil for a new file, in place of one that is there.
  init(_ path: String, after length: Int?) throws(CommandFailure) {
    do throws(Descriptor.Failure) {
      let descriptor: Int32
      if let length {
        descriptor = try Descriptor.openForWriting(path, after: length)
      } else {
        descriptor = try Descriptor.openForWriting(path)
      }
      self.descriptor = descriptor
      output = StandardOutput(descriptor, name: path)
    } catch {
      throw CommandFailure("\(path): \(error)")
    }
  }

  func close() {
    if let descriptor { Descriptor.closeFile(descriptor) }
  }
}
