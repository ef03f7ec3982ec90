#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A failed system call.
///
/// Only the files of this folder make system calls.
package struct SystemError: Error, Equatable {
  /// The name of the call, such as `open`.
  package let operation: String
  /// The error number, `errno`.
  package let code: Int32

  /// The error of a call that failed just now.
  static func last(_ operation: String) -> SystemError {
    SystemError(operation: operation, code: errno)
  }

  /// The error number of a file name that is not valid UTF-8.
  package static let illegalSequence: Int32 = EILSEQ

  /// True when the reader of a pipe has closed it.
  package var isBrokenPipe: Bool { code == EPIPE }

  /// True when a file or folder is missing.
  package var isNotFound: Bool { code == ENOENT }

  /// Makes a system call until no signal interrupts it.
  ///
  /// - Throws: an error when the call returns −1.
  static func check<Result: SignedInteger>(
    _ operation: String, _ call: () -> Result
  ) throws(SystemError) -> Result {
    while true {
      let result = call()
      if result != -1 { return result }
      let error = last(operation)
      if error.code != EINTR { throw error }
    }
  }
}

extension SystemError: CustomStringConvertible {
  /// The C library's message for the error number.
  package var description: String {
    // Safe: the text is a constant or belongs to this thread, and is copied at once.
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}
