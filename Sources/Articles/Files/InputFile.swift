package import Storage

/// Input that is open for reading: a regular file, standard input, or another stream.
struct InputFile: ~Copyable {
  private enum Source: ~Copyable {
    case descriptor(FileDescriptor)
    case stream(any ByteStream)
  }

  private let source: Source
  private let path: String
  private let isStandardInput: Bool

  init(path: String) throws(ArticleError) {
    source = .descriptor(try Self.open(path))
    self.path = path
    isStandardInput = false
  }

  /// - Parameter path: path for errors.
  init(_ stream: any ByteStream, path: String) {
    source = .stream(stream)
    self.path = path
    isStandardInput = false
  }

  /// - Parameter stream: the bytes of standard input, perhaps decompressed.
  init(standardInput stream: any ByteStream) {
    source = .stream(stream)
    path = "-"
    isStandardInput = true
  }

  private static func open(_ path: String) throws(ArticleError) -> FileDescriptor {
    do throws(SystemError) {
      let file = try FileDescriptor(path, .readWithoutWaiting)
      if try file.facts().kind == .file { return file }
    } catch {
      throw ArticleError(path: path, error)
    }
    throw ArticleError(path: path, reason: .notRegularFile)
  }

  /// True when standard input ends early, because the task is cancelled.
  var isInterrupted: Bool { isStandardInput && Task.isCancelled }

  /// Appends up to `count` more bytes, and returns their number; 0 at the end of the file.
  func read(upTo count: Int, appendingTo bytes: inout [UInt8]) throws(ArticleError) -> Int {
    switch source {
    case .stream(let stream): return try stream.read(upTo: count, appendingTo: &bytes)
    case .descriptor(let descriptor):
      do throws(SystemError) {
        return try descriptor.read(upTo: count, appendingTo: &bytes)
      } catch {
        throw ArticleError(path: path, error)
      }
    }
  }

  /// The number of the open file; nil for a stream. It stays open as long as this value.
  var descriptorNumber: Int32? {
    switch source {
    case .stream: nil
    case .descriptor(let descriptor): descriptor.number
    }
  }

  /// The size of the file in bytes; 0 for a stream, whose size is unknown.
  func size() throws(ArticleError) -> Int {
    switch source {
    case .stream: return 0
    case .descriptor(let descriptor):
      do throws(SystemError) { return try descriptor.facts().byteCount } catch {
        throw ArticleError(path: path, error)
      }
    }
  }

  /// Returns all bytes of the input. A file of more than `limit` bytes is not read.
  ///
  /// - Throws: `tooLarge`, `unreadable`.
  func readAll(limit: Int) throws(ArticleError) -> [UInt8] {
    let size = try size()
    func check(_ count: Int) throws(ArticleError) {
      guard count <= limit else {
        throw ArticleError(path: path, reason: .tooLarge(bytes: count, limit: limit))
      }
    }
    try check(size)
    var result: [UInt8] = []
    // Growing in steps would copy the bytes, and take twice the memory. The bytes of a stream wait
    // for the parsing thread, so that a small member must not take a whole piece.
    if size > 0 { result.reserveCapacity(size + Self.pieceBytes) }
    while try read(upTo: Self.pieceBytes, appendingTo: &result) > 0 { try check(result.count) }
    return result
  }

  private static let pieceBytes = 1 << 16

  /// Returns the first 4 KiB of a file; fewer if it is shorter or unreadable.
  static func beginning(of path: String) -> [UInt8] {
    let limit = 4 << 10
    var bytes: [UInt8] = []
    do {
      let file = try InputFile(path: path)
      while bytes.count < limit,
        try file.read(upTo: limit - bytes.count, appendingTo: &bytes) > 0
      {}
    } catch {}
    return bytes
  }
}

extension ArticleError {
  package init(path: String, _ error: SystemError) {
    self.init(path: path, reason: .unreadable(errno: error.code, message: error.description))
  }
}
