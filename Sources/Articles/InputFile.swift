#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A file open for reading, or standard input; the one place of this module that makes system calls
/// on files.
@safe
struct InputFile: ~Copyable {
  private let descriptor: Int32
  private let isOwned: Bool
  private let path: String

  /// Opens a regular file.
  ///
  /// - Throws: `unreadable`, `notRegularFile`.
  init(path: String) throws(ArticleError) {
    // Without O_NONBLOCK a named pipe would block here before it could be recognized.
    let opened = retrying { unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard opened >= 0 else { throw ArticleError(path: path, errno: errno) }
    var facts = stat()
    guard unsafe fstat(opened, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
      close(opened)
      throw ArticleError(path: path, reason: .notRegularFile)
    }
    (descriptor, isOwned, self.path) = (opened, true, path)
  }

  /// Standard input, which stays open.
  init(standardInput: Void) {
    (descriptor, isOwned, path) = (0, false, "-")
  }

  deinit {
    if isOwned { close(descriptor) }
  }

  /// Appends up to `count` more bytes.
  ///
  /// - Returns: how many; 0 at the end of the file.
  func read(upTo count: Int, appendingTo bytes: inout [UInt8]) throws(ArticleError) -> Int {
    var result = 0
    var failure: Int32 = 0
    bytes.append(addingCapacity: count) { output in
      // Safe: `read` writes at most `buffer.count` bytes and returns how many; a negative result
      // leaves none.
      unsafe output.withUnsafeMutableBufferPointer { buffer, initializedCount in
        #if canImport(Darwin)
          result = retrying { unsafe Darwin.read(descriptor, buffer.baseAddress, buffer.count) }
        #else
          result = retrying { unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
        #endif
        if result < 0 { failure = errno }
        initializedCount = max(0, result)
      }
    }
    guard result >= 0 else { throw ArticleError(path: path, errno: failure) }
    return result
  }

  /// Everything that is left, as far as `ArticleLimits` allow.
  func readAll() throws(ArticleError) -> [UInt8] {
    var result: [UInt8] = []
    while try read(upTo: 1 << 20, appendingTo: &result) > 0 {
      guard result.count <= ArticleLimits.maximumBytes else {
        throw ArticleError(
          path: path,
          reason: .tooLarge(bytes: result.count, limit: ArticleLimits.maximumBytes))
      }
    }
    return result
  }
}

/// Repeats a system call that a signal interrupted.
private func retrying<Value: SignedInteger>(_ call: () -> Value) -> Value {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}

extension ArticleError {
  /// A failed system call, in the words of the C library.
  init(path: String, errno code: Int32) {
    // Safe: strerror returns a NUL-terminated string that is copied at once.
    let message = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    self.init(path: path, reason: .unreadable(errno: code, message: message))
  }
}
